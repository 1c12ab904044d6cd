from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from DiscordBot.features.mentions.feed import MentionFeed
from DiscordBot.features.mentions.models import Mention
from DiscordBot.features.mentions.rows import MentionRows
from DiscordBot.networks.port import Paused
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.failures import XFailure
from sandbox.x.server import XStandIn
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import BERLIN, NOON, Killed, PaperNetwork
from tests.networks.conftest import session
from tests.networks.twitter.x_account import credentials_of
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    import aiohttp

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import ReadPost

__all__ = ["session"]

ON = "GET /2/users"


class MortalRows(MentionRows):
    """Rows that end the process before a page is stored."""

    pages_until_death: int | None = None

    async def store(self, network: str, posts: Sequence[ReadPost], mark: str, now: datetime) -> int:
        if self.pages_until_death is not None:
            self.pages_until_death -= 1
            if self.pages_until_death < 0:
                raise Killed
        return await super().store(network, posts, mark, now)


class Listener:
    """Whoever reads X; `start` makes another run of the bot."""

    def __init__(self, database: Database, session: aiohttp.ClientSession) -> None:
        self.clock = StoppedClock(BERLIN)
        self.clock.at = NOON
        self.x = XStandIn(clock=self.clock.now)
        self.paused: Paused | None = None
        self.spent = 0
        self.database = database
        self._session = session

    def start(self) -> None:
        reader = XReader(
            XSession(self._session, self.x.base_url, timeout=PATIENCE_SECONDS),
            credentials=lambda: credentials_of(self.x),
            why_paused=self._why_paused,
            spent=self._spend,
            on_refusal=self._refused,
            now=self.clock.now,
        )
        self.rows = MortalRows(self.database)
        self.feed = MentionFeed(self.rows, PaperNetwork(self.clock).access(), reader, self.clock)

    async def texts(self) -> list[str]:
        async with self.database.transaction() as session:
            query = select(col(Mention.text)).order_by(col(Mention.post_id))
            return list((await session.execute(query)).scalars())

    def write(self, count: int) -> list[str]:
        """Let people mention us so often; return what they wrote."""
        written = len(self.x.book.posts)
        texts = [f"@pyconexample {number:04}" for number in range(written, written + count)]
        for text in texts:
            self.x.write("ada", text)
        return texts

    async def _why_paused(self) -> Paused | None:
        return self.paused

    async def _spend(self, _price: Decimal, _kind: str, count: int) -> None:
        self.spent += count

    async def _refused(self, reason: str) -> None:
        self.paused = Paused(reason)


@pytest.fixture
async def listener(database: Database, session: aiohttp.ClientSession) -> AsyncIterator[Listener]:
    listener = Listener(database, session)
    await listener.x.start()
    listener.start()
    yield listener
    await listener.x.stop()


@pytest.mark.slow
async def test_five_hundred_mentions_with_failures_in_between(listener: Listener) -> None:
    written = listener.write(500)
    break_off = partial(listener.x.failures.fail_next, XFailure.HTML, on=ON)
    listener.x.between_pages.append(break_off)
    assert await listener.feed.poll() == 200
    assert "trouble" in listener.feed.trouble
    late = listener.write(150)
    listener.x.failures.fail_next(XFailure.CUT_OFF, on=ON)
    assert await listener.feed.poll() == 0
    listener.start()
    listener.x.between_pages.append(break_off)
    assert await listener.feed.poll() == 200
    assert await listener.feed.poll() == 100 + 150
    assert listener.feed.trouble == ""
    assert await listener.texts() == written + late
    # What was read before the restart, at the time of the newest post, is read again, since X lists some
    # posts late. X charges once a day for each; the bot, which does not remember, counts it again.
    assert listener.spent == 650 + 200
    assert await listener.feed.poll() == 0


async def test_a_crash_at_any_page(listener: Listener) -> None:
    written = listener.write(500)
    for pages in (0, 2, 0, 1):
        listener.rows.pages_until_death = pages
        with pytest.raises(Killed):
            await listener.feed.poll()
        listener.start()
    written += listener.write(3)
    assert await listener.feed.poll() == 203
    assert await listener.texts() == written


async def test_what_arrives_between_two_pages(listener: Listener) -> None:
    written = listener.write(150)
    listener.x.between_pages.append(lambda: written.extend(listener.write(2)))
    assert [await listener.feed.poll(), await listener.feed.poll()] == [150, 2]
    assert await listener.texts() == written


@pytest.mark.slow
async def test_more_than_x_is_read_for_at_once(listener: Listener) -> None:
    listener.write(1)
    await listener.feed.poll()
    listener.write(1100)
    assert [await listener.feed.poll(), await listener.feed.poll()] == [1000, 100]
    assert len(await listener.texts()) == 1101


async def test_a_deleted_post_leaves_no_trace(listener: Listener) -> None:
    listener.write(2)
    gone = listener.x.write("ada", "@pyconexample gone")
    listener.x.book.delete(gone.id)
    assert await listener.feed.poll() == 2


async def test_own_posts_and_retweets_are_no_mentions(listener: Listener) -> None:
    ours = listener.x.write("pyconexample", "I am @pyconexample")
    listener.x.write("ada", "", retweet_of=ours.id)
    listener.x.write("ada", "@pyconexample look", quote_of=ours.id)
    assert await listener.feed.poll() == 1
    assert await listener.texts() == ["@pyconexample look https://twitter.com/pyconexample/status/" + ours.id]


async def test_a_paused_account_is_not_asked(listener: Listener) -> None:
    listener.write(1)
    listener.paused = Paused("Ada paused it.")
    assert await listener.feed.poll() == 0
    assert listener.x.calls == []
    listener.paused = None
    assert await listener.feed.poll() == 1


async def test_a_pause_ends_a_reading_between_two_pages(listener: Listener) -> None:
    written = listener.write(250)
    listener.x.between_pages.append(lambda: setattr(listener, "paused", Paused("The budget is used up.")))
    assert await listener.feed.poll() == 200
    listener.paused = None
    assert await listener.feed.poll() == 50
    assert await listener.texts() == written


async def test_an_account_that_x_refuses_is_on_refusal(listener: Listener) -> None:
    listener.write(1)
    listener.x.failures.fail_next(XFailure.NO_CREDITS, on=ON)
    assert await listener.feed.poll() == 0
    paused = await listener.feed.why_paused()
    assert paused is not None
    assert "402" in paused.reason


async def test_x_is_left_alone_until_its_reset(listener: Listener) -> None:
    listener.write(1)
    listener.x.failures.fail_next(XFailure.RATE_LIMITED, seconds=600, on=ON)
    assert await listener.feed.poll() == 0
    listener.clock.forward(minutes=9)
    assert await listener.feed.poll() == 0
    assert len(listener.x.calls) == 1
    listener.clock.forward(minutes=2)
    assert await listener.feed.poll() == 1


async def test_the_first_reading_takes_a_week_and_pays_for_no_more(listener: Listener) -> None:
    listener.write(120)
    listener.clock.at += timedelta(days=8)
    assert [await listener.feed.poll(), await listener.feed.poll()] == [0, 0]
    assert listener.spent == 0
    listener.write(1)
    assert await listener.feed.poll() == 1


async def test_a_mention_that_x_lists_late_is_not_missed(listener: Listener) -> None:
    author = listener.x.book.add_user("grace")
    late, newer = [listener.x.book.draft(author, f"@pyconexample {number}") for number in (990, 1000)]
    listener.x.book.publish(newer)
    assert await listener.feed.poll() == 1
    listener.x.book.publish(late)

    assert [await listener.feed.poll(), await listener.feed.poll()] == [1, 0]
    assert await listener.texts() == ["@pyconexample 990", "@pyconexample 1000"]
