"""What a campaign's card in the moderation channel says."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import Card
from DiscordBot.discord_ui.layout.face import CardField, Tone
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.campaigns.snapshot import OVER, TO_COME, CampaignSnapshot, Status
from DiscordBot.features.campaigns.texts.words import (
    STATUS_WORDS,
    about,
    begins,
    counted,
    counts,
    pace,
    to_the_second,
)
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator


class CampaignButton(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"


_TONES = {
    Status.DRAFT: Tone.OVER,
    Status.WAITING: Tone.GOES_ON,
    Status.RUNNING: Tone.GOES_ON,
    Status.PAUSED: Tone.ASKS,
    Status.FINISHED: Tone.DONE,
    Status.CANCELLED: Tone.OVER,
}


def card_of(snapshot: CampaignSnapshot) -> Card:
    """Return what the card of a campaign says now."""
    campaign = snapshot.campaign
    return Card(
        row_id=campaign.number,
        tone=_TONES[snapshot.status],
        title=f"📣 Campaign #{campaign.number}: {shown_line(campaign.name)}",
        text=f"{STATUS_WORDS[snapshot.status]} · {counted(len(snapshot.tweets))} about {about(campaign)}",
        fields=tuple(CardField(name, value, is_short=True) for name, value in _fields(snapshot)),
        buttons=tuple(_buttons(snapshot)),
        footer=f"Campaign #{campaign.number}",
        is_final=snapshot.status in OVER,
    )


def line(snapshot: CampaignSnapshot) -> str:
    """Return a campaign in a few words, without markdown."""
    campaign, done = snapshot.campaign, snapshot.counts[Outcome.SENT]
    progress = f" · {done} of {counted(len(snapshot.tweets))} sent" if snapshot.tweets else ""
    return f"#{campaign.number} · {campaign.name} · {STATUS_WORDS[snapshot.status]}{progress}"


def _fields(snapshot: CampaignSnapshot) -> Iterator[tuple[str, str]]:
    campaign = snapshot.campaign
    if snapshot.status is Status.WAITING:
        yield ("Begins", begins(campaign))
    else:
        yield ("Tweets", counts(snapshot.counts))
    yield ("Pace", pace(campaign))
    to_come = [tweet for tweet in snapshot.in_order if tweet.outcome in TO_COME and tweet.not_before]
    if to_come and snapshot.status is Status.RUNNING:
        yield ("Next", to_the_second(to_come[0].not_before or to_come[0].created_at))
        yield ("Last", to_the_second(to_come[-1].not_before or to_come[-1].created_at))
    if campaign.queued_by is not None and campaign.queued_at is not None:
        when = time_stamp(campaign.queued_at, "f")
        yield ("Created", f"by <@{campaign.queued_by}>, {when}")
    if snapshot.counts[Outcome.FAILED] or snapshot.counts[Outcome.UNKNOWN]:
        yield ("⚠️ Please look", "Some were not sent: each of them has a card of its own below.")


def _buttons(snapshot: CampaignSnapshot) -> Iterator[CampaignButton]:
    yield CampaignButton.OPEN
    if snapshot.status is Status.RUNNING:
        yield CampaignButton.PAUSE
    if snapshot.status is Status.PAUSED:
        yield CampaignButton.RESUME
