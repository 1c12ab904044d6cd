"""What a refresh of 120 sessions costs, measured against the real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.programme.schedule.client import PretalxClient
from tests.real.traffic import Traffic, counting_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.contracts.pretalx_server import PretalxServer

pytestmark = pytest.mark.real


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
async def client(pretalx: PretalxServer, traffic: Traffic) -> AsyncIterator[PretalxClient]:
    async with counting_session(traffic) as session:
        yield PretalxClient(session, base_url=pretalx.base_url, event=pretalx.event, token=pretalx.token)


async def test_a_refresh_moves_little_and_an_idle_check_next_to_nothing(
    client: PretalxClient, traffic: Traffic
) -> None:
    release = await client.release()
    assert release is not None
    assert (traffic.requests, traffic.received <= 1_000) == (1, True)
    schedule = await client.schedule(release)
    speakers = await client.speakers()
    assert (len(schedule.sessions), len(speakers)) == (120, 16)
    print(f"\n120 sessions: {traffic.requests} requests, {traffic.received:,} bytes")  # noqa: T201 - a measurement
    assert traffic.requests <= 8
    assert traffic.received <= 100_000
