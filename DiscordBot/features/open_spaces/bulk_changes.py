"""Changes of many open spaces at once: those of somebody who is ignored, those that begin, all in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, delete, select, update

from DiscordBot.features.open_spaces import transitions
from DiscordBot.features.open_spaces.errors import NotPossibleError
from DiscordBot.features.open_spaces.models import IgnoredUser, OpenSpace, SeenPost, State
from DiscordBot.features.open_spaces.snapshot import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.transitions import Decision

_UNREMINDED: Final = col(OpenSpace.state).in_((State.WAITING, State.CONFLICT, State.SCHEDULED))


async def ignore_author(session: AsyncSession, space: OpenSpace, decision: Decision) -> Sequence[OpenSpace]:
    """Ignore who wrote the post from now on; return what nobody had approved of them and is denied now."""
    username = space.author_username
    if not username:
        raise NotPossibleError("It was announced here on the server; nobody can be ignored for it.")
    await session.merge(
        IgnoredUser(
            key=username.casefold(),
            username=username,
            ignored_at=decision.at,
            ignored_by=decision.actor.id,
        )
    )
    is_unseen = (col(OpenSpace.state) == State.SCHEDULED) & col(OpenSpace.decided_by).is_(None)
    is_unapproved = col(OpenSpace.state).in_(UNDECIDED) | is_unseen
    theirs = (col(OpenSpace.author_username) == username) & is_unapproved
    rows = (await session.execute(select(OpenSpace).where(theirs))).scalars().all()
    for row in rows:
        transitions.deny(row, decision, "The author is ignored.")
    return rows


async def heed_author(session: AsyncSession, username: str) -> None:
    """Let somebody's posts count again. Raises `NotPossibleError` if they did."""
    ignored = await session.get(IgnoredUser, username.strip().removeprefix("@").casefold())
    if ignored is None:
        raise NotPossibleError("Nobody of that name is ignored.")
    await session.delete(ignored)


async def expire_begun(database: Database, now: datetime) -> list[int]:
    """Note what has begun without a decision or a reminder, and return which ones."""
    async with database.transaction() as session:
        query = select(OpenSpace).where(_UNREMINDED & (col(OpenSpace.start) <= now))
        rows = (await session.execute(query)).scalars().all()
        for row in rows:
            transitions.expire(row)
    return [row.id for row in rows if row.id is not None]


async def next_start(database: Database) -> datetime | None:
    """Return when (UTC) the next of those begins that `expire_begun` looks at."""
    async with database.transaction() as session:
        query = select(OpenSpace.start).where(_UNREMINDED).order_by(col(OpenSpace.start)).limit(1)
        return (await session.execute(query)).scalar_one_or_none()


async def forget_people(session: AsyncSession) -> None:
    """Delete the posts, their authors and what members said; when something was where stays known."""
    await session.execute(delete(SeenPost))
    await session.execute(delete(IgnoredUser))
    await session.execute(
        update(OpenSpace).values(
            text="",
            author_name="",
            author_username="",
            user_id=None,
            post_id=None,
            link="",
            highlights=[],
            decided_by=None,
            decided_by_name="",
            decision="",
        )
    )
