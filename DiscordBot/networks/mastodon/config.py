"""What of the configuration is about Mastodon."""

from __future__ import annotations

from datetime import time
from typing import Literal, Self

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import BaseUrl


class Mastodon(Section):
    """The account on Mastodon, or on another server with Mastodon's API; `base_url` is its server.

    Tweets go out between `posting_start` and `posting_end`, conference time; a start after the end
    means over midnight, equal ones mean all day.
    """

    base_url: BaseUrl = Field(examples=["https://mastodon.social"])
    posting_start: time = time(9)
    posting_end: time = time(21)
    min_gap_seconds: int = Field(default=60, ge=0, le=24 * 60 * 60)
    visibility: Literal["public", "unlisted"] = "public"
    dry_run: bool = False

    def rehearsed(self) -> Self:
        """Post nothing."""
        return self.model_copy(update={"dry_run": True})
