"""What Mastodon's API answers, as far as it is used.

https://docs.joinmastodon.org/entities/
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class MediaLimits(BaseModel):
    """What pictures may be; sizes in bytes, lengths in characters."""

    image_size_limit: int = 16 * 1024**2
    description_limit: int = 1500
    supported_mime_types: tuple[str, ...] = ()


class StatusLimits(BaseModel):
    """What a post may be."""

    max_characters: int = 500
    max_media_attachments: int = 4
    characters_reserved_per_url: int = 23


class InstanceConfiguration(BaseModel):
    """What a server allows."""

    statuses: StatusLimits = Field(default_factory=StatusLimits)
    media_attachments: MediaLimits = Field(default_factory=MediaLimits)


class ApiVersions(BaseModel):
    """How far the server's API is; servers before 4.3 do not tell."""

    mastodon: int = 0


class Instance(BaseModel):
    """A server, as it describes itself."""

    domain: str = ""
    configuration: InstanceConfiguration = Field(default_factory=InstanceConfiguration)
    api_versions: ApiVersions = Field(default_factory=ApiVersions)


class Application(BaseModel):
    """The bot, as a server knows it."""

    client_id: str
    client_secret: str


class Token(BaseModel):
    """What lets the bot act for an account."""

    access_token: str


class AccountShape(BaseModel):
    """Somebody; `acct` is without a server for those of the account's own."""

    id: str
    username: str
    acct: str
    display_name: str = ""
    url: str = ""


class MediaShape(BaseModel):
    """A picture; without `url` it is still being worked on."""

    id: str
    url: str | None = None
    remote_url: str | None = None


class Tag(BaseModel):
    """A hashtag, without #."""

    name: str


class MentionShape(BaseModel):
    """Somebody who is named in a post; `url` is their page."""

    id: str
    acct: str = ""
    url: str = ""


class Quote(BaseModel):
    """What a post quotes; nothing is told of it unless its author allows that."""

    quoted_status: Post | None = None


class Post(BaseModel):
    """A post; `content` is HTML."""

    id: str
    created_at: datetime
    edited_at: datetime | None = None
    content: str = ""
    url: str | None = None
    uri: str = ""
    account: AccountShape
    in_reply_to_id: str | None = None
    in_reply_to_account_id: str | None = None
    reblog: Post | None = None
    mentions: tuple[MentionShape, ...] = ()
    visibility: str = "public"
    spoiler_text: str = ""
    media_attachments: tuple[MediaShape, ...] = ()
    quote: Quote | None = None


class PostSource(BaseModel):
    """A post's text as its author wrote it."""

    text: str


class Notification(BaseModel):
    """Something that concerns the account; `status` is the post that it is about."""

    id: str
    type: str
    created_at: datetime
    status: Post | None = None


class Found(BaseModel):
    """What a search for somebody found."""

    accounts: tuple[AccountShape, ...] = ()
