"""How far a campaign is."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from DiscordBot.features.campaigns.models import CampaignState
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

TO_COME: Final = frozenset({Outcome.PENDING, Outcome.WAITING})
"""Outcomes of tweets that a campaign still decides about."""
_OPEN: Final = TO_COME | {Outcome.SENDING, Outcome.FAILED, Outcome.UNKNOWN}


class Phase(StrEnum):
    """What organisers call the state of a campaign."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


OVER: Final = frozenset({Phase.FINISHED, Phase.CANCELLED})


@dataclass(frozen=True)
class Standing:
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
        return Counter(view.outcome for view in self.tweets)

    @property
    def phase(self) -> Phase:
        """What it does now."""
        if self.campaign.state is CampaignState.DRAFT:
            return Phase.DRAFT
        if self.campaign.state is CampaignState.CANCELLED:
            return Phase.CANCELLED
        open_ones = [view for view in self.tweets if view.outcome in _OPEN]
        if not open_ones:
            return Phase.FINISHED
        return Phase.PAUSED if any(view.on_hold for view in open_ones) else Phase.RUNNING

    @property
    def in_order(self) -> list[TweetSnapshot]:
        """The tweets as they go out one after the other."""
        return sorted(self.tweets, key=lambda view: (view.not_before or view.created_at, view.id))

    @property
    def pending(self) -> list[TweetSnapshot]:
        """The tweets that wait for approval."""
        return [view for view in self.in_order if view.outcome is Outcome.PENDING]

    def planned(self, tweet_ids: Iterable[int]) -> dict[int, datetime]:
        """Return when those of some tweets go out that have a time and are still to come."""
        wanted = frozenset(tweet_ids)
        return {
            view.id: view.not_before
            for view in self.tweets
            if view.id in wanted and view.not_before is not None and not view.now and view.outcome in TO_COME
        }


def texts_read(views: Iterable[TweetSnapshot]) -> str:
    """Return a short text that is another one as soon as any of the tweets' texts is changed."""
    read = sorted((view.id, view.revision) for view in views)
    return hashlib.sha256(repr(read).encode()).hexdigest()[:12]
