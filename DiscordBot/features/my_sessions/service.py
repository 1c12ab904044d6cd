"""Attendees' own lists: everybody changes and reads their own, and nobody another one's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from DiscordBot.features.my_sessions.calendar_file import calendar_file
from DiscordBot.features.my_sessions.conflicts import at_the_same_time
from DiscordBot.features.my_sessions.ways import ClosedError, NotSentError, UnacceptableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.my_sessions.messenger import Messenger
    from DiscordBot.features.my_sessions.models import ListedSession
    from DiscordBot.features.my_sessions.storage.list_rows import ListRows
    from DiscordBot.features.my_sessions.ways import DirectMessages
    from DiscordBot.features.programme.schedule.sessions import Session


class Entry(NamedTuple):
    """What is on a list; `session` is None once the schedule has it no more."""

    listed: ListedSession
    session: Session | None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of putting a session on a list; `others` on it are at the same time."""

    session: Session
    is_new: bool
    others: Sequence[Session]
    takes_messages: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MySessionsService:
    """The lists; `sessions` are those of the schedule, `conference` and `domain` what calendars call it."""

    rows: ListRows
    messenger: Messenger
    direct: DirectMessages
    clock: Clock
    sessions: Callable[[], Sequence[Session] | None]
    lead_minutes: Callable[[], int]
    conference: str
    domain: str

    async def add(self, user_id: int, language: str, key: str) -> Added | None:
        """Put a session on somebody's list; None if it is not in the schedule, or over."""
        session = self._known().get(key)
        if session is None or session.is_break or session.end <= self.clock.now():
            return None
        is_new = await self.rows.add(user_id, language, session)
        takes_messages = await self._is_reached(user_id)
        others = [each.session for each in await self.of(user_id) if each.session is not None]
        if is_new and takes_messages:
            self.messenger.expect(session.start)
        return Added(session, is_new, at_the_same_time(session, others), takes_messages)

    async def remove(self, user_id: int, key: str) -> str | None:
        """Take a session from somebody's list; return its title, None if it was not there."""
        return await self.rows.remove(user_id, key)

    async def of(self, user_id: int) -> Sequence[Entry]:
        """Return somebody's list, by start."""
        known = self._known()
        return [Entry(each, known.get(each.session_key)) for each in await self.rows.of(user_id)]

    async def to_come(self, user_id: int) -> Sequence[Entry]:
        """Return what of somebody's list is not over, what was cancelled included."""
        now = self.clock.now()
        return [
            each
            for each in await self.of(user_id)
            if (each.listed.start if each.session is None else each.session.end) > now
        ]

    async def takes_messages(self, user_id: int) -> bool:
        """Tell whether somebody is reminded, as far as is known."""
        reader = await self.rows.reader(user_id)
        return reader is None or reader.takes_messages

    async def try_again(self, user_id: int) -> bool:
        """Write to somebody who took no messages; tell whether they do now."""
        reader = await self.rows.reader(user_id)
        if reader is None:
            return True
        try:
            channel_id = await self.direct.greet(reader)
        except ClosedError:
            await self.rows.note_reader(user_id, None, takes_messages=False)
            return False
        except (NotSentError, UnacceptableError):
            # Nobody knows; the first reminder will tell.
            return True
        await self.rows.note_reader(user_id, channel_id, takes_messages=True)
        self.messenger.wake()
        return True

    async def calendar(self, user_id: int) -> bytes | None:
        """Return somebody's list as a file for calendars, None if nothing is on it."""
        sessions = [each.session for each in await self.of(user_id) if each.session is not None]
        if not sessions:
            return None
        return calendar_file(sessions, conference=self.conference, domain=self.domain, now=self.clock.now())

    async def delete_personal_data(self) -> None:
        """Delete everything."""
        await self.rows.forget_everything()

    async def _is_reached(self, user_id: int) -> bool:
        """Tell whether somebody takes messages; who has a list for the first time is written to."""
        reader = await self.rows.reader(user_id)
        if reader is None or reader.dm_channel_id is not None or not reader.takes_messages:
            return reader is None or reader.takes_messages
        return await self.try_again(user_id)

    def _known(self) -> dict[str, Session]:
        return {session.key: session for session in self.sessions() or ()}
