"""The real pretalx for whoever tests with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import conference
from tests.contracts.pretalx_server import PretalxServer
from tests.real.pretalx_changes import RealProgrammeChanges
from tests.real.pretalx_server import LIMITED_TOKEN, PRETALX, TOKEN, describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import aiohttp

    from tests.real.django_server import RunningServer


@pytest.fixture(scope="session")
def pretalx_python() -> Path:
    return PRETALX.install()


@pytest.fixture(scope="session")
def pretalx_template(pretalx_python: Path) -> Path:
    return PRETALX.create_template(pretalx_python, describe())


@pytest.fixture(scope="session")
def running_pretalx(
    pretalx_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    with PRETALX.run(pretalx_python, tmp_path_factory.mktemp("pretalx")) as running:
        yield running


@pytest.fixture
def pretalx(
    running_pretalx: RunningServer, pretalx_template: Path, session: aiohttp.ClientSession
) -> PretalxServer:
    running_pretalx.restore(pretalx_template)
    base_url = running_pretalx.base_url
    changes = RealProgrammeChanges(session, f"{base_url}/api/events/{conference.EVENT}/", TOKEN)
    return PretalxServer(base_url, TOKEN, LIMITED_TOKEN, conference.EVENT, changes)
