from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.core.database import Database
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from sandbox import conference
from sandbox.pretix.server import PretixStandIn
from tests.clocks import StoppedClock
from tests.databases import copy_database, database_url
from tests.features.registration.rules import EVENT, OTHER, USER, FakeMembers, Rules
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TOKEN = "a-token-of-the-shop"


@asynccontextmanager
async def open_shop(orders: list[dict[str, Any]], clock: StoppedClock) -> AsyncIterator[PretixStandIn]:
    """Open a shop that lives in the time of the test's clock."""
    shop = PretixStandIn(
        conference.items(), orders, TOKEN, conference.ORGANIZER, conference.EVENT, clock=clock.now
    )
    await shop.start()
    yield shop
    await shop.stop()


@asynccontextmanager
async def open_client(shop: PretixStandIn) -> AsyncIterator[PretixClient]:
    async with aiohttp.ClientSession() as session:
        yield PretixClient(
            session,
            base_url=shop.base_url,
            organizer=conference.ORGANIZER,
            event=conference.EVENT,
            token=TOKEN,
            hash_email="hash of {}".format,
            timeout=PATIENCE_SECONDS,
            backoff=0,
        )


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory, orders: list[dict[str, Any]]) -> Path:
    """Load all orders into a database once; each test gets a copy of the file."""
    file: Path = tmp_path_factory.mktemp("database") / "loaded.db"

    async def load() -> None:
        clock = StoppedClock(conference.TIMEZONE)
        database = Database(database_url(file))
        await database.start()
        async with open_shop(orders, clock) as shop, open_client(shop) as client:
            store = TicketStore(database, client, clock, source=EVENT)
            await store.open()
            await store.refresh()
        await database.close()

    asyncio.run(load())
    return file


@pytest.fixture
def database_file(loaded_database: Path, tmp_path: Path) -> Path:
    return copy_database(loaded_database, tmp_path / "bot.db")


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    database = Database(database_url(database_file))
    yield database
    await database.close()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(conference.TIMEZONE)


@pytest.fixture
def claims(database: Database, clock: StoppedClock) -> Claims:
    return Claims(database, clock)


@pytest.fixture
async def pretix(orders: list[dict[str, Any]], clock: StoppedClock) -> AsyncIterator[PretixStandIn]:
    """Open the shop with the few orders that tests know."""
    async with open_shop(orders, clock) as shop:
        yield shop


@pytest.fixture
async def client(pretix: PretixStandIn) -> AsyncIterator[PretixClient]:
    async with open_client(pretix) as client:
        yield client


@pytest.fixture
async def store(database: Database, client: PretixClient, clock: StoppedClock) -> TicketStore:
    """Return a store that knows everything in the shop."""
    store = TicketStore(database, client, clock, source=EVENT)
    await store.open()
    return store


@pytest.fixture
def members() -> FakeMembers:
    return FakeMembers()


@pytest.fixture
def rules(
    database: Database,
    store: TicketStore,
    pretix: PretixStandIn,
    members: FakeMembers,
    clock: StoppedClock,
) -> Rules:
    return Rules(database, store, pretix, members, clock)


@pytest.fixture
def two_members(rules: Rules) -> None:
    """Let two people be on the server."""
    for user_id in (USER, OTHER):
        rules.members.join(user_id)
