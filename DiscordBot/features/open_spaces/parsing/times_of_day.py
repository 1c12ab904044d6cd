"""Times of day as people write them: the grammar's pieces for them, and for ranges."""

from __future__ import annotations

from dataclasses import dataclass, replace

from DiscordBot.features.open_spaces.parsing.grammar import Grammar, Piece

NOON, DAY = 12, 24
SURE_HOUR = 8
"""`12h` is a time; `2h` may be how long something takes."""
YEARS = range(1900, 2100)
_LONGEST_RANGE = 5
_ROUND = 5


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day as written; `half` is `am`, `pm`, `exact` (a 24 hour colon_time) or empty (not said)."""

    hour: int
    minute: int = 0
    half: str = ""
    zone: str = ""

    def shifted(self, minutes: int) -> TimeOfDay:
        """Return the time some minutes later or, if negative, earlier."""
        hour, minute = divmod((self.hour * 60 + self.minute + minutes) % (DAY * 60), 60)
        return replace(self, hour=hour or (NOON if self.hour <= NOON else 0), minute=minute)


def _digital(time: tuple[int, int, bool], half: str | None = None) -> TimeOfDay:
    hour, minute, exact = time
    return TimeOfDay(hour, minute, half or ("exact" if exact else ""))


def _with_half(time: int | tuple[int, int, bool], half: str) -> TimeOfDay:
    return TimeOfDay(time, 0, half) if isinstance(time, int) else _digital(time, half)


def _shifted(minutes: int, hour: int) -> TimeOfDay:
    return TimeOfDay(hour).shifted(minutes)


def _minutes_to(minutes: int, hour: int) -> TimeOfDay | None:
    # "5 to 6" and "10 to 12" are ranges, "5 to 4" and "20 to 3" are not.
    is_range = minutes <= NOON and 0 < (hour - minutes) % NOON <= 2  # noqa: PLR2004 - an hour or two
    return None if is_range or minutes % _ROUND or minutes > 25 else _shifted(-minutes, hour)  # noqa: PLR2004


def _minutes_past(minutes: int, hour: int) -> TimeOfDay | None:
    return TimeOfDay(hour).shifted(minutes) if minutes <= 30 else None  # noqa: PLR2004


def _said(hour: int, minute: int = 0, half: str = "") -> TimeOfDay:
    return TimeOfDay(hour, minute, half)


def _exact(hour: int) -> TimeOfDay:
    return TimeOfDay(hour, 0, "exact")


def _sure(hour: int) -> TimeOfDay | None:
    return _exact(hour) if SURE_HOUR <= hour < DAY else None


def _noon(hour: int) -> TimeOfDay:
    return TimeOfDay(hour, 0, "exact")


_H = "hour|numeral"
_H_OR_NOON = "hour|numeral|noon"
_MINUTES = "hour|number|numeral|numeral_minutes"

TIMES_OF_DAY = Grammar(
    [
        Piece("5 vor halb vier", f"({_MINUTES}) before halb ({_H})", "time",
              lambda m, h: _shifted(-30 - m, h)),
        Piece("5 nach halb vier", f"({_MINUTES}) past halb ({_H})", "time", lambda m, h: _shifted(m - 30, h)),
        Piece("half vier", "(half_before)", "time", lambda h: _shifted(-30, h)),
        Piece("kwart over twee", "(quarter_after)", "time", lambda h: _shifted(15, h)),
        Piece("kwart voor twee", "(quarter_before)", "time", lambda h: _shifted(-15, h)),
        Piece("halb vier", f"halb ({_H})", "time", lambda h: _shifted(-30, h)),
        Piece("dreiviertel vier", f"dreiviertel ({_H})", "time", lambda h: _shifted(-15, h)),
        Piece("half past 3 pm", f"half past ({_H}) (meridiem|am|part)", "time",
              lambda h, half: TimeOfDay(h, 30, half)),
        Piece("half past 3", f"half past ({_H_OR_NOON})", "time", lambda h: _shifted(30, h)),
        Piece("half four", f"half ({_H})(?! counted|minutes|hours|dash)", "time", lambda h: TimeOfDay(h, 30)),
        Piece("quarter past 3 pm", f"quarter past ({_H}) (meridiem|am|part)", "time",
              lambda h, half: TimeOfDay(h, 15, half)),
        Piece("quarter past 3", f"quarter past ({_H_OR_NOON})", "time", lambda h: _shifted(15, h)),
        Piece("quarter to 4", f"quarter (?:to|before) ({_H_OR_NOON})", "time", lambda h: _shifted(-15, h)),
        Piece("viertel vier", f"viertel ({_H})(?! counted)", "time", lambda h: _shifted(-45, h)),
        Piece("ten past three", f"({_MINUTES}) (?:minutes)? past ({_H})", "time", _minutes_past),
        Piece("ten to four", f"(?<! from)({_MINUTES}) (?:minutes)? to ({_H})(?! meridiem|am|uhr|h)", "time",
              _minutes_to),
        Piece("10 vor 12", f"({_MINUTES}) vor ({_H})(?! counted)", "time", lambda m, h: _shifted(-m, h)),
        Piece("fünf vor vier", f"({_MINUTES}) before ({_H})", "time", _minutes_to),
        Piece("quinze para as quatro", f"({_MINUTES}) to_the ({_H})", "time", lambda m, h: _shifted(-m, h)),
        Piece("cinco y media de la tarde", f"({_H}) h? (half_more) (part)", "time", _said),
        Piece("cinco y cuarto de la tarde", f"({_H}) h? and (cuarto) (part)", "time", _said),
        Piece("10a", "(short_am)(?= $|in|room|comma|bar|dash|at|on|date|dot|slash)", "time",
              lambda time: _with_half((*time, False), "am")),
        Piece("cinco y media", f"({_H_OR_NOON}) h? (half_more)", "time", _said),
        Piece("cinco y cuarto", f"({_H_OR_NOON}) h? and (cuarto)", "time", _said),
        Piece("às quatro e quinze", f"(?:at|as) ({_H}) h? and (numeral_minutes)(?! counted|minutes)", "time",
              _said),
        Piece("alle 14 e 30", "(?:at|as) (hour) and (number)(?! counted|minutes)", "time",
              lambda h, m: TimeOfDay(h, m) if m in {30, 35, 40, 45, 50, 55} else None),
        Piece("seis menos cuarto", f"({_H}) h? less_quarter", "time", lambda h: _shifted(-15, h)),
        Piece("seis menos diez", f"({_H}) h? less ({_MINUTES})", "time", lambda h, m: _shifted(-m, h)),
        Piece("2 30 pm", "(?<! label)(hour) (number) (meridiem|am)", "time",
              lambda h, m, half: TimeOfDay(h, m, half) if m < 60 else None),  # noqa: PLR2004
        Piece("3:30 pm", "(colon_time|dotted|digits3|digits4) (?:uhr|h)? (meridiem|am|part)", "time",
              _with_half),
        Piece("3 pm", f"({_H}) (?:dot)? (?:uhr|h)? (meridiem|am|part)", "time", _with_half),
        Piece("15 Uhr 30",
              f"({_H}) (?:uhr|h) (number|numeral_minutes|hour)(?! counted|minutes|uhr|h|colon_time)", "time",
              lambda h, m: TimeOfDay(h, m, "exact") if m < 60 else None),  # noqa: PLR2004
        Piece("15.30 Uhr", "(colon_time|dotted|digits4) (?:uhr|h)", "time",
              lambda time: _digital(time, "exact")),
        Piece("six o'clock", f"({_H}) oclock", "time", _said),
        Piece("15 Uhr, 15-Uhr-Treffen", f"({_H}) dash? uhr", "time", _exact),
        Piece("quinze heures trente", "(said_hour) (numeral_minutes)(?! counted|minutes)", "time", TimeOfDay),
        Piece("ve tři", "(said_hour)(?! from word)", "time", TimeOfDay),
        Piece("tien over twee", "(dutch_time)", "time", lambda said: TimeOfDay(*said)),
        Piece("midi trente", "(noon) (numeral_minutes)(?! counted|minutes)", "time",
              lambda hour, minute: TimeOfDay(hour, minute, "exact")),
        Piece("at three thirty", "(numeral) (numeral_minutes)", "time", _said),
        Piece("12h", f"({_H}) h", "time", _sure),
        Piece("à 3h", f"(?:(?<=at)|(?<=as)|(?<=a)|(?<=dash)) ({_H}) h", "time", _exact),
        Piece("noon", "(noon)", "time", _noon),
        Piece("3ish", f"({_H}) dash? ish", "time", _said),
        Piece("15:30", "(colon_time)", "time", _digital),
    ]
)  # fmt: skip


def _zoned(time_of_day: TimeOfDay, zone: str) -> TimeOfDay:
    return replace(time_of_day, zone=zone)


ZONES = Grammar(
    [
        Piece("3pm PT", "(time) open? (zone|offset) close?", "time", _zoned),
        Piece("3 PT", "(hour) open? (zone) close?", "time", lambda hour, zone: TimeOfDay(hour, 0, "", zone)),
    ]
)


def _time_of_day(value: TimeOfDay | tuple[int, int, bool] | int) -> TimeOfDay:
    if isinstance(value, TimeOfDay):
        return value
    return TimeOfDay(value) if isinstance(value, int) else _digital(value)


def _range(start: TimeOfDay | int, end: TimeOfDay | int) -> TimeOfDay:
    """Return when it begins; 3 to 4 pm begins at 3 pm, 11 to 1 pm at 11 am."""
    first, last = _time_of_day(start), _time_of_day(end)
    if first.half or first.hour > NOON or last.half not in {"am", "pm"}:
        return replace(first, zone=first.zone or last.zone)
    other = "am" if last.half == "pm" else "pm"
    later = first.hour % NOON * 60 + first.minute > last.hour % NOON * 60 + last.minute
    return replace(first, half=other if later else last.half, zone=last.zone)


def _plausible_range(start: TimeOfDay | int, end: TimeOfDay | int) -> TimeOfDay | None:
    if start == 0:
        return None
    first, last = _time_of_day(start), _time_of_day(end)
    if last.half == "exact" and last.hour > NOON and 0 < first.hour < last.hour:
        # "10-18h"
        return _range(start, end)
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    return _range(start, end) if 0 < minutes % (NOON * 60) < (_LONGEST_RANGE + 1) * 60 else None


def _not_a_year(time: tuple[int, int, bool]) -> TimeOfDay | None:
    hour, minute, _ = time
    return None if hour * 100 + minute in YEARS or minute % _ROUND else _digital(time)


def _sure_dotted(time: tuple[int, int, bool]) -> TimeOfDay | None:
    hour, minute, _ = time
    return _digital(time) if hour >= SURE_HOUR and minute % _ROUND == 0 else None


_BARE = f"(?<! label)(?<! age_label open)({_H})"
_ALONE = (
    "(?= $|in|room|bar|comma|close|on|date|dot|at|dash|the|open|slash|until|part)(?! dash (?:word|label))"
)
_NOT_COUNTED = "(?! counted|minutes|hours|duration|slash(?! hour counted)|plus|dash (?:word|counted|hour))"
_AFTER_PLACE = "(?:(?<= room)|(?<= room comma)|(?<= room colon)|(?<= date)|(?<= date comma)|(?<= date colon))"
_ANY = f"time|{_H}|dotted|digits4"
_TO = "(?:dash|to|a|as|at)"

RANGES = Grammar(
    [
        Piece("from 3 to 4",
              f"(?<! label)from ({_ANY}) (?:and|at|{_TO}) (?:at)? ({_ANY})(?! counted|h|hours|minutes)",
              "time", _plausible_range),
        Piece("15:00 - B114 - 16:00", "(time) dash room dash time", "time", _time_of_day),
        Piece("od 15 do 16", f"czech_from ({_ANY}) (?:word|to) ({_ANY}) uhr?", "time", _plausible_range),
        Piece("3-4pm", f"(?<! label)({_H}) {_TO} (time)", "time", _plausible_range),
        Piece("3pm-4pm", "(time) (?:dash|to|a|as) (?:at dot?)? (time)", "time", _range),
        Piece("3pm-4", f"(time) (?:dash|to|a|as) (?:at)? ({_H})(?! counted|dash|h)", "time", _range),
        Piece("3-4", f"{_BARE} (?:dash|to) (hour|numeral){_ALONE}", "time", _plausible_range),
        Piece("B114 3-4", f"{_AFTER_PLACE}(hour) (?:dash|to) (hour){_NOT_COUNTED}", "time", _plausible_range),
        Piece("15.00-16.00", "(?<! label)(dotted|digits4) (?:dash|to) (?:dotted|digits4|time)", "time",
              _time_of_day),
        Piece("until 5", f"until (?:at|date)? (?:{_ANY})(?! counted)", "ending", lambda: True),
        Piece("at 3:30", "(?:at|as) (dotted|digits4)(?! counted)", "time", _time_of_day),
        Piece("at 330", "(?:at|as) (digits3)(?! counted)", "time", _not_a_year),
        Piece("today 16.00", "(?:(?<=date)|(?<=date comma)|(?<=date dot)|(?<=date bar))(dotted)", "time",
              _time_of_day),
        Piece("B114 16.30", f"{_AFTER_PLACE}(dotted){_ALONE}", "time", _sure_dotted),
        Piece("16.30 B114", "(?<! label)(dotted)(?= comma? (?:in|the|at)? room)", "time", _sure_dotted),
        Piece("at 3", f"at colon? ({_H}) {_NOT_COUNTED}(?! (?:dash|to) time)", "time", _time_of_day),
        Piece("from 3", f"(?<! hour)(?<! number)from (hour){_ALONE}", "time", _time_of_day),
        Piece("Friday 3", f"(?:(?<=date)|(?<=date comma)|(?<=date dot))(hour){_ALONE}", "time", _time_of_day),
        Piece("dopodomani h 10", "(?:(?<=date)|(?<=date comma)) h (hour)(?! minutes)", "time", _time_of_day),
        Piece("jutro o 11", "(?:(?<=date)|(?<=date comma)| ^)o (hour)(?! counted)", "time", _time_of_day),
        Piece("5 à 7", "(?: ^|(?<=le)|(?<=an)) (hour) a (hour)(?! counted)", "time", _plausible_range),
        Piece("11 in B114", "(?: ^|(?<=room and)) (hour)(?= in the? room)", "time", _time_of_day),
        Piece("1530", f"(?<! label)(digits4){_ALONE}", "time", _not_a_year),
    ]
)  # fmt: skip

MORE_TIMES = Grammar(
    [
        Piece("at 3 and 5", f"(?<= time and)(?:at)? ({_H}){_ALONE}", "time", _time_of_day),
        Piece("3pm (or 3.30)", "(?:(?<=time and)|(?<=open and))(dotted)(?! counted)", "time", _time_of_day),
        Piece("at 3, 5", f"(?<= time slash)({_H}){_ALONE}", "time", _time_of_day),
        Piece("3 and 5pm", f"(?<! label)({_H})(?= and time)", "time", _time_of_day),
        Piece("not 3 but 4pm", f"(?<! label)({_H})(?= comma? but time)", "time", _time_of_day),
    ]
)
