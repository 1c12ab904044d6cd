"""What features stand on when they read a network: the same for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer

from DiscordBot.networks.port import NotNowError, PausedError, ReadPage
from sandbox.bluesky.server import BlueskyStandIn
from tests.contracts.reader_worlds import BlueskyWorld, MastodonWorld, World, XWorld, now
from tests.networks.mastodon.conftest import open_mastodon
from tests.networks.twitter.x_account import running_x

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


LINK = "https://example.org/a/very/long/path/that-is-shown-shortened?when=read&by=people"


@pytest.fixture(scope="module")
def mastodon_server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture(params=["twitter", "mastodon", "bluesky"])
async def world(request: pytest.FixtureRequest, mastodon_server: MockServer) -> AsyncIterator[World]:
    async with aiohttp.ClientSession() as session:
        if request.param == "twitter":
            async with running_x() as x:
                yield XWorld(x, session)
        elif request.param == "mastodon":
            yield MastodonWorld(await open_mastodon(mastodon_server, session))
        else:
            stand_in = BlueskyStandIn()
            await stand_in.start()
            yield BlueskyWorld(stand_in, session)
            await stand_in.stop()


async def mentions(world: World, after: str | None = None) -> ReadPage:
    """Read what mentions us, as if it was one page."""
    pages = [page async for page in world.reader.mentions(after=after)]
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]
    return ReadPage(tuple(post for page in pages for post in page.posts), pages[-1].mark, is_last=True)


async def found(world: World, *hashtags: str, after: str | None = None) -> list[ReadPage]:
    return [page async for page in world.reader.search(hashtags, after=after)]


def texts(pages: list[ReadPage]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


async def test_a_mention_is_read_as_people_read_it(world: World) -> None:
    before = now()
    text = f"{world.ours} Türen auf? 👩‍👩‍👧‍👦 {LINK} <3 & more"
    post_id = await world.write(text)
    page = await mentions(world)
    (post,) = page.posts
    assert post.id == post_id
    assert post.text.removeprefix(world.ours) == text.removeprefix(world.ours)
    assert (before - post.created_at).total_seconds() < 2
    assert post.created_at <= now()
    assert post.author_name
    assert post.author_username
    assert not post.author_username.startswith("@")
    assert post.author_id
    assert post.link.startswith("http")
    assert (post.is_own, post.answers_own, post.quotes_own, post.is_private) == (False,) * 4
    assert (post.retweet_of, post.about_link, post.content_warning) == (None, "", "")


async def test_what_a_mention_is_about(world: World) -> None:
    ours = await world.own_post("Doors are open")
    other = await world.write("Nice weather")
    await world.write(f"{world.ours} you there?", answers=other)
    await world.write(f"{world.ours} look", quotes=ours)
    await world.write(f"{world.ours} thanks", answers=ours)
    answer, quote, aside = (await mentions(world)).posts
    assert (answer.in_reply_to, answer.answers_own, answer.quotes_own) == (ours, True, False)
    assert (quote.quote_of, quote.answers_own, quote.quotes_own) == (ours, False, True)
    assert (aside.in_reply_to, aside.answers_own) == (other, False)
    assert answer.about_link.startswith("http")
    assert quote.about_link.startswith("http")


async def test_a_reading_goes_on_from_a_mark(world: World) -> None:
    nothing = await mentions(world)
    assert nothing.posts == ()
    first = await world.write(f"{world.ours} one")
    page = await mentions(world, nothing.mark)
    second = await world.write(f"{world.ours} two")
    known = {post.id for post in page.posts}
    new = [post.id for post in (await mentions(world, page.mark)).posts if post.id not in known]
    assert ([*known], new) == ([first], [second])


async def test_any_of_the_hashtags_however_it_is_written(world: World) -> None:
    await world.write("B114 at 3 #OpenSpace")
    await world.write("B115 at 4 #müsli")
    await world.write("no tag: openspace")
    await world.write("another #tag")
    pages = await found(world, "müsli", "openspace", "nobody")
    assert sorted(texts(pages)) == ["B114 at 3 #OpenSpace", "B115 at 4 #müsli"]
    assert [page.is_last for page in pages][-1:] == [True]


async def test_a_hashtag_that_is_new_is_read_from_a_week_ago(world: World) -> None:
    await world.write("B114 at 3 #openspace")
    first = await found(world, "pycon")
    second = await found(world, "pycon", "openspace", after=first[-1].mark)
    assert texts(second) == ["B114 at 3 #openspace"]


async def test_our_own_posts_are_known(world: World) -> None:
    await world.own_post("B114 at 3 #openspace")
    (page,) = await found(world, "openspace")
    assert [post.is_own for post in page.posts] == [True]


async def test_what_is_deleted_is_not_read(world: World) -> None:
    gone = await world.write(f"{world.ours} gone #openspace")
    await world.write(f"{world.ours} still here #openspace")
    await world.delete(gone)
    read: list[Any] = [*(await mentions(world)).posts, *(await found(world, "openspace"))[0].posts]
    assert [post.text.rpartition("@")[2].partition(" ")[2] for post in read] == ["still here #openspace"] * 2


async def test_trouble_of_the_server_is_no_end(world: World) -> None:
    await world.write(f"{world.ours} hello")
    await world.fail_once()
    with pytest.raises(NotNowError):
        await mentions(world)
    assert len((await mentions(world)).posts) == 1


async def test_without_an_account_nothing_is_read(world: World) -> None:
    await world.disconnect()
    with pytest.raises(PausedError, match="connect"):
        await mentions(world)
