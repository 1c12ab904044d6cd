"""Days in words, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from datetime import date

SHORT_DAY = translatable("{short_weekday}")
"""Wed"""
LONG_DAY = translatable("{weekday}")
"""Wednesday"""
# Translators: the order and the words between are those of the language: Mi 14. Jul
DAY_AND_DATE = translatable("{short_weekday} {day} {short_month}")
"""Wed 14 Jul"""
LONG_DAY_AND_DATE = translatable("{weekday}, {day} {month}")
"""Wednesday, 14 July"""
DAY_AND_MONTH = translatable("{day} {month}")
"""14 July"""
DAY_OF_A_LIST = translatable("{weekday} {day} {month}")
"""Wednesday 14 July"""

_WEEKDAYS = (
    (translatable("Monday"), translatable("Mon")),
    (translatable("Tuesday"), translatable("Tue")),
    (translatable("Wednesday"), translatable("Wed")),
    (translatable("Thursday"), translatable("Thu")),
    (translatable("Friday"), translatable("Fri")),
    (translatable("Saturday"), translatable("Sat")),
    (translatable("Sunday"), translatable("Sun")),
)
_MONTHS = (
    (translatable("January"), translatable("Jan")),
    (translatable("February"), translatable("Feb")),
    (translatable("March"), translatable("Mar")),
    (translatable("April"), translatable("Apr")),
    (translatable("May"), translatable("May")),
    (translatable("June"), translatable("Jun")),
    (translatable("July"), translatable("Jul")),
    (translatable("August"), translatable("Aug")),
    (translatable("September"), translatable("Sep")),
    (translatable("October"), translatable("Oct")),
    (translatable("November"), translatable("Nov")),
    (translatable("December"), translatable("Dec")),
)


def day_in_words(day: date, pattern: str) -> str:
    """Return a day by one of the patterns above."""
    weekday, short_weekday = _WEEKDAYS[day.weekday()]
    month, short_month = _MONTHS[day.month - 1]
    return tr(pattern).format(
        weekday=tr(weekday),
        short_weekday=tr(short_weekday),
        day=day.day,
        month=tr(month),
        short_month=tr(short_month),
    )
