"""Reading the queue. Every method is one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING

import sqlalchemy
from sqlalchemy import func, inspect
from sqlmodel import col, select

from DiscordBot.features.tweets.errors import NoSuchTweetError
from DiscordBot.features.tweets.models import (
    SETTLED,
    Audit,
    Delivery,
    DeliveryStatus,
    Picture,
    Tweet,
    TweetStatus,
)
from DiscordBot.features.tweets.snapshots import (
    DeliverySnapshot,
    Outcome,
    PictureSnapshot,
    TweetCount,
    TweetSnapshot,
    outcome_of,
)
from DiscordBot.features.tweets.storage.locked_tweets import LARGEST_ID
from DiscordBot.networks.port import Media

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.tweets.models import Source

_MOST_VALUES = 10_000

# A queue's pictures may be hundreds of megabytes.
_PICTURE = inspect(Picture).local_table.c
_PICTURES = sqlalchemy.select(
    *(_PICTURE[name] for name in ("tweet_id", "position", "media_type", "width", "height", "alt_text")),
    func.length(_PICTURE.content).label("size"),
)


class TweetQueries:
    """What can be asked of the queue."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, tweet_id: int) -> TweetSnapshot:
        """Return one tweet. Raises `NoSuchTweetError`."""
        tweets = await self.get_all([tweet_id])
        if not tweets:
            raise NoSuchTweetError
        return tweets[0]

    async def get_all(self, tweet_ids: Collection[int]) -> tuple[TweetSnapshot, ...]:
        """Return those of some tweets that exist, in the order of their numbers."""
        possible = [tweet_id for tweet_id in tweet_ids if 0 < tweet_id <= LARGEST_ID]
        return await self._where(col(Tweet.id).in_(possible))

    async def find(self, source_key: str) -> TweetSnapshot | None:
        """Return the tweet that was submitted under a key, if there is one."""
        tweets = await self._where(col(Tweet.source_key) == source_key)
        return tweets[0] if tweets else None

    async def of_group(self, group_key: str) -> tuple[TweetSnapshot, ...]:
        """Return the tweets of a group, in the order in which they were submitted."""
        return await self._where(col(Tweet.group_key) == group_key)

    async def of_groups(self, group_keys: Collection[str]) -> Mapping[str, tuple[TweetSnapshot, ...]]:
        """Return the tweets of several groups by their keys, each group in the order of `of_group`."""
        found: dict[str, list[TweetSnapshot]] = {key: [] for key in group_keys}
        for tweet in await self._where(col(Tweet.group_key).in_(found)):
            found[tweet.group_key or ""].append(tweet)
        return {key: tuple(tweets) for key, tweets in found.items()}

    async def open_tweets(self) -> tuple[TweetSnapshot, ...]:
        """Return all with which something is still to happen: pending, waiting, failed or unknown.

        The order is that in which they go out if all are approved.
        """
        unsent = select(Delivery.id).where(
            (col(Delivery.tweet_id) == col(Tweet.id)) & col(Delivery.status).not_in(SETTLED)
        )
        some = select(Delivery.id).where(col(Delivery.tweet_id) == col(Tweet.id))
        is_open = (col(Tweet.status) == TweetStatus.PENDING) | (
            (col(Tweet.status) == TweetStatus.APPROVED) & (unsent.exists() | ~some.exists())
        )
        due = func.coalesce(col(Tweet.not_before), col(Tweet.created_at))
        return await self._snapshots(select(Tweet).where(is_open).order_by(due, col(Tweet.id)))

    async def sent_since(self, moment: datetime) -> tuple[TweetSnapshot, ...]:
        """Return what went out on any network at `moment` (UTC) or later, in the order of their numbers."""
        is_later = (col(Delivery.tweet_id) == col(Tweet.id)) & (col(Delivery.sent_at) >= moment)
        return await self._where(select(Delivery.id).where(is_later).exists())

    async def recent(self, limit: int) -> tuple[TweetSnapshot, ...]:
        """Return the newest tweets, the newest first."""
        return await self._snapshots(select(Tweet).order_by(col(Tweet.id).desc()).limit(limit))

    async def pictures(self, tweet_id: int) -> tuple[Media, ...]:
        """Return a tweet's pictures as they are uploaded, in their order. Raises `NoSuchTweetError`."""
        await self.get(tweet_id)
        query = select(Picture).where(col(Picture.tweet_id) == tweet_id).order_by(col(Picture.position))
        async with self._database.read() as session:
            rows = (await session.execute(query)).scalars().all()
        return tuple(
            Media(content=row.content, media_type=row.media_type, alt_text=row.alt_text) for row in rows
        )

    async def history(self, tweet_id: int) -> Sequence[Audit]:
        """Return who did what to a tweet, the oldest first. Raises `NoSuchTweetError`."""
        await self.get(tweet_id)
        query = select(Audit).where(col(Audit.tweet_id) == tweet_id).order_by(col(Audit.id))
        async with self._database.read() as session:
            return (await session.execute(query)).scalars().all()

    async def numbers(self) -> tuple[TweetCount, ...]:
        """Count all tweets by day, source and outcome."""
        async with self._database.read() as session:
            tweets = (
                await session.execute(select(Tweet.id, Tweet.status, Tweet.source, Tweet.created_at))
            ).all()
            deliveries = (
                await session.execute(select(Delivery.tweet_id, Delivery.status, Delivery.sent_at))
            ).all()
        statuses: defaultdict[int | None, list[DeliveryStatus]] = defaultdict(list)
        sent_at: dict[int | None, datetime] = {}
        for tweet_id, status, moment in deliveries:
            statuses[tweet_id].append(status)
            if moment is not None:
                sent_at[tweet_id] = moment
        counts: Counter[tuple[date, Source, Outcome]] = Counter()
        for tweet_id, status, source, created_at in tweets:
            outcome = outcome_of(status, statuses[tweet_id])
            moment = sent_at.get(tweet_id, created_at)
            counts[self._clock.local(moment).date(), source, outcome] += 1
        return tuple(
            TweetCount(day, source, outcome, count)
            for (day, source, outcome), count in sorted(counts.items())
        )

    async def _where(self, condition: ColumnElement[bool]) -> tuple[TweetSnapshot, ...]:
        return await self._snapshots(select(Tweet).where(condition).order_by(col(Tweet.id)))

    async def _snapshots(self, query: SelectOfScalar[Tweet]) -> tuple[TweetSnapshot, ...]:
        async with self._database.read() as session:
            tweets = (await session.execute(query)).scalars().all()
            ids = [tweet.id for tweet in tweets]
            deliveries = await _deliveries(session, ids)
            pictures = await _pictures(session, ids)
        return tuple(
            _snapshot(tweet, deliveries.get(tweet.id, ()), pictures.get(tweet.id, ())) for tweet in tweets
        )


def _in_parts(ids: Sequence[int | None]) -> Iterator[Sequence[int | None]]:
    """Cut ids into parts that fit into a query: SQLite takes 32,766 values."""
    return (ids[first : first + _MOST_VALUES] for first in range(0, len(ids), _MOST_VALUES))


async def _deliveries(
    session: AsyncSession, tweet_ids: Sequence[int | None]
) -> dict[int | None, list[Delivery]]:
    found: dict[int | None, list[Delivery]] = {}
    for some in _in_parts(tweet_ids):
        query = select(Delivery).where(col(Delivery.tweet_id).in_(some)).order_by(col(Delivery.id))
        for delivery in (await session.execute(query)).scalars():
            found.setdefault(delivery.tweet_id, []).append(delivery)
    return found


async def _pictures(
    session: AsyncSession, tweet_ids: Sequence[int | None]
) -> dict[int | None, list[PictureSnapshot]]:
    found: dict[int | None, list[PictureSnapshot]] = {}
    for some in _in_parts(tweet_ids):
        query = _PICTURES.where(_PICTURE.tweet_id.in_(some)).order_by(_PICTURE.position)
        for row in (await session.execute(query)).mappings():
            values = {**row}
            found.setdefault(values.pop("tweet_id"), []).append(PictureSnapshot(**values))
    return found


def _snapshot(
    tweet: Tweet, deliveries: Collection[Delivery], pictures: Collection[PictureSnapshot]
) -> TweetSnapshot:
    values = {name: getattr(tweet, name) for name in Tweet.model_fields}
    return TweetSnapshot(
        **values,
        deliveries=tuple(_delivery(row) for row in deliveries),
        pictures=tuple(pictures),
    )


def _delivery(row: Delivery) -> DeliverySnapshot:
    return DeliverySnapshot(**{field.name: getattr(row, field.name) for field in fields(DeliverySnapshot)})
