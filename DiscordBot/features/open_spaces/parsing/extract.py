"""What a post announces: rooms and starts, and whether a reminder can be scheduled for it.

A text is folded (`folding.py`), its rooms are found (`rooms.py`), the rest is taken apart into tokens
(`tokens.py`, by the vocabulary of `words.py`), and small grammars (`grammar.py`) make moments, days and
times of day of them (`moments.py`, `days.py`, `times_of_day.py`), which `starts.py` puts together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class Highlight:
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
    starts = find_starts(tokens, local, venue)
    rooms = tuple(dict.fromkeys(named.room for named in named_rooms))
    named = [
        *((named.start, named.end, "R") for named in named_rooms),
        *((start.start, start.end, "T") for start in starts),
    ]
    doubts = _doubts(text[:LONGEST_TEXT], folded.text, named)
    if Reason.CANCELLATION in doubts:
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
        Kind.IGNORE
        if not named or _is_retweet(folded.text, named)
        else Kind.REVIEW
        if reasons
        else Kind.SCHEDULE,
        reasons,
        tuple(Highlight(*folded.span(start, end), what) for start, end, what in sorted(found)),
    )


def _doubts(
    original: str, folded: str, named: list[tuple[int, int, str]]
) -> dict[Reason, list[tuple[int, int]]]:
    """Return what makes a person look whatever rooms and times are `named`, and where it stands."""
    words = set(WORD.findall(folded))
    found = {
        Reason.CANCELLATION: find_cancellations(folded, words, named),
        Reason.OTHER_LANGUAGE: find_other_days(folded, words),
    }
    doubts = {reason: spans for reason, spans in found.items() if spans}
    if not original.isascii():
        if says_asian_cancellation(original):
            doubts.setdefault(Reason.CANCELLATION, [])
        if names_asian_day(original):
            doubts.setdefault(Reason.OTHER_LANGUAGE, [])
    return doubts


def _is_retweet(folded: str, named: list[tuple[int, int, str]]) -> bool:
    """Tell whether somebody else announces it: "RT @ada: 3pm in B114", also after words of one's own."""
    if "rt @" not in folded:
        return False
    retweet = _RETWEET.search(folded)
    return retweet is not None and all(retweet.start() < start for start, _, _ in named)


def _reasons(rooms: tuple[str, ...], starts: list[Start], now: datetime, venue: Venue) -> list[Reason]:
    moments = [start.moment for start in starts]
    tests = {
        Reason.NO_ROOM: not rooms,
        Reason.SEVERAL_ROOMS: len(rooms) > 1,
        Reason.NO_TIME: not moments,
        Reason.SEVERAL_TIMES: len(moments) > 1,
        # In UTC, since local times of one zone are compared by what the clock shows.
        Reason.PAST: any(moment.astimezone(UTC) <= now.astimezone(UTC) for moment in moments),
        Reason.OUTSIDE: any(not venue.first_day <= moment.date() <= venue.last_day for moment in moments),
    }
    return [reason for reason, applies in tests.items() if applies]
