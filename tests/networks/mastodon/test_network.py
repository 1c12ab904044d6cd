"""Publishing on Mastodon over a real socket, against a server of other hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.networks.port import (
    Media,
    NetworkError,
    NotNowError,
    OutgoingPost,
    PausedError,
    Perhaps,
    RejectedError,
)

if TYPE_CHECKING:
    from tests.networks.mastodon.conftest import Mastodon

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)
STATUSES = "/api/v1/statuses"


async def posts_of(mastodon: Mastodon) -> list[dict[str, Any]]:
    assert mastodon.account is not None
    found = await mastodon.get(f"/api/v1/accounts/{mastodon.account.id}/statuses")
    assert isinstance(found, list)
    return found


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=10)


async def test_a_post_with_a_picture_its_alt_text_and_its_language(mastodon: Mastodon) -> None:
    picture = Media(content=PNG, media_type="image/png", alt_text="A snake")
    post = OutgoingPost(text="Türen auf um neun!", media=(picture,), key="one", language="de")
    published = await mastodon.network.publish(post)
    (found,) = await posts_of(mastodon)
    assert (published.id, published.link) == (found["id"], found["url"])
    assert [media["description"] for media in found["media_attachments"]] == ["A snake"]
    assert (found["language"], found["visibility"]) == ("de", "public")


async def test_a_second_try_with_the_same_key_posts_nothing(mastodon: Mastodon) -> None:
    post = OutgoingPost(text="Once", key="the-same")
    first = await mastodon.network.publish(post)
    assert await mastodon.network.publish(post) == first
    await mastodon.network.publish(OutgoingPost(text="Once", key="another"))
    assert len(await posts_of(mastodon)) == 2


async def test_what_is_there_is_found_by_what_was_written(mastodon: Mastodon) -> None:
    text = "Look: https://example.org/a-very-long-address/that-is-shortened?when=shown & @bob\n\n#PyCon <3"
    published = await mastodon.network.publish(OutgoingPost(text=text))
    await mastodon.network.publish(OutgoingPost(text="Something else"))
    assert await mastodon.network.find(OutgoingPost(text=text), long_ago(), None) == published
    assert await mastodon.network.find(OutgoingPost(text="Not there"), long_ago(), None) is None


async def test_only_what_looks_alike_is_read_closely(mastodon: Mastodon) -> None:
    wanted = await mastodon.network.publish(OutgoingPost(text="Tom & Jerry: *Ünïcode*, 100 % #PyCon"))
    other = await mastodon.network.publish(OutgoingPost(text="Jerry alone"))
    await mastodon.fault(f"{STATUSES}/{other.id}/source", type="status", status=500)
    post = OutgoingPost(text="Tom & Jerry: *Ünïcode*, 100 % #PyCon")
    assert await mastodon.network.find(post, long_ago(), None) == wanted


async def test_a_post_is_deleted_and_once_more_is_harmless(mastodon: Mastodon) -> None:
    kept = await mastodon.network.publish(OutgoingPost(text="This stays"))
    post = OutgoingPost(text="Doors are open")
    published = await mastodon.network.publish(post)
    await mastodon.network.delete(post, published.id)
    await mastodon.network.delete(post, published.id)
    assert [found["id"] for found in await posts_of(mastodon)] == [kept.id]


async def test_a_boost_is_taken_back_and_its_original_stays(mastodon: Mastodon) -> None:
    original = await mastodon.network.publish(OutgoingPost(text="The original"))
    boost = OutgoingPost(text="The original", retweet_of=original.id)
    published = await mastodon.network.publish(boost)
    assert await mastodon.network.find(boost, long_ago(), None) is not None
    await mastodon.network.delete(boost, published.id)
    assert await mastodon.network.find(boost, long_ago(), None) is None
    assert await mastodon.network.find(OutgoingPost(text="The original"), long_ago(), None) == original


async def test_a_deletion_without_an_answer_leaves_a_doubt(mastodon: Mastodon) -> None:
    post = OutgoingPost(text="Doors are open")
    published = await mastodon.network.publish(post)
    await mastodon.fault(f"{STATUSES}/{published.id}", type="status", status=503)
    with pytest.raises(Perhaps):
        await mastodon.network.delete(post, published.id)
    await mastodon.network.delete(post, published.id)
    assert await posts_of(mastodon) == []


async def test_a_repost_and_a_reply(mastodon: Mastodon) -> None:
    original = await mastodon.network.publish(OutgoingPost(text="The original"))
    boost = OutgoingPost(text="The original", retweet_of=original.id)
    assert (await mastodon.network.publish(boost)).id == original.id
    assert await mastodon.network.find(boost, long_ago(), None) == original
    reply = OutgoingPost(text="An answer", in_reply_to=original.id)
    published = await mastodon.network.publish(reply)
    assert await mastodon.network.find(reply, long_ago(), None) == published
    assert await mastodon.network.find(OutgoingPost(text="An answer"), long_ago(), None) is None


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ({"type": "status", "status": 503}, Perhaps),
        ({"type": "malformed"}, Perhaps),
        ({"type": "status", "status": 422, "body": {"error": "Text limit exceeded"}}, RejectedError),
        ({"type": "status", "status": 401, "body": {"error": "The access token is invalid"}}, PausedError),
        ({"type": "ratelimit"}, NotNowError),
    ],
)
async def test_what_a_refusal_means(
    mastodon: Mastodon, effect: dict[str, Any], error: type[NetworkError]
) -> None:
    await mastodon.fault(STATUSES, **effect)
    with pytest.raises(error):
        await mastodon.network.publish(OutgoingPost(text="Hello"))
    assert len(mastodon.refusals) == (error is PausedError)


async def test_when_to_ask_again_is_what_the_server_says(mastodon: Mastodon) -> None:
    until = "2027-07-14T09:30:00.000000Z"
    await mastodon.fault(STATUSES, type="ratelimit", headers={"X-RateLimit-Reset": until})
    with pytest.raises(NotNowError) as caught:
        await mastodon.network.publish(OutgoingPost(text="Hello"))
    assert caught.value.until == datetime(2027, 7, 14, 9, 30, tzinfo=UTC)


async def test_a_picture_that_fails_posts_nothing(mastodon: Mastodon) -> None:
    await mastodon.fault("/api/v2/media", type="status", status=500)
    picture = Media(content=PNG, media_type="image/png")
    with pytest.raises(NotNowError):
        await mastodon.network.publish(OutgoingPost(text="Hello", media=(picture,)))
    assert await posts_of(mastodon) == []


async def test_without_an_account_a_human_must_act(mastodon: Mastodon) -> None:
    mastodon.account = None
    with pytest.raises(PausedError, match="/networks connect"):
        await mastodon.network.publish(OutgoingPost(text="Hello"))
    assert mastodon.refusals == []


async def test_length_is_measured_by_the_servers_limits(mastodon: Mastodon) -> None:
    measure = await mastodon.network.measure("A link: https://example.org/" + "x" * 100)
    assert (measure.length, measure.limit) == (len("A link: ") + 23, 500)


async def test_an_older_server_tells_its_limits_elsewhere(mastodon: Mastodon) -> None:
    await mastodon.fault("/api/v2/instance", type="status", status=404)
    limits = {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 32}}
    older = {"uri": "here", "configuration": limits}
    await mastodon.fault("/api/v1/instance", type="status", status=200, body=older)
    measure = await mastodon.network.measure("A link: https://example.org/")
    assert (measure.length, measure.limit) == (len("A link: ") + 32, 5000)
