"""How the reading of mentions is doing, for /health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.mentions.models import MentionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from DiscordBot.features.mentions.feed import MentionFeed

SUBJECT = "mentions"
_NOTHING_READ = Finding(
    SUBJECT,
    Level.WARNING,
    "Nothing is read, since no network is configured that can be read, or it is a dry run.",
    "Add the section of one to the configuration, such as [mastodon] or [twitter], without dry_run.",
)


async def findings(
    feeds: Sequence[MentionFeed], counts: Mapping[tuple[str, MentionStatus], int], without_card: int
) -> tuple[Finding, ...]:
    """Return whether mentions are read, how many wait for somebody, and how many for their card."""
    found = [await _reading(feed, counts) for feed in feeds] or [_NOTHING_READ]
    if without_card:
        detail = f"{without_card} mentions have no card yet; they are posted one after the other."
        found.append(Finding(SUBJECT, Level.OK, detail))
    return tuple(found)


async def _reading(feed: MentionFeed, counts: Mapping[tuple[str, MentionStatus], int]) -> Finding:
    subject, remedy = f"{SUBJECT} on {feed.title}", f"`{feed.status_command}` tells more."
    paused = await feed.why_paused()
    if paused is not None:
        return Finding(subject, Level.WARNING, f"Nothing is read: {paused.reason}", remedy)
    if feed.trouble:
        remedy = "The bot tries again by itself; nothing gets lost meanwhile."
        detail = f"{feed.title} could not be read to the end: {feed.trouble}"
        return Finding(subject, Level.WARNING, detail, remedy)
    open_ones, assigned = (
        counts.get((feed.network, status), 0) for status in (MentionStatus.OPEN, MentionStatus.ASSIGNED)
    )
    return Finding(subject, Level.OK, f"{open_ones} open, {assigned} claimed.")
