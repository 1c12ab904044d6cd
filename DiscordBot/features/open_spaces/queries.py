"""Open spaces taken out of the database: rows for those who change them, snapshots for all others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.discord_ui.cards.rows import FINAL as FINAL_CARD
from DiscordBot.features.open_spaces.errors import NoSuchOpenSpaceError
from DiscordBot.features.open_spaces.intake.conflicts import AFTER, BEFORE, OCCUPYING, conflicts_of
from DiscordBot.features.open_spaces.models import (
    IgnoredUser,
    JoinedPost,
    OpenSpace,
    ReminderTweet,
    SeenPost,
    State,
)
from DiscordBot.features.open_spaces.parsing.extract import Highlight
from DiscordBot.features.open_spaces.snapshot import PUBLIC, UNDECIDED, Announcing, OpenSpaceSnapshot
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.snapshot import Conflict

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integers end here; a forged button may name anything."""

_AS_THEY_ARE = OpenSpaceSnapshot.__dataclass_fields__.keys() - {
    *("found_rooms", "found_starts", "highlights", "reasons", "conflicts", "joined", "tweet_ids"),
    "was_edited_since",
}


class SpaceQueries:
    """What people ask about open spaces; `sessions` are those of the conference, as what takes rooms."""

    def __init__(self, database: Database, clock: Clock, sessions: Callable[[], Iterable[Conflict]]) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    async def get(self, open_space_id: int) -> OpenSpaceSnapshot:
        """Return one as it is now. Raises `NoSuchOpenSpaceError`."""
        async with self._database.read() as session:
            row = await row_of(session, open_space_id)
            others = await near_in_time(session, row.room, row.start)
            (snapshot,) = await self._snapshots(session, [row], others)
        return snapshot

    async def every(self) -> tuple[OpenSpaceSnapshot, ...]:
        """Return all that there ever were, the oldest first."""
        async with self._database.read() as session:
            rows = (await session.execute(select(OpenSpace).order_by(col(OpenSpace.id)))).scalars().all()
            return await self._snapshots(session, rows, rows)

    async def with_unfinished_cards(self) -> tuple[OpenSpaceSnapshot, ...]:
        """Return those whose cards may have something new to show, the oldest first."""
        async with self._database.read() as session:
            rows = (await session.execute(select(OpenSpace).order_by(col(OpenSpace.id)))).scalars().all()
            unfinished = [row for row in rows if not row.card_shown.startswith(FINAL_CARD)]
            # All of them, since any may take the room of another.
            return await self._snapshots(session, unfinished, rows)

    async def on_day(self, day: date) -> tuple[OpenSpaceSnapshot, ...]:
        """Return what takes place on a local day, by start and room."""
        return await self._public(self._midnight(day), self._midnight(day + timedelta(days=1)))

    async def upcoming(self) -> tuple[OpenSpaceSnapshot, ...]:
        """Return what takes place today and later, by start and room."""
        return await self._public(self._midnight(self._clock.today()), None)

    async def of_user(self, user_id: int | None) -> tuple[OpenSpaceSnapshot, ...]:
        """Return what may still be cancelled of a member's open spaces or, for None, of all, by start."""
        coming = col(OpenSpace.state).in_(OCCUPYING) & (col(OpenSpace.start) > self._clock.now())
        return await self._where(coming if user_id is None else coming & (col(OpenSpace.user_id) == user_id))

    async def ignored(self) -> tuple[str, ...]:
        """Return what those are called whose posts and announcements do not count."""
        async with self._database.read() as session:
            query = select(IgnoredUser.username).order_by(col(IgnoredUser.key))
            names = (await session.execute(query)).scalars().all()
        # Those who were ignored by earlier versions are stored without the @.
        shown = (name if name.startswith("@") or " (member " in name else f"@{name}" for name in names)
        return tuple(dict.fromkeys(shown))

    async def _public(self, start: datetime, end: datetime | None) -> tuple[OpenSpaceSnapshot, ...]:
        condition = col(OpenSpace.state).in_(PUBLIC) & (col(OpenSpace.start) >= start)
        return await self._where(condition if end is None else condition & (col(OpenSpace.start) < end))

    async def _where(self, condition: ColumnElement[bool]) -> tuple[OpenSpaceSnapshot, ...]:
        query = select(OpenSpace).where(condition).order_by(col(OpenSpace.start), col(OpenSpace.room))
        async with self._database.read() as session:
            rows = (await session.execute(query)).scalars().all()
            return await self._snapshots(session, rows, rows)

    def _midnight(self, day: date) -> datetime:
        return self._clock.moment(datetime.combine(day, time()))

    async def _snapshots(
        self, session: AsyncSession, rows: Sequence[OpenSpace], others: Iterable[OpenSpace]
    ) -> tuple[OpenSpaceSnapshot, ...]:
        """Return rows with what takes the rooms of undecided ones: `others`, and sessions."""
        sessions = tuple(self._sessions())
        return tuple(
            replace(snapshot, conflicts=conflicts_of(row.room, row.start, others, sessions, row.id))
            if row.state in UNDECIDED
            else snapshot
            for row, snapshot in zip(rows, await snapshots_of(session, rows), strict=True)
        )


async def snapshots_of(session: AsyncSession, rows: Sequence[OpenSpace]) -> tuple[OpenSpaceSnapshot, ...]:
    """Return rows as plain values, with their joined posts and tweets, but without conflicts."""
    numbers = [row.id for row in rows]
    joined = await _joined_to(session, numbers)
    seen = await _seen_at(session, numbers)
    tweets = await _tweets_of(session, numbers)
    return tuple(
        OpenSpaceSnapshot(
            **{name: getattr(row, name) for name in _AS_THEY_ARE},
            found_rooms=tuple(row.found_rooms),
            found_starts=tuple(datetime.fromisoformat(start) for start in row.found_starts),
            highlights=tuple(Highlight(*highlight) for highlight in row.highlights),
            reasons=tuple(row.reasons),
            joined=tuple(
                _announcing(post, row, seen.get((post.network, post.post_id)))
                for post in joined.get(row.id, ())
            ),
            tweet_ids=_last(tweets[row.id]),
            was_edited_since=_was_edited_since(row, seen.get((row.network or "", row.post_id or ""))),
        )
        for row in rows
    )


async def joined_to(session: AsyncSession, open_space_id: int | None) -> Sequence[JoinedPost]:
    """Return the posts that have joined an open space, the first one first."""
    return (await _joined_to(session, [open_space_id]))[open_space_id]


async def _joined_to(
    session: AsyncSession, numbers: Sequence[int | None]
) -> dict[int | None, list[JoinedPost]]:
    query = select(JoinedPost).where(col(JoinedPost.open_space_id).in_(numbers)).order_by(col(JoinedPost.id))
    found: dict[int | None, list[JoinedPost]] = defaultdict(list)
    for post in (await session.execute(query)).scalars():
        found[post.open_space_id].append(post)
    return found


async def _seen_at(
    session: AsyncSession, numbers: Sequence[int | None]
) -> Mapping[tuple[str, str], datetime]:
    """Return when the posts about open spaces were read as they are now, by their networks and ids."""
    what = (col(SeenPost.network), col(SeenPost.id), col(SeenPost.seen_at))
    rows = await session.execute(select(*what).where(col(SeenPost.open_space_id).in_(numbers)))
    return {(network, post_id): seen_at for network, post_id, seen_at in rows}


async def _tweets_of(
    session: AsyncSession, numbers: Sequence[int | None]
) -> dict[int | None, list[ReminderTweet]]:
    is_queued = col(ReminderTweet.open_space_id).in_(numbers) & col(ReminderTweet.tweet_id).is_not(None)
    query = select(ReminderTweet).where(is_queued).order_by(col(ReminderTweet.id))
    found: dict[int | None, list[ReminderTweet]] = defaultdict(list)
    for tweet in (await session.execute(query)).scalars():
        found[tweet.open_space_id].append(tweet)
    return found


def _was_edited_since(space: OpenSpace, seen_at: datetime | None) -> bool:
    return seen_at is not None and space.decided_at is not None and seen_at > space.decided_at


def _last(tweets: Sequence[ReminderTweet]) -> tuple[int, ...]:
    last = max((tweet.revision for tweet in tweets), default=0)
    return tuple(tweet.tweet_id for tweet in tweets if tweet.revision == last and tweet.tweet_id is not None)


def _announcing(post: JoinedPost, space: OpenSpace, seen_at: datetime | None) -> Announcing:
    is_elsewhere = post.room is not None and post.room != space.room
    is_at_another_time = post.start is not None and post.start != space.start
    return Announcing(
        network=post.network,
        post_id=post.post_id,
        author_name=post.author_name,
        author_username=post.author_username,
        link=post.link,
        says_otherwise=is_elsewhere or is_at_another_time,
        was_decided_on=seen_at is not None and space.decided_at is not None and seen_at < space.decided_at,
    )


async def row_of(session: AsyncSession, open_space_id: int) -> OpenSpace:
    """Return the row inside a transaction. Raises `NoSuchOpenSpaceError`."""
    row = await session.get(OpenSpace, open_space_id) if 0 < open_space_id <= LARGEST_ID else None
    if row is None:
        raise NoSuchOpenSpaceError(tr("There is no such open space. `/openspace list` shows them."))
    return row


async def announced_by(session: AsyncSession, user_id: int) -> Sequence[OpenSpace]:
    """Return what a member of the server has announced and not cancelled."""
    theirs = (col(OpenSpace.user_id) == user_id) & (col(OpenSpace.state) != State.CANCELLED)
    return (await session.execute(select(OpenSpace).where(theirs))).scalars().all()


async def near_in_time(
    session: AsyncSession, room: str | None, start: datetime | None
) -> Sequence[OpenSpace]:
    """Return what has the same room not long before or after; see `conflicts_of`."""
    if room is None or start is None:
        return ()
    near = (
        (col(OpenSpace.room) == room)
        & (col(OpenSpace.start) >= start - AFTER)
        & (col(OpenSpace.start) <= start + BEFORE)
        & col(OpenSpace.state).in_(OCCUPYING)
    )
    return (await session.execute(select(OpenSpace).where(near))).scalars().all()
