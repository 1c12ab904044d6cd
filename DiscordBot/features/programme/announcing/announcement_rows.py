"""Which announcements there are and how far they are. Every method is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, delete, select, update

from DiscordBot.features.programme.announcing.destinations import SessionTime
from DiscordBot.features.programme.models import Announcement, AnnouncementState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from DiscordBot.core.database import Database

PENDING = (AnnouncementState.PLANNED, AnnouncementState.POSTING)


class PlacedSession(NamedTuple):
    """A session at a time, at a place."""

    place: str
    session: SessionTime


class AnnouncementRows:
    """The table `announcement`, as far as it concerns some `places`."""

    def __init__(self, database: Database, places: Collection[str]) -> None:
        self._database = database
        self._mine = col(Announcement.place).in_(places)

    async def plan(self, wanted: Collection[PlacedSession], now: datetime) -> None:
        """Note what of `wanted` is still to come, and forget what was planned but is wanted no longer."""
        async with self._database.transaction() as session:
            rows = (await session.execute(select(Announcement).where(self._mine))).scalars().all()
            known = {_entry(row): row for row in rows}
            void = [
                row.id
                for entry, row in known.items()
                if entry not in wanted and row.state is AnnouncementState.PLANNED
            ]
            await session.execute(delete(Announcement).where(col(Announcement.id).in_(void)))
            session.add_all(
                Announcement(place=entry.place, session_key=entry.session.key, start=entry.session.start)
                for entry in wanted
                if entry not in known and entry.session.start > now
            )

    async def drop_late(self, now: datetime) -> Sequence[PlacedSession]:
        """Give up what was planned for sessions that have begun; return what was surely not announced."""
        async with self._database.transaction() as session:
            late = self._mine & (col(Announcement.start) <= now) & col(Announcement.state).in_(PENDING)
            rows = (await session.execute(select(Announcement).where(late))).scalars().all()
            planned = [_entry(row) for row in rows if row.state is AnnouncementState.PLANNED]
            for row in rows:
                row.state = AnnouncementState.DROPPED
            return planned

    async def pending(self) -> dict[PlacedSession, AnnouncementState]:
        """Return what has not been announced, or not for certain."""
        async with self._database.read() as session:
            query = select(Announcement).where(self._mine & col(Announcement.state).in_(PENDING))
            rows = (await session.execute(query)).scalars().all()
        return {_entry(row): row.state for row in rows}

    async def mark(self, entries: Iterable[PlacedSession], state: AnnouncementState) -> None:
        """Note how far some announcements are."""
        async with self._database.transaction() as session:
            for entry in entries:
                this = (
                    (col(Announcement.place) == entry.place)
                    & (col(Announcement.session_key) == entry.session.key)
                    & (col(Announcement.start) == entry.session.start)
                )
                await session.execute(update(Announcement).where(this).values(state=state))


def _entry(row: Announcement) -> PlacedSession:
    return PlacedSession(row.place, SessionTime(row.session_key, row.start))
