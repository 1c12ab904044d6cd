"""Open spaces that begin before anybody was reminded of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from DiscordBot.features.open_spaces import transitions
from DiscordBot.features.open_spaces.models import OpenSpace, State

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.database import Database

_UNREMINDED: Final = col(OpenSpace.state).in_((State.WAITING, State.CONFLICT, State.SCHEDULED))


async def expire_begun(database: Database, now: datetime) -> list[int]:
    """Note what has begun without a decision or a reminder, and return which ones."""
    async with database.transaction() as session:
        query = select(OpenSpace).where(_UNREMINDED & (col(OpenSpace.start) <= now))
        rows = (await session.execute(query)).scalars().all()
        for row in rows:
            transitions.expire(row)
    return [row.id for row in rows if row.id is not None]


async def next_start(database: Database) -> datetime | None:
    """Return when (UTC) the next of those begins."""
    async with database.transaction() as session:
        query = select(OpenSpace.start).where(_UNREMINDED).order_by(col(OpenSpace.start)).limit(1)
        return (await session.execute(query)).scalar_one_or_none()
