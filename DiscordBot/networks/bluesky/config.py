"""What of the configuration is about Bluesky."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import BaseUrl


class Bluesky(Section):
    """The account on Bluesky; `pds_url` is the server that keeps it, `app_url` where its posts are read.

    Tweets go out between `posting_start` and `posting_end`, conference time; a start after the end
    means over midnight, equal ones mean all day. With `link_cards`, the page that a post without pictures
    leads to is read, for a card with its title and picture below the post.
    """

    pds_url: BaseUrl = "https://bsky.social"
    app_url: BaseUrl = "https://bsky.app"
    posting_start: time = time(9)
    posting_end: time = time(21)
    min_gap_seconds: int = Field(default=60, ge=0, le=24 * 60 * 60)
    link_cards: bool = True
    dry_run: bool = False

    def rehearsed(self) -> Self:
        """Post nothing."""
        return self.model_copy(update={"dry_run": True})
