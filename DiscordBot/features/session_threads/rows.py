"""Which threads there are and what was said in them. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, delete, func, select, update

from DiscordBot.features.session_threads.models import (
    PostKind,
    PostState,
    SessionThread,
    ThreadPost,
    ThreadState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Session

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integers end here; a forged button may name anything."""
_UNSENT = (PostState.WAITING, PostState.SENDING)


@dataclass(frozen=True, slots=True)
class ThreadRows:
    """The tables `session_thread` and `session_thread_post`."""

    database: Database
    clock: Clock

    async def all(self) -> Sequence[SessionThread]:
        """Return all threads, those of the earliest sessions first."""
        query = select(SessionThread).order_by(col(SessionThread.starts), col(SessionThread.id))
        async with self.database.read() as session:
            return (await session.execute(query)).scalars().all()

    async def get(self, number: int) -> SessionThread | None:
        """Return a thread, None if there is none."""
        if number > LARGEST_ID:
            return None
        async with self.database.read() as session:
            return await session.get(SessionThread, number)

    async def add(self, wanted: Iterable[Session]) -> None:
        """Note threads that are to be opened."""
        rows = [
            SessionThread(
                session_key=each.key, title=each.title, room=each.room, starts=each.start, ends=each.end
            )
            for each in wanted
        ]
        if rows:
            async with self.database.transaction() as session:
                session.add_all(rows)

    async def change(
        self,
        number: int,
        kind: PostKind | None = None,
        text: str = "",
        /,
        **values: Any,  # noqa: ANN401 - of the columns
    ) -> None:
        """Change a thread's row, and perhaps have something said in it, both or neither."""
        async with self.database.transaction() as session:
            if values:
                this = col(SessionThread.id) == number
                await session.execute(update(SessionThread).where(this).values(**values))
            if kind is not None:
                session.add(ThreadPost(thread=number, kind=kind, text=text, at=self.clock.now()))

    async def unsent(self) -> Sequence[ThreadPost]:
        """Return what is to be said, in order, in threads that are open."""
        query = (
            select(ThreadPost)
            .join(SessionThread, col(SessionThread.id) == col(ThreadPost.thread))
            .where(col(ThreadPost.state).in_(_UNSENT), col(SessionThread.state) == ThreadState.OPEN)
            .order_by(col(ThreadPost.id))
        )
        async with self.database.read() as session:
            return (await session.execute(query)).scalars().all()

    async def mark(self, number: int, state: PostState, message: int | None = None) -> None:
        """Note how far a post is."""
        values: dict[str, object] = {"state": state}
        if message is not None:
            values["message"] = message
        async with self.database.transaction() as session:
            await session.execute(update(ThreadPost).where(col(ThreadPost.id) == number).values(**values))

    async def ask(self, thread: int, asker_id: int, text: str, most: int) -> ThreadPost | None:
        """Note a question; return None if the person has asked `most` in this thread already."""
        is_theirs = (col(ThreadPost.thread) == thread) & (col(ThreadPost.asker_id) == asker_id)
        async with self.database.transaction() as session:
            asked = (await session.execute(select(func.count()).where(is_theirs))).scalar_one()
            if asked >= most:
                return None
            post = ThreadPost(
                thread=thread, kind=PostKind.QUESTION, text=text, asker_id=asker_id, at=self.clock.now()
            )
            session.add(post)
            await session.flush()
            return post

    async def post(self, number: int) -> ThreadPost | None:
        """Return something that was said, or is to be."""
        if number > LARGEST_ID:
            return None
        async with self.database.read() as session:
            return await session.get(ThreadPost, number)

    async def has_said(self, thread: int, kind: PostKind) -> bool:
        """Tell whether something of this kind was said, or is to be."""
        this = (col(ThreadPost.thread) == thread) & (col(ThreadPost.kind) == kind)
        async with self.database.read() as session:
            return (await session.execute(select(func.count()).where(this))).scalar_one() > 0

    async def answered(self, number: int, *, is_answered: bool) -> ThreadPost | None:
        """Note whether a question is answered, and return it; None if it is none."""
        async with self.database.transaction() as session:
            post = await session.get(ThreadPost, number)
            if post is None or post.kind is not PostKind.QUESTION:
                return None
            post.is_answered = is_answered
            session.add(post)
            return post

    async def numbers(self) -> Mapping[ThreadState, int]:
        """Return how many threads there are of each state that any is in."""
        query = select(SessionThread.state, func.count()).group_by(col(SessionThread.state))
        async with self.database.read() as session:
            return {ThreadState(state): count for state, count in await session.execute(query)}

    async def forget_everything(self) -> None:
        """Delete all of it (personal data after the conference)."""
        async with self.database.transaction() as session:
            await session.execute(delete(ThreadPost))
            await session.execute(delete(SessionThread))
