"""Who was reminded of which shift, and who has the role of those on duty. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select, update

from DiscordBot.features.volunteers.models import DutyRole, ShiftReminder, TellingState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.volunteers.shifts import Shift

    Told = dict[tuple[str, int], tuple[TellingState, str]]


@dataclass(frozen=True, slots=True)
class VolunteerRows:
    """The tables `shift_reminder` and `duty_role`."""

    database: Database

    async def told(self) -> Told:
        """Return how far each reminder is, by shift and member, and the way that was tried last."""
        async with self.database.read() as session:
            rows = (await session.execute(select(ShiftReminder))).scalars().all()
        return {(row.shift, row.user_id): (row.state, row.way) for row in rows}

    async def note(self, shift: Shift, user_id: int, state: TellingState, way: str) -> None:
        """Note how far a reminder is."""
        row = ShiftReminder(shift=shift.key, user_id=user_id, start=shift.start, state=state, way=way)
        async with self.database.transaction() as session:
            await session.merge(row)

    async def on_duty(self) -> Sequence[DutyRole]:
        """Return to whom the bot gave the role, and has not taken it yet."""
        async with self.database.read() as session:
            return (await session.execute(select(DutyRole))).scalars().all()

    async def begin_duty(self, user_id: int, role_id: int, until: datetime, *, was_given: bool) -> None:
        """Note that a member is about to be given the role, or was."""
        row = DutyRole(user_id=user_id, role_id=role_id, until=until, was_given=was_given)
        async with self.database.transaction() as session:
            await session.merge(row)

    async def prolong(self, row: DutyRole, until: datetime) -> None:
        """Note another end."""
        async with self.database.transaction() as session:
            this = (col(DutyRole.user_id) == row.user_id) & (col(DutyRole.role_id) == row.role_id)
            await session.execute(update(DutyRole).where(this).values(until=until))

    async def end_duty(self, row: DutyRole) -> None:
        """Note that the role is taken."""
        async with self.database.transaction() as session:
            this = (col(DutyRole.user_id) == row.user_id) & (col(DutyRole.role_id) == row.role_id)
            await session.execute(delete(DutyRole).where(this))

    async def forget_everything(self) -> None:
        """Delete all that is known of anybody."""
        async with self.database.transaction() as session:
            await session.execute(delete(ShiftReminder))
            await session.execute(delete(DutyRole))
