"""Fixtures that both kinds of pretalx share; each kind adds its own `pretalx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.pretalx_server import PretalxReader, PretalxServer

if TYPE_CHECKING:
    import aiohttp


@pytest.fixture
def visitor(session: aiohttp.ClientSession, pretalx: PretalxServer) -> PretalxReader:
    """Read as anybody can."""
    return PretalxReader(session, pretalx)


@pytest.fixture
def organiser(session: aiohttp.ClientSession, pretalx: PretalxServer) -> PretalxReader:
    """Read with a token that may see everything."""
    return PretalxReader(session, pretalx, pretalx.token)


@pytest.fixture(params=["visitor", "organiser"])
def reader(
    session: aiohttp.ClientSession, pretalx: PretalxServer, request: pytest.FixtureRequest
) -> PretalxReader:
    """Read as anybody, and again with a token: what the conference is told must be the same."""
    return PretalxReader(session, pretalx, pretalx.token if request.param == "organiser" else "")
