"""Which adverts are on the board, as the database knows it. Every method is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select, update

from DiscordBot.features.job_board.models import Posting, PostingState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database


class Begun(NamedTuple):
    """An advert that is the bot's to post; not `is_new` if an earlier try may have got somewhere."""

    reference: str
    thread_id: int | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Postings:
    """The table `job_posting`."""

    database: Database
    clock: Clock

    async def posted(self) -> frozenset[str]:
        """Return the keys of all adverts that are done with."""
        async with self.database.transaction() as session:
            query = select(Posting.key).where(col(Posting.state) == PostingState.POSTED)
            return frozenset((await session.execute(query)).scalars())

    async def begin(self, key: str) -> Begun:
        """Note that the advert is going to be posted."""
        async with self.database.transaction() as session:
            known = await session.get(Posting, key)
            if known is not None:
                return Begun(known.reference, known.thread_id, is_new=False)
            posting = self._new(key)
            session.add(posting)
            return Begun(posting.reference, None, is_new=True)

    async def note_thread(self, key: str, thread_id: int) -> None:
        """Note in which thread the advert stands."""
        await self._change(key, thread_id=thread_id)

    async def finish(self, key: str) -> None:
        """Note that the whole advert was posted."""
        await self._change(key, state=PostingState.POSTED, posted_at=self.clock.now())

    async def import_posted(self, keys: Iterable[str]) -> int:
        """Note adverts that the older bot posted; return how many were not noted before."""
        async with self.database.transaction() as session:
            known = set((await session.execute(select(Posting.key))).scalars())
            new = [key for key in dict.fromkeys(keys) if key not in known]
            session.add_all(self._new(key, PostingState.POSTED) for key in new)
            return len(new)

    async def _change(self, key: str, **values: object) -> None:
        async with self.database.transaction() as session:
            await session.execute(update(Posting).where(col(Posting.key) == key).values(**values))

    def _new(self, key: str, state: PostingState = PostingState.POSTING) -> Posting:
        now = self.clock.now()
        return Posting(key=key, reference=secrets.token_hex(6), state=state, begun_at=now)
