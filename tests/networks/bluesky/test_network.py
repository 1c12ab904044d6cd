"""Publishing on Bluesky over a real socket."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from DiscordBot.networks.account.connecting import NotConnectedError
from DiscordBot.networks.bluesky.connection import AppPassword
from DiscordBot.networks.port import (
    Media,
    NetworkError,
    NotNowError,
    OutgoingPost,
    PausedError,
    Perhaps,
    RejectedError,
)
from sandbox.bluesky.server import MOST_BLOB_BYTES, Trouble

if TYPE_CHECKING:
    from tests.networks.bluesky.conftest import Bluesky

KEY, OTHER_KEY = "00067" + "0" * 27, "00068" + "0" * 27
NOW = datetime.now(UTC)


def picture(side: int) -> bytes:
    """Return a PNG that cannot be packed."""
    image = Image.effect_noise((side, side), 100).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_post_with_links_a_mention_and_its_language(bluesky: Bluesky) -> None:
    text = "Türen auf! @ada.test @nobody.test https://example.org #PyCon"
    published = await bluesky.network.publish(OutgoingPost(text=text, key=KEY, language="de"))
    (record,) = bluesky.server.posts()
    assert (record["text"], record["langs"]) == (text, ["de"])
    linked = {
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in record["facets"]
    }
    assert {said: feature["$type"].partition("#")[2] for said, feature in linked.items()} == {
        "@ada.test": "mention",
        "https://example.org": "link",
        "#PyCon": "tag",
    }
    assert linked["@ada.test"]["did"] == bluesky.server.handles["ada.test"]
    assert published.id in bluesky.server.records
    assert published.link == f"https://bsky.app/profile/{bluesky.server.user.did}/post/{published.id[-13:]}"


async def test_a_second_try_with_the_same_key_posts_nothing(bluesky: Bluesky) -> None:
    first = await bluesky.network.publish(OutgoingPost(text="Once", key=KEY))
    assert await bluesky.network.publish(OutgoingPost(text="Once", key=KEY)) == first
    await bluesky.network.publish(OutgoingPost(text="Once", key=OTHER_KEY))
    assert len(bluesky.server.posts()) == 2


async def test_what_was_perhaps_posted_is_found_by_its_key(bluesky: Bluesky) -> None:
    post = OutgoingPost(text="Perhaps", key=KEY)
    bluesky.server.troubles.append(Trouble(502, after_accepting=True))
    with pytest.raises(Perhaps):
        await bluesky.network.publish(post)
    found = await bluesky.network.find(post, NOW, None)
    assert found is not None
    assert found.id in bluesky.server.records
    assert await bluesky.network.find(OutgoingPost(text="Perhaps", key=OTHER_KEY), NOW, None) is None


async def test_pictures_are_made_small_enough_and_keep_their_alt_text(bluesky: Bluesky) -> None:
    large = picture(800)
    assert len(large) > MOST_BLOB_BYTES
    small = picture(20)
    media = tuple(
        Media(content=content, media_type="image/png", alt_text=alt_text)
        for content, alt_text in ((large, "Large"), (small, "Small"))
    )
    await bluesky.network.publish(OutgoingPost(text="Look", media=media, key=KEY))
    (record,) = bluesky.server.posts()
    images = record["embed"]["images"]
    assert [image["alt"] for image in images] == ["Large", "Small"]
    assert [image["aspectRatio"]["width"] for image in images] == [800, 20]
    assert (small, "image/png") in bluesky.server.blobs.values()


async def test_reposts_replies_and_quotes_name_the_very_version(bluesky: Bluesky) -> None:
    original = await bluesky.network.publish(OutgoingPost(text="The original", key=KEY))
    repost = OutgoingPost(text="The original", retweet_of=original.id, key=KEY)
    assert (await bluesky.network.publish(repost)).id == original.id
    assert await bluesky.network.find(repost, NOW, None) is not None
    first = await bluesky.network.publish(OutgoingPost(text="First", in_reply_to=original.id, key="a" * 32))
    second = await bluesky.network.publish(OutgoingPost(text="Second", in_reply_to=first.id, key="b" * 32))
    reply = bluesky.server.records[second.id]["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (original.id, first.id)
    quote = await bluesky.network.publish(OutgoingPost(text="Read", quote_of=original.id, key="c" * 32))
    assert bluesky.server.records[quote.id]["embed"]["record"]["uri"] == original.id
    with pytest.raises(RejectedError, match="not on Bluesky any more"):
        await bluesky.network.publish(OutgoingPost(text="", retweet_of="at://gone/x/y", key=OTHER_KEY))


async def test_a_log_in_is_used_again_and_renewed_when_it_has_run_out(bluesky: Bluesky) -> None:
    for number in range(3):
        await bluesky.network.publish(OutgoingPost(text="Hello", key=f"{number:032x}"))
    assert bluesky.server.log_ins == 1
    bluesky.server.log_out()
    await bluesky.network.publish(OutgoingPost(text="Hello", key=KEY))
    assert (bluesky.server.log_ins, len(bluesky.server.posts()), bluesky.refusals) == (2, 4, [])


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(500), Perhaps),
        (Trouble(400, "InvalidRequest"), RejectedError),
        (Trouble(429, "RateLimitExceeded", {"RateLimit-Reset": "1815000000"}), NotNowError),
        (Trouble(401, "AccountTakedown"), PausedError),
    ],
)
async def test_what_a_refusal_means(bluesky: Bluesky, trouble: Trouble, error: type[NetworkError]) -> None:
    bluesky.server.troubles.append(trouble)
    with pytest.raises(error) as caught:
        await bluesky.network.publish(OutgoingPost(text="Hello", key=KEY))
    if isinstance(caught.value, NotNowError):
        assert caught.value.until == datetime.fromtimestamp(1815000000, UTC)
    assert len(bluesky.refusals) == (error is PausedError)
    assert bluesky.server.posts() == []


async def test_a_wrong_password_connects_nothing(bluesky: Bluesky) -> None:
    flow = AppPassword(bluesky.client, "https://bsky.app")
    instructions = await flow.begin()
    user = bluesky.server.user
    found = await flow.finish(instructions, (f"@{user.handle} ", user.app_password))
    assert (found.name, found.account.did) == (f"@{user.handle}", user.did)
    assert user.app_password not in repr(found)
    with pytest.raises(NotConnectedError, match="does not accept"):
        await flow.finish(instructions, (user.handle, "wrong-password"))
