"""What a campaign's card in the moderation channel says."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from DiscordBot.discord_ui.cards.card import Card, CardField, Tone
from DiscordBot.discord_ui.shown_text import shown
from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.campaigns.status import OVER, TO_COME, Phase, Standing
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


_TONES: Final = {
    Phase.DRAFT: Tone.OVER,
    Phase.RUNNING: Tone.GOES_ON,
    Phase.PAUSED: Tone.ASKS,
    Phase.FINISHED: Tone.DONE,
    Phase.CANCELLED: Tone.OVER,
}


def card_of(standing: Standing) -> Card:
    """Return what the card of a campaign says now."""
    campaign = standing.campaign
    return Card(
        row_id=campaign.number,
        tone=_TONES[standing.phase],
        title=f"📣 Campaign #{campaign.number}: {campaign.name}",
        text=f"{PHASES[standing.phase]} · {counted(len(standing.tweets))} about {about(campaign)}",
        fields=tuple(CardField(entry.name, entry.value, is_short=False) for entry in _entries(standing)),
        actions=tuple(_actions(standing)),
        footer=f"Campaign #{campaign.number}",
        is_final=standing.phase in OVER,
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
