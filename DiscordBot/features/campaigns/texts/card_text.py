"""What a campaign's card in the moderation channel says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.shown_text import shown
from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.campaigns.status import TO_COME, Phase, Standing
from DiscordBot.features.campaigns.texts.pagination import Entry
from DiscordBot.features.campaigns.texts.words import PHASES, about, counted, counts, pace, to_the_second
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator


class CardAction(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A card as it is read."""

    campaign_id: int
    title: str
    text: str
    entries: tuple[Entry, ...]
    phase: Phase
    actions: tuple[CardAction, ...]


def card_of(standing: Standing) -> CampaignCard:
    """Return what the card of a campaign says now."""
    campaign = standing.campaign
    return CampaignCard(
        campaign_id=campaign.number,
        title=f"📣 Campaign #{campaign.number}: {campaign.name}",
        text=f"{PHASES[standing.phase]} · {counted(len(standing.tweets))} about {about(campaign)}",
        entries=tuple(_entries(standing)),
        phase=standing.phase,
        actions=tuple(_actions(standing)),
    )


def line(standing: Standing) -> str:
    """Return a campaign in a few words, without markdown."""
    campaign, done = standing.campaign, standing.counts[Outcome.SENT]
    progress = f" · {done} of {counted(len(standing.tweets))} sent" if standing.tweets else ""
    return f"#{campaign.number} · {campaign.name} · {PHASES[standing.phase]}{progress}"


def _entries(standing: Standing) -> Iterator[Entry]:
    campaign = standing.campaign
    yield Entry("Tweets", counts(standing.counts))
    yield Entry("Pace", pace(campaign))
    to_come = [view for view in standing.in_order if view.outcome in TO_COME and view.not_before]
    if to_come and standing.phase is Phase.RUNNING:
        yield Entry("Next", to_the_second(to_come[0].not_before or to_come[0].created_at))
        yield Entry("Last", to_the_second(to_come[-1].not_before or to_come[-1].created_at))
    if campaign.queued_by is not None and campaign.queued_at is not None:
        when = time_stamp(campaign.queued_at, "f")
        yield Entry("Created", f"by <@{campaign.queued_by}>, {when}")
    if standing.counts[Outcome.FAILED] or standing.counts[Outcome.UNKNOWN]:
        yield Entry("⚠️ Please look", shown("Some were not sent: each of them has a card of its own below."))


def _actions(standing: Standing) -> Iterator[CardAction]:
    yield CardAction.OPEN
    if standing.phase is Phase.RUNNING:
        yield CardAction.PAUSE
    if standing.phase is Phase.PAUSED:
        yield CardAction.RESUME
