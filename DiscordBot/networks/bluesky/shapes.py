"""What Bluesky's API answers, as far as it is used."""

from __future__ import annotations

from datetime import datetime

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


class Author(BaseModel):
    """Somebody, as others see them; `handle` is `handle.invalid` if it does not lead to them."""

    did: str
    handle: str
    displayName: str = ""  # noqa: N815 - the API's name


class PostView(BaseModel):
    """A post with what Bluesky knows about it; `embed` is what stands below its text."""

    uri: str
    author: Author
    record: dict[str, object]
    indexedAt: datetime  # noqa: N815 - the API's name
    embed: dict[str, object] | None = None


class Cursor(BaseModel):
    """What leads to older ones than those of a page, if there are any."""

    cursor: str | None = None


class PostViews(Cursor):
    """Some posts."""

    posts: tuple[PostView, ...]


class Notification(BaseModel):
    """Something that concerns the account: a post, or a like that is none."""

    uri: str
    reason: str
    indexedAt: datetime  # noqa: N815 - the API's name


class Notifications(Cursor):
    """Some notifications."""

    notifications: tuple[Notification, ...]


class ByteRange(BaseModel):
    """A part of a text, in bytes of its UTF-8."""

    byteStart: int  # noqa: N815 - the API's name
    byteEnd: int  # noqa: N815 - the API's name


class Facet(BaseModel):
    """What a part of a text is."""

    index: ByteRange
    features: tuple[dict[str, object], ...] = ()


class Uri(BaseModel):
    """A post, as others name it."""

    uri: str


class ReplyShape(BaseModel):
    """Which post one answers."""

    parent: Uri


class PostRecord(BaseModel):
    """What the author of a post has put there; `createdAt` may be anything."""

    text: str = ""
    createdAt: str = ""  # noqa: N815 - the API's name
    facets: tuple[Facet, ...] = ()
    reply: ReplyShape | None = None


class Availability(BaseModel):
    """Whether somebody takes direct messages from us."""

    canChat: bool  # noqa: N815 - the API's name


class Conversation(BaseModel):
    """What direct messages belong to."""

    id: str


class ConversationFound(BaseModel):
    """A conversation, begun if there was none."""

    convo: Conversation


class SentMessage(BaseModel):
    """A direct message that was sent."""

    id: str
