"""Adverts about which organisers are asked, as they were read. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from DiscordBot.discord_ui.cards.rows import is_unfinished
from DiscordBot.features.job_board.adverts import advert_from, stored_advert
from DiscordBot.features.job_board.models import AdvertReview

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.features.job_board.adverts import Advert


def review_id(reference: str) -> int:
    """Return the number of the review of the posting that has this reference; buttons carry it."""
    return int(reference, 16)


@dataclass(frozen=True, slots=True)
class Reviews:
    """The table `advert_review`."""

    database: Database

    async def ask(self, reference: str, advert: Advert, *, is_edited: bool) -> None:
        """Note what organisers are asked about; an earlier decision was about another text."""
        async with self.database.transaction() as session:
            number = review_id(reference)
            row = await session.get(AdvertReview, number) or AdvertReview(id=number)
            row.advert, row.is_edited, row.is_gone = stored_advert(advert), is_edited, False
            if row.decision is not None:
                row.decision = row.decided_by = row.decided_at = None
                row.card_shown = ""
            session.add(row)

    async def adverts(self) -> dict[int, Advert]:
        """Return what was read of each advert that organisers were asked about."""
        async with self.database.transaction() as session:
            rows = (await session.execute(select(AdvertReview))).scalars().all()
        return {row.id: advert_from(row.advert) for row in rows if row.advert is not None}

    async def note_gone(self, numbers: Collection[int]) -> tuple[int, ...]:
        """Note which undecided adverts are in the sheet no more; return those of which that is new."""
        undecided = col(AdvertReview.decision).is_(None) & col(AdvertReview.is_gone).is_(False)
        async with self.database.transaction() as session:
            query = select(AdvertReview).where(undecided, col(AdvertReview.id).in_(numbers))
            rows = (await session.execute(query)).scalars().all()
            for row in rows:
                row.is_gone = True
            return tuple(row.id for row in rows)

    async def unfinished(self) -> Sequence[AdvertReview]:
        """Return those whose cards may have something new to show, the oldest first."""
        query = select(AdvertReview).where(is_unfinished(AdvertReview)).order_by(col(AdvertReview.id))
        async with self.database.transaction() as session:
            return (await session.execute(query)).scalars().all()

    async def get(self, number: int) -> AdvertReview | None:
        """Return one, None if there is none."""
        async with self.database.transaction() as session:
            return await session.get(AdvertReview, number)

    async def forget_everything(self) -> None:
        """Delete what was read (personal data after the conference)."""
        async with self.database.transaction() as session:
            await session.execute(delete(AdvertReview))
