"""What an account on a network has announced, by posts of its own or by ones that joined another's."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces.intake.conflicts import OCCUPYING
from DiscordBot.features.open_spaces.models import JoinedPost, OpenSpace, State
from DiscordBot.features.open_spaces.parsing.extract import Kind
from DiscordBot.features.open_spaces.snapshot import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost


async def first_of(
    session: AsyncSession, network: str, post: ReadPost, extraction: Extraction
) -> OpenSpace | None:
    """Return the open space that a post only repeats.

    What was denied is not up for another decision because its author insists.
    """
    if extraction.kind is Kind.SCHEDULE:
        same = (
            (col(OpenSpace.room) == extraction.rooms[0])
            & (col(OpenSpace.start) == extraction.starts[0].astimezone(UTC))
            & col(OpenSpace.state).in_((*OCCUPYING, State.DENIED))
        )
        return next(iter(await _of_author(session, network, post, same)), None)
    in_review = await _of_author(session, network, post, col(OpenSpace.state) == State.REVIEW)
    return next((space for space in in_review if space.text.split() == post.text.split()), None)


async def coming_of_author(
    session: AsyncSession, network: str, post: ReadPost, now: datetime
) -> Sequence[OpenSpace]:
    """Return what the author of a post has announced and is still to come, by start."""
    held = col(OpenSpace.state).in_((*PUBLIC, State.WAITING, State.CONFLICT)) & (col(OpenSpace.start) > now)
    return await _of_author(session, network, post, held)


async def announced_by_author(session: AsyncSession, network: str, post: ReadPost) -> Sequence[OpenSpace]:
    """Return what the author of a post has announced; what nobody has understood does not count yet."""
    counting = col(OpenSpace.state).not_in((State.CANCELLED, State.REVIEW))
    return await _of_author(session, network, post, counting)


async def answered_by(session: AsyncSession, network: str, post: ReadPost) -> set[int]:
    """Return the numbers of the open spaces that a post answers or quotes a post of."""
    about = [post_id for post_id in (post.in_reply_to, post.quote_of) if post_id is not None]
    if not about:
        return set()
    first = (col(OpenSpace.network) == network) & col(OpenSpace.post_id).in_(about)
    joined = (col(JoinedPost.network) == network) & col(JoinedPost.post_id).in_(about)
    queries = (select(OpenSpace.id).where(first), select(JoinedPost.open_space_id).where(joined))
    return {number for query in queries for number in (await session.execute(query)).scalars() if number}


async def _of_author(
    session: AsyncSession, network: str, post: ReadPost, condition: ColumnElement[bool]
) -> Sequence[OpenSpace]:
    # Without a name nobody knows whether two authors are the same.
    if not post.author_username:
        return ()
    first = (col(OpenSpace.network) == network) & (col(OpenSpace.author_username) == post.author_username)
    joined = select(JoinedPost.open_space_id).where(
        (col(JoinedPost.network) == network) & (col(JoinedPost.author_username) == post.author_username)
    )
    mine = (first | col(OpenSpace.id).in_(joined)) & condition
    return (
        (await session.execute(select(OpenSpace).where(mine).order_by(col(OpenSpace.start)))).scalars().all()
    )
