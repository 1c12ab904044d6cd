"""Why a campaign is not as somebody wants it. Every message is a sentence for people."""

from __future__ import annotations

from DiscordBot.features.tweets.errors import TweetError


class CampaignError(TweetError):
    """Nothing was done with a campaign. One of the queue's errors, so that its forms can answer with it."""


class NoSuchCampaignError(CampaignError):
    """There is no campaign with this number, or none in a state in which that can be done."""

    def __init__(self) -> None:
        super().__init__("There is no such campaign. See them all with `/campaign list`.")
