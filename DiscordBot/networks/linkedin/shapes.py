"""What LinkedIn's API answers, as far as it is used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Reshare(BaseModel):
    """What a post repeats."""

    parent: str = ""


class Post(BaseModel):
    """A post; `createdAt` is in milliseconds since 1970."""

    id: str
    commentary: str = ""
    createdAt: int  # noqa: N815 - the API's name
    reshareContext: Reshare | None = None  # noqa: N815 - the API's name

    @property
    def created_at(self) -> datetime:
        """When it was made (UTC)."""
        return _EPOCH + timedelta(milliseconds=self.createdAt)


class Posts(BaseModel):
    """A page of posts."""

    elements: tuple[Post, ...] = ()


class Upload(BaseModel):
    """Where a picture goes, and how it is named in a post."""

    uploadUrl: str  # noqa: N815 - the API's name
    image: str


class BegunUpload(BaseModel):
    """What answers the wish to upload something."""

    value: Upload


class ImageShape(BaseModel):
    """A picture, and how far it is: WAITING_UPLOAD, PROCESSING, AVAILABLE, PROCESSING_FAILED."""

    status: str = ""


class Token(BaseModel):
    """What lets the bot act for somebody; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    refresh_token: str = ""


class Introspection(BaseModel):
    """How a token is doing; `status` is active, expired or revoked."""

    active: bool
    status: str = ""


class Member(BaseModel):
    """Who has logged in."""

    sub: str
    name: str = ""


class Organization(BaseModel):
    """A page."""

    localizedName: str = ""  # noqa: N815 - the API's name
