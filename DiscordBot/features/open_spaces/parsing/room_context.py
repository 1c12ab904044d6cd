"""What stands around the name or the number of a room, and tells it from other names and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.words import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Collection

Match = Callable[[str, int], re.Match[str] | None]

ROOM_WORDS = (
    "room|rooms|rm|raum|zimmer|saal|horsaal|sala|salon|salle|aula|sal|stanza|auditorio|auditorium|hall|"
    "suite|studio|classroom|conference room|meeting room|seminarraum|mistnost|zaal|sali|sale"
)
"""What may stand before the number of a room."""


LONG_NUMBER = 3
"""From this many digits on, a number is hardly an hour."""

_NEAR = 30
"""Characters before a number in which a time is looked for."""


BEFORE = r"(?<![a-z0-9])"
AFTER = r"(?![a-z0-9]|(?<=\d)\.\d)"
NOT_A_VERSION = r"(?<![a-z0-9.,$])(?<!python )(?<!version )(?<!django )(?<!numpy )(?<!pandas )(?<!pypy )"
NOT_A_TIME = r"(?!\s?(?:[ap]\.?m\b|uhr\b|h\b|%|°))"
INSIDE = "|".join(
    rf"(?<=\b{word} )"
    for word in (
        "in",
        "in the",
        "in der",
        "im",
        "en",
        "en el",
        "en la",
        "em",
        "no",
        "na",
        "dans",
        "dans la",
        "nella",
    )
)
IN = "|".join(
    [INSIDE, *(rf"(?<=\b{word} )" for word in ("at", "at the", "near", "outside")), "(?<=@ )", "(?<=@)"]
)
ALONE = (
    r"(?=\s*(?:$|[,.;!?)(|@#/\n-]|at\b|on\b|from\b|today\b|tomorrow\b|um\b|a las\b|with\b|for\b"
    r"|by\b|reserved\b|booked\b))"
)
_MOVED = (
    *("go to", "move to", "moved to", "moving to", "switched to", "over to", "into", "outside", "door of"),
    *("lost", "left", "leave", "keep", "shows", "says", "still"),
)
HELD = "|".join(
    rf"(?<=\b{word} )" for word in ("have", "got", "take", "booked", "reserved", "out of", *_MOVED)
)
NOT_COUNTED = (
    r"(?!\s?[%$]|\s(?!(?:was|is|has|this|does|seems|feels|looks|smells|seats|fits|holds|sounds)\b)\w+s\b)"
)
"""What follows "in 303" unless it counts something: "in 303 lines"."""
SPOKEN_OF = r"(?<!\d[,;] )(?:(?<=^)|(?<=[.!?,;:(-] )|(?<=\n)|(?<=\b(?:and|but|why|how|the) )|(?<=believe ))"
IS = r"(?=\s(?:is|was|has|had|isn't|wasn't|will|won't|seats|smells|feels|needs)\b)"
ALL = r"(?=\s?(?:$|[.!?]\s|[.!?]$|[|\n)]|,\s(?!\d)|\s-\s))"
"""What follows a number that stands alone between two signs: "3pm. 303."."""
SESSION = (
    r"(?:meetup|session|folks|people|crowd|group|one|thing|column|door|slot|talk|sign|team"
    r"|gang|event|meeting)"
)

_DAY = (
    r"(?:today|tomorrow|tonight|heute|morgen|demain|hoy|manana|hoje|amanha|oggi|domani|\w{2,6}day|\w{2,6}tag)"
)
_TIME = (
    r"(?:\d{1,2}[:.]\d{2}(?:\s?(?:[ap]\.?m\b\.?|uhr\b|h\b))?|\d{1,2}\s?h\d{0,2}\b"
    r"|\d{1,2}\s?(?:[ap]\.?m\b\.?|uhr\b|hs\b|o'?clock\b)"
    r"|(?:high )?noon\b|midday\b|mittags?\b|mediodia\b|midi\b|mezzogiorno\b|meio-dia\b)"
)
_BEFORE_TIME = re.compile(
    rf"[\s,;:|/>-]{{0,4}}(?:(?:on |am |el |le )?{_DAY}[\s,]{{1,2}})?"
    rf"(?:(?:at|@|um|a las|alle|as|ab|a|from|ore)\s?(?:{_TIME}|\d{{1,2}}(?![\d.%]))|{_TIME})"
)
_AFTER_TIME = re.compile(
    rf"{_TIME}(?:\ssharp|\son the dot|\spile|\sen punto|\ssharp)?(?:[\s,]{{1,2}}{_DAY})?[\s,;:|/>#-]{{0,4}}$"
)
_WORD_BEFORE = re.compile(r"([a-z]+)[\s#:]{0,2}$")
_WORD_AFTER = re.compile(r"\s?([a-z]+|[%€$£])")
_NEXT_NUMBER = re.compile(r"\s?(?:->|[/&+-]|or|oder|ou|o|and|und|y|et|e)\s?(\d{3,})\b")
_COURSE = "101"
"""Of a number after a word, "pandas 101", this one is the name of a lesson."""
_LABELS = VOCABULARY["label"].keys() - set(ROOM_WORDS.split("|"))


def next_to_time(number: str, numbers: Collection[str]) -> Match:
    """Return what finds a listed number right before or after a time, or beside another listed one."""
    itself = re.compile(rf"{NOT_A_VERSION}{number}{AFTER}")

    def match_at(text: str, start: int) -> re.Match[str] | None:
        found = itself.match(text, start)
        if found is None:
            return None
        before = text[max(0, start - _NEAR) : start]
        is_after_time = _AFTER_TIME.search(before) is not None
        other = _NEXT_NUMBER.match(text, found.end())
        if other is not None and other[1] in numbers:
            return found
        word = None if is_after_time else _WORD_BEFORE.search(before)
        is_course = number == _COURSE and not before.rstrip().endswith(":")
        if word is not None and (word[1] in _LABELS or is_course):
            return None
        after = _WORD_AFTER.match(text, found.end())
        if after is not None and (after[1] in VOCABULARY["counted"] or not after[1].isalpha()):
            return None
        return found if is_after_time or _BEFORE_TIME.match(text, found.end()) else None

    return match_at
