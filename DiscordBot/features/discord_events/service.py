"""Keeps the server's events true to the schedule: created, changed, begun, ended and deleted in time."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.discord_events.models import EventState
from DiscordBot.features.discord_events.planning import (
    MOST,
    Status,
    events_of,
    found_after_crash,
    next_moment,
    superfluous,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.discord_events.config import DiscordEvents
    from DiscordBot.features.discord_events.models import SessionEvent
    from DiscordBot.features.discord_events.planning import Event, ServerEvent
    from DiscordBot.features.discord_events.rows import EventRows
    from DiscordBot.features.programme.schedule.sessions import Session

logger = logging.getLogger(__name__)

JOB = "events on the server"
RETRY_AFTER = timedelta(minutes=5)
# Discord takes no start in the past; what has begun is told right after it was created.
_NOT_IN_THE_PAST = timedelta(minutes=1)


class NotAllowedError(Exception):
    """The bot may not manage the server's events."""


class EventRefusedError(Exception):
    """Discord takes this very event neither now nor later; the message says why, for organisers."""


class ServerEvents(Protocol):
    """The events of the server. Every method may raise `NotAllowedError`, and what discord.py raises."""

    async def all(self) -> Sequence[ServerEvent]:
        """Return the events that are not over."""

    async def create(self, event: Event) -> int:
        """Create one and return its id. Raises `EventRefusedError`."""

    async def change(self, event_id: int, event: Event) -> None:
        """Make one say this. Raises `EventRefusedError`."""

    async def begin(self, event_id: int) -> None:
        """Say that it has begun."""

    async def end(self, event_id: int) -> None:
        """Say that it is over."""

    async def delete(self, event_id: int) -> None:
        """Delete one; harmless if it is gone."""


class EventService:
    """Makes events of the chosen `sessions`, each said by `describe`; without a schedule all stays as it is.

    An event that somebody deletes by hand stays deleted. `on_error` is told of each that fails.
    """

    def __init__(
        self,
        rows: EventRows,
        events: ServerEvents,
        clock: Clock,
        scheduler: Scheduler,
        section: DiscordEvents,
        *,
        sessions: Callable[[], Iterable[Session] | None],
        describe: Callable[[Session], Event],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._rows = rows
        self._events = events
        self._clock = clock
        self._scheduler = scheduler
        self._section = section
        self._sessions = sessions
        self._describe = describe
        self._on_error = on_error
        self._is_allowed = True
        self._refused: dict[str, str] = {}
        self._shown = 0

    def wake(self) -> None:
        """Look soon whether there is something to do: the schedule may be another one than before."""
        self._scheduler.at(self._clock.now(), JOB, self._work)

    def findings(self) -> tuple[Finding, ...]:
        """Return how many events there are, and what keeps others away."""
        if not self._is_allowed:
            remedy = (
                "Switch on Create Events and Manage Events for the bot's role in Server Settings → Roles."
            )
            return (Finding(JOB, Level.ERROR, "The bot may not manage the server's events.", remedy),)
        detail = f"{self._shown} sessions are among the server's events."
        if self._refused:
            reasons = ", ".join(sorted(self._refused))
            remedy = "Shorten or correct them where the programme is kept."
            return (Finding(JOB, Level.WARNING, f"{detail} Discord refuses {reasons}.", remedy),)
        return (Finding(JOB, Level.OK, detail),)

    async def _work(self) -> None:
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            wanted = await self._keep_true()
            self._is_allowed = True
            moment = next_moment(wanted.values(), self._clock.now())
        except NotAllowedError:
            self._is_allowed = False
            logger.warning("The bot may not manage the server's events")
        finally:
            if moment is None:
                self._scheduler.never(JOB)
            else:
                self._scheduler.at(moment, JOB, self._work)

    async def _keep_true(self) -> Mapping[str, Event]:
        sessions = self._sessions()
        if sessions is None:
            return {}
        there = {one.id: one for one in await self._events.all()}
        room = MOST - sum(not one.is_mine for one in there.values())
        wanted = events_of(sessions, self._section, self._clock.now(), room, self._describe)
        kept = await self._rows.all()
        # First, since they count among the hundred.
        for row in superfluous(kept, wanted):
            await self._drop(row, there)
        for key, event in wanted.items():
            if self._scheduler.is_closing:
                break
            try:
                await self._bring_up_to_date(key, event, kept.get(key), there)
            except EventRefusedError as error:
                self._refused[key] = event.digest
                self._on_error(error, JOB)
        self._shown = len(wanted) - len(self._refused)
        return wanted

    async def _drop(self, row: SessionEvent, there: Mapping[int, ServerEvent]) -> None:
        found = _found(row, there.values())
        if found is not None and found.status is Status.ACTIVE:
            await self._events.end(found.id)
        elif found is not None:
            await self._events.delete(found.id)
        await self._rows.forget(row.session_key)

    async def _bring_up_to_date(
        self, key: str, event: Event, row: SessionEvent | None, there: Mapping[int, ServerEvent]
    ) -> None:
        if self._refused.get(key) == event.digest or (row is not None and row.state is EventState.REMOVED):
            return
        found = None if row is None else _found(row, there.values())
        if found is None and row is not None and row.state is EventState.KEPT:
            await self._rows.note(key, EventState.REMOVED)
            return
        if found is None:
            found_id = await self._create(key, event)
        else:
            found_id = found.id
            if row is None or row.shown != event.digest:
                await self._events.change(found_id, event)
        if row is None or row.shown != event.digest or row.event_id != found_id:
            await self._rows.note(key, EventState.KEPT, found_id, event.digest)
        self._refused.pop(key, None)
        if event.start <= self._clock.now() and (found is None or found.status is Status.SCHEDULED):
            await self._events.begin(found_id)

    async def _create(self, key: str, event: Event) -> int:
        await self._rows.note(key, EventState.CREATING)
        return await self._events.create(
            replace(event, start=max(event.start, self._clock.now() + _NOT_IN_THE_PAST))
        )


def _found(row: SessionEvent, there: Iterable[ServerEvent]) -> ServerEvent | None:
    if row.event_id is None:
        return found_after_crash(there, row.session_key)
    return next((one for one in there if one.id == row.event_id), None)
