"""Telling attendees of their sessions: each thing once, at Discord's pace, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.my_sessions.changes import differences
from DiscordBot.features.my_sessions.models import MessageKind, MessageState
from DiscordBot.features.my_sessions.ways import ClosedError, NotSentError, UnacceptableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.my_sessions.storage.list_rows import ListRows
    from DiscordBot.features.my_sessions.storage.message_rows import Message, MessageRows
    from DiscordBot.features.my_sessions.ways import DirectMessages
    from DiscordBot.features.programme.schedule.sessions import Session

logger = logging.getLogger(__name__)

JOB = "my sessions"
REQUESTS_A_SECOND = 45
"""Discord takes fifty of a bot; the rest is for everything else that goes on meanwhile.

https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
"""
MESSAGES_A_SECOND = 36
"""So many are sure to go out at that pace, with all that is noted between them."""
BATCH = 150
"""So many are noted as being sent at once: what goes out while the bot that ends waits for its jobs."""
SEND_SECONDS = 30.0
RETRY_AFTER = timedelta(seconds=15)
MOST_AHEAD = timedelta(minutes=10)
STILL_OF_INTEREST = timedelta(hours=3)
"""So long after it has begun it is still told that a session was moved to a later time."""


class Messenger:
    """Reminds people of what is on their lists, and tells them what changed.

    What is to be told is noted with the fact that they know it, in one transaction, so nothing is told twice
    or forgotten. Where many are to be reminded, the first of them are so a little earlier; nobody is late.
    """

    def __init__(
        self,
        lists: ListRows,
        rows: MessageRows,
        direct: DirectMessages,
        clock: Clock,
        scheduler: Scheduler,
        *,
        lead_minutes: Callable[[], int],
        sessions: Callable[[], Sequence[Session] | None],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._lists = lists
        self._rows = rows
        self._direct = direct
        self._clock = clock
        self._scheduler = scheduler
        self._lead_minutes = lead_minutes
        self._sessions = sessions
        self._on_error = on_error
        self._has_changed = True
        self._next: datetime | None = None

    def wake(self) -> None:
        """Look soon what there is to do: the schedule may be another one than before."""
        self._has_changed = True
        self._plan(self._clock.now())

    def expect(self, start: datetime) -> None:
        """Remind in time of sessions that begin at `start`, which somebody has just put on their list."""
        due = start - timedelta(minutes=self._lead_minutes())
        if self._next is None or due < self._next:
            self._plan(due)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many people have lists, and how telling them is going."""
        people, listed, closed = await self._lists.numbers()
        numbers = await self._rows.numbers()
        detail = f"{people} people have {listed} sessions on their lists. "
        detail += f"{numbers.get(MessageState.SENT, 0)} messages were sent."
        if closed:
            detail += f" {closed} people take no direct messages."
        findings = [Finding(JOB, Level.OK, detail)]
        waiting = sum(numbers.get(state, 0) for state in (MessageState.WAITING, MessageState.SENDING))
        if waiting > MESSAGES_A_SECOND * MOST_AHEAD.total_seconds():
            remedy = "Nothing is lost: they go out as fast as Discord takes them."
            findings.append(Finding(JOB, Level.WARNING, f"{waiting} messages are waiting.", remedy))
        return tuple(findings)

    async def _work(self) -> None:
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            await self._look_for_begun()
            all_told = await self._tell_everybody()
            if all_told:
                moment = await self._remind_due()
        finally:
            # What has changed while the last thing was done is looked at without delay.
            self._plan(self._clock.now() if self._has_changed and moment is None else moment)

    async def _look_for_begun(self) -> None:
        """Settle what an earlier run left without knowing whether it was sent."""
        begun = await self._rows.begun()
        for first in range(0, len(begun), BATCH):
            found = await asyncio.gather(*map(self._was_sent, begun[first : first + BATCH]))
            await self._rows.mark(dict(each for each in found if each is not None))

    async def _was_sent(self, message: Message) -> tuple[int, MessageState] | None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                was_sent = await self._direct.was_sent(message)
        except ClosedError:
            was_sent = False
        except Exception as error:  # noqa: BLE001 - whatever it is, the next run looks again
            self._on_error(error, "a message to an attendee")
            return None
        return _id(message), MessageState.SENT if was_sent else MessageState.WAITING

    async def _tell_everybody(self) -> bool:
        """Send what there is to send; tell whether nothing is left."""
        due: datetime | None = self._clock.now()
        while not self._scheduler.is_closing:
            if self._has_changed:
                self._has_changed = False
                await self._note_changes()
                due = self._clock.now()
            if due is not None and due <= self._clock.now():
                due = await self._remind_due()
            if late := await self._rows.drop_late(self._clock.now()):
                logger.warning("%d messages to attendees were too late for their sessions", late)
            batch = await self._rows.claim(BATCH)
            if not batch:
                return True
            if not await self._send(batch):
                return False
        return False

    async def _note_changes(self) -> None:
        sessions = self._sessions()
        if sessions is None:
            return
        by_key = {session.key: session for session in sessions}
        told = await self._rows.told(self._clock.now() - STILL_OF_INTEREST)
        for difference in differences(told, by_key):
            await self._rows.note(difference)

    async def _remind_due(self) -> datetime | None:
        """Have everybody reminded whose time has come; return when the next ones are."""
        now, lead = self._clock.now(), timedelta(minutes=self._lead_minutes())
        later = []
        for start, people in (await self._rows.to_remind(now)).items():
            ahead = min(timedelta(seconds=people / MESSAGES_A_SECOND), MOST_AHEAD)
            if start - lead - ahead <= now:
                await self._rows.remind(start)
            else:
                later.append(start - lead - ahead)
        return min(later, default=None)

    async def _send(self, batch: Sequence[Message]) -> bool:
        """Send some messages; tell whether it is known of each what became of it, and none must wait."""
        outcome: dict[int, MessageState] = {}
        channels: dict[int, int] = {}
        closed: set[int] = set()
        errors: list[BaseException] = []

        async def send(message: Message) -> None:
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    channels[message.reader.user_id] = await self._direct.send(message)
            except ClosedError:
                closed.add(message.reader.user_id)
                outcome[_id(message)] = MessageState.DROPPED
            except UnacceptableError as error:
                self._on_error(error, "a message to an attendee")
                outcome[_id(message)] = MessageState.DROPPED
            except NotSentError as error:
                errors.append(error)
                outcome[_id(message)] = MessageState.WAITING
            except Exception as error:  # noqa: BLE001 - whatever it is, the next run looks what was sent
                errors.append(error)
            else:
                outcome[_id(message)] = MessageState.SENT

        meant = [each for each in batch if each.keys or each.row.kind is not MessageKind.REMINDER]
        outcome.update((_id(each), MessageState.DROPPED) for each in batch if each not in meant)
        await asyncio.gather(*map(send, meant))
        await self._rows.mark(outcome)
        known = {each.reader.user_id: each.reader.dm_channel_id for each in batch}
        await self._rows.note_channels({who: it for who, it in channels.items() if known[who] != it})
        if closed:
            await self._rows.note_closed(closed)
        if errors:
            # One of them says what is wrong; a thousand would say no more.
            self._on_error(errors[0], "a message to an attendee")
        return not errors

    def _plan(self, moment: datetime | None) -> None:
        self._next = moment
        if moment is None:
            self._scheduler.never(JOB)
        else:
            self._scheduler.at(moment, JOB, self._work)


def _id(message: Message) -> int:
    return message.row.id or 0
