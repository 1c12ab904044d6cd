"""Which reminders were sent, and who wants none. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, delete, func, select, update

from DiscordBot.features.reminders.models import ReminderRefusal, ReminderState, SpeakerReminder
from DiscordBot.features.reminders.reminder import ReminderKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database

_UNFINISHED = (ReminderState.WAITING, ReminderState.SENDING)


class Progress(NamedTuple):
    """How far a reminder is; `way` is the last one that was tried."""

    state: ReminderState
    way: str

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.state not in _UNFINISHED


@dataclass(frozen=True, slots=True)
class ReminderRows:
    """The tables `speaker_reminder` and `reminder_refusal`."""

    database: Database
    clock: Clock

    async def begun(self) -> dict[ReminderKey, Progress]:
        """Return how far the reminders are for which something was done, of sessions still to come."""
        is_to_come = col(SpeakerReminder.start) > self.clock.now()
        async with self.database.read() as session:
            rows = (await session.execute(select(SpeakerReminder).where(is_to_come))).scalars().all()
        return {_key(row): Progress(row.state, row.way) for row in rows}

    async def mark(self, key: ReminderKey, state: ReminderState, way: str = "") -> None:
        """Note how far a reminder is."""
        this = (
            (col(SpeakerReminder.speaker_code) == key.speaker_code)
            & (col(SpeakerReminder.submission) == key.submission)
            & (col(SpeakerReminder.start) == key.start)
        )
        async with self.database.transaction() as session:
            row = (await session.execute(select(SpeakerReminder).where(this))).scalar_one_or_none()
            if row is None:
                row = SpeakerReminder(
                    speaker_code=key.speaker_code,
                    submission=key.submission,
                    start=key.start,
                    state=state,
                    way=way,
                    changed_at=self.clock.now(),
                )
                session.add(row)
            row.state, row.way, row.changed_at = state, way, self.clock.now()

    async def drop_late(self) -> int:
        """Give up what was not sent before its session began; return how many surely were not."""
        is_late = (col(SpeakerReminder.start) <= self.clock.now()) & col(SpeakerReminder.state).in_(
            _UNFINISHED
        )
        async with self.database.transaction() as session:
            rows = (await session.execute(select(SpeakerReminder).where(is_late))).scalars().all()
            waiting = sum(row.state is ReminderState.WAITING for row in rows)
            for row in rows:
                row.state = ReminderState.DROPPED
        return waiting

    async def numbers(self) -> Mapping[ReminderState, int]:
        """Return how many reminders there are of each state that any is in."""
        query = select(SpeakerReminder.state, func.count()).group_by(col(SpeakerReminder.state))
        async with self.database.read() as session:
            return {ReminderState(state): count for state, count in await session.execute(query)}

    async def is_refused_by(self, user_id: int) -> bool:
        """Tell whether a Discord user wants no reminders."""
        async with self.database.read() as session:
            return await session.get(ReminderRefusal, user_id) is not None

    async def refuse(self, user_id: int) -> None:
        """Note that a Discord user wants no reminders; harmless if they said so before."""
        async with self.database.transaction() as session:
            await session.merge(ReminderRefusal(user_id=user_id))

    async def allow(self, user_id: int) -> None:
        """Note that a Discord user wants reminders, those that they have just missed included."""
        # Whose they are is not stored; those of others are declined again when they are looked at.
        is_declined = (col(SpeakerReminder.state) == ReminderState.DECLINED) & (
            col(SpeakerReminder.start) > self.clock.now()
        )
        async with self.database.transaction() as session:
            await session.execute(delete(ReminderRefusal).where(col(ReminderRefusal.user_id) == user_id))
            await session.execute(
                update(SpeakerReminder).where(is_declined).values(state=ReminderState.WAITING)
            )

    async def forget_everything(self) -> None:
        """Delete all of it (personal data after the conference)."""
        async with self.database.transaction() as session:
            await session.execute(delete(SpeakerReminder))
            await session.execute(delete(ReminderRefusal))


def _key(row: SpeakerReminder) -> ReminderKey:
    return ReminderKey(row.speaker_code, row.submission, row.start)
