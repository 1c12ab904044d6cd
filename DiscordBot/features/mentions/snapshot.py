"""A mention as those see it who do not change it: plain values, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.features.mentions.models import MentionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionSnapshot:
    """A mention at one moment; see `models.Mention`. Moments are UTC."""

    id: int
    network: str
    post_id: str
    text: str
    author_name: str
    author_username: str
    link: str
    pictures: tuple[str, ...]
    answers_own: bool
    quotes_own: bool
    in_reply_to: str | None
    quote_of: str | None
    about_link: str
    is_private: bool
    content_warning: str
    posted_at: datetime
    status: MentionStatus
    assigned_to: int | None
    decided_by: int | None
    decided_at: datetime | None
    answers: int
    tweet_id: int | None
    problem: str
    card_channel: int | None
    card_message: int | None
    card_shown: str


def source_key(mention_id: int, number: int) -> str:
    """Return the key of the `number`-th answer in the queue of tweets."""
    return f"mention:{mention_id}:{number}"


def mention_of(key: str | None) -> int | None:
    """Return which mention a tweet with this key answers, None if it answers none."""
    kind, _, rest = (key or "").partition(":")
    return int(rest.partition(":")[0]) if kind == "mention" else None
