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
        rows = await self.rows.on_duty()
        role_id = self.roles.role_id()
        over = [
            row
            for row in rows
            if row.user_id not in wanted or (role_id is not None and row.role_id != role_id)
        ]
        ended = [row for row in over if await self._went_well(self._end(row))]
        await self.rows.end_duty(ended)
        if role_id is None:
            return len(ended) == len(over)
        known = {row.user_id: row for row in rows if row.role_id == role_id}
        there = {user_id: until for user_id, until in wanted.items() if self.roles.is_member(user_id)}
        began = await self._begin(role_id, there, known)
        return began and len(ended) == len(over)

    async def _begin(
        self, role_id: int, wanted: Mapping[int, datetime], known: Mapping[int, DutyRole]
    ) -> bool:
        holders = self.roles.holders(role_id)
        # Who holds it and is not noted has it for another reason.
        new = {one: until for one, until in wanted.items() if one not in known and one not in holders}
        moved = {one: until for one, until in wanted.items() if one in known and known[one].until != until}
        await self.rows.note_duty(role_id, {**new, **moved})
        todo = [*new, *(one for one in wanted if one in known and not known[one].was_given)]
        given = [
            one for one in todo if one in holders or await self._went_well(self.roles.give(one, role_id))
        ]
        await self.rows.note_given(role_id, given)
        return len(given) == len(todo)

    async def _end(self, row: DutyRole) -> None:
        if row.role_id not in await self.given_otherwise(row.user_id):
            await self.roles.take(row.user_id, row.role_id)

    async def _went_well(self, work: Awaitable[None]) -> bool:
        try:
            await work
        except NotSentError as error:
            self.on_error(error, "the role of those on duty")
            return False
        return True
