from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from DiscordBot.core.http.json_errors import BadResponseError
from DiscordBot.features.programme.models import ScheduleUpdate
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind
from DiscordBot.features.programme.schedule.schedule_store import ScheduleStore
from tests.features.programme.made_up import TEN, schedule, session

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Release, Schedule
    from tests.clocks import StoppedClock

HOUR = timedelta(hours=1)
TALKS = tuple(session(f"T{number:02}-1", start=TEN + number * HOUR) for number in range(10))


class Pretalx:
    """Shows `shown`, or fails with `fault`; `reads` counts the full readings."""

    def __init__(self, shown: Schedule | None) -> None:
        self.shown = shown
        self.fault: Exception | None = None
        self.reads = 0

    async def release(self) -> Release | None:
        if self.fault is not None:
            raise self.fault
        return self.shown.release if self.shown is not None else None

    async def schedule(self, release: Release) -> Schedule:
        assert self.shown is not None
        assert release == self.shown.release
        self.reads += 1
        return self.shown


@pytest.fixture
def pretalx() -> Pretalx:
    return Pretalx(schedule(*TALKS))


async def opened(
    database: Database, pretalx: Pretalx, clock: StoppedClock, *, source: str = "conf", tell: bool = True
) -> ScheduleStore:
    store = ScheduleStore(
        database, pretalx, clock, source=source, full_refresh_after=timedelta(minutes=15), tell=tell
    )
    await store.open()
    return store


@pytest.fixture
async def store(database: Database, pretalx: Pretalx, clock: StoppedClock) -> ScheduleStore:
    """Return a store that has read everything."""
    store = await opened(database, pretalx, clock)
    await store.refresh()
    return store


async def noted(database: Database) -> list[tuple[str, ChangeKind]]:
    async with database.transaction() as transaction:
        contents = (await transaction.execute(select(ScheduleUpdate.content))).scalars()
        changes = [Change.model_validate_json(content) for content in contents]
    return [(change.session.key, kind) for change in changes for kind in change.kinds]


async def test_a_first_load_is_no_change(store: ScheduleStore, database: Database) -> None:
    assert store.sessions == TALKS
    assert await noted(database) == []


async def test_a_start_does_not_need_pretalx(
    store: ScheduleStore, database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    pretalx.fault = BadResponseError("pretalx could not answer (status 502).")

    again = await opened(database, pretalx, clock)

    assert again.schedule == store.schedule
    assert again.fetched_at == clock.now()
    with pytest.raises(BadResponseError):
        await again.refresh()
    assert again.sessions == TALKS


async def test_another_events_schedule_is_not_used(
    store: ScheduleStore, database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    assert store.sessions

    other = await opened(database, pretalx, clock, source="another")

    assert other.schedule is None


async def test_it_is_read_for_a_new_release_or_when_it_is_old(
    store: ScheduleStore, pretalx: Pretalx, clock: StoppedClock
) -> None:
    clock.at += timedelta(minutes=14)
    await store.refresh()
    assert pretalx.reads == 1

    pretalx.shown = schedule(*TALKS, version="v2", release_id=2)
    await store.refresh()
    assert pretalx.reads == 2

    clock.at += timedelta(minutes=15)
    await store.refresh()
    assert pretalx.reads == 3


async def test_changes_are_noted_with_the_schedule(
    store: ScheduleStore, database: Database, pretalx: Pretalx
) -> None:
    moved = TALKS[3].model_copy(update={"room": "S1"})
    pretalx.shown = schedule(*TALKS[:3], moved, *TALKS[4:9], version="v2", release_id=2)

    refreshed = await store.refresh()
    await store.refresh()

    expected = [("T03-1", ChangeKind.MOVED), ("T09-1", ChangeKind.CANCELLED)]
    assert await noted(database) == expected
    assert [change.session.key for change in refreshed.changes] == ["T03-1", "T09-1"]
    assert (refreshed.version, refreshed.sessions) == ("v2", 9)


async def test_changes_to_what_is_over_interest_nobody(
    store: ScheduleStore, database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    clock.at = TEN + 3 * HOUR
    pretalx.shown = schedule(*TALKS[1:], release_id=2)

    await store.refresh()

    assert await noted(database) == []


async def test_without_a_channel_for_changes_none_is_noted(
    database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    store = await opened(database, pretalx, clock, tell=False)
    await store.refresh()
    pretalx.shown = schedule(*TALKS[1:], release_id=2)

    await store.refresh()

    assert store.sessions == TALKS[1:]
    assert await noted(database) == []


@pytest.mark.parametrize("trust", [False, True])
async def test_an_empty_schedule_is_never_believed(
    store: ScheduleStore, database: Database, pretalx: Pretalx, *, trust: bool
) -> None:
    pretalx.shown = schedule(session(is_break=True), release_id=2)

    first = await store.refresh(trust=trust)
    second = await store.refresh(trust=trust)

    assert first.doubt == second.doubt == store.doubt
    assert "without sessions" in store.doubt
    assert store.sessions == TALKS
    assert await noted(database) == []


async def test_an_unpublished_schedule_is_not_believed(store: ScheduleStore, pretalx: Pretalx) -> None:
    pretalx.shown = None

    await store.refresh(trust=True)

    assert "no published schedule" in store.doubt
    assert store.sessions == TALKS


async def test_nothing_published_yet_is_no_reason_to_doubt(database: Database, clock: StoppedClock) -> None:
    store = await opened(database, Pretalx(None), clock)

    refreshed = await store.refresh()

    assert (refreshed.version, refreshed.sessions, refreshed.doubt) == ("", 0, "")


async def test_the_first_sessions_after_an_empty_schedule_are_a_first_load(
    database: Database, clock: StoppedClock
) -> None:
    pretalx = Pretalx(schedule())
    store = await opened(database, pretalx, clock)
    await store.refresh()
    pretalx.shown = schedule(*TALKS, release_id=2)

    await store.refresh()

    assert store.sessions == TALKS
    assert await noted(database) == []


async def test_a_sudden_loss_is_believed_when_it_is_seen_twice(
    store: ScheduleStore, database: Database, pretalx: Pretalx
) -> None:
    pretalx.shown = schedule(*TALKS[6:], release_id=2)

    first = await store.refresh()
    assert store.sessions == TALKS
    assert "look once more" in first.doubt
    assert await noted(database) == []

    second = await store.refresh()
    assert store.sessions == TALKS[6:]
    assert second.doubt == store.doubt == ""
    assert len(await noted(database)) == 6


async def test_a_loss_that_was_a_hiccup_leaves_no_trace(
    store: ScheduleStore, database: Database, pretalx: Pretalx
) -> None:
    whole = pretalx.shown
    pretalx.shown = schedule(*TALKS[6:])
    await store.refresh(trust=False)
    pretalx.shown = schedule(*TALKS[6:], release_id=2)
    await store.refresh()
    pretalx.shown = whole

    refreshed = await store.refresh()

    assert (store.sessions, refreshed.doubt) == (TALKS, "")
    assert await noted(database) == []


async def test_organisers_are_believed_at_once(store: ScheduleStore, pretalx: Pretalx) -> None:
    pretalx.shown = schedule(*TALKS[6:])

    refreshed = await store.refresh(trust=True)

    assert store.sessions == TALKS[6:]
    assert len(refreshed.changes) == 6


async def test_everything_can_be_forgotten(
    store: ScheduleStore, database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    pretalx.shown = schedule(*TALKS[1:], release_id=2)
    await store.refresh()

    await store.forget_everything()

    assert store.schedule is None
    assert await noted(database) == []
    assert (await opened(database, pretalx, clock)).schedule is None


async def test_a_slot_keeps_its_key_when_another_of_its_talk_is_dropped(
    database: Database, pretalx: Pretalx, clock: StoppedClock
) -> None:
    thursday = TEN + timedelta(days=1)
    pretalx.shown = schedule(session("AAA-1", title="Talk"), session("AAA-2", thursday, title="Talk"))
    store = await opened(database, pretalx, clock)
    await store.refresh()
    pretalx.shown = schedule(session("AAA-1", thursday, title="Talk"), version="v2", release_id=2)

    (change,) = (await store.refresh()).changes

    assert (change.kinds, change.session.start) == ((ChangeKind.CANCELLED,), TEN)
    assert [one.key for one in store.sessions] == ["AAA-2"]
