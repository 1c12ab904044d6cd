"""Changes of many open spaces at once: those of somebody who is ignored, those that begin, all in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, delete, or_, select, update

from DiscordBot.features.open_spaces import transitions
from DiscordBot.features.open_spaces.errors import NotPossibleError
from DiscordBot.features.open_spaces.models import (
    IgnoredUser,
    JoinedPost,
    OpenSpace,
    SeenPost,
    State,
    member_key,
    user_key,
)
from DiscordBot.features.open_spaces.queries import joined_to
from DiscordBot.features.open_spaces.snapshot import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.transitions import Decision

_UNREMINDED = col(OpenSpace.state).in_((State.WAITING, State.CONFLICT, State.SCHEDULED))


async def ignore_author(
    session: AsyncSession, space: OpenSpace, decision: Decision
) -> tuple[str, Sequence[OpenSpace]]:
    """Ignore who wrote the post, or announced it here, from now on; also what they wrote on other networks.

    Returns what they are called, and what nobody had approved of them and is denied now.
    """
    authors = [_author_of(space)]
    joined = await joined_to(session, space.id)
    authors += [_account(post.network, post.author_username) for post in joined if post.is_same_author]
    for ignored in authors:
        await session.merge(
            IgnoredUser(
                key=ignored.key,
                username=ignored.name,
                ignored_at=decision.at,
                ignored_by=decision.actor.id,
            )
        )
    is_unseen = (col(OpenSpace.state) == State.SCHEDULED) & col(OpenSpace.decided_by).is_(None)
    is_unapproved = col(OpenSpace.state).in_(UNDECIDED) | is_unseen
    query = select(OpenSpace).where(or_(*(ignored.wrote for ignored in authors)) & is_unapproved)
    rows = (await session.execute(query)).scalars().all()
    for row in rows:
        transitions.deny(row, decision, "The author is ignored.")
    return " and ".join(dict.fromkeys(ignored.name for ignored in authors)), rows


async def heed_author(session: AsyncSession, name: str) -> None:
    """Let somebody count again, by what `/openspace ignored` calls them. Raises `NotPossibleError`."""
    wanted = name.strip().removeprefix("@").casefold()
    rows = (await session.execute(select(IgnoredUser))).scalars().all()
    called = [
        row
        for row in rows
        if wanted in {row.key, row.key.partition(":")[2], row.username.removeprefix("@").casefold()}
    ]
    if not called:
        raise NotPossibleError("Nobody of that name is ignored.")
    for row in called:
        await session.delete(row)


class _Author(NamedTuple):
    """Who is to be ignored: by which key, what they are called, and what they wrote."""

    key: str
    name: str
    wrote: ColumnElement[bool]


def _author_of(space: OpenSpace) -> _Author:
    """Return who announced an open space. Raises `NotPossibleError` if nobody knows any more."""
    if space.user_id is not None:
        name = f"{space.author_name} (member {space.user_id})"
        return _Author(member_key(space.user_id), name, col(OpenSpace.user_id) == space.user_id)
    if not space.author_username or space.network is None:
        raise NotPossibleError("It is not known who wrote it, so nobody can be ignored.")
    return _account(space.network, space.author_username)


def _account(network: str, username: str) -> _Author:
    wrote = (col(OpenSpace.network) == network) & (col(OpenSpace.author_username) == username)
    return _Author(user_key(network, username), f"@{username}", wrote)


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
    async with database.read() as session:
        query = select(OpenSpace.start).where(_UNREMINDED).order_by(col(OpenSpace.start)).limit(1)
        return (await session.execute(query)).scalar_one_or_none()


async def forget_people(session: AsyncSession) -> Sequence[int]:
    """Delete the posts, their authors and what members said; when something was where stays known.

    Return the numbers of those whose cards are to say it as well.
    """
    await session.execute(delete(SeenPost))
    await session.execute(delete(JoinedPost))
    await session.execute(delete(IgnoredUser))
    is_known = (
        (col(OpenSpace.text) != "")
        | (col(OpenSpace.author_name) != "")
        | col(OpenSpace.user_id).is_not(None)
        | col(OpenSpace.decided_by).is_not(None)
    )
    # Their cards say it as well, also those that were final.
    has_card = col(OpenSpace.card_message).is_not(None)
    anew = update(OpenSpace).where(is_known, has_card).values(card_shown="").returning(col(OpenSpace.id))
    numbers = [number for number in (await session.execute(anew)).scalars() if number is not None]
    await session.execute(
        update(OpenSpace).values(
            text="",
            tweet_text="",
            author_name="",
            author_username="",
            user_id=None,
            post_id=None,
            post_key=None,
            link="",
            highlights=[],
            decided_by=None,
            decided_by_name="",
            decision="",
        )
    )
    return numbers
