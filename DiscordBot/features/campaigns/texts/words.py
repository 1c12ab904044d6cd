"""How campaigns are spoken of. Texts are Discord's markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.features.campaigns.models import CampaignKind, CampaignRule, CampaignState
from DiscordBot.features.campaigns.planning.typed_options import written
from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.features.campaigns.models import Campaign

STATUS_WORDS = {
    Status.DRAFT: "📝 draft",
    Status.WAITING: "⏳ waits for the schedule's release",
    Status.RUNNING: "▶️ running",
    Status.PAUSED: "⏸️ paused",
    Status.FINISHED: "🏁 finished",
    Status.CANCELLED: "🗑️ cancelled",
}


def counted(count: int) -> str:
    """Return how many tweets."""
    return "1 tweet" if count == 1 else f"{count} tweets"


def to_the_second(moment: datetime) -> str:
    """Return date, time with seconds, and how long it is from now, in each reader's own time zone."""
    return f"{time_stamp(moment, 'd')} {time_stamp_and_distance(moment, 'T')}"


def about(campaign: Campaign) -> str:
    """Return what the campaign's tweets are about."""
    if campaign.kind is CampaignKind.SPONSORS:
        return f"sponsors, level {shown(campaign.level)}" if campaign.level else "all sponsors"
    filters = [
        f"{name} {shown(value)}"
        for name, value in (("track", campaign.track), ("type", campaign.session_type))
        if value
    ]
    return ", ".join(["sessions", *filters]) if filters else "all sessions"


def begins(campaign: Campaign) -> str:
    """Return when its first tweet goes out, or by what that is known."""
    if campaign.rule is CampaignRule.BEFORE:
        return "with the first session"
    is_begun = campaign.state not in {CampaignState.DRAFT, CampaignState.WAITING}
    if campaign.rule is CampaignRule.RELEASE and not is_begun:
        return "when the next version of the schedule is released"
    return to_the_second(campaign.start_at)


def pace(campaign: Campaign) -> str:
    """Return how far its tweets are apart."""
    if campaign.rule is CampaignRule.BEFORE:
        return f"{written(campaign.lead_minutes)} before each session"
    more = f" and up to {written(campaign.random_minutes)} more" if campaign.random_minutes else ""
    return f"every {written(campaign.interval_minutes)}{more}"


def counts(of: Mapping[Outcome, int]) -> str:
    """Return how many tweets have which outcome, a line each."""
    return "\n".join(f"{in_words(outcome)}: **{of[outcome]}**" for outcome in Outcome if of.get(outcome))


def dollars(price: Decimal) -> str:
    """Return a price in US dollars."""
    return f"${price:.2f}"
