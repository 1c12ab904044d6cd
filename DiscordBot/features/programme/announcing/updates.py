"""Telling people what changed in the schedule: each change once, many together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlmodel import col, select, update

from DiscordBot.features.programme.models import ScheduleUpdate, UpdateState
from DiscordBot.features.programme.schedule.schedule_diff import Change

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from DiscordBot.core.database import Database


class UpdatesChannel(Protocol):
    """Where changes are told."""

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many of `changes`, at least one, go into one message."""

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        """Post one message that can later be recognised by `ids`, ascending."""

    async def posted(self) -> frozenset[int]:
        """Return the ids of changes in recent messages."""


@dataclass(frozen=True, slots=True)
class Updates:
    """Posts the noted changes, in order. To be run by one job at a time."""

    database: Database
    channel: UpdatesChannel

    async def publish(self) -> None:
        """Tell what has not been told; what fails is tried again by the next call."""
        await self._find_posted()
        waiting = await self._unposted()
        while waiting:
            changes = [Change.model_validate_json(row.content) for row in waiting]
            count = self.channel.how_many_fit(changes)
            await self._post(changes[:count], [row.id or 0 for row in waiting[:count]])
            waiting = waiting[count:]

    async def _post(self, changes: Sequence[Change], ids: Sequence[int]) -> None:
        # Claimed before and marked afterwards: after a crash in between, the channel is looked at.
        await self._mark(ids, UpdateState.CLAIMED)
        nonce = hashlib.sha256(f"schedule updates {ids}".encode()).hexdigest()[:24]
        await self.channel.post(changes, ids, nonce)
        await self._mark(ids, UpdateState.POSTED)

    async def _find_posted(self) -> None:
        claimed = [row.id for row in await self._unposted() if row.state is UpdateState.CLAIMED]
        if claimed:
            found = await self.channel.posted()
            await self._mark([row_id for row_id in claimed if row_id in found], UpdateState.POSTED)

    async def _unposted(self) -> Sequence[ScheduleUpdate]:
        async with self.database.transaction() as session:
            query = select(ScheduleUpdate).where(col(ScheduleUpdate.state) != UpdateState.POSTED)
            return (await session.execute(query.order_by(col(ScheduleUpdate.id)))).scalars().all()

    async def _mark(self, ids: Collection[int | None], state: UpdateState) -> None:
        async with self.database.transaction() as session:
            query = update(ScheduleUpdate).where(col(ScheduleUpdate.id).in_(ids))
            await session.execute(query.values(state=state))
