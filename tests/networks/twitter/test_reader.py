from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.port import NetworkError, NotNowError, PausedError
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.failures import XFailure
from tests.networks.twitter.x_account import PNG, credentials_of, running_x
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from DiscordBot.networks.port import Paused, ReadPage
    from DiscordBot.networks.twitter.api.client import Credentials
    from sandbox.x.server import XStandIn


@dataclass
class Harness:
    """Somebody who reads, and what the rest of the bot heard of it."""

    x: XStandIn
    session: aiohttp.ClientSession
    is_connected: bool = True
    spent: list[tuple[Decimal, str, int]] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    left: Decimal | None = None

    def __post_init__(self) -> None:
        self.reader = XReader(
            XSession(self.session, self.x.base_url, timeout=PATIENCE_SECONDS),
            credentials=self._credentials,
            why_paused=self._why_paused,
            spent=self._spend,
            on_refusal=self._on_refusal,
            now=lambda: self.x.book.clock(),  # noqa: PLW0108 - a test puts another clock there
            left=self._left,
        )

    async def read(self, after: str | None = None) -> list[ReadPage]:
        return [page async for page in self.reader.mentions(after=after)]

    def _credentials(self) -> Credentials | None:
        return credentials_of(self.x) if self.is_connected else None

    async def _why_paused(self) -> Paused | None:
        return None

    async def _spend(self, price: Decimal, kind: str, count: int) -> None:
        self.spent.append((price, kind, count))
        if self.left is not None:
            self.left -= price

    async def _left(self) -> Decimal | None:
        return self.left

    async def _on_refusal(self, reason: str) -> None:
        self.paused.append(reason)


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


@pytest.fixture
def harness(x: XStandIn, session: aiohttp.ClientSession) -> Harness:
    return Harness(x, session)


async def test_a_post_as_people_read_it(x: XStandIn, harness: Harness) -> None:
    ours = x.write("pyconexample", "Doors are open")
    author = x.book.add_user("ada", "Ada L.")
    picture = x.book.upload(author, PNG, "image/png")
    text = "@pyconexample see https://example.org/plan & <b>"
    post = x.book.publish(x.book.draft(author, text, media=(picture,), in_reply_to=ours.id))
    (page,) = await harness.read()
    assert page.is_last
    (read,) = page.posts
    assert read.text == text
    assert (read.author_name, read.author_username) == ("Ada L.", "ada")
    assert read.link == f"https://x.com/i/status/{post.id}"
    assert read.pictures == (f"https://twitter.com/ada/status/{post.id}/photo/1",)
    assert (read.in_reply_to, read.answers_own, read.is_own) == (ours.id, True, False)


async def test_what_a_post_is_about(x: XStandIn, harness: Harness) -> None:
    ours = x.write("pyconexample", "Doors are open")
    other = x.write("bob", "Nice weather")
    x.write("ada", "@pyconexample look", quote_of=ours.id)
    x.write("ada", "@pyconexample and here", quote_of=other.id)
    x.write("ada", "@pyconexample you there?", in_reply_to=other.id)
    (page,) = await harness.read()
    assert [(post.quotes_own, post.answers_own) for post in page.posts] == [
        (False, False),
        (False, False),
        (True, False),
    ]


async def test_each_page_costs_what_was_read(x: XStandIn, harness: Harness) -> None:
    for number in range(130):
        x.write("ada", f"@pyconexample {number}")
    pages = await harness.read()
    assert [page.is_last for page in pages] == [False, True]
    assert harness.spent == [
        (Decimal("0.100"), "reading mentions", 100),
        (Decimal("0.030"), "reading mentions", 30),
    ]
    assert await harness.read(pages[-1].mark) != []
    assert len(harness.spent) == 2


async def test_without_an_account_nothing_is_asked(x: XStandIn, harness: Harness) -> None:
    harness.is_connected = False
    with pytest.raises(PausedError, match="/twitter connect"):
        await harness.read()
    assert x.calls == []


async def test_the_account_pauses_when_x_refuses_it(x: XStandIn, harness: Harness) -> None:
    x.failures.fail_next(XFailure.NO_CREDITS)
    with pytest.raises(PausedError, match="credits"):
        await harness.read()
    (reason,) = harness.paused
    assert "402" in reason


@pytest.mark.parametrize(
    "failure", [XFailure.HTML, XFailure.CUT_OFF, XFailure.RATE_LIMITED, XFailure.FORBIDDEN]
)
async def test_troubles_are_those_of_a_network(x: XStandIn, harness: Harness, failure: XFailure) -> None:
    x.failures.fail_next(failure)
    with pytest.raises(NetworkError) as raised:
        await harness.read()
    assert isinstance(raised.value, NotNowError) is (failure is not XFailure.FORBIDDEN)


async def test_searching_costs_more(x: XStandIn, harness: Harness) -> None:
    posts = [x.write("ada", f"B114 at {hour} #openspace") for hour in (3, 4, 5)]
    x.write("bob", "something else")
    pages = [page async for page in harness.reader.search(["openspace", "OpenSpaces"], after=None)]
    assert [(post.id, post.author_username) for page in pages for post in page.posts] == [
        (post.id, "ada") for post in reversed(posts)
    ]
    assert pages[-1].is_last
    assert harness.spent == [(Decimal("0.015"), "reading posts", 3)]


async def test_x_refuses_to_search_from_long_ago(x: XStandIn, harness: Harness) -> None:
    x.write("ada", "B114 at 3 #openspace")
    (first,) = [page async for page in harness.reader.search(["openspace"], after=None)]
    at = x.book.clock()
    x.book.clock = lambda: at + timedelta(days=20)
    (second,) = [page async for page in harness.reader.search(["openspace"], after=first.mark)]
    assert second.is_last
    assert (second.posts, second.mark) == ((), first.mark)


async def test_what_is_listed_late_is_read(x: XStandIn, harness: Harness) -> None:
    author = x.book.add_user("ada")
    late, newer = [x.book.draft(author, f"@pyconexample {number}") for number in (990, 1000)]
    x.book.publish(newer)
    (first,) = await harness.read()
    x.book.publish(late)

    (second,) = await harness.read(first.mark)

    assert [post.id for post in second.posts] == [newer.id, late.id]
    # X charges once a day for each post.
    assert [count for _, _, count in harness.spent] == [1, 1]


async def test_an_edited_post_names_what_it_was(x: XStandIn, harness: Harness) -> None:
    post = x.write("ada", "@pyconexample at 3")
    edited = x.book.edit(post, "@pyconexample at 4")
    x.write("ada", "@pyconexample Hello")

    (page,) = await harness.read()

    assert [post.versions for post in page.posts] == [(), (post.id, edited.id)]


async def test_no_page_costs_more_than_reading_may(x: XStandIn, harness: Harness) -> None:
    for number in range(30):
        x.write("ada", f"@pyconexample {number}")
    harness.left = Decimal("0.012")

    pages = await harness.read()

    assert [len(page.posts) for page in pages] == [12]
    with pytest.raises(PausedError, match="used up"):
        await harness.read()


async def test_what_a_page_costs_is_not_there_for_the_next(x: XStandIn, harness: Harness) -> None:
    for number in range(150):
        x.write("ada", f"@pyconexample {number}")
    harness.left = Decimal("0.120")

    assert [len(page.posts) for page in await harness.read()] == [100]
