from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from DiscordBot.features.my_sessions.calendar_file import calendar_file
from tests.features.programme.made_up import ADA, GRACE, NINE, session


def written(**fields: object) -> str:
    file = calendar_file(
        [session("AAA-1", **fields)],  # type: ignore[arg-type]  # any field of a session
        conference="PyCon; Example",
        domain="pretalx.example",
        now=NINE,
    )
    return file.decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_event_says_what_where_and_when() -> None:
    text = written(
        title="Async, with; tears\nand \\", speakers=(ADA, GRACE), url="https://pretalx.example/talk/AAA/"
    )

    assert unfolded(text) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pretalx.example//my sessions//EN",
        r"X-WR-CALNAME:PyCon\; Example",
        "BEGIN:VEVENT",
        "UID:AAA-1@pretalx.example",
        "DTSTAMP:20270714T070000Z",
        "DTSTART:20270714T080000Z",
        "DTEND:20270714T084500Z",
        r"SUMMARY:Async\, with\; tears\nand \\",
        "LOCATION:Forum Hall",
        r"DESCRIPTION:Ada Lovelace\, Grace Hopper",
        "URL:https://pretalx.example/talk/AAA/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_is_not_known_is_left_out() -> None:
    text = written(room="", speakers=(), url="")

    assert not any(name in text for name in ("LOCATION", "DESCRIPTION", "URL"))


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_no_title_breaks_the_file_or_a_line_of_it(title: str) -> None:
    text = written(title=title)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert sum(line.startswith("SUMMARY:") for line in unfolded(text)) == 1
    assert [line for line in unfolded(text) if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    ]
