"""Real servers take minutes to set up: these tests run only when this folder is named (`make test-real`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from DiscordBot.networks.bluesky.session import Account
from sandbox import conference
from tests.contracts import world
from tests.contracts.bluesky_server import BlueskyServer
from tests.contracts.fixtures import api, client, client_of, receiver, session
from tests.contracts.pretalx_fixtures import organiser, reader, visitor
from tests.contracts.server import PretixServer
from tests.real import bluesky_server, pretix_server
from tests.real.pretalx_fixtures import pretalx, pretalx_python, pretalx_template, running_pretalx
from tests.real.pretix_changes import RealChanges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import aiohttp

    from tests.real.pretix_server import RunningPretix

__all__ = ["api", "client", "client_of", "receiver", "session"]
__all__ += [
    "organiser",
    "pretalx",
    "pretalx_python",
    "pretalx_template",
    "reader",
    "running_pretalx",
    "visitor",
]

HERE = Path(__file__).parent
TOKEN = "full-token"
LIMITED_TOKEN = "limited-token"

Json = dict[str, Any]


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    named = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return None if any(path == HERE or HERE in path.parents for path in named) else True


@pytest.fixture(scope="session")
def pretix_python() -> Path:
    return pretix_server.install()


@pytest.fixture(scope="session")
def template(pretix_python: Path) -> Path:
    return pretix_server.create_template(pretix_python, describe(world.ORDERS))


@pytest.fixture(scope="session")
def running_pretix(pretix_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPretix]:
    with pretix_server.run(pretix_python, tmp_path_factory.mktemp("pretix")) as running:
        yield running


@pytest.fixture
async def pretix(
    running_pretix: RunningPretix, template: Path, session: aiohttp.ClientSession
) -> PretixServer:
    running_pretix.restore(template)
    event_url = f"{running_pretix.base_url}/organizers/example/events/conf2027/"
    changes = RealChanges(session, event_url, TOKEN)
    return PretixServer(
        running_pretix.base_url, TOKEN, LIMITED_TOKEN, "example", "conf2027", changes, changes
    )


@pytest.fixture(scope="session")
def running_bluesky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with bluesky_server.run(tmp_path_factory.mktemp("bluesky")) as base_url:
        yield base_url


@pytest.fixture
async def bluesky(running_bluesky: str, session: aiohttp.ClientSession) -> BlueskyServer:
    """Make an account of its own for each test."""
    handle = f"conf-{uuid4().hex[:12]}.test"
    values = {"email": f"{handle}@example.org", "handle": handle, "password": "made-up-for-tests"}
    server = f"{running_bluesky}/xrpc/com.atproto.server"
    async with session.post(f"{server}.createAccount", json=values) as answer:
        account = await answer.json()
    headers = {"Authorization": f"Bearer {account['accessJwt']}"}
    async with session.post(f"{server}.createAppPassword", json={"name": "bot"}, headers=headers) as answer:
        app_password = (await answer.json())["password"]
    return BlueskyServer(session, running_bluesky, Account(account["did"], handle, app_password))


def describe(orders: Sequence[Json]) -> Json:
    """Tell everything that a pretix is to be filled with."""
    return {
        "organizer": "example",
        "event": "conf2027",
        "token": TOKEN,
        "limited_token": LIMITED_TOKEN,
        "items": conference.items(),
        "orders": orders,
    }
