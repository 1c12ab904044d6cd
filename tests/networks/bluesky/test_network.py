"""Publishing on Bluesky over a real socket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.account.connecting import NotConnectedError
from DiscordBot.networks.bluesky.connection import AppPassword
from DiscordBot.networks.port import (
    NetworkError,
    NotNowError,
    OutgoingPost,
    PausedError,
    Perhaps,
    RejectedError,
)
from sandbox.bluesky.server import Trouble

if TYPE_CHECKING:
    from sandbox.bluesky.server import BlueskyStandIn
    from tests.contracts.bluesky_server import BlueskyServer

KEY, OTHER_KEY = "00067" + "0" * 27, "00068" + "0" * 27
NOW = datetime.now(UTC)


async def test_what_was_perhaps_posted_is_found_by_its_key(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    post = OutgoingPost(text="Perhaps", key=KEY)
    stand_in.troubles.append(Trouble(502, after_accepting=True))
    with pytest.raises(Perhaps):
        await bluesky.network.publish(post)
    found = await bluesky.network.find(post, NOW, None)
    assert found is not None
    assert found.id in stand_in.records
    assert await bluesky.network.find(OutgoingPost(text="Perhaps", key=OTHER_KEY), NOW, None) is None


async def test_reposts_replies_and_quotes_name_the_very_version(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    original = await bluesky.network.publish(OutgoingPost(text="The original", key=KEY))
    repost = OutgoingPost(text="The original", retweet_of=original.id, key=KEY)
    assert (await bluesky.network.publish(repost)).id == original.id
    assert await bluesky.network.find(repost, NOW, None) is not None
    first = await bluesky.network.publish(OutgoingPost(text="First", in_reply_to=original.id, key="a" * 32))
    second = await bluesky.network.publish(OutgoingPost(text="Second", in_reply_to=first.id, key="b" * 32))
    reply = stand_in.records[second.id]["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (original.id, first.id)
    quote = await bluesky.network.publish(OutgoingPost(text="Read", quote_of=original.id, key="c" * 32))
    assert stand_in.records[quote.id]["embed"]["record"]["uri"] == original.id
    with pytest.raises(RejectedError, match="not on Bluesky any more"):
        await bluesky.network.publish(OutgoingPost(text="", retweet_of="at://gone/x/y", key=OTHER_KEY))


async def test_a_repost_is_taken_back_and_its_original_stays(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    original = await bluesky.network.publish(OutgoingPost(text="The original", key=KEY))
    repost = OutgoingPost(text="The original", retweet_of=original.id, key=OTHER_KEY)
    published = await bluesky.network.publish(repost)
    await bluesky.network.delete(repost, published.id)
    assert await bluesky.network.find(repost, NOW, None) is None
    assert list(stand_in.records) == [original.id]


async def test_a_log_in_is_used_again_and_renewed_when_it_has_run_out(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    for number in range(3):
        await bluesky.network.publish(OutgoingPost(text="Hello", key=f"{number:032x}"))
    assert stand_in.log_ins == 1
    stand_in.log_out()
    await bluesky.network.publish(OutgoingPost(text="Hello", key=KEY))
    assert (stand_in.log_ins, len(stand_in.posts()), bluesky.refusals) == (2, 4, [])


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(500), Perhaps),
        (Trouble(400, "InvalidRequest"), RejectedError),
        (Trouble(429, "RateLimitExceeded", {"RateLimit-Reset": "1815000000"}), NotNowError),
        (Trouble(401, "AccountTakedown"), PausedError),
    ],
)
async def test_what_a_refusal_means(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn, trouble: Trouble, error: type[NetworkError]
) -> None:
    stand_in.troubles.append(trouble)
    with pytest.raises(error) as caught:
        await bluesky.network.publish(OutgoingPost(text="Hello", key=KEY))
    if isinstance(caught.value, NotNowError):
        assert caught.value.until == datetime.fromtimestamp(1815000000, UTC)
    assert len(bluesky.refusals) == (error is PausedError)
    assert stand_in.posts() == []


async def test_a_wrong_password_connects_nothing(bluesky: BlueskyServer, stand_in: BlueskyStandIn) -> None:
    flow = AppPassword(bluesky.client, "https://bsky.app")
    instructions = await flow.begin()
    user = stand_in.user
    found = await flow.finish(instructions, (f"@{user.handle} ", user.app_password))
    assert (found.name, found.account.did) == (f"@{user.handle}", user.did)
    assert user.app_password not in repr(found)
    with pytest.raises(NotConnectedError, match="does not accept"):
        await flow.finish(instructions, (user.handle, "wrong-password"))
