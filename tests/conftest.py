"""What tests of the whole bot share."""

from __future__ import annotations

import gc
import io
import logging
from contextlib import asynccontextmanager
from itertools import compress
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from DiscordBot.core.database import Database
from sandbox.settling import settle_patiently
from tests.conference_world import known_orders, open_conference
from tests.databases import SERVER, database_url, databases_of_one_test
from tests.discord_api.plugin import check_requests
from tests.patience import have_patience
from tests.quick_databases import call_directly, compile_once, leave_the_disk_alone
from tests.uses_of_database import uses_database
from tests.without_processes import work_in_own_processes, work_in_this_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractAsyncContextManager

    from tests.conference_world import ConferenceWorld


HERE = Path(__file__).parent
WHOLE_BOTS = frozenset(
    {"asking", "hall", "jobs", "morning", "posting", "room", "simcord_env", "stage", "whole_world", "world"}
)
"""Fixtures that start a bot on the simulated Discord."""


SLOW_FOLDERS = ("contracts", "deploy", "sandbox")
SLOW_FILES = (
    *("test_client.py", "test_network.py", "test_messages.py", "test_reader.py", "test_session.py"),
    *("test_connection.py", "test_copies.py", "test_commands.py", "test_lease.py"),
    *("test_policy_on_discord.py", "test_what_is_imported.py"),
)
"""About stand-ins, scripts, the demo, clients, copies and locks, which change less often than rules, and take
longer; and about rules that stand elsewhere as tables, tried once more on Discord."""


def pytest_configure(config: pytest.Config) -> None:
    check_requests(config)
    settle_patiently()
    have_patience()
    work_in_this_process()
    compile_once()
    call_directly()
    leave_the_disk_alone()
    # By itself Hypothesis fails what takes more than a fifth of a second.
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    # A bot on a simulated Discord is tens of thousands of objects: looking through them for circles as often
    # as Python does by itself took an eighth of all time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave whole bots to `make test-all`, but for one journey through each feature.

    On a database server only those tests have something new to tell that keep something there.
    """
    if SERVER:
        chosen = [uses_database(item) for item in items]
        config.hook.pytest_deselected(items=[*compress(items, map(not_, chosen))])
        items[:] = compress(items, chosen)
    for item in items:
        is_bot = bool(WHOLE_BOTS & set(getattr(item, "fixturenames", ())))
        is_aside = item.path.relative_to(HERE).parts[0] in SLOW_FOLDERS or item.path.name in SLOW_FILES
        if (is_bot or is_aside) and item.get_closest_marker("journey") is None:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def own_processes() -> Iterator[None]:
    """Let templates and feeds be worked on in processes of their own, as the bot does."""
    work_in_own_processes()
    yield
    work_in_this_process()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Open a database with all tables and no rows."""
    database = Database(database_url(tmp_path / "bot.db"))
    yield database
    await database.close()


@pytest.fixture(autouse=bool(SERVER))
def _databases() -> Iterator[None]:
    """Take back the databases of a test; those of its session were lent before this begins."""
    with databases_of_one_test():
        yield


@pytest.fixture(scope="session")
def orders() -> list[dict[str, Any]]:
    return known_orders()


@pytest.fixture
def process_log(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """Keep what the process logs, as it looks on the terminal of whoever runs the bot."""
    caplog.set_level(logging.INFO)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    yield log
    logging.getLogger().removeHandler(handler)


@pytest.fixture
async def world(
    tmp_path: Path, orders: list[dict[str, Any]], process_log: io.StringIO
) -> AsyncIterator[ConferenceWorld]:
    """Run the conference with the few orders that tests know, without a programme: in half the time."""
    async with discreet(open_conference(tmp_path, orders, with_programme=False), process_log) as opened:
        yield opened


@pytest.fixture
async def whole_world(
    tmp_path: Path, orders: list[dict[str, Any]], process_log: io.StringIO
) -> AsyncIterator[ConferenceWorld]:
    """Run the conference with its programme as well."""
    async with discreet(open_conference(tmp_path, orders), process_log) as opened:
        yield opened


@asynccontextmanager
async def discreet(
    opening: AbstractAsyncContextManager[ConferenceWorld], process_log: io.StringIO
) -> AsyncIterator[ConferenceWorld]:
    """Let nothing personal get into the log."""
    async with opening as conference_world:
        yield conference_world
    secrets = conference_world.world.config.secrets
    private = [secrets.reveal("PRETIX_TOKEN"), secrets.reveal("PRETIX_WEBHOOK_SECRET")]
    for order in conference_world.shop.orders:
        private += [order["code"], order["email"]]
        private += [position["attendee_name"] or order["code"] for position in order["positions"]]
    logged = process_log.getvalue()
    assert "Ready." in logged
    assert [text for text in private if text in logged] == []
