"""Telling people what changed in the schedule: each change once, many together."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlmodel import col, select, update

from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.programme.announcing.destinations import ContentRefusedError
from DiscordBot.features.programme.models import ScheduleUpdate, UpdateState
from DiscordBot.features.programme.schedule.schedule_diff import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from DiscordBot.core.database import Database


logger = logging.getLogger(__name__)

_TO_POST = (UpdateState.WAITING, UpdateState.POSTING)


class UpdatesChannel(Protocol):
    """Where changes are told."""

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many of `changes`, at least one, go into one message."""

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        """Post one message that can later be recognised by `ids`, ascending.

        Raises `ContentRefusedError` for what Discord takes neither now nor later.
        """

    async def posted(self) -> frozenset[int]:
        """Return the ids of changes in recent messages."""


@dataclass(frozen=True, slots=True)
class Updates:
    """Posts the noted changes, in order. To be run by one job at a time.

    What Discord refuses because of its content holds up nothing else; `write_log` takes a line about it.
    """

    database: Database
    channel: UpdatesChannel
    write_log: Callable[[str], None]

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
        # Noted before and afterwards: after a crash in between, the channel is looked at.
        await self._mark(ids, UpdateState.POSTING)
        nonce = hashlib.sha256(f"schedule updates {ids}".encode()).hexdigest()[:24]
        try:
            await self.channel.post(changes, ids, nonce)
        except ContentRefusedError as refusal:
            if len(ids) > 1:
                for change, row_id in zip(changes, ids, strict=True):
                    await self._post([change], [row_id])
                return
            self._tell(changes[0], refusal)
            await self._mark(ids, UpdateState.REFUSED)
            return
        await self._mark(ids, UpdateState.POSTED)

    def _tell(self, change: Change, refusal: ContentRefusedError) -> None:
        fields = ", ".join(refusal.fields) or "it does not say which"
        what = f"Discord refuses a part of what changed about «{change.session.title}» ({change.session.key})"
        logger.warning("%s: %s. This change is not told.", what, fields)
        self.write_log(f"⚠️ {shown_line(what)}: {shown_line(fields)}. This change is not told.")

    async def _find_posted(self) -> None:
        begun = [row.id for row in await self._unposted() if row.state is UpdateState.POSTING]
        if begun:
            found = await self.channel.posted()
            await self._mark([row_id for row_id in begun if row_id in found], UpdateState.POSTED)

    async def _unposted(self) -> Sequence[ScheduleUpdate]:
        async with self.database.read() as session:
            query = select(ScheduleUpdate).where(col(ScheduleUpdate.state).in_(_TO_POST))
            return (await session.execute(query.order_by(col(ScheduleUpdate.id)))).scalars().all()

    async def _mark(self, ids: Collection[int | None], state: UpdateState) -> None:
        async with self.database.transaction() as session:
            query = update(ScheduleUpdate).where(col(ScheduleUpdate.id).in_(ids))
            await session.execute(query.values(state=state))
