"""One approval sends a tweet to every network that is connected, each exactly once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer

from sandbox.bluesky.server import BlueskyStandIn
from tests.conference_world import answer_of, field_ids, open_conference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from simcord.results import InteractionResult

    from tests.conference_world import ConferenceWorld

ALL_DAY = "posting_start = 00:00:00\nposting_end = 00:00:00\nmin_gap_seconds = 0\n"


@pytest.fixture
async def bluesky() -> AsyncIterator[BlueskyStandIn]:
    stand_in = BlueskyStandIn()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def mastodon() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
async def world(
    tmp_path: Path, orders: list[dict[str, Any]], bluesky: BlueskyStandIn, mastodon: MockServer
) -> AsyncIterator[ConferenceWorld]:
    sections = (
        f'[bluesky]\npds_url = "{bluesky.base_url}"\n{ALL_DAY}'
        f'[mastodon]\nbase_url = "{mastodon.base_url}"\n{ALL_DAY}'
    )
    async with open_conference(tmp_path, orders, with_x=True, more_sections=sections) as conference:
        yield conference


async def connect(world: ConferenceWorld, network: str, *answers: str) -> str:
    """Connect an account as an organiser does, and return what is told in the end."""
    olivia = world.person("olivia")
    steps = await world.command(olivia, "networks connect", network=network)
    form = await _press_first(world, steps)
    code = await _code(steps.content) if network == "Mastodon" else None
    values = dict(zip(field_ids(form), (code,) if code else answers, strict=True))
    found = answer_of(await olivia.submit_modal(form, values))
    return answer_of(await _press_first(world, found)).content


async def _press_first(world: ConferenceWorld, message: Any) -> InteractionResult:  # noqa: ANN401 - simcord's answer
    label = message.components[0]["components"][0]["label"]
    return await world.person("olivia").click(message, label=label)


async def _code(steps: str) -> str:
    """Allow it on the server's page, as the account's owner."""
    (address,) = re.findall(r"\]\((http[^)]+)\)", steps)
    form = {"username": "alice", "redirect_uri": "urn:ietf:wg:oauth:2.0:oob", "state": ""}
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(address.partition("?")[0], data=form, allow_redirects=False) as page,
    ):
        shown = page.headers.get("Location", "") + await page.text()
    found = re.search(r"mockcode_\w+", shown)
    assert found is not None
    return found[0]


async def on_mastodon(server: MockServer) -> list[str]:
    """Return the texts of Alice's posts there."""
    headers = {"Authorization": "Bearer alice_token"}
    async with aiohttp.ClientSession(server.base_url, headers=headers) as browser:
        async with browser.get("/api/v1/accounts/verify_credentials") as me:
            account = (await me.json())["id"]
        async with browser.get(f"/api/v1/accounts/{account}/statuses") as page:
            return [re.sub("<[^>]+>", "", status["content"]) for status in await page.json()]


@pytest.mark.journey
async def test_one_approval_goes_everywhere_once(
    world: ConferenceWorld, bluesky: BlueskyStandIn, mastodon: MockServer
) -> None:
    user = bluesky.user
    assert f"posted as @{user.handle}" in await connect(world, "Bluesky", user.handle, user.app_password)
    assert "posted as @alice" in await connect(world, "Mastodon")
    await world.command(world.person("victor"), "tweet compose", text="Doors open at nine!")
    await world.person("olivia").click(world.messages("tweet-moderation")[-1], label="Approve")
    await world.env.settle()
    assert world.world.x is not None
    assert [post.text for post in world.world.x.posts] == ["Doors open at nine!"]
    assert [post["text"] for post in bluesky.posts()] == ["Doors open at nine!"]
    assert await on_mastodon(mastodon) == ["Doors open at nine!"]
    (embed,) = world.messages("tweet-moderation")[-1].embeds
    card = world.text_of_embed(embed)
    assert [name for name in ("x.com", "bsky.app", "/@alice/") if name not in card] == []
