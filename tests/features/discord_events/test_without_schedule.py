"""A start at which no schedule is known: what is on the server stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from DiscordBot.features.discord_events.config import DiscordEvents
from DiscordBot.features.discord_events.planning import Event, ServerEvent, Status, event_of
from DiscordBot.features.discord_events.rows import EventRows
from DiscordBot.features.discord_events.service import EventService
from tests.clocks import StoppedClock
from tests.features.programme.made_up import TEN, session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Session


class PaperEvents:
    """The server's events in memory; who changes, begins or ends one is of no interest."""

    def __init__(self) -> None:
        self.there: dict[int, ServerEvent] = {}

    async def all(self) -> Sequence[ServerEvent]:
        return [*self.there.values()]

    async def create(self, event: Event) -> int:
        number = len(self.there) + 1
        self.there[number] = ServerEvent(number, Status.SCHEDULED, event.description, is_mine=True)
        return number

    async def delete(self, event_id: int) -> None:
        del self.there[event_id]


class Timer:
    """Stands for the scheduler: one job, to be done when a test says so."""

    is_closing = False

    def at(self, _moment: datetime, _name: str, work: Callable[[], Awaitable[None]]) -> None:
        self.work = work

    def never(self, _name: str) -> None:
        return


async def test_no_schedule_takes_no_event_away(database: Database) -> None:
    await database.start()
    clock = StoppedClock(ZoneInfo("UTC"), TEN - timedelta(days=1))
    known: Sequence[Session] | None = [session("A-1")]
    errors: list[BaseException] = []
    timer: Any = Timer()
    events: Any = PaperEvents()
    service = EventService(
        EventRows(database),
        events,
        clock,
        timer,
        DiscordEvents(everything=True),
        sessions=lambda: known,
        describe=lambda one: event_of(one, "", ""),
        on_error=lambda error, _: errors.append(error),
    )
    service.wake()
    await timer.work()
    assert list(events.there) == [1]
    known = None
    service.wake()
    await timer.work()
    assert (list(events.there), errors) == ([1], [])
    known = []
    service.wake()
    await timer.work()
    assert (list(events.there), errors) == ([], [])
