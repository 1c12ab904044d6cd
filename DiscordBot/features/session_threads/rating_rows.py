"""How sessions were rated. Every method is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from DiscordBot.features.session_threads.models import SessionRater, SessionRating
from DiscordBot.features.session_threads.ratings import Results, results

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

_NUMBERS = 2**62


@dataclass(frozen=True, slots=True)
class RatingRows:
    """The tables `session_rating` and `session_rater`, which nothing joins."""

    database: Database

    async def rate(self, session_key: str, user_id: int, stars: int, comment: str) -> bool:
        """Store a rating; False if this person has given one."""
        async with self.database.transaction() as session:
            if await session.get(SessionRater, (session_key, user_id)) is not None:
                return False
            # At random, so that the order does not tell who it was.
            number = secrets.randbelow(_NUMBERS)
            session.add(SessionRater(session_key=session_key, user_id=user_id))
            session.add(SessionRating(id=number, session_key=session_key, stars=stars, comment=comment))
        return True

    async def results(self, session_key: str) -> Results:
        """Return how a session was rated."""
        this = col(SessionRating.session_key) == session_key
        query = select(SessionRating).where(this).order_by(col(SessionRating.id))
        async with self.database.read() as session:
            return results((await session.execute(query)).scalars().all())

    async def forget_everything(self) -> None:
        """Delete all of it (personal data after the conference)."""
        async with self.database.transaction() as session:
            await session.execute(delete(SessionRater))
            await session.execute(delete(SessionRating))
