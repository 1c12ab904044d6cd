"""Lists of shifts, as people export them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.listed_people import read_listed
from DiscordBot.features.volunteers.shifts import Shift, UnreadableError, read_csv
from tests.clocks import StoppedClock

BERLIN = ZoneInfo("Europe/Berlin")
CLOCK = StoppedClock(BERLIN)
HEAD = "who,what,where,start,end\n"
DESK = Shift(
    "ABC12",
    "Desk",
    "Lobby",
    datetime(2027, 7, 14, 7, tzinfo=UTC),
    datetime(2027, 7, 14, 10, tzinfo=UTC),
)


def read(text: str) -> tuple[list[Shift], tuple[str, ...]]:
    found = read_csv(text, read_listed, CLOCK.moment)
    return [*found.shifts], found.mistakes


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}abc12,Desk,Lobby,2027-07-14 09:00,2027-07-14 12:00\n",
        f"{HEAD}abc12,Desk,Lobby,2027-07-14 09:00,12:00\n",
        f"{HEAD}#ABC12,Desk,Lobby,2027-07-14T09:00:00,12:00\n\n,,,,\n",
        "End; START ;Where;What;Who;Remarks\n12:00;2027-07-14 09:00;Lobby;Desk;ABC12;likes tea\n",
    ],
)
def test_a_list_is_read_as_it_was_exported(text: str) -> None:
    assert read(text) == ([DESK], ())


def test_a_shift_may_go_on_over_midnight() -> None:
    ((night,), _) = read(f"{HEAD}ABC12,Guard,,2027-07-14 22:00,02:00\n")
    assert night.end == datetime(2027, 7, 15, 0, tzinfo=UTC)


def test_mistakes_are_told_by_their_lines_and_keep_no_other_away() -> None:
    shifts, mistakes = read(
        f"{HEAD}Ada Lovelace,Desk,,2027-07-14 09:00,12:00\n"
        "ABC12,Desk,Lobby,2027-07-14 09:00,12:00\n"
        "ABC12,,,2027-07-14 09:00,12:00\n"
        "ABC12,Desk,,tomorrow,12:00\n"
        "ABC12,Desk,,2027-07-14 09:00,2027-07-14 08:00\n"
    )
    assert shifts == [DESK]
    assert [one.split(" ")[1] for one in mistakes] == ["2", "4", "5", "6"]
    assert not any("Ada" in one for one in mistakes)


def test_a_list_without_its_columns_is_none() -> None:
    with pytest.raises(UnreadableError, match="no column end, who"):
        read("name,what,where,start\n")


@pytest.mark.parametrize(
    "line",
    [
        "ABC12,Desk,0001-01-01 00:00,12:00\n",
        "ABC12,Desk,0001-01-01 00:00,0001-01-02 00:00\n",
        "ABC12,Desk,9999-12-31 22:00,02:00\n",
    ],
)
def test_years_at_the_ends_of_the_calendar_keep_no_other_shift_away(line: str) -> None:
    shifts, mistakes = read(f"who,what,start,end\n{line}ABC12,Desk,2027-07-14 09:00,12:00\n")
    assert ([shift.what for shift in shifts], len(mistakes)) == (["Desk"], 1)


def test_more_cells_than_columns_are_left_out() -> None:
    shifts, mistakes = read("who,what,start,end\nABC12,Desk,2027-07-14 09:00,12:00,likes tea,\n")
    assert ([shift.where for shift in shifts], mistakes) == ([""], ())


def test_lines_may_end_as_on_old_macs() -> None:
    assert read(f"{HEAD}ABC12,Desk,Lobby,2027-07-14 09:00,12:00\n".replace("\n", "\r")) == ([DESK], ())


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(UnreadableError, match="no CSV"):
        read(f"{HEAD}ABC12,{'x' * 200_000},Lobby,2027-07-14 09:00,12:00\n")


def test_a_shift_is_stored_and_known_again() -> None:
    assert Shift.from_json(DESK.as_json()) == DESK
    later = read(f"{HEAD}ABC12,Desk,Lobby,2027-07-14 09:30,12:00\n")[0][0]
    longer = read(f"{HEAD}ABC12,Desk,Lobby,2027-07-14 09:00,13:00\n")[0][0]
    assert (later.key == DESK.key, longer.key == DESK.key) == (False, True)
