"""What a post announces: rooms and starts, and whether a reminder can be scheduled for it.

A text is folded (`folding.py`), its rooms are found (`rooms.py`), the rest is taken apart into tokens
(`tokens.py`, by the vocabulary of `words.py`), and small grammars (`grammar.py`) make moments, days and
times of day of them (`moments.py`, `days.py`, `times_of_day.py`), which `starts.py` puts together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from DiscordBot.features.open_spaces.parsing.cancellations.phrases import WORD, find_cancellations
from DiscordBot.features.open_spaces.parsing.folding import LONGEST_TEXT, fold
from DiscordBot.features.open_spaces.parsing.other_languages import (
    find_other_days,
    names_asian_day,
    says_asian_cancellation,
)
from DiscordBot.features.open_spaces.parsing.starts import Start, find_starts
from DiscordBot.features.open_spaces.parsing.tokens import tokenize
from DiscordBot.features.open_spaces.parsing.venue import Room, Venue

if TYPE_CHECKING:
    from DiscordBot.features.open_spaces.parsing.rooms import NamedRoom

__all__ = ["Extraction", "Highlight", "Kind", "Reason", "Room", "Venue", "extract"]


class Kind(StrEnum):
    """What is to be done with a post."""

    SCHEDULE = "schedule"
    REVIEW = "review"
    IGNORE = "ignore"


class Reason(StrEnum):
    """Why a person has to look at a post, in the words of a card."""

    NO_ROOM = "no room"
    NO_TIME = "no time"
    SEVERAL_ROOMS = "several rooms"
    SEVERAL_TIMES = "several times"
    PAST = "past"
    OUTSIDE = "outside the conference"
    CANCELLATION = "cancelled or moved"
    OTHER_LANGUAGE = "day in another language"


_RETWEET = re.compile(r"^rt @|\brt @\w+:")


_STRUCK = re.compile("\\s*[❌🚫⛔✖🈵]")
"""A sign before a post that takes it back."""


class Highlight(NamedTuple):
    """A part of the original text, `text[start:end]`, and what it is: `room`, `time` or `cancellation`."""

    start: int
    end: int
    what: str


@dataclass(frozen=True)
class Extraction:
    """The rooms (canonical names) and starts (conference-local) that a text names, in its order.

    `reasons` tell why it is up for review, `highlights` what was found where; both are for people, and do
    not count when two are compared.
    """

    rooms: tuple[str, ...]
    starts: tuple[datetime, ...]
    kind: Kind
    reasons: tuple[Reason, ...] = field(default=(), compare=False)
    highlights: tuple[Highlight, ...] = field(default=(), compare=False)


def extract(text: str, *, now: datetime, venue: Venue) -> Extraction:
    """Read a post that was written at `now` (aware, in any zone). Raises `ValueError` for a naive one.

    Only the first 1,000 characters are looked at. The same text, moment and venue give the same result.
    """
    if now.tzinfo is None:
        raise ValueError("A moment without a time zone could be any.")
    local = now.astimezone(venue.timezone)
    folded = fold(text)
    named_rooms = venue.room_finder.find(folded.text)

    def spelled(start: int, end: int) -> str:
        return text[slice(*folded.span(start, end))]

    tokens = tokenize(folded.text, named_rooms, spelled)
    starts = _announced(folded.text, find_starts(tokens, local, venue))
    rooms = tuple(dict.fromkeys(named.room for named in named_rooms))
    doubts = _doubts(text[:LONGEST_TEXT], folded.text, named_rooms, starts)
    if Reason.CANCELLATION in doubts and any(_may_have_been(start.moment, local, venue) for start in starts):
        starts = find_starts(tokens, local, venue, is_announced=False)
    reasons = (*doubts, *_reasons(rooms, starts, local, venue))
    found = [
        *((named.start, named.end, "room") for named in named_rooms),
        *((start.start, start.end, "time") for start in starts),
        *((start, end, "cancellation") for spans in doubts.values() for start, end in spans),
    ]
    return Extraction(
        rooms,
        tuple(start.moment for start in starts),
        _kind(folded.text, (*named_rooms, *starts), reasons),
        reasons,
        tuple(Highlight(*folded.span(start, end), what) for start, end, what in sorted(found)),
    )


def _doubts(
    original: str, folded: str, rooms: list[NamedRoom], starts: list[Start]
) -> dict[Reason, list[tuple[int, int]]]:
    """Return what makes a person look whatever rooms and times are found, and where it stands."""
    words = set(WORD.findall(folded))
    found = {
        Reason.CANCELLATION: find_cancellations(folded, words, rooms, starts),
        Reason.OTHER_LANGUAGE: find_other_days(folded, words),
    }
    doubts = {reason: spans for reason, spans in found.items() if spans}
    if "~~" in original or _STRUCK.match(original):
        doubts.setdefault(Reason.CANCELLATION, [])
    if not original.isascii():
        if says_asian_cancellation(original):
            doubts.setdefault(Reason.CANCELLATION, [])
        if names_asian_day(original):
            doubts.setdefault(Reason.OTHER_LANGUAGE, [])
    return doubts


_HOOK = re.compile(
    r"(?:^|[.!?\n]\s?)(?:if|have|did|do|are|when|has|were|was|ever|who)\b[^.!?:\n]{0,80}"
    r"\b(?:ever|always|keeps?|been|up|awake|paged|woken|overslept)\b[^.!?:\n]{0,60}[:?]"
)


def _announced(folded: str, starts: list[Start]) -> list[Start]:
    """Leave out what only catches attention: "If you've ever been paged at 3am: B114, 5pm"."""
    if len(starts) < 2:  # noqa: PLR2004 - one is the one that is meant
        return starts
    hooks = [match.span() for match in _HOOK.finditer(folded)]
    meant = [start for start in starts if not any(begin <= start.start < end for begin, end in hooks)]
    return meant or starts


def _may_have_been(moment: datetime, now: datetime, venue: Venue) -> bool:
    """Tell whether clocks have shown that hour today: 9 of 21:00, at ten in the morning."""
    earlier = moment - timedelta(hours=12)
    return moment <= now or (earlier.time() >= venue.day_start and earlier <= now)


def _kind(folded: str, named: tuple[NamedRoom | Start, ...], reasons: tuple[Reason, ...]) -> Kind:
    if not named or _is_retweet(folded, named):
        return Kind.IGNORE
    return Kind.REVIEW if reasons else Kind.SCHEDULE


def _is_retweet(folded: str, named: tuple[NamedRoom | Start, ...]) -> bool:
    """Tell whether somebody else announces it: "RT @ada: 3pm in B114", also after words of one's own."""
    if "rt @" not in folded:
        return False
    retweet = _RETWEET.search(folded)
    return retweet is not None and all(retweet.start() < place.start for place in named)


def _reasons(rooms: tuple[str, ...], starts: list[Start], now: datetime, venue: Venue) -> list[Reason]:
    moments = [start.moment for start in starts]
    # In UTC, since local times of one zone are compared by what the clock shows.
    present = now.astimezone(UTC)
    tests = (
        (not rooms, Reason.NO_ROOM),
        (len(rooms) > 1, Reason.SEVERAL_ROOMS),
        (not moments, Reason.NO_TIME),
        (len(moments) > 1, Reason.SEVERAL_TIMES),
        (any(moment.astimezone(UTC) <= present for moment in moments), Reason.PAST),
        (any(not venue.first_day <= moment.date() <= venue.last_day for moment in moments), Reason.OUTSIDE),
    )
    return [reason for applies, reason in tests if applies]
