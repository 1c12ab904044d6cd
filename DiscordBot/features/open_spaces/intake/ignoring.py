"""Whose posts do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces import transitions
from DiscordBot.features.open_spaces.errors import NotPossibleError
from DiscordBot.features.open_spaces.models import IgnoredUser, OpenSpace, State
from DiscordBot.features.open_spaces.space_view import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.open_spaces.transitions import Decision


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
