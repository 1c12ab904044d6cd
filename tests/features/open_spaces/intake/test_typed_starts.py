"""Posts and what is typed into forms are read by two readers, which agree about what both are for.

A form wants one time and nothing else, so it refuses what it does not know; a post is prose, of which most
is no time, and is read by the conference's hours and days. A form's digits count to 24: there `3:30` is at
night; in a post, and in the forms of open spaces, which know the conference's hours, it is in the afternoon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.typed_times import read_moment
from DiscordBot.features.open_spaces.parsing.extract import extract
from DiscordBot.features.open_spaces.ui.faces import read_time
from tests.discord_ui.texts.test_typed_times import WallClock
from tests.features.open_spaces.parsing.labelled import venue

if TYPE_CHECKING:
    from datetime import datetime

BERLIN = venue("berlin")
# A Wednesday, the first of three days.
NOON = WallClock("2027-07-14 12:00:00")
TABLE = {
    "14 14:30": (
        "2:30pm|2:30 PM|2.30pm|2:30 p.m.|14:30|today 14:30|14:30 today|14 Uhr 30|14h30|14.30 Uhr|14:30h|1430"
    ),
    "14 14:00": "2 pm|2pm|2 p.m.|14 Uhr|14h|in 2 hours|in 2 Stunden|two o'clock|2 o'clock in the afternoon",
    "14 15:00": "at 3|um 3|at three|@ 3pm|3 o'clock|15 o'clock|3p|1500h|by 15:00|3 Uhr nachmittags",
    "14 15:30": "half past 3|half past three|half past 3 pm|half three|halb vier|um halb 4|three thirty",
    "14 15:15": "quarter past 3|viertel nach drei|viertel vier|fifteen past three",
    "14 15:45": "quarter to 4|a quarter to four|viertel vor vier|dreiviertel vier",
    "14 15:50": "ten to four|10 to 4|zehn vor vier",
    "14 15:10": "ten past three|10 past 3|10 nach 3",
    "14 15:25": "5 vor halb vier|twenty-five past 3",
    "14 15:35": "5 nach halb vier|fünf nach halb vier|25 to 4",
    "14 20:00": "8 in the evening|tonight at 8|heute Abend um 8|heute Abend 20 Uhr|8 Uhr abends",
    "14 20:30": "tonight 8:30|8:30 tonight|half past eight tonight",
    "14 21:00": "at 9|at nine|9pm",
    "14 13:00": "in an hour|in 1 hour|in 60 min",
    "14 12:30": "in half an hour|in 30 minutes|in 30 Minuten",
    "14 13:30": "in 1 hour 30 minutes|in 1h30|in 1.5 hours",
    "14 12:00": "now",
    "15 09:00": "tomorrow 9:00|tomorrow at 9am|9am tomorrow|tomorrow morning at 9|morgen früh um 9",
    "15 09:30": "tomorrow half past 9|half past nine tomorrow|tomorrow morning 9:30",
    "15 12:00": "noon tomorrow|tomorrow noon|12 noon tomorrow",
    "15 10:00": "Thursday 10|Thu 10am|tomorrow 10",
    "16 19:00": "Freitagabend um 7|Freitagabend 19 Uhr",
    "15 20:00": "tomorrow evening at 8|tomorrow night at 8|morgen Abend um 8",
    "16 14:30": (
        "Friday 14:30|Fri 14:30|14:30 on Friday|Friday, 2:30pm|Freitag um 14:30 Uhr|next Friday 14:30|"
        "16 July 14:30|July 16th at 2:30pm|Fri 16 July 14:30|16. Juli 14:30|16.7. 14:30|16.07.2027 14:30|"
        "2027-07-16 14:30|2027-07-16T14:30|16/7 14:30|16/07/2027 14:30|the 16th at 2:30pm|"
        "2027/07/16 14:30|16-07-2027 14:30|übermorgen 14:30|day after tomorrow 14:30|14:30 (Fri)|"
        "Friday the 16th at 2:30pm|Friday 16th 2:30pm"
    ),
    "16 15:30": "Friday at half past 3|Freitag halb vier",
    "16 10:00": "Friday morning at 10|Freitag um 10 Uhr",
}


def wall_time(moment: datetime) -> str:
    return f"{NOON.local(moment):%d %H:%M}"


def typed(text: str) -> str:
    try:
        return wall_time(read_moment(text, NOON))
    except ValueError as error:
        return str(error)


def test_forms_and_posts_read_the_same() -> None:
    wrong = [
        f"{text}: {found} instead of {meant}"
        for meant, texts in TABLE.items()
        for text in texts.split("|")
        if (
            found := (
                typed(text),
                [wall_time(start) for start in extract(text, now=NOON.at, venue=BERLIN).starts],
                wall_time(read_time(text, NOON, BERLIN)),
            )
        )
        != (meant, [meant], meant)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # By the conference's hours, in the languages of posts, and of a range its beginning.
        ("3:30", "14 15:30"),
        ("9:00", "14 21:00"),
        ("tomorrow 3:30", "15 15:30"),
        ("mañana a las 15:00", "15 15:00"),
        ("demain 15h", "15 15:00"),
        ("15:00 - 16:00", "14 15:00"),
        # As in every form.
        ("16.7 14:30", "16 14:30"),
        ("<t:1815741000:R>", "16 14:30"),
        ("in 1 day", "15 12:00"),
    ],
)
def test_forms_of_open_spaces_read_what_posts_say(text: str, meant: str) -> None:
    assert wall_time(read_time(text, NOON, BERLIN)) == meant


@pytest.mark.parametrize("text", ["11:00", "3pm or 4pm", "soonish"])
def test_what_is_no_one_time_to_come_is_refused_as_in_every_form(text: str) -> None:
    with pytest.raises(Refusal):
        read_time(text, NOON, BERLIN)
