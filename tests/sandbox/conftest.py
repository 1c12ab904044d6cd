from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.x.server import XStandIn
from tests.sandbox.x_app import App

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Wristwatch:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2027, 7, 14, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def watch() -> Wristwatch:
    return Wristwatch()


@pytest.fixture
async def x(watch: Wristwatch) -> AsyncIterator[XStandIn]:
    x = XStandIn(clock=watch, limits={"message": 2})
    await x.start()
    yield x
    await x.stop()


@pytest.fixture
async def app(x: XStandIn) -> AsyncIterator[App]:
    async with aiohttp.ClientSession() as session:
        yield App(session, x, x.keys)
