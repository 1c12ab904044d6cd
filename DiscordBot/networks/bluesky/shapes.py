"""What Bluesky's API answers, as far as it is used."""

from __future__ import annotations

from pydantic import BaseModel


class SessionShape(BaseModel):
    """A log-in; `accessJwt` is good for some hours."""

    did: str
    handle: str
    accessJwt: str  # noqa: N815 - the API's name


class Reference(BaseModel):
    """A version of a record."""

    uri: str
    cid: str


class Resolved(BaseModel):
    """Whose a handle is."""

    did: str


class Uploaded(BaseModel):
    """A picture that was uploaded, as records name it."""

    blob: dict[str, object]


class RecordShape(BaseModel):
    """A record; `value` is what was put there."""

    uri: str
    cid: str
    value: dict[str, object]


class PostsShape(BaseModel):
    """Posts of anybody."""

    posts: tuple[RecordOfAnybody, ...]


class RecordOfAnybody(BaseModel):
    """A post as it is read."""

    uri: str
    cid: str
    record: dict[str, object]
