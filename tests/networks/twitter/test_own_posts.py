"""Finding a post again that was perhaps published: as X gives it back, over a real socket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.port import Media, OutgoingPost
from DiscordBot.networks.twitter.api.own_posts import newest_match
from DiscordBot.networks.twitter.api.shapes import XPost
from tests.networks.twitter.x_account import PNG, account_of, just_now, running_x

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from sandbox.x.server import XStandIn


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
TEXTS = [
    "Doors are open",
    "Fish & chips < 5 > 3 &amp; &copy; &lt;b&gt;",
    "See example.org, https://example.org/a?b=1&c=2#d and HTTPS://Example.ORG/",
    "See https://x.org/v1.2.3.4.5.6.7.8.9",
    "日本example.com中国語 https://日本.jp/日本",
    "Two  spaces\n\n\nand lines",
    "caf\u00e9 👨‍👩‍👧‍👦 שלום \u200b",
    "@ada and #pycon: welcome",
    "https://example.org/" + "a" * 300,
    "x" * 280,
    "あ" * 140,
    "a." * 140,
    "**bold** @everyone `code`",
    "See https://twitter.com/ada/status/123",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
@pytest.mark.parametrize("pictures", [0, 2])
async def test_every_text_is_found_again(
    x: XStandIn, session: aiohttp.ClientSession, text: str, pictures: int
) -> None:
    network = account_of(x, session).network
    media = tuple(Media(content=PNG, media_type="image/png") for _ in range(pictures))
    post = OutgoingPost(text=text, media=media)
    published = await network.publish(post)
    x.write("pyconexample", "Something else")
    assert await network.find(post, just_now(), None) == published
    assert await network.find(OutgoingPost(text=f"{text} too"), just_now(), None) is None


async def test_a_reply_a_quote_and_a_retweet_are_found_again(
    x: XStandIn, session: aiohttp.ClientSession
) -> None:
    network, other, third = account_of(x, session).network, x.write("ada", "Hi"), x.write("bob", "Hi")
    posts = [
        OutgoingPost(text="Thank you"),
        OutgoingPost(text="Thank you", in_reply_to=other.id),
        OutgoingPost(text="@ada Thank you", in_reply_to=other.id),
        OutgoingPost(text="Thank you", quote_of=other.id),
        OutgoingPost(text="", retweet_of=other.id),
    ]
    for post in posts:
        assert await network.find(post, just_now(), None) is None
        published = await network.publish(post)
        assert await network.find(post, just_now(), None) == published
        for found in list(x.posts):
            x.book.delete(found.id)
    for post in posts:
        await network.publish(post)
    strangers = [
        OutgoingPost(text="Thank you", in_reply_to=third.id),
        OutgoingPost(text="Thank you", quote_of=third.id),
        OutgoingPost(text="", retweet_of=third.id),
    ]
    assert [await network.find(post, just_now(), None) for post in strangers] == [None, None, None]


async def test_a_link_to_elsewhere_makes_another_post(x: XStandIn, session: aiohttp.ClientSession) -> None:
    network = account_of(x, session).network
    await network.publish(OutgoingPost(text="Today: https://example.org/one"))
    assert await network.find(OutgoingPost(text="Today: https://example.org/two"), just_now(), None) is None
    assert await network.find(OutgoingPost(text="Today: "), just_now(), None) is None


def own(post_id: str, text: str, minutes: int, **more: object) -> XPost:
    return XPost.model_validate(
        {"id": post_id, "text": text, "created_at": NOW + timedelta(minutes=minutes)} | more
    )


def test_the_newest_since_then_counts() -> None:
    found = [own("3", "Doors", 2), own("2", "Doors", 1), own("1", "Doors", -5)]
    post = OutgoingPost(text="Doors")
    assert newest_match(post, found, NOW) == found[0]
    assert newest_match(post, found[2:], NOW) is None


def test_a_retweet_of_the_same_words_is_not_the_post() -> None:
    retweet = own("2", "Doors", 1, referenced_tweets=[{"type": "retweeted", "id": "1"}])
    assert newest_match(OutgoingPost(text="Doors"), [retweet], NOW) is None


def test_a_linked_post_may_be_quoted_by_x() -> None:
    quoted = own(
        "2",
        "See https://t.co/a",
        1,
        referenced_tweets=[{"type": "quoted", "id": "77"}],
        entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://x.com/ada/status/77"}]},
    )
    post = OutgoingPost(text="See https://x.com/ada/status/77")
    assert newest_match(post, [quoted], NOW) == quoted
    assert newest_match(OutgoingPost(text="See", quote_of="77"), [quoted], NOW) == quoted
    assert newest_match(OutgoingPost(text="See"), [quoted], NOW) is None


def test_odd_addresses_do_no_harm() -> None:
    link = {"url": "https://t.co/a", "expanded_url": "http://[broken"}
    found = own("2", "See https://t.co/a", 1, entities={"urls": [link]})
    assert newest_match(OutgoingPost(text="See http://[broken"), [found], NOW) == found
