"""Tweets with their deliveries inside a transaction: taken out, changed, and put back with an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from DiscordBot.features.tweets.errors import NoSuchTweetError
from DiscordBot.features.tweets.models import Delivery, Tweet
from DiscordBot.features.tweets.snapshots import Outcome, outcome_of
from DiscordBot.features.tweets.storage.audit import record, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.tweets.storage.audit import Deed

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integers end here; a forged button may name anything."""


@dataclass(slots=True)
class LockedTweet:
    """A tweet with its deliveries, who acts on it when, and the revision that they read, if that is known."""

    tweet: Tweet
    deliveries: list[Delivery]
    at: datetime
    actor_id: int | None = None
    read_revision: int | None = None

    @property
    def tweet_id(self) -> int:
        """The number of the tweet, which must be stored already."""
        if self.tweet.id is None:
            raise ValueError("A tweet has no number before it is stored.")
        return self.tweet.id

    @property
    def is_own(self) -> bool:
        """Whether the one who acts has written the tweet, or changed its text last."""
        return self.actor_id is not None and self.actor_id in {self.tweet.author_id, self.tweet.edited_by}

    @property
    def outcome(self) -> Outcome:
        """What has become of the tweet so far."""
        return outcome_of(self.tweet.status, [delivery.status for delivery in self.deliveries])


async def lock_tweet(session: AsyncSession, tweet_id: int, at: datetime, actor_id: int | None) -> LockedTweet:
    """Take one tweet out; inside `transaction` nobody else changes it. Raises `NoSuchTweetError`."""
    found = []
    if 0 < tweet_id <= LARGEST_ID:
        found = await lock_tweets(session, col(Tweet.id) == tweet_id, at, actor_id)
    if not found:
        raise NoSuchTweetError
    return found[0]


async def lock_tweets(
    session: AsyncSession, condition: ColumnElement[bool], at: datetime, actor_id: int | None
) -> list[LockedTweet]:
    """Take all tweets out for which `condition` holds, in the order of their ids."""
    query = select(Tweet).where(condition).order_by(col(Tweet.id))
    found = {
        tweet.id: LockedTweet(tweet, [], at, actor_id)
        for tweet in (await session.execute(query)).scalars().all()
    }
    of_them = select(Delivery).where(col(Delivery.tweet_id).in_(found)).order_by(col(Delivery.id))
    for delivery in (await session.execute(of_them)).scalars():
        found[delivery.tweet_id].deliveries.append(delivery)
    return list(found.values())


async def change(
    session: AsyncSession, locked: LockedTweet, transition: Callable[[LockedTweet], Deed | None]
) -> bool:
    """Let `transition` change a locked tweet; keep the new state and what was done.

    Tell whether anything changed: a transition returns None if there was nothing to do.
    """
    before = state_of(locked.tweet, locked.deliveries)
    had = tuple(locked.deliveries)
    deed = transition(locked)
    if deed is None:
        return False
    kept = {delivery.id for delivery in locked.deliveries}
    for delivery in had:
        if delivery.id not in kept:
            await session.delete(delivery)
    session.add_all(locked.deliveries)
    add_audit_row(session, locked, deed, before)
    await session.flush()
    return True


def add_audit_row(session: AsyncSession, locked: LockedTweet, deed: Deed, before: Mapping[str, Any]) -> None:
    """Note what was done to a locked tweet, whose state was `before`."""
    record(
        session,
        at=locked.at,
        tweet_id=locked.tweet_id,
        actor_id=locked.actor_id,
        deed=deed,
        before=before,
        after=state_of(locked.tweet, locked.deliveries),
    )
