"""Reminding speakers in time: each once for each start, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.reminders.models import ReminderState
from DiscordBot.features.reminders.reminder import reminders
from DiscordBot.features.reminders.ways import NotSentError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.programme.schedule.sessions import Person, Session
    from DiscordBot.features.reminders.reminder import Reminder, ReminderKey
    from DiscordBot.features.reminders.rows import Progress, ReminderRows
    from DiscordBot.features.reminders.ways import Recipient, Way

logger = logging.getLogger(__name__)

JOB = "reminders"
RETRY_AFTER = timedelta(seconds=30)
SEND_SECONDS = 60.0
"""Nobody waits longer for one message: two requests to a network may take half of it each."""


class ReminderService:
    """Reminds the speakers of `sessions` so long (`lead`) before they start, by the first way that works.

    A reminder is claimed before it is sent and marked afterwards. What is found claimed later, after a
    crash or an error, is looked for before it is sent again. `recipient` tells how to reach somebody.
    `on_error` is told of each message that fails, and where; the others do not wait for it. `missing` are
    the names of wanted ways that are not there.
    """

    def __init__(
        self,
        rows: ReminderRows,
        clock: Clock,
        scheduler: Scheduler,
        ways: Sequence[Way],
        *,
        missing: Sequence[str] = (),
        lead: timedelta,
        sessions: Callable[[], Iterable[Session]],
        recipient: Callable[[Person], Awaitable[Recipient]],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._rows = rows
        self._clock = clock
        self._scheduler = scheduler
        self._ways = ways
        self._missing = missing
        self._lead = lead
        self._sessions = sessions
        self._recipient = recipient
        self._on_error = on_error
        self._next: datetime | None = None

    def wake(self) -> None:
        """Look soon whether there is something to do: the schedule may be another one than before."""
        self._scheduler.at(self._clock.now(), JOB, self._work)

    async def refuse(self, user_id: int) -> None:
        """Send a Discord user no more reminders."""
        await self._rows.refuse(user_id)

    async def allow(self, user_id: int) -> None:
        """Send a Discord user reminders again."""
        await self._rows.allow(user_id)
        self.wake()

    async def delete_personal_data(self) -> None:
        """Delete everything."""
        await self._rows.forget_everything()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many speakers were reminded, and when the next one will be."""
        numbers = await self._rows.numbers()
        findings = [Finding(JOB, Level.OK, f"{numbers.get(ReminderState.SENT, 0)} sent. {self._outlook()}")]
        if dropped := numbers.get(ReminderState.DROPPED, 0):
            detail = f"{dropped} could not be sent, or not for certain, before the session began."
            remedy = "See the bot's log, and check the speakers' channel (channels.speakers)."
            findings.append(Finding(JOB, Level.WARNING, detail, remedy))
        if self._missing:
            detail = f"Nobody is reminded by way of {', '.join(self._missing)}."
            remedy = f"Configure {' and '.join(f'[{name}]' for name in self._missing)}, without dry_run, or "
            remedy += "remove it from reminders.ways."
            findings.append(Finding(JOB, Level.WARNING, detail, remedy))
        return tuple(findings)

    def _outlook(self) -> str:
        if self._next is None:
            return "There is nothing left to remind of."
        return f"The next one is due {time_stamp_and_distance(self._next)}."

    async def _work(self) -> None:
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            await self._remind_everybody()
            moment = await self._next_moment()
        finally:
            self._plan(moment)

    async def _remind_everybody(self) -> None:
        if dropped := await self._rows.drop_late():
            logger.warning("%d speakers could not be reminded before their sessions began", dropped)
        begun = await self._rows.begun()
        for key in list(self._due()):
            progress = begun.get(key)
            if progress is not None and progress.is_finished:
                continue
            # While others were reminded, this session may have been moved, or begun.
            reminder = self._due().get(key)
            if reminder is None:
                continue
            try:
                await self._remind(reminder, progress)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was sent
                self._on_error(error, "a reminder")

    async def _remind(self, reminder: Reminder, progress: Progress | None) -> None:
        recipient = await self._recipient(reminder.speaker)
        if recipient.user_id is not None and await self._rows.is_refused_by(recipient.user_id):
            await self._rows.mark(reminder.key, ReminderState.DECLINED)
            return
        ways = self._ways_after(progress)
        is_claimed = progress is not None and progress.state is ReminderState.SENDING
        if ways and is_claimed and await self._was_sent(ways[0], reminder.key, recipient):
            await self._rows.mark(reminder.key, ReminderState.SENT, ways[0].name)
            return
        await self._send(reminder, recipient, [way for way in ways if way.leads_to(recipient)])

    def _ways_after(self, progress: Progress | None) -> Sequence[Way]:
        """Return the ways from the last one that was tried on: those before do not lead to the speaker."""
        names = [way.name for way in self._ways]
        # A way that was switched off meanwhile leaves all others.
        known = progress is not None and progress.way in names
        return self._ways[names.index(progress.way) :] if progress is not None and known else self._ways

    async def _send(self, reminder: Reminder, recipient: Recipient, ways: Iterable[Way]) -> None:
        for way in ways:
            await self._rows.mark(reminder.key, ReminderState.SENDING, way.name)
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await way.send(reminder, recipient)
            except UnreachableError as error:
                logger.info("A speaker cannot be reminded by way of %s: %s", way.name, error)
            except NotSentError:
                await self._rows.mark(reminder.key, ReminderState.WAITING, way.name)
                raise
            else:
                await self._rows.mark(reminder.key, ReminderState.SENT, way.name)
                return
        logger.warning("A speaker cannot be reached by any of the ways")
        await self._rows.mark(reminder.key, ReminderState.DROPPED)

    async def _was_sent(self, way: Way, key: ReminderKey, recipient: Recipient) -> bool:
        async with asyncio.timeout(SEND_SECONDS):
            was_sent = await way.has_sent(key, recipient)
        if was_sent is None:
            logger.warning(
                "Nobody knows whether a speaker was reminded by way of %s; I leave it at that", way.name
            )
        return was_sent is not False

    def _due(self) -> dict[ReminderKey, Reminder]:
        now = self._clock.now()
        return {
            key: reminder
            for key, reminder in reminders(self._sessions()).items()
            if key.start - self._lead <= now < key.start
        }

    async def _next_moment(self) -> datetime | None:
        begun = await self._rows.begun()
        now = self._clock.now()
        # Nothing may be awaited from here until it is planned, lest a change of the schedule is missed.
        starts = {
            key.start
            for key in reminders(self._sessions())
            if key.start > now and not (key in begun and begun[key].is_finished)
        }
        # What is due already has just failed. It is tried again until the session begins.
        moments = [
            due if (due := start - self._lead) > now else min(now + RETRY_AFTER, start) for start in starts
        ]
        return min(moments, default=None)

    def _plan(self, moment: datetime | None) -> None:
        self._next = moment
        if moment is None:
            self._scheduler.never(JOB)
        else:
            self._scheduler.at(moment, JOB, self._work)
