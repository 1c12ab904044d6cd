"""What people are to be told, and how far that is. Every method is one transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, insert, literal
from sqlmodel import col, func, select, update

from DiscordBot.core.database import UTCDateTime, enum_type
from DiscordBot.features.my_sessions.changes import Told
from DiscordBot.features.my_sessions.models import (
    ListedSession,
    MessageKind,
    MessageState,
    SessionMessage,
    SessionReader,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.features.my_sessions.changes import Difference

_PENDING = (MessageState.WAITING, MessageState.SENDING)
_TO_REMIND = col(ListedSession.is_reminded).is_(False) & col(ListedSession.is_cancelled).is_(False)


class Message(NamedTuple):
    """A direct message and to whom it goes.

    `keys` are those of the sessions that a reminder is about, else of all that are on that person's list.
    """

    row: SessionMessage
    reader: SessionReader
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageRows:
    """The table `session_message`, and what in `listed_session` says who is to be told."""

    database: Database

    async def told(self, since: datetime) -> list[Told]:
        """Return each session as people know it that begins after a moment."""
        columns = (
            ListedSession.session_key,
            ListedSession.title,
            ListedSession.start,
            ListedSession.room,
            ListedSession.room_id,
            ListedSession.is_cancelled,
        )
        query = select(*columns).where(col(ListedSession.start) > since).distinct()  # type: ignore[call-overload]  # it has one for up to four
        async with self.database.read() as session:
            return [Told(*row) for row in await session.execute(query)]

    async def note(self, difference: Difference) -> None:
        """Have everybody told who knows a session as it was, and note that they know it as it is."""
        told, now = difference.told, difference.now
        this = _known_as(told)
        changed = now.start != told.start
        async with self.database.transaction() as session:
            if difference.kind is not None:
                await _insert(
                    session,
                    this,
                    {
                        "kind": literal(difference.kind, enum_type(MessageKind)),
                        "start": literal(now.start, UTCDateTime()),
                        "session_key": literal(now.key),
                        "title": literal(now.title),
                        "room": literal(now.room),
                        "was_start": literal(told.start, UTCDateTime()),
                        "was_room": literal(told.room),
                    },
                )
            values = {"title": now.title, "start": now.start, "room": now.room, "room_id": now.room_id}
            values["is_cancelled"] = now.is_cancelled
            if changed:
                values["is_reminded"] = False
            await session.execute(update(ListedSession).where(this).values(**values))

    async def to_remind(self, now: datetime) -> Mapping[datetime, int]:
        """Return how many people are to be reminded of sessions still to come, by their starts."""
        query = (
            select(ListedSession.start, func.count().label("people"))
            .where(_TO_REMIND & (col(ListedSession.start) > now))
            .group_by(col(ListedSession.start))
        )
        async with self.database.read() as session:
            return {row.start: row.people for row in await session.execute(query)}

    async def remind(self, start: datetime) -> None:
        """Have everybody reminded, once, whose sessions begin at a moment."""
        these = _TO_REMIND & (col(ListedSession.start) == start)
        nothing = literal("")
        async with self.database.transaction() as session:
            await _insert(
                session,
                these,
                {
                    "kind": literal(MessageKind.REMINDER, enum_type(MessageKind)),
                    "start": literal(start, UTCDateTime()),
                    "session_key": nothing,
                    "title": nothing,
                    "room": nothing,
                    "was_start": literal(None, UTCDateTime()),
                    "was_room": nothing,
                },
            )
            await session.execute(update(ListedSession).where(these).values(is_reminded=True))

    async def claim(self, most: int) -> list[Message]:
        """Return what is to be sent next, changes first; it is noted that it is being sent."""
        is_reminder = case((col(SessionMessage.kind) == MessageKind.REMINDER, 1), else_=0)
        async with self.database.transaction() as session:
            waiting = (
                select(SessionMessage.id)
                .where(col(SessionMessage.state) == MessageState.WAITING)
                .order_by(is_reminder, col(SessionMessage.start), col(SessionMessage.id))
                .limit(most)
            )
            ids = (await session.execute(waiting)).scalars().all()
            these = col(SessionMessage.id).in_(ids)
            await session.execute(update(SessionMessage).where(these).values(state=MessageState.SENDING))
            return await _messages(session, these)

    async def begun(self) -> list[Message]:
        """Return what was perhaps sent."""
        async with self.database.read() as session:
            return await _messages(session, col(SessionMessage.state) == MessageState.SENDING)

    async def mark(self, outcome: Mapping[int, MessageState]) -> None:
        """Note how far messages are, by their ids."""
        by_state: defaultdict[MessageState, list[int]] = defaultdict(list)
        for message_id, state in outcome.items():
            by_state[state].append(message_id)
        async with self.database.transaction() as session:
            for state, ids in by_state.items():
                these = col(SessionMessage.id).in_(ids)
                await session.execute(update(SessionMessage).where(these).values(state=state))

    async def note_channels(self, channels: Mapping[int, int]) -> None:
        """Note in which channels people are written to, by the ids of the people."""
        async with self.database.transaction() as session:
            for user_id, channel_id in channels.items():
                this = update(SessionReader).where(col(SessionReader.user_id) == user_id)
                await session.execute(this.values(dm_channel_id=channel_id))

    async def note_closed(self, user_ids: Collection[int]) -> None:
        """Note who takes no direct messages; nothing more is sent to them."""
        closed = col(SessionReader.user_id).in_(user_ids)
        theirs = col(SessionMessage.user_id).in_(user_ids) & (
            col(SessionMessage.state) == MessageState.WAITING
        )
        async with self.database.transaction() as session:
            await session.execute(update(SessionReader).where(closed).values(takes_messages=False))
            await session.execute(update(SessionMessage).where(theirs).values(state=MessageState.DROPPED))

    async def drop_late(self, now: datetime) -> int:
        """Give up what is about sessions that have begun; return how many surely were not told."""
        late = (col(SessionMessage.start) <= now) & col(SessionMessage.state).in_(_PENDING)
        waiting = late & (col(SessionMessage.state) == MessageState.WAITING)
        async with self.database.transaction() as session:
            count = (await session.execute(select(func.count()).where(waiting))).scalar_one()
            await session.execute(update(SessionMessage).where(late).values(state=MessageState.DROPPED))
            return count

    async def numbers(self) -> Mapping[MessageState, int]:
        """Return how many messages there are of each state that any is in."""
        query = select(SessionMessage.state, func.count()).group_by(col(SessionMessage.state))
        async with self.database.read() as session:
            return {MessageState(state): count for state, count in await session.execute(query)}


def _known_as(told: Told) -> ColumnElement[bool]:
    is_same_room = (
        col(ListedSession.room_id).is_(None)
        if told.room_id is None
        else col(ListedSession.room_id) == told.room_id
    )
    return (
        (col(ListedSession.session_key) == told.key)
        & (col(ListedSession.title) == told.title)
        & (col(ListedSession.start) == told.start)
        & (col(ListedSession.room) == told.room)
        & is_same_room
        & (col(ListedSession.is_cancelled) == told.is_cancelled)
    )


async def _insert(
    session: AsyncSession, listed: ColumnElement[bool], values: Mapping[str, ColumnElement[Any]]
) -> None:
    """Insert a message for each person whose list has one of these, if they take messages."""
    takes_messages = col(SessionReader.takes_messages).is_(True)
    state = literal(MessageState.WAITING, enum_type(MessageState))
    people = (
        select(ListedSession.user_id, *values.values(), state)  # type: ignore[call-overload]  # it has one for up to four
        .join(SessionReader, col(SessionReader.user_id) == col(ListedSession.user_id))
        .where(listed & takes_messages)
        .distinct()
    )
    await session.execute(insert(SessionMessage).from_select(["user_id", *values, "state"], people))


async def _messages(session: AsyncSession, these: ColumnElement[bool]) -> list[Message]:
    query = (
        select(SessionMessage, SessionReader)
        .join(SessionReader, col(SessionReader.user_id) == col(SessionMessage.user_id))
        .where(these)
        .order_by(col(SessionMessage.id))
    )
    found: Sequence[tuple[SessionMessage, SessionReader]] = (await session.execute(query)).all()
    people = {row.user_id for row, _ in found}
    listed = (
        select(ListedSession.user_id, ListedSession.start, ListedSession.session_key)
        .where(col(ListedSession.user_id).in_(people) & col(ListedSession.is_cancelled).is_(False))
        .order_by(col(ListedSession.start), col(ListedSession.session_key))
    )
    keys: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for user_id, start, key in await session.execute(listed):
        keys[user_id].append((start, key))
    return [Message(row, reader, _keys(row, keys[row.user_id])) for row, reader in found]


def _keys(row: SessionMessage, listed: Sequence[tuple[datetime, str]]) -> tuple[str, ...]:
    is_reminder = row.kind is MessageKind.REMINDER
    return tuple(key for start, key in listed if start == row.start or not is_reminder)
