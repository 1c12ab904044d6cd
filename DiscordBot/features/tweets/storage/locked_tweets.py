"""Tweets with their deliveries inside a transaction: taken out, changed, and put back with an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from DiscordBot.features.tweets.errors import NoSuchTweetError
from DiscordBot.features.tweets.models import Delivery, Tweet
from DiscordBot.features.tweets.storage.audit import record, state_of
from DiscordBot.features.tweets.tweet_view import Outcome, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.tweets.storage.audit import Deed

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integers end here; a forged button may name anything."""


@dataclass(slots=True)
class Case:
    """A tweet with its deliveries, who acts on it when, and the revision that he read, if that is known."""

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


async def open_case(session: AsyncSession, tweet_id: int, at: datetime, actor_id: int | None) -> Case:
    """Take one tweet out, for nobody else to change meanwhile. Raises `NoSuchTweetError`."""
    cases = []
    if 0 < tweet_id <= LARGEST_ID:
        cases = await open_cases(session, col(Tweet.id) == tweet_id, at, actor_id)
    if not cases:
        raise NoSuchTweetError
    return cases[0]


async def open_cases(
    session: AsyncSession, condition: ColumnElement[bool], at: datetime, actor_id: int | None
) -> list[Case]:
    """Take all tweets out for which `condition` holds, in the order of their ids."""
    # SQLite needs no locks on rows, since its transactions take turns, and ignores this.
    query = select(Tweet).where(condition).order_by(col(Tweet.id)).with_for_update()
    cases = {
        tweet.id: Case(tweet, [], at, actor_id) for tweet in (await session.execute(query)).scalars().all()
    }
    of_them = select(Delivery).where(col(Delivery.tweet_id).in_(cases)).order_by(col(Delivery.id))
    for delivery in (await session.execute(of_them.with_for_update())).scalars():
        cases[delivery.tweet_id].deliveries.append(delivery)
    return list(cases.values())


async def change(session: AsyncSession, case: Case, transition: Callable[[Case], Deed | None]) -> bool:
    """Let `transition` change a case; keep the new state and what was done.

    Tell whether anything changed: a transition returns None if there was nothing to do.
    """
    before = state_of(case.tweet, case.deliveries)
    had = tuple(case.deliveries)
    deed = transition(case)
    if deed is None:
        return False
    kept = {delivery.id for delivery in case.deliveries}
    for delivery in had:
        if delivery.id not in kept:
            await session.delete(delivery)
    session.add_all(case.deliveries)
    add_audit_row(session, case, deed, before)
    await session.flush()
    return True


def add_audit_row(session: AsyncSession, case: Case, deed: Deed, before: Mapping[str, Any]) -> None:
    """Note what was done to a case, whose state was `before`."""
    record(
        session,
        at=case.at,
        tweet_id=case.tweet_id,
        actor_id=case.actor_id,
        deed=deed,
        before=before,
        after=state_of(case.tweet, case.deliveries),
    )
