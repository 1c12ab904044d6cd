"""Why something is not done for a sponsor; every message is a sentence for organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from datetime import datetime


class SponsorError(Exception):
    """Nothing has changed; the message says what to do."""


class ConfirmedAlreadyError(SponsorError):
    """Somebody has confirmed this benefit before; as tweet `tweet_id`, if it is one."""

    def __init__(self, what: str, by: int | None, at: datetime, tweet_id: int | None, actor_id: int) -> None:
        when = time_stamp(at, "R")
        as_tweet = f", as tweet #{tweet_id}" if tweet_id is not None else ""
        if by is None:
            sentence = f"{what} was confirmed {when}{as_tweet}."
        elif by == actor_id:
            sentence = f"You have confirmed {what} {when}{as_tweet}."
        else:
            sentence = f"<@{by}> was faster: {what} was confirmed {when}{as_tweet}."
        super().__init__(sentence)
        self.tweet_id = tweet_id
