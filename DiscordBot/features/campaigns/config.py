"""What of the configuration is about campaigns."""

from __future__ import annotations

from pydantic import Field

from DiscordBot.config.sections import Section


class Campaigns(Section):
    """Series of tweets from one template; `most_tweets` bounds one campaign."""

    most_tweets: int = Field(default=500, ge=1, le=1000)
