"""What publishing on Bluesky stands on, of the stand-in and, by tests/real, of a real server."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from DiscordBot.networks.link_cards.link_cards import LinkCard
from DiscordBot.networks.pictures import SizedPicture
from DiscordBot.networks.port import Media, OutgoingPost, PausedError, RejectedError

if TYPE_CHECKING:
    from tests.contracts.bluesky_server import BlueskyServer

KEY, OTHER_KEY = "0006731f3a0f40" + "1" * 18, "0006731f3a0f41" + "2" * 18
NOW = datetime.now(UTC)


def picture(side: int) -> Media:
    """Return a PNG that cannot be packed."""
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 100).convert("RGB").save(buffer, "PNG")
    return Media(content=buffer.getvalue(), media_type="image/png", alt_text=f"Noise of {side}")


async def test_a_post_with_all_that_it_may_have(bluesky: BlueskyServer) -> None:
    assert bluesky.account is not None
    text = f"Türen auf! @{bluesky.account.handle} @nobody.test https://example.org #PyCon 👩‍👩‍👧‍👦"
    media = (picture(800), picture(20))
    await bluesky.network.publish(OutgoingPost(text=text, media=media, key=KEY, language="de"))
    (post,) = await bluesky.posts()
    assert (post["text"], post["langs"]) == (text, ["de"])
    said = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in post["facets"]
    ]
    assert said == [f"@{bluesky.account.handle}", "https://example.org", "#PyCon"]
    assert post["facets"][0]["features"][0]["did"] == bluesky.did
    images = post["embed"]["images"]
    assert [image["alt"] for image in images] == ["Noise of 800", "Noise of 20"]
    assert images[0]["image"]["size"] <= 1_000_000


async def test_a_link_has_a_card_with_title_and_picture(bluesky: BlueskyServer) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG")
    thumb = SizedPicture(buffer.getvalue(), "image/jpeg", 40, 30)
    link = "https://example.org/keynote"
    bluesky.cards.by_link[link] = LinkCard(link, "The keynote", "By Ada.", thumb)
    post = OutgoingPost(text=f"Look: {link}", key=KEY)
    await bluesky.network.publish(post)
    await bluesky.network.publish(post)
    (found,) = await bluesky.posts()
    assert found["embed"]["$type"] == "app.bsky.embed.external"
    card = found["embed"]["external"]
    assert (card["uri"], card["title"], card["description"]) == (link, "The keynote", "By Ada.")
    assert card["thumb"]["size"] == len(thumb.content)
    # A second try is the same post; one with pictures, or without a link, has no card.
    assert bluesky.cards.asked == [link]
    await bluesky.network.publish(replace(post, key=OTHER_KEY, media=(picture(20),)))
    await bluesky.network.publish(OutgoingPost(text="No link", key="0006731f3a0f42" + "3" * 18))
    assert bluesky.cards.asked == [link]


async def test_a_second_try_with_the_same_key_posts_nothing(bluesky: BlueskyServer) -> None:
    post = OutgoingPost(text="Once", key=KEY)
    first = await bluesky.network.publish(post)
    assert await bluesky.network.publish(post) == first
    assert await bluesky.network.find(post, NOW, None) == first
    assert await bluesky.network.find(replace(post, key=OTHER_KEY), NOW, None) is None
    await bluesky.network.publish(replace(post, key=OTHER_KEY))
    assert [one["text"] for one in await bluesky.posts()] == ["Once", "Once"]


async def test_a_post_is_deleted_and_once_more_is_harmless(bluesky: BlueskyServer) -> None:
    await bluesky.network.publish(OutgoingPost(text="This stays", key=OTHER_KEY))
    post = OutgoingPost(text="Doors are open", key=KEY)
    published = await bluesky.network.publish(post)
    await bluesky.network.delete(post, published.id)
    await bluesky.network.delete(post, published.id)
    assert [one["text"] for one in await bluesky.posts()] == ["This stays"]
    assert await bluesky.network.find(post, NOW, None) is None


@pytest.mark.parametrize(("sign", "most"), [("x", 300), ("👩‍👩‍👧‍👦", 120), ("é", 300)])
async def test_as_much_as_is_measured_is_taken_and_not_more(
    bluesky: BlueskyServer, sign: str, most: int
) -> None:
    assert (await bluesky.network.measure(sign * most)).fits
    await bluesky.network.publish(OutgoingPost(text=sign * most, key=KEY))
    assert not (await bluesky.network.measure(sign * (most + 1))).fits
    with pytest.raises(RejectedError):
        await bluesky.network.publish(OutgoingPost(text=sign * (most + 1), key=OTHER_KEY))
    assert len(await bluesky.posts()) == 1


async def test_a_password_that_was_taken_back_pauses_it(bluesky: BlueskyServer) -> None:
    assert bluesky.account is not None
    bluesky.account = replace(bluesky.account, app_password="abcd-abcd-abcd-abcd")
    with pytest.raises(PausedError):
        await bluesky.network.publish(OutgoingPost(text="Hello", key=KEY))
    assert len(bluesky.refusals) == 1
    assert await bluesky.posts() == []
