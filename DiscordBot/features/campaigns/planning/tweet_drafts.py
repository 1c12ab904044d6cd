"""The tweets of a campaign as the queue takes them, and which of them stands for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.models import CampaignRule
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

_TURN = "#"


def draft_of(previewed: Previewed, tweet: PlannedTweet, author: Actor | None, turn: int = 1) -> Draft:
    """Return what the queue is given; `turn` counts the tweets that there were about the same before."""
    campaign = previewed.campaign
    key = f"{campaign.group_key}:{tweet.item.key}"
    return Draft(
        text=tweet.text,
        texts=tweet.texts,
        # Those that were previewed: another one has neither been measured nor read.
        networks=previewed.networks or None,
        source=Source.CAMPAIGN,
        author=author,
        source_key=key if turn == 1 else f"{key}{_TURN}{turn}",
        group_key=campaign.group_key,
        not_before=tweet.due,
        not_after=tweet.item.starts if campaign.rule is CampaignRule.BEFORE else None,
    )


def by_item(campaign: Campaign, tweets: Iterable[TweetSnapshot]) -> dict[str, list[TweetSnapshot]]:
    """Return the tweets by the keys of what they are about, the oldest first."""
    found: dict[str, list[TweetSnapshot]] = {}
    for tweet in sorted(tweets, key=lambda tweet: tweet.id):
        key = (tweet.source_key or "").removeprefix(f"{campaign.group_key}:").partition(_TURN)[0]
        found.setdefault(key, []).append(tweet)
    return found
