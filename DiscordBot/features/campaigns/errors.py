"""Why a campaign is not as somebody wants it. Every message is a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.errors import TweetError

if TYPE_CHECKING:
    from DiscordBot.features.campaigns.planning.planner import Previewed


class CampaignError(TweetError):
    """Nothing was done with a campaign. One of the queue's errors, so that its forms can answer with it."""


class NoSuchCampaignError(CampaignError):
    """There is no campaign with this number, or none in a state in which that can be done."""

    def __init__(self) -> None:
        super().__init__("There is no such campaign. See them all with `/campaign list`.")


class PreviewRefusedError(CampaignError):
    """Nothing was created: the preview is not what was read, or something is wrong with it.

    `previewed` is how it looks now.
    """

    def __init__(self, reason: str, previewed: Previewed) -> None:
        super().__init__(f"Nothing was created: {reason}")
        self.previewed = previewed
