"""What publishing on LinkedIn stands on, as its documents tell it.

There is no server of LinkedIn that tests may use: so far only the stand-in keeps this contract.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from DiscordBot.networks.port import DuplicateError, Media, OutgoingPost, RejectedError
from sandbox.linkedin.server import LinkedInStandIn
from tests.contracts.linkedin_server import LinkedInServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

LONG_AGO = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
async def stand_in() -> AsyncIterator[LinkedInStandIn]:
    server = LinkedInStandIn()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def linkedin(session: aiohttp.ClientSession, stand_in: LinkedInStandIn) -> LinkedInServer:
    return LinkedInServer(session, stand_in.base_url)


def picture(kind: str) -> Media:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, kind)
    return Media(content=buffer.getvalue(), media_type=f"image/{kind.casefold()}", alt_text=f"Red {kind}")


async def test_a_post_with_all_that_it_may_have(linkedin: LinkedInServer, stand_in: LinkedInStandIn) -> None:
    text = "Türen auf! (Um *neun* [9:00]) https://example.org/a_b @ada #PyCon 👩‍👩‍👧‍👦"
    published = await linkedin.network.publish(
        OutgoingPost(text=text, media=(picture("PNG"), picture("WEBP"), picture("GIF")), language="de")
    )
    (post,) = stand_in.posts
    assert (post.text, post.urn) == (text, published.id)
    assert published.link == f"https://www.linkedin.com/feed/update/{post.urn}"
    images = post.content["multiImage"]["images"]
    assert [image["altText"] for image in images] == ["Red PNG", "Red WEBP", "Red GIF"]
    # LinkedIn takes no WebP.
    types = [stand_in.images[image["id"]][1] for image in images]
    assert types == ["image/png", "image/jpeg", "image/gif"]


async def test_one_picture_stands_alone(linkedin: LinkedInServer, stand_in: LinkedInStandIn) -> None:
    await linkedin.network.publish(OutgoingPost(text="One", media=(picture("PNG"),)))
    assert stand_in.posts[0].content["media"]["altText"] == "Red PNG"


async def test_what_is_there_is_found_by_what_people_read(linkedin: LinkedInServer) -> None:
    post = OutgoingPost(text="Look: (this) #PyCon_DE\n\nand that")
    published = await linkedin.network.publish(post)
    await linkedin.network.publish(OutgoingPost(text="Something else"))
    assert await linkedin.network.find(post, LONG_AGO, None) == published


async def test_the_same_text_again_is_a_duplicate(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    await linkedin.network.publish(OutgoingPost(text="Once"))
    with pytest.raises(DuplicateError, match="duplicate of urn:li:share"):
        await linkedin.network.publish(OutgoingPost(text="Once"))
    assert len(stand_in.posts) == 1
    assert linkedin.refusals == []


async def test_a_repost_and_a_quote_name_what_they_repeat(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    original = await linkedin.network.publish(OutgoingPost(text="The original"))
    repost = OutgoingPost(text="The original", retweet_of=original.id)
    published = await linkedin.network.publish(repost)
    assert await linkedin.network.find(repost, LONG_AGO, None) == published
    await linkedin.network.publish(OutgoingPost(text="Read this", quote_of=original.id))
    assert [(post.text, post.reshare_of) for post in stand_in.posts[1:]] == [
        ("", original.id),
        ("Read this", original.id),
    ]
    reply = OutgoingPost(text="Thanks!", in_reply_to=original.id)
    with pytest.raises(RejectedError, match="takes no replies"):
        await linkedin.network.publish(reply)


async def test_a_post_and_a_repost_are_deleted_and_once_more_is_harmless(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    post = OutgoingPost(text="Doors are open")
    original = await linkedin.network.publish(post)
    repost = OutgoingPost(text="Doors are open", retweet_of=original.id)
    published = await linkedin.network.publish(repost)
    await linkedin.network.delete(repost, published.id)
    assert [one.urn for one in stand_in.posts] == [original.id]
    await linkedin.network.delete(post, original.id)
    await linkedin.network.delete(post, original.id)
    assert stand_in.posts == []


async def test_a_post_that_may_not_be_deleted_stays(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    post = OutgoingPost(text="Doors are open")
    published = await linkedin.network.publish(post)
    stand_in.may_not_post = True
    with pytest.raises(RejectedError, match="ACCESS_DENIED"):
        await linkedin.network.delete(post, published.id)
    assert len(stand_in.posts) == 1


@pytest.mark.parametrize(("sign", "most"), [("x", 3000), ("(", 3000), ("é", 3000)])
async def test_as_much_as_is_measured_is_taken_and_not_more(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn, sign: str, most: int
) -> None:
    assert (await linkedin.network.measure(sign * most)).fits
    await linkedin.network.publish(OutgoingPost(text=sign * most))
    assert not (await linkedin.network.measure(sign * (most + 1))).fits
    with pytest.raises(RejectedError):
        await linkedin.network.publish(OutgoingPost(text=sign * (most + 1)))
    assert [len(post.text) for post in stand_in.posts] == [most]
