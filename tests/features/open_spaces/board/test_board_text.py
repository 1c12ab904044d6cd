from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.open_spaces.board.board_text import (
    ON_FOR,
    BoardDays,
    BoardLine,
    board_text,
    invitation_to_announce,
    next_change,
)
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import BERLIN, berlin

PYTHON = BoardLine(
    start=berlin("2027-07-14 15:00"),
    room="Forum Hall",
    title="Typing *for* all @everyone",
    links=(("post", "https://x.example/1"),),
)
GO = BoardLine(start=berlin("2027-07-14 15:00"), room="Attic", title="#Board games", channel="<#7>")
DAYS = BoardDays(date(2027, 7, 14), date(2027, 7, 16))
LATE = BoardLine(start=berlin("2027-07-15 00:30"), room="Attic", title="Night owls")


@pytest.fixture
def clock() -> StoppedClock:
    clock = StoppedClock(BERLIN)
    clock.at = berlin("2027-07-14 12:00")
    return clock


def test_it_lists_today_and_tomorrow_by_time_and_room(clock: StoppedClock) -> None:
    after, at = replace(GO, start=berlin("2027-07-16 00:00")), f"<t:{int(GO.start.timestamp())}:t>"
    assert board_text([LATE, PYTHON, GO, after], DAYS, clock).splitlines() == [
        "### Today, Wednesday 14 July",
        f"**{at}** · Attic <#7> · \\#Board games",
        f"**{at}** · Forum Hall · Typing \\*for\\* all \\@everyone · [post](https://x.example/1)",
        "### Tomorrow, Thursday 15 July",
        f"**<t:{int(LATE.start.timestamp())}:t>** · Attic · Night owls",
    ]


def test_days_are_those_of_the_venue(clock: StoppedClock) -> None:
    # In UTC it is still the 14th.
    clock.at = berlin("2027-07-15 00:05")
    assert board_text([LATE, PYTHON], DAYS, clock).splitlines()[:2] == [
        "### Today, Thursday 15 July",
        f"**<t:{int(LATE.start.timestamp())}:t>** · Attic · Night owls",
    ]


def test_one_that_has_begun_is_marked_and_goes_after_a_while(clock: StoppedClock) -> None:
    clock.at = GO.start
    assert "▶️ **<t:" in board_text([GO], DAYS, clock)
    clock.at = GO.start + ON_FOR
    assert "Board games" not in board_text([GO], DAYS, clock)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (berlin("2027-07-14 12:00"), GO.start),
        (GO.start, GO.start + ON_FOR),
        (GO.start + ON_FOR, berlin("2027-07-15 00:00")),
    ],
)
def test_it_knows_when_it_says_something_else(clock: StoppedClock, now: object, then: object) -> None:
    clock.at = now  # type: ignore[assignment]  # pytest knows no types of parameters
    assert next_change([GO, PYTHON], clock) == then


def test_what_does_not_fit_is_counted(clock: StoppedClock) -> None:
    many = [
        replace(PYTHON, start=PYTHON.start + timedelta(minutes=number), title="x" * 300)
        for number in range(60)
    ]
    text = board_text([*many, LATE], DAYS, clock)
    lines = [line for line in text.splitlines() if line.startswith("**")]
    assert len(text) <= LAYOUT_TEXT
    assert len(lines) > 20
    assert text.endswith(f"… and {61 - len(lines)} more: `/openspace list`")


def test_an_empty_day_invites(clock: StoppedClock) -> None:
    assert board_text([], DAYS, clock).count("What about yours?") == 2


def test_before_the_first_day_it_shows_the_first_days_and_how_to_announce(clock: StoppedClock) -> None:
    clock.at = berlin("2027-07-01 12:00")
    after = replace(GO, start=berlin("2027-07-16 10:00"))
    text = board_text([LATE, PYTHON, after], DAYS, clock, invitation_to_announce(["pyconopenspaces"]))
    assert "`/openspace announce`" in text.splitlines()[0]
    assert "#pyconopenspaces" in text.splitlines()[0]
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "### Wednesday 14 July",
        "### Thursday 15 July",
    ]
    assert "Typing" in text
    assert "Night owls" in text
    assert "Board games" not in text


def test_on_the_eve_the_first_day_is_tomorrow(clock: StoppedClock) -> None:
    clock.at = berlin("2027-07-13 12:00")
    assert "### Tomorrow, Wednesday 14 July" in board_text([PYTHON], DAYS, clock)
    clock.at = berlin("2027-07-14 00:00")
    assert "How" not in board_text([PYTHON], DAYS, clock, "How to announce")


def test_there_is_no_tomorrow_after_the_last_day(clock: StoppedClock) -> None:
    clock.at = berlin("2027-07-16 12:00")
    assert board_text([], DAYS, clock).count("###") == 1
    clock.at = berlin("2027-07-17 12:00")
    assert board_text([], DAYS, clock) == "The conference is over. Thank you all!"
