"""What a source hands to the queue, and who acts on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from DiscordBot.features.tweets.models import Source


@dataclass(frozen=True, slots=True)
class Actor:
    """A person on the server, with the roles that they have at this moment."""

    id: int
    name: str
    is_organizer: bool = False
    is_volunteer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPicture:
    """A picture as it will go out; made by `pictures.prepare`."""

    content: bytes
    media_type: str
    width: int
    height: int
    alt_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A tweet to be queued; see `models.Tweet` for what the parts mean.

    `author` is None for what no single person stands behind; `approved` is for sources whose settings
    say that their tweets need no moderation. `networks` are names of those that it goes to, None stands for
    what is usual for its source. `texts` are own versions by the networks' names; others get `text`.
    """

    text: str
    source: Source
    author: Actor | None = None
    source_key: str | None = None
    group_key: str | None = None
    pictures: tuple[DraftPicture, ...] = ()
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    networks: tuple[str, ...] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    original_author: str = ""
    original_link: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    note: str = ""
    approved: bool = False
