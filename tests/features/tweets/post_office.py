"""An outbox with its database, a network on paper, and a time that passes when a test says so."""

from __future__ import annotations

from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from DiscordBot.core.database import Database
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.tweets.models import Audit, Delivery, Source, Tweet, TweetStatus
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.networks.port import Measure, NetworkAccess, PublishedPost
from DiscordBot.networks.posting_window import PostingWindow
from tests.clocks import StoppedClock
from tests.databases import change_rows, database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.port import OutgoingPost, Paused

BERLIN = ZoneInfo("Europe/Berlin")
PRICE = Decimal("0.015")
GAP = timedelta(seconds=60)
UNTIL_THE_SECOND_TRY = timedelta(seconds=30)
"""The first wait, as `chance` is always 0.5 here."""


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


NOON = berlin("2027-07-14 12:00")


@dataclass(frozen=True)
class Published:
    """A post that the network has, and when it got it."""

    id: str
    at: datetime
    post: OutgoingPost


@dataclass(frozen=True)
class AfterAccepting:
    """A trouble that comes when the post is there already."""

    error: BaseException


class Killed(BaseException):
    """The end of the process, in which nothing can be written down any more."""


@dataclass
class PaperNetwork:
    """A network in memory.

    `keys` has that of each attempt. Each of `troubles` and `reading_troubles` is what one call meets, None
    for none. `meanwhile` happens while a post is on its way, `while_reading` while one is looked for.
    """

    clock: Clock
    window: PostingWindow = field(default_factory=lambda: PostingWindow(time(9), time(21), BERLIN))
    name: str = "paper"
    title: str = "Paper"
    account: str | None = "the conference"
    min_gap_seconds: int = round(GAP.total_seconds())
    paused: Paused | None = None
    left: Decimal | None = None
    most: int = 280
    prices: dict[str, Decimal] = field(default_factory=dict)
    visible_after: timedelta = timedelta()
    published: list[Published] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    troubles: deque[BaseException | AfterAccepting | None] = field(default_factory=deque)
    reading_troubles: deque[Exception | None] = field(default_factory=deque)
    readings: list[datetime] = field(default_factory=list)
    read_until: list[datetime | None] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None
    while_reading: Callable[[], Awaitable[object]] | None = None
    deleted: list[str] = field(default_factory=list)
    deletion_troubles: deque[Exception | None] = field(default_factory=deque)

    def access(self, **more: Any) -> NetworkAccess:  # noqa: ANN401 - whatever features may use of it
        """Return what features may use of it."""
        return NetworkAccess(
            network=self, **{"budget_left": self.budget_left, "listen": lambda _: None, **more}
        )

    async def budget_left(self) -> Decimal | None:
        return self.left

    async def why_paused(self) -> Paused | None:
        return self.paused

    async def publish(self, post: OutgoingPost) -> PublishedPost:
        self.keys.append(post.key)
        if self.meanwhile is not None:
            await self.meanwhile()
        trouble = self.troubles.popleft() if self.troubles else None
        if isinstance(trouble, BaseException):
            raise trouble
        there = self.accept(post)
        if trouble is not None:
            raise trouble.error
        return there

    def accept(self, post: OutgoingPost) -> PublishedPost:
        self.published.append(Published(str(1001 + len(self.published)), self.clock.now(), post))
        return self._as_told(self.published[-1])

    async def delete(self, post: OutgoingPost, post_id: str) -> None:
        trouble = self.deletion_troubles.popleft() if self.deletion_troubles else None
        if trouble is not None:
            raise trouble
        self.deleted.append(post.retweet_of or post_id)

    async def find(self, post: OutgoingPost, since: datetime, until: datetime | None) -> PublishedPost | None:
        now = self.clock.now()
        self.readings.append(now)
        self.read_until.append(until)
        if self.while_reading is not None:
            await self.while_reading()
        trouble = self.reading_troubles.popleft() if self.reading_troubles else None
        if trouble is not None:
            raise trouble
        there = (
            self._as_told(found)
            for found in self.published
            if found.post == post
            and found.id not in self.deleted
            and since <= found.at <= now - self.visible_after
        )
        return next(there, None)

    async def measure(self, text: str) -> Measure:
        return Measure(len(text), self.most)

    def price(self, post: OutgoingPost) -> Decimal:
        return self.prices.get(post.text, PRICE)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        del post
        return ()

    def _as_told(self, found: Published) -> PublishedPost:
        return PublishedPost(found.id, f"https://paper.example/{found.id}")


@dataclass
class SlateNetwork(PaperNetwork):
    """A network of short texts."""

    name: str = "slate"
    title: str = "Slate"

    async def measure(self, text: str) -> Measure:
        return Measure(len(text), 20)


class PlannedScheduler(Scheduler):
    """A scheduler that only remembers when it is to run what."""

    moment: datetime | None = None

    def at(self, moment: datetime, name: str, work: Callable[[], Awaitable[None]]) -> None:
        del name, work
        self.moment = moment

    def never(self, name: str) -> None:
        del name
        self.moment = None


@dataclass
class PostOffice:
    """Everything around an outbox; `changes` are the tweets that it told of, `errors` what it reported."""

    database: Database
    clock: StoppedClock
    network: PaperNetwork
    retry_policy: RetryPolicy
    changes: list[int] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Let another run of the bot take over, which knows nothing but the database."""
        self.scheduler = PlannedScheduler(
            self.clock, on_error=lambda error, _: self.errors.append(error), describe=repr
        )
        self.outbox = Outbox(
            self.database,
            self.clock,
            self.network,
            self.scheduler,
            changed=self._note_change,
            on_error=lambda error, _: self.errors.append(error),
            retry_policy=self.retry_policy,
        )

    async def approve(self, text: str = "Hello", **columns: Any) -> int:  # noqa: ANN401 - of the table
        """Store an approved tweet as the service does, and return its id."""
        now = self.clock.now()
        values = {"source": Source.COMPOSED, "created_at": now, "decided_at": now, **columns}
        tweet = Tweet(text=text, status=TweetStatus.APPROVED, **values)
        async with self.database.transaction() as session:
            session.add(tweet)
            await session.flush()
            assert tweet.id is not None
            session.add(Delivery(tweet_id=tweet.id, network=self.network.name))
        return tweet.id

    async def change_tweet(self, tweet_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        await change_rows(self.database, Tweet.id, tweet_id, **columns)

    async def change_delivery(self, tweet_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        await change_rows(self.database, Delivery.tweet_id, tweet_id, **columns)

    async def delivery(self, tweet_id: int) -> Delivery:
        async with self.database.transaction() as session:
            query = select(Delivery).where(col(Delivery.tweet_id) == tweet_id)
            return (await session.execute(query)).scalar_one()

    async def deeds(self, tweet_id: int) -> list[str]:
        """Return what was written down of a tweet, in its order."""
        query = select(Audit.action).where(col(Audit.tweet_id) == tweet_id).order_by(col(Audit.id))
        async with self.database.transaction() as session:
            return list((await session.execute(query)).scalars())

    async def go_on(self, **by: float) -> None:
        """Let time pass, and do what the outbox has planned for it at its moments."""
        end = self.clock.at + timedelta(**by)
        while self.scheduler.moment is not None and self.scheduler.moment <= end:
            self.clock.at = max(self.clock.at, self.scheduler.moment)
            self.scheduler.moment = None
            await self.outbox.work()
        self.clock.at = end

    async def wake(self) -> None:
        """Let the outbox do what is due now."""
        self.outbox.wake()
        await self.go_on()

    def sent(self) -> list[str]:
        """Return the texts that the network has, in the order in which it got them."""
        return [found.post.text for found in self.network.published]

    def sent_at(self) -> list[datetime]:
        return [found.at for found in self.network.published]

    async def _note_change(self, tweet_id: int) -> None:
        self.changes.append(tweet_id)


@asynccontextmanager
async def open_office(folder: Path, retry_policy: RetryPolicy | None = None) -> AsyncIterator[PostOffice]:
    """Open an office at noon."""
    clock = StoppedClock(BERLIN)
    clock.at = NOON
    database = Database(database_url(folder / "bot.db"))
    yield PostOffice(database, clock, PaperNetwork(clock), retry_policy or RetryPolicy(chance=lambda: 0.5))
    await database.close()
