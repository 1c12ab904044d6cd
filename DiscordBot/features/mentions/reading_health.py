"""How the reading of mentions is doing, for /health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.mentions.models import MentionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.features.mentions.feed import MentionFeed

SUBJECT = "mentions"


async def findings(
    feed: MentionFeed | None, counts: Mapping[MentionStatus, int], without_card: int
) -> tuple[Finding, ...]:
    """Return whether mentions are read, how many wait for somebody, and how many for their card."""
    open_ones = counts.get(MentionStatus.OPEN, 0)
    waiting = f"{open_ones} open, {counts.get(MentionStatus.ASSIGNED, 0)} claimed."
    found = [await _reading(feed, waiting)]
    if without_card:
        detail = f"{without_card} mentions have no card yet; they are posted little by little."
        found.append(Finding(SUBJECT, Level.OK, detail))
    return tuple(found)


async def _reading(feed: MentionFeed | None, waiting: str) -> Finding:
    if feed is None:
        return Finding(
            SUBJECT,
            Level.WARNING,
            "Nothing is read, since no account is configured or it is a dry run.",
            "Add [twitter] to the configuration, without dry_run.",
        )
    paused = await feed.why_paused()
    if paused is not None:
        return Finding(
            SUBJECT, Level.WARNING, f"Nothing is read: {paused.reason}", "/twitter status tells more."
        )
    if feed.trouble:
        remedy = "The bot tries again by itself; nothing gets lost meanwhile."
        return Finding(SUBJECT, Level.WARNING, f"X could not be read to the end: {feed.trouble}", remedy)
    return Finding(SUBJECT, Level.OK, waiting)
