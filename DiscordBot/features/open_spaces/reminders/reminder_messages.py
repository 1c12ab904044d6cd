"""Reminding on Discord: each open space once in each place, whatever happens in between."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlmodel import col, delete, select, update

from DiscordBot.features.open_spaces.models import MessageState, OpenSpace, ReminderMessage, State
from DiscordBot.features.open_spaces.queries import view_of
from DiscordBot.features.open_spaces.reminders.reminder_board import NotPostedError
from DiscordBot.features.open_spaces.space_view import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.preferences import Preferences
    from DiscordBot.features.open_spaces.reminders.reminder_board import ReminderBoard
    from DiscordBot.features.open_spaces.space_view import SpaceView

RETRY_AFTER: Final = timedelta(seconds=15)
POST_SECONDS: Final = 20.0
"""Nobody waits longer for one post; discord.py itself tries for minutes."""


class ReminderMessages:
    """Posts reminders when they are due, until the open space begins.

    A message is claimed before it is posted and marked afterwards. What is found claimed later, after a
    crash or an error, is looked for in its channel before it is posted again. `on_error` is told of each
    post that fails, and where; the others do not wait for it.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        board: ReminderBoard,
        preferences: Preferences,
        *,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._board = board
        self._preferences = preferences
        self._on_error = on_error

    async def post_due(self) -> list[int]:
        """Post what is due; return the numbers of the open spaces that count as reminded now."""
        spaces = [view_of(row) for row in await self._due()]
        new = [space.id for space in spaces if space.state is State.SCHEDULED]
        await self._mark_reminded(spaces)
        todo = [(space, place) for space in spaces for place in self._board.places(space.room or "")]
        await asyncio.gather(*(self._remind(space, place) for space, place in todo))
        return new

    async def next_moment(self) -> datetime | None:
        """Return when there is something to post or to try again."""
        now = self._clock.now()
        interval = timedelta(minutes=self._preferences.send_interval())
        async with self._database.transaction() as session:
            planned = (col(OpenSpace.state) == State.SCHEDULED) & (col(OpenSpace.start) > now)
            query = select(OpenSpace.start).where(planned).order_by(col(OpenSpace.start)).limit(1)
            first = (await session.execute(query)).scalar_one_or_none()
        moments = [first - interval] if first is not None else []
        if await self._is_incomplete(now):
            moments.append(now + RETRY_AFTER)
        return min(moments, default=None)

    async def _due(self) -> Sequence[OpenSpace]:
        now = self._clock.now()
        soon = now + timedelta(minutes=self._preferences.send_interval())
        planned = (col(OpenSpace.state) == State.SCHEDULED) & (col(OpenSpace.start) <= soon)
        is_due = (planned | (col(OpenSpace.state) == State.REMINDED)) & (col(OpenSpace.start) > now)
        async with self._database.transaction() as session:
            query = select(OpenSpace).where(is_due).order_by(col(OpenSpace.start), col(OpenSpace.room))
            return (await session.execute(query)).scalars().all()

    async def _mark_reminded(self, spaces: Sequence[SpaceView]) -> None:
        async with self._database.transaction() as session:
            for space in spaces:
                this = (
                    (col(OpenSpace.id) == space.id)
                    & (col(OpenSpace.revision) == space.revision)
                    & (col(OpenSpace.state) == State.SCHEDULED)
                )
                await session.execute(update(OpenSpace).where(this).values(state=State.REMINDED))

    async def _is_incomplete(self, now: datetime) -> bool:
        async with self._database.transaction() as session:
            query = select(OpenSpace).where(
                (col(OpenSpace.state) == State.REMINDED) & (col(OpenSpace.start) > now)
            )
            for row in (await session.execute(query)).scalars():
                places = set(self._board.places(row.room or ""))
                sent = select(ReminderMessage.place).where(
                    (col(ReminderMessage.open_space_id) == row.id)
                    & (col(ReminderMessage.revision) == row.revision)
                    & (col(ReminderMessage.state) == MessageState.SENT)
                )
                if places - set((await session.execute(sent)).scalars()):
                    return True
        return False

    async def _remind(self, space: SpaceView, place: str) -> None:
        try:
            if await self._claim(space, place):
                await self._post(space, place)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was posted
            self._on_error(error, f"a reminder of an open space in {place}")

    async def _claim(self, space: SpaceView, place: str) -> bool:
        """Tell whether a message is to be posted now, and note that it is going to be."""
        this = _message(space, place)
        async with self._database.transaction() as session:
            known = (await session.execute(select(ReminderMessage).where(this))).scalar_one_or_none()
            row = await session.get(OpenSpace, space.id)
            # Somebody may have denied or moved it since the round began.
            is_wanted = row is not None and row.state in PUBLIC and row.revision == space.revision
            if known is None and is_wanted:
                session.add(ReminderMessage(open_space_id=space.id, revision=space.revision, place=place))
        if known is None or known.state is MessageState.SENT or not is_wanted:
            return known is None and is_wanted
        async with asyncio.timeout(POST_SECONDS):
            posted = await self._board.posted(place)
        if posted is None or space.reminder_key in posted:
            await self._mark_sent(space, place)
            return False
        return True

    async def _post(self, space: SpaceView, place: str) -> None:
        nonce = hashlib.sha256(f"{place}\n{space.reminder_key}".encode()).hexdigest()[:24]
        try:
            async with asyncio.timeout(POST_SECONDS):
                await self._board.post(place, space, nonce)
        except NotPostedError:
            async with self._database.transaction() as session:
                await session.execute(delete(ReminderMessage).where(_message(space, place)))
            raise
        await self._mark_sent(space, place)

    async def _mark_sent(self, space: SpaceView, place: str) -> None:
        async with self._database.transaction() as session:
            await session.execute(
                update(ReminderMessage).where(_message(space, place)).values(state=MessageState.SENT)
            )


def _message(space: SpaceView, place: str) -> ColumnElement[bool]:
    return (
        (col(ReminderMessage.open_space_id) == space.id)
        & (col(ReminderMessage.revision) == space.revision)
        & (col(ReminderMessage.place) == place)
    )
