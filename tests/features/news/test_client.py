from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.core.http.json_errors import BadResponseError, ServiceError, UnreachableError
from DiscordBot.features.news import client
from DiscordBot.features.news.client import FeedClient, Reading, Version
from sandbox.failures import Failure
from tests.features.news.feeds import FeedServer, feed_server, item, rss
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOTHING = Version()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


async def read(session: aiohttp.ClientSession, url: str, known: Version = NOTHING) -> Reading | None:
    return await FeedClient(session, url, timeout=PATIENCE_SECONDS).read(known)


@pytest.mark.parametrize(
    "known", [Version(etag='"v1"'), Version(last_modified="Wed, 14 Jul 2027 10:00:00 GMT")]
)
async def test_a_feed_is_fetched_only_if_it_changed(
    session: aiohttp.ClientSession, server: FeedServer, known: Version
) -> None:
    server.show(item(), etag=known.etag, last_modified=known.last_modified)

    first = await read(session, server.url)
    assert first is not None
    assert (len(first.feed.entries), first.version) == (1, known)
    assert await read(session, server.url, first.version) is None
    assert server.seen == 1
    server.show(item(), item(link="/2"), etag='"v2"')
    changed = await read(session, server.url, first.version)
    assert changed is not None
    assert (len(changed.feed.entries), changed.version.etag) == (2, '"v2"')


async def test_a_redirect_is_followed_and_links_count_from_there(
    session: aiohttp.ClientSession, server: FeedServer
) -> None:
    server.show(item(link="here"))
    reading = await read(session, f"{server.base_url}/moved")
    assert reading is not None
    assert [entry.link for entry in reading.feed.entries] == [f"{server.base_url}/here"]


async def test_a_packed_feed(session: aiohttp.ClientSession, server: FeedServer) -> None:
    server.show(item())
    server.is_packed = True
    reading = await read(session, server.url)
    assert reading is not None
    assert len(reading.feed.entries) == 1


@pytest.mark.parametrize("is_packed", [True, False])
async def test_a_feed_that_is_far_too_large(
    session: aiohttp.ClientSession,
    server: FeedServer,
    is_packed: bool,  # noqa: FBT001 - a case
) -> None:
    server.document = b" " * (client.LARGEST_FEED + 1)
    server.is_packed = is_packed
    with pytest.raises(BadResponseError, match="sends more than 20 MB"):
        await read(session, server.url)


async def test_what_is_no_feed(session: aiohttp.ClientSession, server: FeedServer) -> None:
    server.document, server.content_type = b"<html>Sign in</html>", "text/html"
    with pytest.raises(BadResponseError, match="no RSS or Atom"):
        await read(session, server.url)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (Failure.DOWN, UnreachableError),
        (Failure.CUT_OFF, UnreachableError),
        (Failure.SLOW, UnreachableError),
        (Failure.HTML, BadResponseError),
        (Failure.RATE_LIMITED, BadResponseError),
        (Failure.FORBIDDEN, BadResponseError),
    ],
)
async def test_bad_days(
    session: aiohttp.ClientSession, server: FeedServer, failure: Failure, kind: type[ServiceError]
) -> None:
    server.show(item())
    server.failures.fail_next(failure, times=2)
    timeout = 0.3 if failure is Failure.SLOW else PATIENCE_SECONDS
    with pytest.raises(kind) as caught:
        await FeedClient(session, server.url, timeout=timeout).read(NOTHING)
    assert "127.0.0.1" not in str(caught.value)


def test_the_name_of_a_feed_does_not_tell_its_address(session: aiohttp.ClientSession) -> None:
    names = [FeedClient(session, f"https://example.org/feed?key=secret{n}").name for n in (1, 1, 2)]
    assert names[0] == names[1] != names[2]
    assert "secret" not in names[0]


@pytest.mark.crash
async def test_ten_thousand_entries(session: aiohttp.ClientSession, server: FeedServer) -> None:
    server.document = rss(*(item(link=f"/{number}") for number in range(10_000))).encode()
    reading = await FeedClient(session, server.url).read(NOTHING)
    assert reading is not None
    assert len(reading.feed.entries) == 10_000
