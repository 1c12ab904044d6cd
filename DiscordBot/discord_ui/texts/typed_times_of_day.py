"""Times of day as people type them into forms: `14:30`, `2:30pm`, `half past 3`, `halb vier`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_NOON, _DAY = 12, 24
_FIRST_HOUR = 8
"""Who says "at 3" means the afternoon, and "at 8" the morning."""

_YEARS = range(1900, 2100)
_HALF = r"(?P<half>[ap])(?:\.?\s?m)?\b\.?"
_ALONE = r"(?<![0-9.:/-])"
_DIGITAL = tuple(
    re.compile(pattern)
    for pattern in (
        # The likelier ones first: of "16.07. 14:30" the second is the time.
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![0-9:])(?:\s*{_HALF}|\s*(?:uhr|h)\b)?",
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}})(?:\.(?P<minute>[0-9]{{2}}))?\s*{_HALF}",
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}})(?:\s*h(?:rs|ours)?\s*|\.)(?P<minute>[0-9]{{2}})(?:\s*(?:uhr|h))\b",
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}})\s*(?:uhr|h)\s*(?P<minute>[0-9]{{2}})\b",
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}})\s*(?:uhr|h)\b",
        rf"{_ALONE}(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}})(?![0-9.])",
        rf"{_ALONE}(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])(?:h|(?![0-9.:/-]))",
    )
)
_HOURS_IN_WORDS = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
)
_NUMBERS = {word: hour for words in _HOURS_IN_WORDS for hour, word in enumerate(words, start=1)} | {
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
    "forty-five": 45,
    "zwanzig": 20,
    "fünfundzwanzig": 25,
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")
_HOUR_AND_MINUTE = re.compile(rf"\b(?P<hour>{'|'.join(_NUMBERS)})\s(?P<minute>fifteen|thirty|forty-five)\b")
_HOUR = r"(?P<hour>1[0-2]|[1-9])(?![0-9.:])(?:\s*o[’']?\s?clock\b|\s*uhr\b)?"
_SPOKEN = tuple(
    # The minutes from the full hour on.
    (re.compile(rf"\b{pattern}"), minutes)
    for pattern, minutes in (
        (rf"(?P<minutes>[0-9]{{1,2}})\s(?:vor|before)\shalb\s{_HOUR}", -30),
        (rf"(?P<minutes>[0-9]{{1,2}})\s(?:nach|after)\shalb\s{_HOUR}", -30),
        (rf"(?:halb)\s{_HOUR}", -30),
        (rf"half(?:\s(?:past|after))?\s{_HOUR}", 30),
        (rf"(?:a\s)?quarter\s(?:past|after)\s{_HOUR}", 15),
        (rf"(?:a\s)?quarter\s(?:to|before|till?)\s{_HOUR}", -15),
        (rf"viertel\snach\s{_HOUR}", 15),
        (rf"viertel\svor\s{_HOUR}", -15),
        (rf"dreiviertel\s{_HOUR}", -15),
        (rf"viertel\s{_HOUR}", -45),
        (rf"(?P<minutes>[0-9]{{1,2}})\s(?:minutes\s)?(?:past|after|nach)\s{_HOUR}", 0),
        (rf"(?P<minutes>[0-9]{{1,2}})\s(?:minutes\s)?(?:to|before|till?|vor)\s{_HOUR}", 0),
        (r"(?P<hour>2[0-3]|1[0-9]|[1-9])\s*o[’']?\s?clock\b", 0),
    )
)
_BACKWARDS = re.compile(r"\s(?:to|before|till?|vor)\s")
_DAY_WORD = r"\b(?:\w{1,9}day|\w{1,9}tag|mittwoch|sonnabend|tomorrow|heute|morgen)\b"
_AT_AN_HOUR = re.compile(
    rf"(?:\b(?:at|um)\s|@\s?|{_DAY_WORD}[.,]?\s(?=[0-9]+$))(?P<hour>2[0-3]|1[0-9]|[1-9])(?![0-9.:/-])"
)
# Before a word it is the day of a month.
_AN_HOUR = re.compile(
    rf"{_ALONE}(?P<hour>1[0-2]|[1-9])(?![0-9.:/]|\.?\s(?!{_DAY_WORD})[a-zä]{{3,9}}\b|(?:st|nd|rd|th)\b)"
)
_CLOCK = re.compile(r"clock|uhr")
_NOON_WORD = re.compile(r"\b(?:12\s)?(?:noon|midday|mittags?)\b")
_DAY_AND_PART = re.compile(r"\b(\w{3,8}tag|mittwoch)(?=abend|nachmittag|vormittag)")
_PARTS_OF_DAY = {
    # "Morgen früh" is a day and a part of it, "morgens" is a part only.
    "a": re.compile(r"\b(?:(?:in the|this|am)\s)?(?:morning|früh|vormittags?|morgens)\b"),
    "p": re.compile(
        r"\b(?:(?:in the|this|am|at)\s)?(?:afternoon|evening|night|nachmittags?|abends?)\b|\btonight\b"
    ),
}


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time of day, and the `rest` of what was typed; `later` is what else it may mean, if it has passed."""

    meant: time
    rest: str
    later: time | None = None


def find_time_of_day(typed: str) -> TypedTime | None:
    """Find the time of day in small letters; what is said with digits counts to 24.

    Of `half past 3` or `at 3` nobody says which half of the day is meant: the one from 8 to 20 o'clock.
    Raises `ValueError`, with a sentence for people, for a time that does not exist.
    """
    text, half = _part_of_day(typed)
    said = _NUMBER_WORD.sub(lambda word: str(_NUMBERS[word[0]]), _HOUR_AND_MINUTE.sub(_with_colon, text))
    for pattern, from_full_hour in _SPOKEN:
        if found := pattern.search(said):
            return _spoken(said, found, _minutes(found, from_full_hour), half)
    for pattern in _DIGITAL:
        if (found := pattern.search(said)) and not _is_year(found):
            if found[0] not in text and not found.groupdict().get("half"):
                return _spoken(said, found, int(found["minute"]), half)
            return _digital(said, found, half)
    if found := _AT_AN_HOUR.search(said) or (_AN_HOUR.search(said) if half else None):
        return _spoken(said, found, 0, half)
    noon = _NOON_WORD.search(text)
    return None if noon is None else TypedTime(time(_NOON), _without(text, noon))


def _part_of_day(typed: str) -> tuple[str, str | None]:
    """Take out what says which half of the day is meant: `a` or `p`."""
    typed = _DAY_AND_PART.sub(r"\1 ", typed)
    for half, pattern in _PARTS_OF_DAY.items():
        if found := pattern.search(typed):
            instead = "today" if found[0] == "tonight" else ""
            return f"{typed[: found.start()]}{instead}{typed[found.end() :]}".strip(), half
    return typed, None


def _with_colon(found: re.Match[str]) -> str:
    return f"{_NUMBERS[found['hour']]}:{_NUMBERS[found['minute']]}"


def _minutes(found: re.Match[str], from_full_hour: int) -> int:
    typed = found.groupdict().get("minutes")
    if typed is None:
        return from_full_hour
    return from_full_hour + (-int(typed) if _BACKWARDS.search(found[0]) else int(typed))


def _spoken(said: str, found: re.Match[str], minutes: int, half: str | None) -> TypedTime:
    hour = int(found["hour"])
    typed_half = re.match(rf"\s*{_HALF}", said[found.end() :])
    rest = said
    if typed_half is not None:
        half = typed_half["half"]
        rest = said[: found.end()] + said[found.end() + typed_half.end() :]
    if hour > _NOON:
        return TypedTime(_time(hour, minutes), _without(rest, found))
    if half is not None:
        return TypedTime(_time(hour % _NOON + (_NOON if half == "p" else 0), minutes), _without(rest, found))
    # The hour that is said may be the next one: "quarter to 8" is in the morning as "half past 7" is not.
    first = _time(hour % _NOON, minutes)
    is_of_morning = first.hour % _NOON >= _FIRST_HOUR
    other = time((first.hour + _NOON) % _DAY, first.minute)
    morning, evening = sorted((first, other))
    meant, later = (morning, evening) if is_of_morning else (evening, None)
    if _CLOCK.search(found[0]):
        later = None
    return TypedTime(meant, _without(rest, found), later)


def _digital(said: str, found: re.Match[str], half: str | None) -> TypedTime:
    parts = found.groupdict()
    hour, minute = int(found["hour"]), int(parts.get("minute") or 0)
    typed_half = parts.get("half")
    if typed_half is not None and not 1 <= hour <= _NOON:
        raise _no_such_time()
    half = typed_half or (half if 1 <= hour <= _NOON else None)
    if half is not None:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour >= _DAY or minute >= 60:  # noqa: PLR2004 - the minutes of an hour
        raise _no_such_time()
    return TypedTime(time(hour, minute), _without(said, found))


def _time(hour: int, minutes: int) -> time:
    hours, minute = divmod((hour * 60 + minutes) % (_DAY * 60), 60)
    return time(hours, minute)


def _is_year(found: re.Match[str]) -> bool:
    return found[0].isdecimal() and (int(found[0]) in _YEARS or int(found[0]) % 5 != 0)


def _without(typed: str, found: re.Match[str]) -> str:
    # The word before the hour may be a day.
    start = found.start("hour") if found.re is _AT_AN_HOUR else found.start()
    return f"{typed[:start]} {typed[found.end() :]}"


def _no_such_time() -> ValueError:
    return ValueError("There is no such time of day. Hours go from 0 to 23, like 14:30.")
