"""Announcing sessions at their time: each once in each place, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.features.programme.announcing.announcement_rows import AnnouncementRows, PlacedSession
from DiscordBot.features.programme.announcing.destinations import (
    ContentRefusedError,
    NotPostedError,
    SessionTime,
    messages,
    nonce_of,
)
from DiscordBot.features.programme.models import AnnouncementState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.announcing.destinations import Destination
    from DiscordBot.features.programme.schedule.sessions import Session

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=15)
SHORTEST_PAUSE = timedelta(seconds=2)
POST_SECONDS = 20.0
"""Nobody waits longer for one post; discord.py itself tries for minutes."""


class Announcer:
    """Announces the sessions of the schedule in its destinations.

    An announcement is marked before it is posted and again afterwards. What is found half done later, after
    a crash or an error, is looked for in the channel before it is posted again. `on_error` is told of each
    post that fails, and where; the others do not wait for it. `write_log` takes a line for the organisers.

    What Discord refuses because of its content costs only what is in it: the sessions are then posted one by
    one, at last without pictures and links.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        destinations: Sequence[Destination],
        *,
        sessions: Callable[[], Iterable[Session]],
        on_error: Callable[[BaseException, str], object],
        write_log: Callable[[str], None],
    ) -> None:
        self._rows = AnnouncementRows(database, [destination.place for destination in destinations])
        self._clock = clock
        self._destinations = destinations
        self._sessions = sessions
        self._on_error = on_error
        self._write_log = write_log
        self._tried: dict[PlacedSession, datetime] = {}
        self._told: set[PlacedSession] = set()

    async def plan(self) -> datetime | None:
        """Bring the plan in line with schedule and lead times; return when there is something to do next."""
        await self._rows.plan(self._wanted().keys(), self._clock.now())
        return await self._next_moment()

    async def announce(self) -> datetime | None:
        """Announce what is due, and return when there is something to do next."""
        now = self._clock.now()
        for entry in await self._rows.drop_late(now):
            logger.warning("%s has begun and was not announced in %s", entry.session.key, entry.place)
        pending = await self._rows.pending()
        wanted = self._wanted()
        due = {entry: state for entry, state in pending.items() if entry in wanted and wanted[entry] <= now}
        self._tried = dict.fromkeys(due, now)
        await self._rows.mark(_with_state(due, AnnouncementState.PLANNED), AnnouncementState.POSTING)
        await asyncio.gather(*(self._announce_in(destination, due) for destination in self._destinations))
        return await self._next_moment()

    async def _announce_in(
        self, destination: Destination, due: Mapping[PlacedSession, AnnouncementState]
    ) -> None:
        mine = {entry: state for entry, state in due.items() if entry.place == destination.place}
        if not mine:
            return
        try:
            posted = await self._find_posted(destination, mine)
            todo = {entry.session for entry in mine if entry not in posted}
            chosen = destination.chosen(self._sessions())
            for sessions in messages(s for s in chosen if SessionTime(s.key, s.start) in todo):
                await self._post(destination, sessions)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was posted
            self._on_error(error, f"an announcement in {destination.place}")

    async def _find_posted(
        self, destination: Destination, due: Mapping[PlacedSession, AnnouncementState]
    ) -> frozenset[PlacedSession]:
        """Return which of the announcements that an earlier round began are there."""
        begun = _with_state(due, AnnouncementState.POSTING)
        if not begun:
            return frozenset()
        async with asyncio.timeout(POST_SECONDS):
            posted = await destination.poster.posted()
        if posted is None:
            logger.warning("It is not known whether these were announced in %s: %s", destination.place, begun)
        found = frozenset(entry for entry in begun if posted is None or entry.session in posted)
        await self._rows.mark(found, AnnouncementState.SENT)
        return found

    async def _post(self, destination: Destination, sessions: Sequence[Session]) -> None:
        try:
            await self._post_once(destination, sessions)
        except ContentRefusedError as refusal:
            if len(sessions) == 1:
                await self._post_plainly(destination, sessions[0], refusal)
                return
            for session in sessions:
                await self._post(destination, [session])

    async def _post_once(
        self, destination: Destination, sessions: Sequence[Session], *, plain: bool = False
    ) -> None:
        """Post one message; after a `ContentRefusedError` its sessions are still marked as begun."""
        entries = _entries(destination, sessions)
        try:
            async with asyncio.timeout(POST_SECONDS):
                await destination.poster.post(sessions, nonce_of(destination.place, sessions), plain=plain)
        except ContentRefusedError:
            raise
        except NotPostedError:
            await self._rows.mark(entries, AnnouncementState.PLANNED)
            raise
        await self._rows.mark(entries, AnnouncementState.SENT)

    async def _post_plainly(
        self, destination: Destination, session: Session, refusal: ContentRefusedError
    ) -> None:
        what_now = "It is announced without pictures and links."
        try:
            await self._post_once(destination, [session], plain=True)
        except ContentRefusedError as again:
            refusal, what_now = again, "It cannot be announced."
            await self._rows.mark(_entries(destination, [session]), AnnouncementState.PLANNED)
        (entry,) = _entries(destination, [session])
        if entry not in self._told:
            self._told.add(entry)
            fields = ", ".join(refusal.fields) or "it does not say which"
            what = f"Discord refuses a part of «{session.title}» ({session.key}) in {destination.place}"
            logger.warning("%s: %s. %s", what, fields, what_now)
            self._write_log(f"⚠️ {shown_line(what)}: {shown(fields)}. {what_now}")

    def _wanted(self) -> dict[PlacedSession, datetime]:
        """Return what the schedule has to announce and when, past and future."""
        return {
            PlacedSession(destination.place, SessionTime(session.key, session.start)): destination.due(
                session
            )
            for destination in self._destinations
            for session in destination.chosen(self._sessions())
        }

    async def _next_moment(self) -> datetime | None:
        now = self._clock.now()
        wanted = self._wanted()
        # What has just failed is tried again until the session begins.
        moments = [
            max(wanted[entry], now) if entry not in self._tried else _next_try(self._tried[entry], entry)
            for entry in await self._rows.pending()
            if entry in wanted and entry.session.start > now
        ]
        return min(moments, default=None)


def _next_try(tried_at: datetime, entry: PlacedSession) -> datetime:
    rest = entry.session.start - tried_at
    # Near the start there is time for another try before it, not for a whole pause.
    pause = RETRY_AFTER if rest > RETRY_AFTER or rest < SHORTEST_PAUSE else rest / 2
    return min(tried_at + pause, entry.session.start)


def _entries(destination: Destination, sessions: Iterable[Session]) -> list[PlacedSession]:
    return [PlacedSession(destination.place, SessionTime(s.key, s.start)) for s in sessions]


def _with_state(
    entries: Mapping[PlacedSession, AnnouncementState], state: AnnouncementState
) -> list[PlacedSession]:
    return [entry for entry, its_state in entries.items() if its_state is state]
