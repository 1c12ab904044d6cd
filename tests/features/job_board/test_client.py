from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.http.json_errors import BadResponseError, ServiceError, UnreachableError
from DiscordBot.features.job_board.client import LARGEST_SHEET, SheetClient
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp.typedefs import Handler


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


async def fetch(session: aiohttp.ClientSession, folder: Path, handler: Handler) -> bytes:
    """Read a sheet whose address answers with `handler` and that redirects from another address."""
    app = web.Application()
    app.router.add_get("/sheet", handler)

    async def redirect(_request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"http://localhost:{server.port}/sheet")

    app.router.add_get("/export", redirect)
    async with TestServer(app) as server:
        source = f"http://127.0.0.1:{server.port}/export"
        return await SheetClient(session, source=source, folder=folder, timeout=PATIENCE_SECONDS).read()


async def test_an_address_is_read_over_a_redirect_to_another_host(
    session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=b"a,b\r\n", content_type="text/csv")

    assert await fetch(session, tmp_path, answer) == b"a,b\r\n"


async def test_a_redirect_leads_to_the_web_only(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "file:///etc/passwd"})

    with pytest.raises(UnreachableError):
        await fetch(session, tmp_path, answer)


@pytest.mark.parametrize(
    ("status", "content_type", "words"),
    [
        (200, "text/html", "A web page came"),
        (404, "text/csv", "status 404"),
        (500, "text/html", "status 500"),
    ],
)
async def test_answers_that_are_no_sheet(
    session: aiohttp.ClientSession, tmp_path: Path, status: int, content_type: str, words: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text="Sign in", content_type=content_type)

    with pytest.raises(BadResponseError, match=words) as caught:
        await fetch(session, tmp_path, answer)
    assert "127.0.0.1" not in str(caught.value)


async def test_an_endless_answer_is_given_up(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/csv"})
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 1_000_000)
                sent += 1_000_000
        except ConnectionResetError:
            return response

    with pytest.raises(BadResponseError, match="sends more than 5 MB"):
        await fetch(session, tmp_path, answer)
    assert sent < 4 * LARGEST_SHEET


async def test_a_file_is_read_from_the_folder_of_the_configuration(
    session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    (tmp_path / "jobs.csv").write_bytes(b"a;b")
    assert await SheetClient(session, source="jobs.csv", folder=tmp_path).read() == b"a;b"
    assert await SheetClient(session, source=str(tmp_path / "jobs.csv"), folder=tmp_path).read() == b"a;b"


async def test_files_that_cannot_be_read(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_bytes(b"x" * (LARGEST_SHEET + 1))
    for source, words in (
        ("none.csv", "no file none.csv"),
        (".", "cannot be read"),
        ("large.csv", "more than 5 MB"),
    ):
        with pytest.raises(ServiceError, match=words):
            await SheetClient(session, source=source, folder=tmp_path).read()
