"""Posts that announce what a post on another network, or somebody on the server, had announced before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces.intake.same_announcements import Author, is_same_author, is_same_title
from DiscordBot.features.open_spaces.models import JoinedPost, OpenSpace, State
from DiscordBot.features.open_spaces.parsing.extract import Kind
from DiscordBot.features.open_spaces.snapshot import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

    Place = tuple[str | None, datetime | None]


async def join_first(
    session: AsyncSession, network: str, post: ReadPost, extraction: Extraction, place: Place
) -> OpenSpace | None:
    """Let a post join the open space that it announces once more, and return that; None if there is none.

    `place` is the room and the start (UTC) that the post names. An open space of another network is the same
    if both are the same and the author is, or the title. Where a post is not clear, its author and words
    must be the same, and it joins only what a person looks at: it may call something off.
    """
    is_clear = extraction.kind is Kind.SCHEDULE
    others = await _elsewhere(session, network, place if is_clear else None)
    candidates = [space for space in others if _counts(space, post)]
    by_author = [space for space in candidates if _is_of_author(space, post)]
    by_title = [space for space in candidates if _is_of_title(space, post, extraction)]
    if not is_clear:
        by_author = [space for space in by_author if space in by_title and _names_the_same(space, extraction)]
        by_title = []
    first = next(iter((*by_author, *by_title)), None)
    if first is None:
        return None
    room, start = place
    session.add(
        JoinedPost(
            open_space_id=first.id or 0,
            network=network,
            post_id=post.id,
            author_name=post.author_name,
            author_username=post.author_username,
            link=post.link,
            is_same_author=first in by_author,
            room=room,
            start=start,
        )
    )
    if first.state in UNDECIDED:
        # What its tweets would say is to be written anew, now that there is one network more.
        first.tweet_text = ""
        first.revision += 1
    return first


async def joined_by(session: AsyncSession, network: str, post: ReadPost) -> JoinedPost | None:
    """Return what is stored of a post, or of an earlier version of it, that has joined an open space."""
    these = (col(JoinedPost.network) == network) & col(JoinedPost.post_id).in_([post.id, *post.versions])
    return (await session.execute(select(JoinedPost).where(these))).scalars().first()


async def _elsewhere(session: AsyncSession, network: str, place: Place | None) -> Sequence[OpenSpace]:
    """Return what was announced for this place, or for None waits for one, by no post of this network."""
    joined = select(JoinedPost.open_space_id).where(col(JoinedPost.network) == network)
    is_of_another = col(OpenSpace.network).is_(None) | (col(OpenSpace.network) != network)
    same: ColumnElement[bool] = col(OpenSpace.state) == State.REVIEW
    if place is not None:
        room, start = place
        same = (col(OpenSpace.room) == room) & (col(OpenSpace.start) == start)
    query = select(OpenSpace).where(same, is_of_another, col(OpenSpace.id).not_in(joined))
    return (await session.execute(query.order_by(col(OpenSpace.id)))).scalars().all()


def _counts(space: OpenSpace, post: ReadPost) -> bool:
    """Tell whether a post can be about it: what is written after it was called off is something new."""
    if space.state is not State.CANCELLED or space.decided_at is None:
        return True
    return post.created_at <= space.decided_at


def _is_of_author(space: OpenSpace, post: ReadPost) -> bool:
    return is_same_author(
        Author(space.author_name, space.author_username), Author(post.author_name, post.author_username)
    )


def _is_of_title(space: OpenSpace, post: ReadPost, extraction: Extraction) -> bool:
    spans = [(start, end) for start, end, _ in space.highlights]
    found = [(one.start, one.end) for one in extraction.highlights]
    return is_same_title(space.text, spans, post.text, found)


def _names_the_same(space: OpenSpace, extraction: Extraction) -> bool:
    starts = [start.isoformat() for start in extraction.starts]
    return (space.found_rooms, space.found_starts) == (list(extraction.rooms), starts)
