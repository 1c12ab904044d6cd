"""Publishing on LinkedIn over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.linkedin.shapes import Upload
from DiscordBot.networks.port import (
    CannotTellError,
    Media,
    NetworkError,
    NotNowError,
    OutgoingPost,
    PausedError,
    Perhaps,
    RejectedError,
)
from sandbox.linkedin.server import LinkedInPost, Trouble
from tests.contracts.linkedin_server import TOKEN, LinkedInServer

if TYPE_CHECKING:
    import aiohttp

    from sandbox.linkedin.server import LinkedInStandIn

LONG_AGO = datetime.now(UTC) - timedelta(hours=1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)
HELLO = OutgoingPost(text="Hello")
DAY_LIMIT = {"message": "Resource level throttle MEMBER DAY limit for calls to this resource is reached."}
DATE = "Wed, 14 Jul 2027 09:30:00 GMT"


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(500), Perhaps),
        (Trouble(201, after_accepting=True), Perhaps),
        (Trouble(422, {"code": "INVALID_ARGUMENT", "message": "Nonsense"}), RejectedError),
        (Trouble(401, {"code": "EXPIRED_ACCESS_TOKEN", "message": "The token has expired"}), PausedError),
        (Trouble(403, {"code": "ACCESS_DENIED", "message": "Not enough permissions"}), PausedError),
        (Trouble(426, {"code": "NONEXISTENT_VERSION", "message": "Not active"}), PausedError),
        (Trouble(429), NotNowError),
    ],
)
async def test_what_a_refusal_means(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn, trouble: Trouble, error: type[NetworkError]
) -> None:
    stand_in.troubles.append(trouble)
    with pytest.raises(error):
        await linkedin.network.publish(HELLO)
    assert len(linkedin.refusals) == (error is PausedError)


@pytest.mark.parametrize(
    ("headers", "data", "until"),
    [
        ({"Date": DATE}, DAY_LIMIT, datetime(2027, 7, 15, tzinfo=UTC)),
        ({"Date": DATE, "Retry-After": "120"}, {}, datetime(2027, 7, 14, 9, 32, tzinfo=UTC)),
        ({"Date": DATE}, {}, None),
        ({"Date": "now", "Retry-After": "120"}, {}, None),
        ({"Date": DATE, "Retry-After": "9" * 20}, {}, None),
    ],
)
async def test_a_limit_of_the_day_ends_at_midnight_of_the_server(
    linkedin: LinkedInServer,
    stand_in: LinkedInStandIn,
    headers: dict[str, str],
    data: dict[str, str],
    until: datetime | None,
) -> None:
    stand_in.troubles.append(Trouble(429, data, headers))
    with pytest.raises(NotNowError) as caught:
        await linkedin.network.publish(HELLO)
    assert caught.value.until == until


async def test_another_version_says_which_key_to_set(
    session: aiohttp.ClientSession, stand_in: LinkedInStandIn
) -> None:
    old = LinkedInServer(session, stand_in.base_url, version="202401")
    with pytest.raises(PausedError, match=r"linkedin\.version"):
        await old.network.publish(HELLO)
    assert len(old.refusals) == 1


async def test_what_is_not_listed_is_looked_for_again_and_then_asked_of_a_human(
    linkedin: LinkedInServer,
) -> None:
    with pytest.raises(NotNowError, match="perhaps not yet"):
        await linkedin.network.find(HELLO, datetime.now(UTC), None)
    with pytest.raises(CannotTellError, match="look at the page"):
        await linkedin.network.find(HELLO, LONG_AGO, None)


async def test_who_may_not_read_has_a_human_look_and_goes_on_posting(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    stand_in.may_not_read = True
    with pytest.raises(CannotTellError, match="may not look"):
        await linkedin.network.find(HELLO, LONG_AGO, None)
    assert linkedin.refusals == []
    assert await linkedin.network.publish(HELLO)


async def test_only_posts_of_the_time_count_and_all_pages_are_read(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    for minutes, text in [(90, "Hello"), *[(3, f"Other {number}") for number in range(60)]]:
        made = datetime.now(UTC) - timedelta(minutes=minutes)
        stand_in.posts.append(LinkedInPost(f"urn:li:share:{len(stand_in.posts)}", made, text, text, {}, None))
    with pytest.raises(CannotTellError):
        await linkedin.network.find(HELLO, LONG_AGO, None)
    found = await linkedin.network.find(HELLO, LONG_AGO - timedelta(hours=1), None)
    assert found is not None
    assert found.id == "urn:li:share:0"
    with pytest.raises(CannotTellError):
        await linkedin.network.find(
            OutgoingPost(text="Other 59"), LONG_AGO, datetime.now(UTC) - timedelta(minutes=30)
        )


@pytest.mark.slow
async def test_a_picture_is_waited_for_and_one_that_fails_posts_nothing(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    post = replace(HELLO, media=(Media(content=PNG, media_type="image/png"),))
    stand_in.slow_images = 1
    await linkedin.network.publish(post)
    assert len(stand_in.posts) == 1
    stand_in.login.revoke()
    with pytest.raises(PausedError):
        await linkedin.network.publish(replace(post, text="Again"))
    assert len(stand_in.posts) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.2:1/x", "https://evil.example/x", "http://x127.0.0.1/"])
async def test_the_token_goes_to_no_other_server(linkedin: LinkedInServer, address: str) -> None:
    upload = Upload(uploadUrl=address, image="urn:li:image:1")
    with pytest.raises(NotNowError, match="not its own"):
        await linkedin.api.upload(upload, PNG, "image/png", TOKEN)


async def test_without_an_account_a_human_must_act(linkedin: LinkedInServer) -> None:
    linkedin.account = None
    with pytest.raises(PausedError, match="/networks connect"):
        await linkedin.network.publish(HELLO)
    assert linkedin.refusals == []
    assert linkedin.network.account is None
