"""Who has which sessions on their list, and how they are reached. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, func, select, update

from DiscordBot.features.my_sessions.models import ListedSession, SessionMessage, SessionReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Session


@dataclass(frozen=True, slots=True)
class ListRows:
    """The tables `session_reader` and `listed_session`."""

    database: Database

    async def add(self, user_id: int, language: str, session: Session) -> bool:
        """Put a session on somebody's list, and note what they read; False if it was there already."""
        async with self.database.transaction() as transaction:
            reader = await transaction.get(SessionReader, user_id)
            if reader is None:
                transaction.add(SessionReader(user_id=user_id, language=language))
            else:
                reader.language = language
            if await _one(transaction, user_id, session.key) is not None:
                return False
            transaction.add(
                ListedSession(
                    user_id=user_id,
                    session_key=session.key,
                    title=session.title,
                    start=session.start,
                    room=session.room,
                    room_id=session.room_id,
                )
            )
            return True

    async def remove(self, user_id: int, key: str) -> str | None:
        """Take a session from somebody's list; return its title, None if it was not there."""
        async with self.database.transaction() as transaction:
            row = await _one(transaction, user_id, key)
            if row is None:
                return None
            await transaction.delete(row)
            return row.title

    async def of(self, user_id: int) -> Sequence[ListedSession]:
        """Return somebody's list, by start."""
        mine = select(ListedSession).where(col(ListedSession.user_id) == user_id)
        ordered = mine.order_by(col(ListedSession.start), col(ListedSession.session_key))
        async with self.database.read() as session:
            return (await session.execute(ordered)).scalars().all()

    async def reader(self, user_id: int) -> SessionReader | None:
        """Return how somebody is reached, None before they have a list."""
        async with self.database.read() as session:
            return await session.get(SessionReader, user_id)

    async def note_reader(self, user_id: int, dm_channel_id: int | None, *, takes_messages: bool) -> None:
        """Note whether somebody takes direct messages, and in which channel if that is known."""
        values: dict[str, object] = {"takes_messages": takes_messages}
        if dm_channel_id is not None:
            values["dm_channel_id"] = dm_channel_id
        async with self.database.transaction() as session:
            this = update(SessionReader).where(col(SessionReader.user_id) == user_id)
            await session.execute(this.values(**values))

    async def numbers(self) -> tuple[int, int, int]:
        """Return how many people have sessions on a list, how many sessions, and who takes no messages."""
        people = select(func.count(func.distinct(ListedSession.user_id)), func.count())
        closed = select(func.count()).where(col(SessionReader.takes_messages).is_(False))
        async with self.database.read() as session:
            readers, listed = (await session.execute(people.select_from(ListedSession))).one()
            return readers, listed, (await session.execute(closed)).scalar_one()

    async def forget_everything(self) -> None:
        """Delete all of it (personal data after the conference)."""
        async with self.database.transaction() as session:
            for table in (SessionMessage, ListedSession, SessionReader):
                await session.execute(delete(table))


async def _one(session: AsyncSession, user_id: int, key: str) -> ListedSession | None:
    this = (col(ListedSession.user_id) == user_id) & (col(ListedSession.session_key) == key)
    return (await session.execute(select(ListedSession).where(this))).scalar_one_or_none()
