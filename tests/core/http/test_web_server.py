from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from DiscordBot.core.findings import Level
from DiscordBot.core.http.http_client import open_session
from DiscordBot.core.http.web_server import WebServer, probe_port
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

HOST = "127.0.0.1"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        yield other.getsockname()[1]


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


ROUTES = (web.post("/", echo),)


@pytest.fixture
async def server(port: int) -> AsyncIterator[WebServer]:
    server = WebServer(HOST, port, routes=ROUTES, request_seconds=0.3)
    await server.start()
    assert server.is_open
    yield server
    await server.close()


async def answer_to(port: int, beginning: bytes) -> bytes:
    """Send the beginning of a request and nothing more; return all that comes until we are hung up on."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(beginning)
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("beginning", "answer"),
    [
        (b"", b""),
        (b"POST / HTTP/1.1\r\nHost: x\r\n", b""),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", b"HTTP/1.1 408"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", b"HTTP/1.1 408"),
        (b"POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", b"HTTP/1.1 404"),
    ],
)
async def test_who_does_not_finish_is_hung_up_on(port: int, beginning: bytes, answer: bytes) -> None:
    answered = await answer_to(port, beginning)
    assert answered.startswith(answer)
    assert bool(answered) == bool(answer)


@pytest.mark.usefixtures("server")
async def test_who_drips_is_hung_up_on(port: int) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\n")

    async def drip() -> None:
        for number in count():
            writer.write(b"X-%d: y\r\n" % number)
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    async with asyncio.timeout(PATIENCE_SECONDS):
        # What it still says meets a closed door, which some systems tell.
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    dripping.cancel()
    writer.close()


@pytest.mark.usefixtures("server")
async def test_who_asks_properly_is_answered(port: int) -> None:
    async with open_session() as session:
        for _ in range(2):
            async with session.post(f"http://{HOST}:{port}/", data=b"hello") as response:
                assert await response.read() == b"hello"


async def test_an_open_port_is_a_finding(server: WebServer) -> None:
    assert server.finding().level is Level.OK


async def test_a_taken_port_is_an_error(taken_port: int) -> None:
    server = WebServer(HOST, taken_port, routes=ROUTES)
    await server.start()
    assert not server.is_open
    finding = server.finding()
    assert finding.level is Level.ERROR
    assert f"Port {taken_port} is taken" in finding.detail
    assert "webhooks.port" in finding.remedy
    await server.close()


async def test_a_port_that_gets_free_is_opened_later(port: int) -> None:
    server = WebServer(HOST, port, routes=ROUTES)
    with socket.socket() as other:
        other.bind((HOST, port))
        other.listen()
        await server.start()
        assert not server.is_open
    await server.start()
    assert server.is_open
    assert server.finding().level is Level.OK
    await server.close()


async def test_a_port_can_be_tried(port: int, taken_port: int) -> None:
    assert probe_port(HOST, port).level is Level.OK
    assert "is taken" in probe_port(HOST, taken_port).detail
    assert "no address of this computer" in probe_port("192.0.2.1", port).detail
    assert probe_port("no.such.host.invalid", port).level is Level.ERROR
