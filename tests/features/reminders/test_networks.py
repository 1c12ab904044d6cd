"""A speaker who is reminded on a network, by the handle that they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from mastodon_mock.config import SeedAccount, SeedConfig
from mastodon_mock.testing.server import MockServer

from tests.conference_world import known_orders, open_conference
from tests.databases import sql
from tests.features.reminders.world import Morning
from tests.networks.test_one_approval import ALL_DAY, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACCOUNTS = SeedConfig(
    accounts=[
        SeedAccount(username="alice", access_token="alice_token"),
        SeedAccount(username="grace", domain="fosstodon.org"),
    ]
)


@pytest.fixture
def mastodon() -> Iterator[MockServer]:
    with MockServer(seed=ACCOUNTS) as server:
        yield server


@pytest.mark.slow
async def test_a_speaker_is_reminded_on_mastodon_once_and_alone(tmp_path: Path, mastodon: MockServer) -> None:
    sections = f'[mastodon]\nbase_url = "{mastodon.base_url}"\n{ALL_DAY}'
    async with open_conference(tmp_path, known_orders(), more_sections=sections) as opened:
        morning = Morning(opened.world, opened.clock, opened.expected_errors)
        await connect(morning, "Mastodon")
        ways = ("discord", "bluesky", "mastodon", "channel")
        await morning.begin(8, 0, ways=ways)
        await morning.until(lambda: handles(morning))
        await morning.begin(8, 46, ways=ways)
        await morning.until_all_are_sent(1)
        assert morning.progress() == [("GRC37A", "sent", "mastodon")]
        # A bot that dies and starts again knows it.
        await morning.restart(orderly=False)
        await morning.env.settle()
        (message,) = await written(mastodon)
        assert message["visibility"] == "direct"
        assert [one["acct"] for one in message["mentions"]] == ["grace@fosstodon.org"]
        assert "Hi Grace Hopper! Your session" in message["content"]
        assert morning.messages("speakers") == []
        health = await morning.health()
        assert "Nobody is reminded by way of bluesky." in health


def handles(morning: Morning) -> list[object]:
    """Return what the bot has read of speakers' handles on Mastodon."""
    query = "SELECT value FROM stored_value WHERE key LIKE '%mastodon%' AND value LIKE '%fosstodon%'"
    return [*sql(morning.world.config.database.url, query)]


async def written(server: MockServer) -> list[dict[str, Any]]:
    """Return what Alice, who is the conference, has written."""
    headers = {"Authorization": "Bearer alice_token"}
    async with aiohttp.ClientSession(server.base_url, headers=headers) as browser:
        async with browser.get("/api/v1/accounts/verify_credentials") as me:
            account = (await me.json())["id"]
        async with browser.get(f"/api/v1/accounts/{account}/statuses") as page:
            return list(await page.json())
