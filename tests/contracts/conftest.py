from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import conference
from sandbox.pretix import PretixStandIn
from tests.contracts import world
from tests.contracts.fixtures import api, client, receiver, session
from tests.contracts.server import PretixServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["api", "client", "receiver", "session"]


@pytest.fixture
async def pretix() -> AsyncIterator[PretixServer]:
    stand_in = PretixStandIn(
        conference.items(),
        world.ORDERS,
        "full-token",
        "example",
        "conf2027",
        limited_token="limited-token",
        retry_seconds=(0, 0),
    )
    base_url = await stand_in.start()
    yield PretixServer(base_url, "full-token", "limited-token", "example", "conf2027", stand_in.orders)
    await stand_in.stop()
