"""Finds the rooms that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.folding import fold_name
from DiscordBot.features.open_spaces.parsing.room_context import (
    AFTER,
    ALL,
    ALONE,
    BEFORE,
    HELD,
    IN,
    INSIDE,
    IS,
    LONG_NUMBER,
    NOT_A_TIME,
    NOT_A_VERSION,
    NOT_COUNTED,
    ROOM_WORDS,
    SESSION,
    SPOKEN_OF,
    Match,
    next_to_time,
)
from DiscordBot.features.open_spaces.parsing.typos import LONG_WORD, Typos, corrected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


MOST_TYPOS = 8
"""Words that are repaired in one text."""

_DULL = set(ROOM_WORDS.split("|")) | {
    "lecture",
    "theatre",
    "theater",
    "ballroom",
    "stage",
    "level",
    "floor",
    "club",
    "lounge",
    "terrace",
    "the",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "main",
    "grand",
    "great",
    "big",
    "small",
    "new",
    "old",
    "green",
    "red",
    "blue",
    "open",
    "space",
    "center",
    "centre",
    "foyer",
    "lobby",
}
"""Words that do not name a room by themselves."""
_NUMBER = r"\s?(?:[#:.-]|no\.?|nr\.?|number|nummer)?\s?#?\s?"
_SEPARATOR = r"[\s_.-]{0,2}"
_JOINT = r"\s?(?:[+&/-]|and|und|y|e|et)\s?"
_NUMBER_OR_LETTER = r"\d+|[a-z]|"
_WRITTEN_OUT: dict[int, str] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}
_PARTS_OF_TEXT = re.compile(r"[a-z]+|\d+")
_ONE_MORE = re.compile(rf"\s?(?:[/&+]|->|and|und|y|e|et|or|oder|o|ou)\s?(\d+){AFTER}{ALONE}")
_PARTS = re.compile(r"[a-z]+|\d+|\+|\.(?=\d)")


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A room named from `start` to `end` of a folded text."""

    start: int
    end: int
    room: str


class RoomFinder:
    """Knows the rooms of one venue by `(what it is called, canonical name)`."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        spelled: dict[str, str] = {}
        for called, room in names:
            for spelling in _spellings(called):
                spelled.setdefault(spelling, room)
        owners: dict[str, set[str]] = {}
        for spelling, room in spelled.items():
            owners.setdefault(_core(spelling), set()).add(room)
        shared = {core for core, rooms in owners.items() if len(rooms) > 1}
        forms = [(form, room) for spelling, room in spelled.items() for form in _forms(spelling, shared)]
        self._numbers = {core: rooms.copy().pop() for core, rooms in owners.items() if core.isdigit()}
        forms += _parts_of_names(spelled)
        self._forms: dict[str, list[tuple[Match, str]]] = {}
        for form, room in forms:
            for first in form.firsts:
                self._forms.setdefault(first, []).append((re.compile(form.pattern).match, room))
        for number in sorted(self._numbers):
            if len(number) >= LONG_NUMBER:
                room = self._numbers[number]
                self._forms.setdefault(number, []).append((next_to_time(number, self._numbers), room))
        self._words = {word for spelling in spelled for word in spelling.split()}
        self._typos = Typos(word for word in self._words if word.isalpha() and len(word) >= LONG_WORD)

    def find(self, text: str) -> list[NamedRoom]:
        """Return the rooms that the folded text names, in order; longer names win over parts of them."""
        words = [(match[0], match.start()) for match in _PARTS_OF_TEXT.finditer(text)]
        repaired = [
            (word, start, meant)
            for word, start in words
            if word not in self._words and (meant := self._typos.meant(word)) is not None
        ]
        del repaired[MOST_TYPOS:]
        if not repaired:
            return list(self._find(text, words))
        right, origin = corrected(text, repaired)
        words = [(match[0], match.start()) for match in _PARTS_OF_TEXT.finditer(right)]
        found = [
            NamedRoom(origin(named.start), origin(named.end), named.room)
            for named in self._find(right, words)
        ]
        # A short name must be written as it is: "forms" is not the Forum, nor "piazza" the Pizza Room.
        return [
            named
            for named in found
            if named.end - named.start > LONG_WORD + 1
            or not any(start <= named.start < start + len(word) for word, start, _ in repaired)
        ]

    def _find(self, text: str, words: list[tuple[str, int]]) -> Iterator[NamedRoom]:
        end = 0
        for word, start in words:
            if start < end or word not in self._forms:
                continue
            matches = ((match_at(text, start), room) for match_at, room in self._forms[word])
            found = [NamedRoom(start, match.end(), room) for match, room in matches if match is not None]
            if found:
                longest = max(found, key=lambda named: named.end)
                end = longest.end
                yield longest
                if (other := self._other_number(text, end)) is not None:
                    end = other.end
                    yield other

    def _other_number(self, text: str, end: int) -> NamedRoom | None:
        """Read the 21 of "room 20 and 21"."""
        match = _ONE_MORE.match(text, end)
        if match is None or match[1] not in self._numbers or not text[end - 1].isdigit():
            return None
        return NamedRoom(match.start(1), match.end(1), self._numbers[match[1]])


def _spellings(name: str) -> Iterator[str]:
    """Return a name folded, with umlauts dropped and written out."""
    for spelling in (name, name.translate(_WRITTEN_OUT)):
        yield " ".join(fold_name(spelling).split())


@dataclass(frozen=True, slots=True)
class _Form:
    """A regular expression for one way to name a room, and the parts of a text at which it may begin."""

    pattern: str
    firsts: frozenset[str]


def _core(name: str) -> str:
    """Return a name without a word for room before it."""
    return re.sub(rf"^(?:{ROOM_WORDS})\b[\s:#-]*(?:no\.?\s)?(?=\S)", "", name)


def _forms(name: str, shared: Collection[str] = ()) -> Iterator[_Form]:
    """Return the ways in which one name is written."""
    parts = _PARTS.findall(name)
    if not parts:
        return
    core = _core(name)
    own = name[: -len(core)].strip(" :#-") if core != name else ""
    # There may be a Hall 3 besides Room 3.
    words = own if core in shared and own else ROOM_WORDS
    is_short = re.fullmatch(_NUMBER_OR_LETTER, core) is not None
    if is_short or core != name:
        number = rf"(?:{words}){_NUMBER}{_bare(_PARTS.findall(core))}{AFTER}"
        yield _Form(f"{BEFORE}(?<!@){number}", frozenset(word.split()[0] for word in words.split("|")))
    if core.isdigit():
        # "At 3" is a time, "at 204" is not, and "in 204" is a room whatever follows but what is counted.
        if len(core) >= LONG_NUMBER:
            yield _Form(rf"{SPOKEN_OF}{core}{AFTER}(?:{IS}|{ALL})", frozenset({core}))
            yield _Form(rf"(?<=\bthe ){core}{AFTER}(?=\s{SESSION}\b)", frozenset({core}))
            yield _Form(
                rf"(?:(?:{INSIDE}){core}{AFTER}{NOT_COUNTED}|(?:{IN}|{HELD}){core}{AFTER}{ALONE})",
                frozenset({core}),
            )
        else:
            yield _Form(rf"(?:{INSIDE}){core}{AFTER}{ALONE}", frozenset({core}))
    if not re.fullmatch(_NUMBER_OR_LETTER, name):
        yield _spelled(parts)
    if core != name and not is_short and re.search(r"\d", core):
        yield _spelled(_PARTS.findall(core))


def _spelled(parts: list[str]) -> _Form:
    """Return a name as it is written in full, alone or right after "room"."""
    first = _firsts(parts)
    if not any(part.isalpha() for part in parts):
        return _Form(f"{NOT_A_VERSION}{_bare(parts)}{AFTER}{NOT_A_TIME}", first)
    if parts[0] in ROOM_WORDS.split("|"):
        return _Form(f"{BEFORE}(?<!@){_bare(parts)}{AFTER}", first)
    if not re.search(r"\d", "".join(parts)):
        compound = r"(?!-(?!ish)[a-z])" if len(parts) == 1 else ""
        return _Form(f"{BEFORE}{_bare(parts)}{AFTER}{compound}", first)
    return _Form(f"{BEFORE}(?:room)?{_bare(parts)}{AFTER}", first | {f"room{word}" for word in first})


def _firsts(parts: list[str]) -> frozenset[str]:
    """Return what a text may have first where a name begins: "south", or "southhall" in one word."""
    beginnings, written = {parts[0]}, parts[0]
    for part in parts[1:]:
        if part.isalpha() != written.isalpha():
            break
        written += part
        beginnings.add(written)
    return frozenset(beginnings)


def _bare(parts: list[str]) -> str:
    """Join the parts of a name by what may stand between them."""
    pattern, previous = "", ""
    for part in parts:
        if part == "+":
            pattern += _JOINT
        elif part == ".":
            pattern += r"\."
        else:
            loose = previous and previous not in "+." and not (previous.isdigit() and part.isdigit())
            pattern += (_SEPARATOR if loose else "") + part
        previous = part
    return pattern


def _parts_of_names(spelled: dict[str, str]) -> list[tuple[_Form, str]]:
    """Return what names a room by a part of its name: half of a joined room, "Forum" of "Forum Hall"."""
    parts: dict[_Form, set[str]] = {}
    for spelling, room in spelled.items():
        for form in (*_joined(spelling), *_telling(spelling)):
            parts.setdefault(form, set()).add(room)
    taken = {form for spelling in spelled for form in _forms(spelling)}
    return [(form, rooms.pop()) for form, rooms in parts.items() if len(rooms) == 1 and form not in taken]


def _joined(name: str) -> Iterator[_Form]:
    """Read A105+A106 and B110+111 as the names of two halves, and in full."""
    one, plus, other = (part.strip() for part in name.partition("+"))
    first = re.fullmatch(r"([a-z]+)(\d+)", one)
    second = re.fullmatch(r"([a-z]*)(\d+)", other)
    if not plus or not first or not second:
        return
    letters = first[1]
    joined = rf"{letters}{_SEPARATOR}{first[2]}{_JOINT}(?:{letters}{_SEPARATOR})?{second[2]}"
    yield _Form(f"{BEFORE}{joined}{AFTER}", frozenset({letters}))
    yield _spelled([letters, first[2]])
    yield _spelled([second[1] or letters, second[2]])


def _telling(name: str) -> Iterator[_Form]:
    """Read "in Forum" for Forum Hall: its one word that is not dull, said as a place."""
    words = name.split()
    telling = [word for word in words if word not in _DULL]
    if len(words) > 1 and len(telling) == 1 and telling[0].isalpha() and len(telling[0]) >= LONG_WORD:
        yield _Form(f"(?:{IN}){telling[0]}{AFTER}", frozenset(telling))
