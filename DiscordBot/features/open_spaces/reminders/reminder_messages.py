"""Reminding on Discord: each open space once in each place, whatever happens in between."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from sqlmodel import col, delete, select, update

from DiscordBot.features.open_spaces.models import MessageState, OpenSpace, ReminderMessage, State
from DiscordBot.features.open_spaces.queries import snapshots_of
from DiscordBot.features.open_spaces.snapshot import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

RETRY_AFTER = timedelta(seconds=15)
POST_SECONDS = 20.0
"""Nobody waits longer for one post; discord.py itself tries for minutes."""


class NotPostedError(Exception):
    """It is certain that a message was not posted; the message of the error is a sentence for people."""


class ReminderPlaces(Protocol):
    """The channels of open spaces and of the rooms."""

    def places(self, room: str) -> Sequence[str]:
        """Return the places for an open space in a room, by names that the database keeps.

        The first is the channel of open spaces; a room without a channel of its own has only that.
        """

    async def post(self, place: str, space: OpenSpaceSnapshot, nonce: str) -> None:
        """Post one reminder that carries `space.reminder_key`.

        Raises `NotPostedError`; after any other exception it may have been posted or not.
        """

    async def posted(self, place: str) -> frozenset[str] | None:
        """Return the reminder keys of recent messages, None where nobody can know."""


@dataclass(frozen=True, slots=True)
class ReminderMessages:
    """Posts reminders when they are due, until the open space begins.

    A message is noted before it is posted and marked afterwards. What is found noted later, after a
    crash or an error, is looked for in its channel before it is posted again. `on_error` is told of each
    post that fails, and where; the others do not wait for it.
    """

    database: Database
    clock: Clock
    places: ReminderPlaces
    preferences: Preferences
    _: KW_ONLY
    on_error: Callable[[BaseException, str], object]

    async def post_due(self) -> list[int]:
        """Post what is due; return the numbers of the open spaces that count as reminded now."""
        spaces = await self._due()
        new = [space.id for space in spaces if space.state is State.SCHEDULED]
        await self._mark_reminded(spaces)
        todo = [(space, place) for space in spaces for place in self.places.places(space.room or "")]
        await asyncio.gather(*(self._remind(space, place) for space, place in todo))
        return new

    async def next_moment(self) -> datetime | None:
        """Return when there is something to post or to try again."""
        now = self.clock.now()
        interval = timedelta(minutes=self.preferences.send_interval())
        async with self.database.read() as session:
            planned = (col(OpenSpace.state) == State.SCHEDULED) & (col(OpenSpace.start) > now)
            query = select(OpenSpace.start).where(planned).order_by(col(OpenSpace.start)).limit(1)
            first = (await session.execute(query)).scalar_one_or_none()
        moments = [first - interval] if first is not None else []
        if await self._is_incomplete(now):
            moments.append(now + RETRY_AFTER)
        return min(moments, default=None)

    async def _due(self) -> Sequence[OpenSpaceSnapshot]:
        now = self.clock.now()
        soon = now + timedelta(minutes=self.preferences.send_interval())
        planned = (col(OpenSpace.state) == State.SCHEDULED) & (col(OpenSpace.start) <= soon)
        is_due = (planned | (col(OpenSpace.state) == State.REMINDED)) & (col(OpenSpace.start) > now)
        async with self.database.read() as session:
            query = select(OpenSpace).where(is_due).order_by(col(OpenSpace.start), col(OpenSpace.room))
            return await snapshots_of(session, (await session.execute(query)).scalars().all())

    async def _mark_reminded(self, spaces: Sequence[OpenSpaceSnapshot]) -> None:
        async with self.database.transaction() as session:
            for space in spaces:
                this = (
                    (col(OpenSpace.id) == space.id)
                    & (col(OpenSpace.revision) == space.revision)
                    & (col(OpenSpace.state) == State.SCHEDULED)
                )
                await session.execute(update(OpenSpace).where(this).values(state=State.REMINDED))

    async def _is_incomplete(self, now: datetime) -> bool:
        async with self.database.read() as session:
            query = select(OpenSpace).where(
                (col(OpenSpace.state) == State.REMINDED) & (col(OpenSpace.start) > now)
            )
            for row in (await session.execute(query)).scalars():
                places = set(self.places.places(row.room or ""))
                sent = select(ReminderMessage.place).where(
                    (col(ReminderMessage.open_space_id) == row.id)
                    & (col(ReminderMessage.revision) == row.revision)
                    & (col(ReminderMessage.state) == MessageState.SENT)
                )
                if places - set((await session.execute(sent)).scalars()):
                    return True
        return False

    async def _remind(self, space: OpenSpaceSnapshot, place: str) -> None:
        try:
            if await self._may_post(space, place):
                await self._post(space, place)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was posted
            self.on_error(error, f"a reminder of an open space in {place}")

    async def _may_post(self, space: OpenSpaceSnapshot, place: str) -> bool:
        """Tell whether a message is to be posted now, and note that it is going to be."""
        this = _message(space, place)
        async with self.database.transaction() as session:
            known = (await session.execute(select(ReminderMessage).where(this))).scalar_one_or_none()
            row = await session.get(OpenSpace, space.id)
            # Somebody may have denied or moved it since the round began.
            is_wanted = row is not None and row.state in PUBLIC and row.revision == space.revision
            if known is None and is_wanted:
                session.add(ReminderMessage(open_space_id=space.id, revision=space.revision, place=place))
        if known is None or known.state is MessageState.SENT or not is_wanted:
            return known is None and is_wanted
        async with asyncio.timeout(POST_SECONDS):
            posted = await self.places.posted(place)
        if posted is None or space.reminder_key in posted:
            await self._mark_sent(space, place)
            return False
        return True

    async def _post(self, space: OpenSpaceSnapshot, place: str) -> None:
        nonce = hashlib.sha256(f"{place}\n{space.reminder_key}".encode()).hexdigest()[:24]
        try:
            async with asyncio.timeout(POST_SECONDS):
                await self.places.post(place, space, nonce)
        except NotPostedError:
            async with self.database.transaction() as session:
                await session.execute(delete(ReminderMessage).where(_message(space, place)))
            raise
        await self._mark_sent(space, place)

    async def _mark_sent(self, space: OpenSpaceSnapshot, place: str) -> None:
        async with self.database.transaction() as session:
            await session.execute(
                update(ReminderMessage).where(_message(space, place)).values(state=MessageState.SENT)
            )


def _message(space: OpenSpaceSnapshot, place: str) -> ColumnElement[bool]:
    return (
        (col(ReminderMessage.open_space_id) == space.id)
        & (col(ReminderMessage.revision) == space.revision)
        & (col(ReminderMessage.place) == place)
    )
