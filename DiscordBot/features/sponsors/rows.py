"""The table of what was confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from DiscordBot.features.sponsors.catalogue import key_of
from DiscordBot.features.sponsors.errors import ConfirmedAlreadyError
from DiscordBot.features.sponsors.models import Confirmation
from DiscordBot.features.tweets.models import Tweet, TweetStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.features.sponsors.config import Benefit, Company
    from DiscordBot.features.tweets.intake.draft import Actor

_GIVEN_UP = {TweetStatus.DENIED, TweetStatus.CANCELLED}


class ConfirmationRows:
    """Reads and writes `Confirmation`s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Confirmation]:
        """Return everything that was confirmed, the oldest first."""
        async with self._database.read() as session:
            return (
                (await session.execute(select(Confirmation).order_by(col(Confirmation.id)))).scalars().all()
            )

    async def check_free(self, company: Company, benefit: Benefit, actor: Actor) -> None:
        """Raise `ConfirmedAlreadyError` if it was confirmed."""
        async with self._database.read() as session:
            await _taken(session, company, benefit, actor)

    async def take(
        self, session: AsyncSession, company: Company, benefit: Benefit, actor: Actor, now: datetime
    ) -> Confirmation:
        """Return the row of a benefit that is confirmed now, inside the caller's transaction.

        A tweet that was denied or cancelled makes room for another one. Raises `ConfirmedAlreadyError`.
        """
        row = await _taken(session, company, benefit, actor)
        if row is None:
            row = Confirmation(
                sponsor_key=key_of(company.name),
                benefit_key=key_of(benefit.name),
                sponsor=company.name,
                benefit=benefit.name,
                level=company.level,
                confirmed_at=now,
            )
            session.add(row)
        else:
            row.turns += 1
            row.sponsor, row.benefit, row.level = company.name, benefit.name, company.level
        row.tweet_id, row.confirmed_at, row.confirmed_by = None, now, actor.id
        return row

    async def forget_people(self) -> None:
        """Forget who confirmed; what was confirmed stays known."""
        async with self._database.transaction() as session:
            await session.execute(update(Confirmation).values(confirmed_by=None))


async def _taken(
    session: AsyncSession, company: Company, benefit: Benefit, actor: Actor
) -> Confirmation | None:
    """Return the row of a benefit whose tweet was given up, None if there is no row.

    Raises `ConfirmedAlreadyError` if there is one and it counts.
    """
    is_it = (col(Confirmation.sponsor_key) == key_of(company.name)) & (
        col(Confirmation.benefit_key) == key_of(benefit.name)
    )
    row = (await session.execute(select(Confirmation).where(is_it))).scalar_one_or_none()
    if row is None:
        return None
    tweet = None if row.tweet_id is None else await session.get(Tweet, row.tweet_id)
    if tweet is not None and tweet.status in _GIVEN_UP:
        return row
    what = f"«{row.benefit}» for {row.sponsor}"
    raise ConfirmedAlreadyError(what, row.confirmed_by, row.confirmed_at, row.tweet_id, actor.id)
