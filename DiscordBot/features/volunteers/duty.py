"""Giving the role of those on duty at the start of a shift, and taking it at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.volunteers.ways import NotSentError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from DiscordBot.features.volunteers.models import DutyRole
    from DiscordBot.features.volunteers.rows import VolunteerRows
    from DiscordBot.features.volunteers.ways import DutyRoles


@dataclass(frozen=True, slots=True)
class Duty:
    """Keeps the role true to the shifts of the moment.

    What the bot gives is noted before Discord is asked, and only that is ever taken: who had the role before,
    or has it from registration by then (`given_otherwise`), keeps it.
    """

    rows: VolunteerRows
    roles: DutyRoles
    given_otherwise: Callable[[int], Awaitable[frozenset[int]]]
    on_error: Callable[[BaseException, str], object]

    async def bring_in_line(self, wanted: Mapping[int, datetime]) -> bool:
        """Let exactly those have it who are on duty, until when (UTC); tell whether all went well."""
        known = {(row.user_id, row.role_id): row for row in await self.rows.on_duty()}
        role_id = self.roles.role_id()
        went_well = True
        for (user_id, of_row), row in known.items():
            if user_id not in wanted or (role_id is not None and of_row != role_id):
                went_well &= await self._try(self._end(row))
        for user_id, until in wanted.items():
            if role_id is not None and self.roles.is_member(user_id):
                begun = known.get((user_id, role_id))
                went_well &= await self._try(self._begin(user_id, role_id, until, begun))
        return went_well

    async def _begin(self, user_id: int, role_id: int, until: datetime, row: DutyRole | None) -> None:
        has_it = user_id in self.roles.holders(role_id)
        if row is None and has_it:
            # For another reason.
            return
        if row is None or not row.was_given:
            await self.rows.begin_duty(user_id, role_id, until, was_given=False)
            if not has_it:
                await self.roles.give(user_id, role_id)
            await self.rows.begin_duty(user_id, role_id, until, was_given=True)
        elif row.until != until:
            await self.rows.prolong(row, until)

    async def _end(self, row: DutyRole) -> None:
        if row.role_id not in await self.given_otherwise(row.user_id):
            await self.roles.take(row.user_id, row.role_id)
        await self.rows.end_duty(row)

    async def _try(self, work: Awaitable[None]) -> bool:
        try:
            await work
        except NotSentError as error:
            self.on_error(error, "the role of those on duty")
            return False
        return True
