"""What of the configuration is about news."""

from __future__ import annotations

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Link, Minutes


class News(Section):
    """News of the conference's own feed; `approved` ones go out without a moderator."""

    feed: Link = Field(examples=["https://example.org/news/feed.xml"])
    refresh_minutes: Minutes = 10
    approved: bool = False
