"""Who was reminded of which shift, and who has the role of those on duty. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select, update

from DiscordBot.features.volunteers.models import DutyRole, ShiftReminder, TellingState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
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

    async def note_duty(self, role_id: int, until: Mapping[int, datetime]) -> None:
        """Note that members are about to be given the role until then, or have it until another time."""
        if not until:
            return
        async with self.database.transaction() as session:
            for user_id, end in until.items():
                row = await session.get(DutyRole, (user_id, role_id))
                if row is None:
                    session.add(DutyRole(user_id=user_id, role_id=role_id, until=end))
                else:
                    row.until = end

    async def note_given(self, role_id: int, user_ids: Collection[int]) -> None:
        """Note that Discord has given them the role."""
        if not user_ids:
            return
        these = (col(DutyRole.role_id) == role_id) & col(DutyRole.user_id).in_(user_ids)
        async with self.database.transaction() as session:
            await session.execute(update(DutyRole).where(these).values(was_given=True))

    async def end_duty(self, rows: Collection[DutyRole]) -> None:
        """Note that these do not have the role from the bot any more."""
        if not rows:
            return
        async with self.database.transaction() as session:
            for row in rows:
                this = (col(DutyRole.user_id) == row.user_id) & (col(DutyRole.role_id) == row.role_id)
                await session.execute(delete(DutyRole).where(this))

    async def forget_everything(self) -> None:
        """Delete all that is known of anybody."""
        async with self.database.transaction() as session:
            await session.execute(delete(ShiftReminder))
            await session.execute(delete(DutyRole))
