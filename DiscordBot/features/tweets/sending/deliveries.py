"""The deliveries of one network: what is open, and how far each is. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select

from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Picture, Tweet, TweetStatus
from DiscordBot.features.tweets.sending.send_planner import OpenDelivery
from DiscordBot.features.tweets.storage.audit import Deed, delivery_key, record
from DiscordBot.features.tweets.versions import text_for
from DiscordBot.networks.port import Media, OutgoingPost

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import PublishedPost

_DEEDS = {
    DeliveryStatus.WAITING: Deed.POSTPONED,
    DeliveryStatus.SENDING: Deed.SENDING,
    DeliveryStatus.SENT: Deed.SENT,
    DeliveryStatus.FAILED: Deed.FAILED,
    DeliveryStatus.UNKNOWN: Deed.UNKNOWN,
}
UNAFFORDABLE = timedelta(hours=1)

_TRIED = (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A delivery that was tried: what was to be posted, by which account, and when first and last."""

    id: int
    tweet_id: int
    post: OutgoingPost
    number: int
    first_at: datetime
    last_at: datetime
    account: str | None
    clean_readings: int = 0


class Deliveries:
    """The table `delivery`, as far as it concerns one network; `language` is that of all posts."""

    def __init__(self, database: Database, network: str, language: str | None = None) -> None:
        self._database = database
        self._language = language
        self._network = network
        self._mine = col(Delivery.network) == network

    async def open(self) -> Sequence[OpenDelivery]:
        """Return what waits to be sent (approved and not on hold) and what must be looked for."""
        goes_out = (col(Tweet.status) == TweetStatus.APPROVED) & col(Tweet.on_hold).is_(False)
        waiting = (col(Delivery.status) == DeliveryStatus.WAITING) & goes_out
        unknown = col(Delivery.status) == DeliveryStatus.UNKNOWN
        query = (
            select(Delivery, Tweet)
            .join(Tweet, col(Tweet.id) == col(Delivery.tweet_id))
            .where(self._mine & (waiting | unknown))
        )
        async with self._database.read() as session:
            rows = (await session.execute(query)).all()
        return [
            OpenDelivery(
                id=_id(row),
                tweet_id=row.tweet_id,
                status=row.status,
                source=tweet.source,
                due=tweet.not_before or tweet.decided_at or tweet.created_at,
                not_before=tweet.not_before,
                not_after=tweet.not_after,
                next_try_at=row.next_try_at,
                post_now=tweet.post_now,
            )
            for row, tweet in rows
        ]

    async def last_attempt(self) -> datetime | None:
        """Return when anything was last tried on this network."""
        async with self._database.read() as session:
            query = select(func.max(Delivery.last_attempt_at)).where(self._mine)
            moment: datetime | None = (await session.execute(query)).scalar_one()
        return moment

    async def interrupted(self, now: datetime, own: Collection[int]) -> Sequence[int]:
        """Note that nobody knows what became of deliveries that were begun, and return their tweets' ids.

        Those are meant that a former bot began, and `own` ones of this process, by their ids.
        """
        former = col(Delivery.epoch).is_(None) | (col(Delivery.epoch) < (self._database.epoch.number or 0))
        is_left = (col(Delivery.status) == DeliveryStatus.SENDING) & (former | col(Delivery.id).in_(own))
        async with self._database.transaction() as session:
            query = select(Delivery).where(self._mine & is_left)
            rows = (await session.execute(query)).scalars().all()
            for row in rows:
                problem = "The bot was interrupted while it was posting this."
                _note(session, row, now, DeliveryStatus.UNKNOWN, problem=problem, next_try_at=now)
        return [row.tweet_id for row in rows]

    async def begin(
        self,
        delivery_id: int,
        now: datetime,
        price: Callable[[OutgoingPost], Decimal],
        *,
        account: str | None,
        budget_left: Decimal | None,
    ) -> Attempt | None:
        """Mark it as being sent, at its price and with an account.

        Return None if it may not be sent any more, whoever changed that, or costs more than is left: then
        it is looked at again after `UNAFFORDABLE`, and others can go out meanwhile.
        """
        async with self._database.transaction() as session:
            row = await session.get(Delivery, delivery_id)
            tweet = None if row is None else await session.get(Tweet, row.tweet_id)
            if row is None or tweet is None or not _may_go_out(row, tweet, now):
                return None
            post = await _post(session, tweet, row, self._language)
            cost = price(post)
            if budget_left is not None and cost > budget_left:
                row.next_try_at = now + UNAFFORDABLE
                row.problem = f"It costs ${cost}, and only ${budget_left:.3f} of the month's budget is left."
                return None
            epoch = self._database.epoch.number
            _note(session, row, now, DeliveryStatus.SENDING, price=cost, account=account, epoch=epoch)
            row.attempts += 1
            row.first_attempt_at = row.first_attempt_at or now
            row.last_attempt_at = now
            row.clean_readings, row.ask_human = 0, False
            return _attempt(row, post)

    async def doubtful(self, delivery_id: int) -> Attempt | None:
        """Return a delivery of which nobody knows; None if somebody knows meanwhile."""
        async with self._database.read() as session:
            row = await session.get(Delivery, delivery_id)
            tweet = None if row is None else await session.get(Tweet, row.tweet_id)
            if row is None or tweet is None or row.status is not DeliveryStatus.UNKNOWN:
                return None
            return _attempt(row, await _post(session, tweet, row, self._language))

    async def is_of_another(self, post: PublishedPost, attempt: Attempt) -> bool:
        """Tell whether a post on the network is known to be another tweet's, which had the same text."""
        others = (col(Delivery.remote_id) == post.id) & (col(Delivery.id) != attempt.id)
        async with self._database.read() as session:
            found = (await session.execute(select(Delivery.id).where(self._mine & others))).first()
        return found is not None

    async def sent(self, attempt: Attempt, post: PublishedPost, now: datetime) -> None:
        """Note that it is there, even if somebody has just wanted to send it again."""
        anything_open = (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN, DeliveryStatus.WAITING)
        found = {"remote_id": post.id, "link": post.link, "sent_at": now}
        await self._change(attempt, anything_open, now, DeliveryStatus.SENT, **found)

    async def failed(self, attempt: Attempt, problem: str, now: datetime) -> None:
        """Note that it was not posted and will not be, unless a human wants it."""
        await self._change(attempt, _TRIED, now, DeliveryStatus.FAILED, problem=problem, price=None)

    async def waiting(self, attempt: Attempt, problem: str, until: datetime, now: datetime) -> None:
        """Note that it was not posted, and when to try again."""
        await self._change(
            attempt, _TRIED, now, DeliveryStatus.WAITING, problem=problem, next_try_at=until, price=None
        )

    async def unknown(self, attempt: Attempt, problem: str, now: datetime) -> None:
        """Note that it perhaps was posted, and is to be looked for at once."""
        await self._change(attempt, _TRIED, now, DeliveryStatus.UNKNOWN, problem=problem, next_try_at=now)

    async def not_seen(self, attempt: Attempt, look_again: datetime) -> None:
        """Count a reading of the account's posts in which it was not."""
        values = {"clean_readings": attempt.clean_readings + 1, "ask_human": False}
        await self._look(attempt, look_again, **values)

    async def not_readable(self, attempt: Attempt, look_again: datetime, *, ask_human: bool) -> None:
        """Note that the account's posts could not be read."""
        await self._look(attempt, look_again, ask_human=ask_human)

    async def cannot_tell(self, attempt: Attempt, problem: str, look_again: datetime) -> None:
        """Note that only a human can find out whether it is there, and why."""
        await self._look(attempt, look_again, ask_human=True, problem=problem)

    async def expire(self, delivery_id: int, now: datetime) -> None:
        """Give up what waits and is no longer in time."""
        async with self._database.transaction() as session:
            row = await session.get(Delivery, delivery_id)
            tweet = None if row is None else await session.get(Tweet, row.tweet_id)
            if row is None or tweet is None or row.status is not DeliveryStatus.WAITING:
                return
            if tweet.not_after is not None and tweet.not_after <= now:
                _note(session, row, now, DeliveryStatus.FAILED, problem="It was no longer in time.")

    async def _change(
        self,
        attempt: Attempt,
        before: tuple[DeliveryStatus, ...],
        now: datetime,
        status: DeliveryStatus,
        **values: Any,  # noqa: ANN401 - columns of different types
    ) -> None:
        """Change the status, unless it is none of `before` any more."""
        async with self._database.transaction() as session:
            row = await session.get(Delivery, attempt.id)
            if row is not None and row.attempts == attempt.number and row.status in before:
                _note(session, row, now, status, **values)

    async def _look(
        self,
        attempt: Attempt,
        look_again: datetime,
        **values: Any,  # noqa: ANN401 - columns of different types
    ) -> None:
        async with self._database.transaction() as session:
            row = await session.get(Delivery, attempt.id)
            if row is not None and row.status is DeliveryStatus.UNKNOWN:
                row.sqlmodel_update({"next_try_at": look_again, **values})


def _may_go_out(row: Delivery, tweet: Tweet, now: datetime) -> bool:
    return (
        row.status is DeliveryStatus.WAITING
        and tweet.status is TweetStatus.APPROVED
        and not tweet.on_hold
        and (row.next_try_at is None or row.next_try_at <= now)
        and (tweet.not_before is None or tweet.not_before <= now)
        and (tweet.not_after is None or tweet.not_after > now)
    )


def _note(
    session: AsyncSession,
    row: Delivery,
    now: datetime,
    status: DeliveryStatus,
    *,
    problem: str = "",
    next_try_at: datetime | None = None,
    **values: Any,  # noqa: ANN401 - columns of different types
) -> None:
    """Change a delivery and write down that it changed."""
    before, name = row.status, delivery_key(row.network)
    row.sqlmodel_update({"status": status, "problem": problem, "next_try_at": next_try_at, **values})
    details = {"problem": problem or None, "link": row.link}
    record(
        session,
        at=now,
        tweet_id=row.tweet_id,
        actor_id=None,
        deed=_DEEDS[status],
        before={name: str(before)},
        after={name: str(status), **details},
    )


def _id(row: Delivery) -> int:
    if row.id is None:
        raise ValueError("a delivery that was never stored has no number")
    return row.id


def _attempt(row: Delivery, post: OutgoingPost) -> Attempt:
    if row.first_attempt_at is None or row.last_attempt_at is None:
        raise ValueError("a delivery that was never tried is no attempt")
    return Attempt(
        id=_id(row),
        tweet_id=row.tweet_id,
        post=post,
        number=row.attempts,
        first_at=row.first_attempt_at,
        last_at=row.last_attempt_at,
        account=row.account,
        clean_readings=row.clean_readings,
    )


async def _post(session: AsyncSession, tweet: Tweet, row: Delivery, language: str | None) -> OutgoingPost:
    query = select(Picture).where(col(Picture.tweet_id) == tweet.id).order_by(col(Picture.position))
    pictures = (await session.execute(query)).scalars().all()
    return OutgoingPost(
        text=text_for(tweet, row.network),
        media=tuple(
            Media(content=picture.content, media_type=picture.media_type, alt_text=picture.alt_text)
            for picture in pictures
        ),
        in_reply_to=tweet.in_reply_to,
        quote_of=tweet.quote_of,
        retweet_of=tweet.retweet_of,
        key=row.key,
        language=language,
    )
