from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.config.sections import Conference, Room
from DiscordBot.core.clock import WarpedClock
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import BadResponseError
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.programme.announcing.announcements import Announcer
from DiscordBot.features.programme.announcing.destinations import Destination
from DiscordBot.features.programme.schedule.schedule_store import ScheduleStore
from DiscordBot.features.programme.schedule.sessions import EventDates
from DiscordBot.features.programme.service import ProgrammeService
from tests.features.programme.made_up import BERLIN, TEN, Channel, schedule, session
from tests.patience import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Release, Schedule

FORUM = Room(name="Forum Hall", channel="forum")
# A minute takes half a second, and what is due five minutes before it is late on no machine.
SPEED = 120
EARLY = datetime(2027, 7, 14, 9, 54)  # noqa: DTZ001 - on the venue's walls


class Pretalx:
    def __init__(self) -> None:
        self.shown: Schedule = schedule(session("A-1"), session("B-1", room="S1"))
        self.fault: Exception | None = None

    async def release(self) -> Release | None:
        if self.fault is not None:
            raise self.fault
        return self.shown.release

    async def schedule(self, release: Release) -> Schedule:
        assert release == self.shown.release
        return self.shown


class Streams:
    rooms = (FORUM,)
    session_links: dict[str, str]
    findings: tuple[Finding, ...] = ()


class HangingChannel(Channel):
    async def post(self, *_: object, **_options: object) -> None:
        await asyncio.Event().wait()


class Building:
    """The service with one channel, one webhook that hangs, and a warped clock."""

    def __init__(self, database: Database) -> None:
        self.pretalx, self.channel = Pretalx(), Channel()
        self.clock = WarpedClock(BERLIN, EARLY, SPEED)
        self.errors: list[tuple[BaseException, str]] = []
        self.scheduler = Scheduler(self.clock, on_error=self.report, describe=repr)
        self.store = ScheduleStore(
            database,
            self.pretalx,
            self.clock,
            source="conf",
            full_refresh_after=timedelta(minutes=15),
            tell=True,
        )
        self.lead_minutes = 5
        self.log: list[str] = []
        places = {"announcements": self.channel, "announcements by webhook": HangingChannel()}
        self.service = ProgrammeService(
            store=self.store,
            announcers={
                name: Announcer(
                    database,
                    self.clock,
                    [Destination(name, channel, lambda: self.lead_minutes)],
                    sessions=lambda: self.store.sessions,
                    on_error=self.report,
                    write_log=self.log.append,
                )
                for name, channel in places.items()
            },
            updates=None,
            livestreams=Streams(),  # type: ignore[arg-type]  # without a file
            scheduler=self.scheduler,
            clock=self.clock,
            rooms=(FORUM, Room(name="Cellar", channel="cellar")),
            conference=Conference(
                name="Conf",
                timezone=BERLIN,
                first_day=date(2027, 7, 14),
                last_day=date(2027, 7, 16),
                retention_days=30,
            ),
        )

    def report(self, error: BaseException, where: str) -> None:
        self.errors.append((error, where))

    async def posted(self, count: int) -> None:
        await until(lambda: len(self.channel.times) >= count)


@pytest.fixture
async def building(database: Database) -> AsyncIterator[Building]:
    building = Building(database)
    building.scheduler.start()
    yield building
    # What hangs has to be cut off: nobody waits for it.
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await building.scheduler.close()


@pytest.mark.slow
async def test_a_webhook_that_hangs_does_not_hold_up_the_channels(building: Building) -> None:
    building.pretalx.shown = schedule(session("A-1"), session("B-1", start=TEN + timedelta(minutes=2)))
    await building.service.follow_pretalx()

    await building.posted(2)

    assert building.clock.now() >= TEN - timedelta(minutes=3)
    assert building.channel.messages == [["A-1"], ["B-1"]]


async def test_another_lead_time_applies_when_it_is_planned_anew(building: Building) -> None:
    # So slow that nothing is late on any machine.
    building.clock.speed = SPEED / 6
    building.lead_minutes = 1
    await building.service.follow_pretalx()
    building.lead_minutes = 30

    await building.service.plan()
    await building.posted(2)

    assert building.clock.now() < TEN - timedelta(minutes=1)


@pytest.mark.slow
async def test_without_pretalx_the_stored_schedule_is_announced(building: Building) -> None:
    await building.service.follow_pretalx()
    building.pretalx.fault = BadResponseError("pretalx could not answer (status 502).")

    with pytest.raises(BadResponseError):
        await building.service.follow_pretalx()
    await building.posted(2)


@pytest.mark.slow
async def test_an_error_in_a_round_is_told_and_does_not_end_the_announcements(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ScheduleStore.sessions
    await building.service.follow_pretalx()
    monkeypatch.setattr(ScheduleStore, "sessions", property(lambda _: 1 / 0))
    await until(lambda: building.errors)
    monkeypatch.setattr(ScheduleStore, "sessions", whole)

    await building.posted(2)

    assert {where for _, where in building.errors} <= {
        "the job «announcements»",
        "the job «announcements by webhook»",
    }


async def test_organisers_read_what_came_of_a_refresh(building: Building) -> None:
    await building.service.follow_pretalx()
    building.pretalx.shown = schedule(session("A-1"), version="v2", release_id=2)

    refreshed = await building.service.refresh_now()

    assert (refreshed.version, refreshed.sessions, len(refreshed.changes), refreshed.doubt) == (
        "v2",
        1,
        1,
        "",
    )


async def test_findings(building: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    standing_still = building.clock.moment(EARLY)
    monkeypatch.setattr(building.clock, "now", lambda: standing_still)
    (nothing,) = building.service.findings()
    await building.service.follow_pretalx()
    building.pretalx.shown = schedule(release_id=2)
    await building.service.follow_pretalx()

    findings = [*building.service.findings()]

    assert nothing.level is Level.WARNING
    assert [(finding.subject, finding.level) for finding in findings] == [
        ("schedule", Level.OK),
        ("schedule", Level.WARNING),
        ("rooms of the schedule", Level.WARNING),
        ("rooms of the configuration", Level.WARNING),
    ]
    due = int(datetime(2027, 7, 14, 7, 55, tzinfo=UTC).timestamp())
    assert findings[0].detail.endswith(f"The next announcement is due <t:{due}:f> (<t:{due}:R>).")
    assert findings[2].detail == "These have no channel: S1."
    assert findings[3].detail == "No session is in Cellar."


async def test_after_the_conference_the_schedule_is_forgotten(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    await building.service.follow_pretalx()
    monkeypatch.setattr(building.clock, "now", lambda: datetime(2027, 8, 16, 12, tzinfo=UTC))

    await building.service.delete_personal_data()
    await building.service.follow_pretalx()

    assert building.store.schedule is None


async def test_listeners_hear_of_every_schedule(building: Building) -> None:
    heard: list[list[str]] = []
    building.service.listen(lambda: heard.append([one.key for one in building.store.sessions]))
    await building.service.follow_pretalx()
    building.pretalx.shown = schedule(session("A-1"), version="v2", release_id=2)
    await building.service.refresh_now()

    assert heard == [["A-1", "B-1"], ["A-1"]]


async def test_a_conference_that_is_another_time_in_pretalx_is_a_warning(building: Building) -> None:
    same = EventDates(first_day=date(2027, 7, 14), last_day=date(2027, 7, 16), timezone="Europe/Paris")
    building.pretalx.shown = schedule(session("A-1")).model_copy(update={"event": same})
    await building.service.refresh_now()
    assert "conference days" not in [finding.subject for finding in building.service.findings()]

    moved = EventDates(first_day=date(2027, 7, 13), last_day=date(2027, 7, 16), timezone="Europe/London")
    building.pretalx.shown = building.pretalx.shown.model_copy(update={"event": moved})
    await building.service.refresh_now()

    (finding,) = (one for one in building.service.findings() if one.subject == "conference days")
    assert finding.level is Level.WARNING
    assert finding.detail == (
        "pretalx and the configuration do not agree: the first day is 13 July 2027 there and 14 July 2027 "
        "here, the time zone is Europe/London there and Europe/Berlin here."
    )


async def test_health_tells_the_date_of_an_announcement_that_is_far_away(building: Building) -> None:
    building.pretalx.shown = schedule(session("A-1", start=TEN + timedelta(days=240)))
    await building.service.refresh_now()

    (finding,) = (one for one in building.service.findings() if one.subject == "schedule")
    due = int((TEN + timedelta(days=240) - timedelta(minutes=5)).timestamp())
    assert f"The next announcement is due <t:{due}:f>" in finding.detail
