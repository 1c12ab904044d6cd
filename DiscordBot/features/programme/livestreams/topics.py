"""The topic of a room's channel: what organisers wrote there, and the livestreams of all days."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from DiscordBot.config.sections import Livestream

EDITS = 2
PERIOD_SECONDS = 600.0

_SIGN = "📺"
_OURS = re.compile(rf"(?:^|\s+\|\s+){_SIGN}.*$", re.DOTALL)


def topic_with(topic: str, livestreams: Mapping[date, Livestream], limit: int) -> str:
    """Return a topic, at most `limit` characters, that carries the links of all days.

    What stood in front of earlier links stays, shortened if need be. Links are never cut: those that do
    not fit are left out, the last day's first.
    """
    theirs = _OURS.sub("", topic).strip()
    links = _fitting([f"{day:%a} {livestreams[day].url}" for day in sorted(livestreams)], limit)
    if not links or not theirs:
        return links or theirs
    room_left = limit - len(links) - len(" | ")
    shortened = (
        theirs if len(theirs) <= room_left else textwrap.shorten(theirs, max(room_left, 1), placeholder="…")
    )
    return f"{shortened} | {links}" if room_left > 1 else links


def _fitting(parts: list[str], limit: int) -> str:
    while parts:
        text = f"{_SIGN} {' · '.join(parts)}"
        if len(text) <= limit:
            return text
        parts = parts[:-1]
    return ""


def _no_edits() -> defaultdict[int, deque[float]]:
    return defaultdict(lambda: deque(maxlen=EDITS))


@dataclass(eq=False, slots=True)
class TopicEdits:
    """Counts the edits of each channel's topic, of which Discord takes two in ten minutes.

    `seconds` gives the time, from any beginning.
    """

    seconds: Callable[[], float]
    _edits: defaultdict[int, deque[float]] = field(init=False, default_factory=_no_edits)

    def allow(self, channel_id: int) -> bool:
        """Tell whether the topic may be edited now, and if so, count it."""
        edits, now = self._edits[channel_id], self.seconds()
        if len(edits) == EDITS and now - edits[0] < PERIOD_SECONDS:
            return False
        edits.append(now)
        return True
