"""Which adverts are on the board, as the database knows it. Every method is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select, update

from DiscordBot.features.job_board.models import AdvertReview, Decision, Posting, PostingState
from DiscordBot.features.job_board.reviews import review_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database


class Marks(NamedTuple):
    """By what an advert is known again when its author has edited it; all are hashes."""

    author: str
    subject: str
    content: str


class Begun(NamedTuple):
    """An advert that is the bot's to post; not `is_new` if an earlier try may have got somewhere."""

    reference: str
    thread_id: int | None
    is_new: bool
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class Postings:
    """The table `job_posting`."""

    database: Database
    clock: Clock

    async def all(self) -> dict[str, Posting]:
        """Return all adverts by their keys."""
        async with self.database.read() as session:
            return {row.key: row for row in (await session.execute(select(Posting))).scalars()}

    async def note(self, key: str, marks: Marks) -> None:
        """Note by what an advert is known again."""
        await self._change(key, marks._asdict())

    async def rename(self, old_key: str, key: str, marks: Marks, state: PostingState) -> None:
        """Note that an advert was edited and so has another key."""
        await self._change(old_key, {"key": key, "state": state, **marks._asdict()})

    async def ask(self, key: str, marks: Marks) -> Posting:
        """Note that organisers are asked about an advert; return what is known of it."""
        async with self.database.transaction() as session:
            row = await session.get(Posting, key) or self._new(key)
            row.state = PostingState.WAITING
            row.author, row.subject, row.content = marks
            session.add(row)
            return row

    async def decide(self, reference: str, *, is_approved: bool, user_id: int) -> Posting | None:
        """Approve or discard an advert that waits for it; return None if none with that reference does."""
        async with self.database.transaction() as session:
            waiting = (col(Posting.reference) == reference) & (col(Posting.state) == PostingState.WAITING)
            row = (await session.execute(select(Posting).where(waiting))).scalar_one_or_none()
            if row is None:
                return None
            approved = PostingState.APPROVED if row.thread_id is None else PostingState.EDITED
            row.state = approved if is_approved else PostingState.DISCARDED
            review = await session.get(AdvertReview, review_id(reference))
            if review is not None:
                review.decision = Decision.APPROVED if is_approved else Decision.DISCARDED
                review.decided_by, review.decided_at = user_id, self.clock.now()
            return row

    async def begin(self, key: str, marks: Marks) -> Begun:
        """Note that the advert is going to be posted."""
        async with self.database.transaction() as session:
            known = await session.get(Posting, key)
            if known is not None:
                is_edited = known.state is PostingState.EDITED
                is_new = known.state in {PostingState.WAITING, PostingState.APPROVED}
                if is_new:
                    known.state = PostingState.POSTING
                return Begun(known.reference, known.thread_id, is_new=is_new, is_edited=is_edited)
            posting = self._new(key)
            posting.author, posting.subject, posting.content = marks
            session.add(posting)
            return Begun(posting.reference, None, is_new=True)

    async def forget_authors(self) -> None:
        """Delete what tells who wrote which advert (personal data after the conference)."""
        async with self.database.transaction() as session:
            await session.execute(update(Posting).values(author="", subject=""))

    async def note_thread(self, key: str, thread_id: int) -> None:
        """Note in which thread the advert stands."""
        await self._change(key, {"thread_id": thread_id})

    async def finish(self, key: str) -> None:
        """Note that the whole advert was posted."""
        await self._change(key, {"state": PostingState.POSTED, "posted_at": self.clock.now()})

    async def import_posted(self, keys: Iterable[str]) -> int:
        """Note adverts that the older bot posted; return how many were not noted before."""
        async with self.database.transaction() as session:
            known = set((await session.execute(select(Posting.key))).scalars())
            new = [key for key in dict.fromkeys(keys) if key not in known]
            session.add_all(self._new(key, PostingState.POSTED) for key in new)
            return len(new)

    async def _change(self, key: str, values: Mapping[str, object]) -> None:
        async with self.database.transaction() as session:
            await session.execute(update(Posting).where(col(Posting.key) == key).values(values))

    def _new(self, key: str, state: PostingState = PostingState.POSTING) -> Posting:
        now = self.clock.now()
        return Posting(key=key, reference=secrets.token_hex(6), state=state, begun_at=now)
