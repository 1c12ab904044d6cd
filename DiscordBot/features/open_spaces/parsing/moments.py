"""Times told from the present moment: "in 20 minutes", "now"."""

from __future__ import annotations

from datetime import timedelta

from DiscordBot.features.open_spaces.parsing.grammar import Grammar, Piece


def _minutes(amount: float | tuple[int, int, bool]) -> timedelta:
    number = amount[0] * 100 + amount[1] if isinstance(amount, tuple) else amount
    return timedelta(minutes=round(number))


def _hours(amount: float, more: int | None = None) -> timedelta:
    return timedelta(minutes=round(amount * 60) + (more or 0))


def _hours_and_minutes(time: tuple[int, int, bool]) -> timedelta | None:
    hours, minutes, is_written_out = time
    return timedelta(hours=hours, minutes=minutes) if is_written_out and hours < MANY_HOURS else None


MANY_HOURS = 8
"""In so many hours nobody says that something starts."""

_N = "hour|number|numeral|numeral_minutes|digits3"
_N_HOURS = "hour|numeral|decimal|an"

MOMENTS = Grammar(
    [
        Piece("learn regex in 20 minutes", f"lesson .{{0,5}}? relative (?:{_N}|an) (?:minutes|hours)",
              "duration", lambda: True),
        Piece("5-7-5", "(?:hour|number) dash (?:hour|number) dash (?:hour|number)", "duration", lambda: True),
        Piece("14 horas de ônibus", f"(?<! at)(?<! as)(?:{_N}) hours from word", "duration", lambda: True),
        Piece("tra un'ora", "(relative_hour)", "moment", _minutes),
        Piece("in half an hour", "relative (half_an) hours?", "moment", _minutes),
        Piece("in an hour and a half", f"relative ({_N_HOURS}) hours (half_more)", "moment", _hours),
        Piece("in 1 hour 20 minutes", f"relative ({_N_HOURS}) hours (?:and)? ({_N}) minutes", "moment",
              _hours),
        Piece("in 1h30", "relative (colon_time)", "moment", _hours_and_minutes),
        Piece("in 2 hours", f"relative ({_N_HOURS}) hours", "moment", _hours),
        Piece("in 20 minutes", f"relative ({_N}) minutes", "moment", _minutes),
        Piece("20 minutes from now", f"({_N}) minutes from_now", "moment", _minutes),
        Piece("2 hours from now", f"({_N_HOURS}) hours from_now", "moment", _hours),
        Piece("8 to 12 years", f"(?:{_N}) (?:to|until|dash|a) (?:{_N}) counted", "duration", lambda: True),
        Piece("a talk of 5 minutes", f"(?:{_N}|decimal) dash? (?:minutes|long|seconds)(?! past|before)",
              "duration", lambda: True),
        Piece("an hour", "(?:an|half_an) (?:long)", "duration", lambda: True),
    ]
)  # fmt: skip
