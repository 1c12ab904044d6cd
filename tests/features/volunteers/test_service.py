"""Shifts without Discord: who is reminded when, and who has the role, whatever happens in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.features.volunteers.client import ShiftListClient
from DiscordBot.features.volunteers.duty import Duty
from DiscordBot.features.volunteers.rows import VolunteerRows
from DiscordBot.features.volunteers.service import VolunteerService
from DiscordBot.features.volunteers.shift_store import ShiftStore
from DiscordBot.features.volunteers.shifts import Shift
from DiscordBot.features.volunteers.ways import NotSentError, UnreachableError
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import PlannedScheduler

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from DiscordBot.core.database import Database

NINE = datetime(2027, 7, 14, 9, tzinfo=UTC)
ADA, GRACE = 1, 2
ROLE = 77


def shift(who: str = "ADA", begins: int = 9, ends: int = 12, what: str = "Desk") -> Shift:
    return Shift(who, what, "Lobby", NINE.replace(hour=begins), NINE.replace(hour=ends))


@dataclass
class PaperWay:
    """Messages on paper; `troubles` meets one message each: what is raised, and whether it was sent."""

    name: str
    sent: list[tuple[str, int]] = field(default_factory=list)
    troubles: list[tuple[Exception, bool]] = field(default_factory=list)

    async def send(self, shift: Shift, user_id: int) -> None:
        trouble, was_sent = self.troubles.pop(0) if self.troubles else (None, True)
        if was_sent:
            self.sent.append((shift.what, user_id))
        if trouble is not None:
            raise trouble

    async def has_sent(self, shift: Shift, user_id: int) -> bool:
        return (shift.what, user_id) in self.sent


@dataclass
class PaperRoles:
    """Who has the role; `refuses` Discord every change, or dies after each."""

    have: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    refuses: bool = False
    dies: bool = False
    changes: int = 0

    def role_id(self) -> int | None:
        return ROLE

    def holders(self, role_id: int) -> frozenset[int]:
        assert role_id == ROLE
        return frozenset(self.have)

    def is_member(self, user_id: int) -> bool:
        return user_id not in self.gone

    async def give(self, user_id: int, role_id: int) -> None:
        await self._change(role_id)
        self.have.add(user_id)
        if self.dies:
            raise KeyboardInterrupt

    async def take(self, user_id: int, role_id: int) -> None:
        await self._change(role_id)
        self.have.discard(user_id)

    async def _change(self, role_id: int) -> None:
        assert role_id == ROLE
        self.changes += 1
        if self.refuses:
            raise NotSentError("Discord refused it.")


class Venue:
    """The service with a stopped clock; `start` is another run of the bot."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StoppedClock(ZoneInfo("UTC"), NINE - timedelta(hours=1))
        self.direct, self.channel = PaperWay("discord"), PaperWay("channel")
        self.roles = PaperRoles()
        self.registered: dict[str, set[int]] = {"ADA": {ADA}, "GRACE": {GRACE}}
        self.otherwise: dict[int, frozenset[int]] = {}
        self.errors: list[BaseException] = []
        self.is_over = False

    async def start(self, *shifts: Shift, folder: Path | None = None) -> None:
        rows = VolunteerRows(self.database)
        nobody: Any = None
        client = None
        if folder is not None:
            client = ShiftListClient(nobody, source="shifts.csv", folder=folder)
        store = ShiftStore(self.database, client, shifts, who=str, moment=self.clock.moment)
        self.scheduler = PlannedScheduler(self.clock, on_error=self._note, describe=repr)
        self.service = VolunteerService(
            store,
            rows,
            self.clock,
            self.scheduler,
            duty=Duty(rows, self.roles, self.given_otherwise, self._note),
            ways=(self.direct, self.channel),
            lead=timedelta(minutes=30),
            members_of=self.members_of,
            is_over=lambda: self.is_over,
            on_error=self._note,
        )
        await self.service.begin()
        await self.work()

    async def work(self) -> None:
        await self.service.work()

    async def at(self, hour: int, minute: int = 0) -> None:
        self.clock.at = NINE.replace(hour=hour, minute=minute)
        await self.work()

    async def members_of(self, listed: Iterable[str]) -> Mapping[str, frozenset[int]]:
        return {name: frozenset(self.registered.get(name, ())) for name in listed}

    async def given_otherwise(self, user_id: int) -> frozenset[int]:
        return self.otherwise.get(user_id, frozenset())

    def _note(self, error: BaseException, _where: str) -> None:
        self.errors.append(error)


@pytest.fixture
async def venue(database: Database) -> Venue:
    return Venue(database)


async def test_each_is_reminded_once_before_the_shift(venue: Venue) -> None:
    await venue.start(shift(), shift("GRACE", what="Doors"))
    assert venue.scheduler.moment == NINE - timedelta(minutes=30)
    await venue.at(8, 29)
    assert venue.direct.sent == []
    await venue.at(8, 30)
    await venue.at(8, 45)
    assert sorted(venue.direct.sent) == [("Desk", ADA), ("Doors", GRACE)]
    assert venue.scheduler.moment == NINE


async def test_whoever_takes_no_messages_is_called_in_the_channel(venue: Venue) -> None:
    venue.direct.troubles = [(UnreachableError("closed"), False)]
    await venue.start(shift())
    await venue.at(8, 30)
    assert (venue.direct.sent, venue.channel.sent) == ([], [("Desk", ADA)])


@pytest.mark.parametrize("was_sent", [True, False])
async def test_a_doubt_or_a_crash_reminds_nobody_twice(venue: Venue, was_sent: bool) -> None:  # noqa: FBT001
    venue.direct.troubles = [(TimeoutError(), was_sent)]
    await venue.start(shift())
    await venue.at(8, 30)
    assert venue.scheduler.moment == venue.clock.now() + timedelta(seconds=30)
    await venue.start(shift())
    await venue.at(8, 31)
    assert venue.direct.sent == [("Desk", ADA)]
    assert venue.channel.sent == []


async def test_a_moved_shift_reminds_anew_and_a_late_start_reminds_still(venue: Venue) -> None:
    await venue.start(shift())
    await venue.at(8, 50)
    await venue.start(shift(begins=11))
    await venue.at(10, 45)
    assert venue.direct.sent == [("Desk", ADA)] * 2
    await venue.start(shift(begins=11))
    await venue.at(11, 5)
    assert len(venue.direct.sent) == 2


async def test_the_role_comes_at_the_start_and_goes_at_the_end(venue: Venue) -> None:
    await venue.start(shift(ends=11), shift(begins=10, ends=12, what="Doors"))
    await venue.at(8, 59)
    assert venue.roles.have == set()
    await venue.at(9)
    assert venue.roles.have == {ADA}
    # Two shifts in a row are one duty.
    await venue.at(11)
    assert (venue.roles.have, venue.roles.changes) == ({ADA}, 1)
    await venue.at(12)
    assert (venue.roles.have, venue.roles.changes) == (set(), 2)
    assert venue.scheduler.moment is None


async def test_the_role_survives_restarts(venue: Venue) -> None:
    await venue.start(shift())
    await venue.at(10)
    await venue.start(shift())
    assert (venue.roles.have, venue.roles.changes) == ({ADA}, 1)
    venue.clock.at = NINE.replace(hour=13)
    # The end passed while the bot was away.
    await venue.start(shift())
    assert venue.roles.have == set()


async def test_a_crash_between_note_and_gift_is_finished(venue: Venue) -> None:
    venue.roles.dies = True
    await venue.start(shift())
    venue.clock.at = NINE
    with pytest.raises(KeyboardInterrupt):
        await venue.work()
    venue.roles.dies = False
    await venue.start(shift())
    await venue.at(12)
    assert venue.roles.have == set()


@pytest.mark.parametrize("otherwise", [False, True])
async def test_who_has_the_role_for_another_reason_keeps_it(venue: Venue, otherwise: bool) -> None:  # noqa: FBT001
    if not otherwise:
        venue.roles.have = {ADA}
    await venue.start(shift())
    await venue.at(9)
    if otherwise:
        # A ticket promises it since then.
        venue.otherwise[ADA] = frozenset({ROLE})
    await venue.at(12)
    assert venue.roles.have == {ADA}


async def test_what_a_moderator_took_is_not_given_again(venue: Venue) -> None:
    await venue.start(shift())
    await venue.at(9)
    venue.roles.have.clear()
    await venue.at(10)
    assert (venue.roles.have, venue.roles.changes) == (set(), 1)


async def test_what_discord_refuses_is_tried_again(venue: Venue) -> None:
    venue.roles.refuses = True
    await venue.start(shift())
    await venue.at(9)
    assert venue.scheduler.moment == NINE + timedelta(seconds=30)
    venue.roles.refuses = False
    await venue.at(9, 1)
    assert venue.roles.have == {ADA}


async def test_a_shift_that_falls_out_ends_the_duty(venue: Venue) -> None:
    await venue.start(shift())
    await venue.at(9)
    await venue.start()
    assert venue.roles.have == set()


async def test_who_registers_during_the_shift_has_the_role_then(venue: Venue) -> None:
    del venue.registered["ADA"]
    await venue.start(shift())
    await venue.at(9, 30)
    assert venue.service.waits_for_somebody
    assert "not registered here: 1." in (await venue.service.findings())[-1].detail
    venue.registered["ADA"] = {ADA}
    await venue.work()
    assert (venue.roles.have, venue.service.waits_for_somebody) == ({ADA}, False)


@pytest.mark.slow
async def test_five_hundred_begin_at_once(venue: Venue) -> None:
    venue.registered = {f"ORDER{number}": {number} for number in range(500)}
    shifts = [shift(f"ORDER{number}", what=f"Post {number % 20}") for number in range(500)]
    await venue.start(*shifts)
    await venue.at(8, 30)
    assert len(set(venue.direct.sent)) == len(venue.direct.sent) == 500
    await venue.at(9)
    assert (len(venue.roles.have), venue.roles.changes) == (500, 500)
    await venue.at(12)
    assert (venue.roles.have, venue.roles.changes) == (set(), 1000)


async def test_everything_personal_goes(venue: Venue) -> None:
    await venue.start(shift())
    await venue.at(9)
    await venue.service.delete_personal_data()
    rows = VolunteerRows(venue.database)
    assert (await rows.told(), await rows.on_duty()) == ({}, [])


async def test_what_is_gone_is_not_read_again(venue: Venue, tmp_path: Path) -> None:
    told = "who,what,start,end\nADA,Desk,2027-07-14 09:00,12:00\n"
    (tmp_path / "shifts.csv").write_text(told, encoding="utf-8")
    await venue.start(folder=tmp_path)
    await venue.service.refresh()
    assert await venue.service.of_member(ADA)
    venue.is_over = True
    await venue.service.delete_personal_data()
    await venue.service.refresh()
    assert await venue.service.of_member(ADA) == []
    await venue.start(folder=tmp_path)
    assert await venue.service.of_member(ADA) == []
