"""How far a campaign is."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.models import CampaignState
from DiscordBot.features.campaigns.texts.pagination import MOST_CHARACTERS
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

TO_COME = frozenset({Outcome.PENDING, Outcome.WAITING})
"""Outcomes of tweets that a campaign still decides about."""
_OPEN = TO_COME | {Outcome.SENDING, Outcome.FAILED, Outcome.UNKNOWN}


class Status(StrEnum):
    """What organisers call the state of a campaign."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


OVER = frozenset({Status.FINISHED, Status.CANCELLED})


@dataclass(frozen=True)
class CampaignSnapshot:
    """A campaign and its tweets at one moment."""

    campaign: Campaign
    tweets: tuple[TweetSnapshot, ...]

    @property
    def id(self) -> int:
        """The campaign's number."""
        return self.campaign.number

    @property
    def card_channel(self) -> int | None:
        """The channel of its card."""
        return self.campaign.card_channel

    @property
    def card_message(self) -> int | None:
        """The message that its card is."""
        return self.campaign.card_message

    @property
    def card_shown(self) -> str:
        """A digest of what its card showed last."""
        return self.campaign.card_shown

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """How many of its tweets have which outcome."""
        return Counter(tweet.outcome for tweet in self.tweets)

    @property
    def status(self) -> Status:
        """What it does now."""
        if self.campaign.state is CampaignState.DRAFT:
            return Status.DRAFT
        if self.campaign.state is CampaignState.CANCELLED:
            return Status.CANCELLED
        if self.campaign.state is CampaignState.WAITING:
            return Status.WAITING
        open_ones = [tweet for tweet in self.tweets if tweet.outcome in _OPEN]
        if not open_ones:
            return Status.FINISHED
        return Status.PAUSED if any(tweet.on_hold for tweet in open_ones) else Status.RUNNING

    @property
    def in_order(self) -> list[TweetSnapshot]:
        """The tweets as they go out one after the other."""
        return sorted(self.tweets, key=lambda tweet: (tweet.not_before or tweet.created_at, tweet.id))

    @property
    def pending(self) -> list[TweetSnapshot]:
        """The tweets that wait for approval."""
        return [tweet for tweet in self.in_order if tweet.outcome is Outcome.PENDING]

    def planned(self, tweet_ids: Iterable[int]) -> dict[int, datetime]:
        """Return when those of some tweets go out that have a time and are still to come."""
        wanted = frozenset(tweet_ids)
        return {
            tweet.id: tweet.not_before
            for tweet in self.tweets
            if tweet.id in wanted
            and tweet.not_before is not None
            and not tweet.post_now
            and tweet.outcome in TO_COME
        }


def texts_read(tweets: Iterable[TweetSnapshot]) -> str:
    """Return a short text that is another one as soon as any of the tweets' texts is changed."""
    # The size of pages is in it: what was read on a page of another version is not what is on it now.
    read = (MOST_CHARACTERS, sorted((tweet.id, tweet.revision) for tweet in tweets))
    return hashlib.sha256(repr(read).encode()).hexdigest()[:12]
