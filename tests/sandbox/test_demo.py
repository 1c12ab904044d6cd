"""The demo as a newcomer meets it: started from the command line, used in a browser, ended by Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest
from playwright.async_api import expect

from sandbox.conference import known_tickets as known
from sandbox.demo.command import main
from sandbox.demo.networks import OnMastodon
from tests.sandbox.visitor import (
    DESK,
    IN_A_BROWSER,
    Visitor,
    browser_page,
    running_demo,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Route

pytestmark = pytest.mark.slow


async def test_it_starts_although_the_port_is_taken_and_ctrl_c_ends_it_cleanly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with running_demo(port) as demo:
            assert demo.url != f"http://127.0.0.1:{port}"
            output = await demo.end(signal.SIGINT)
            assert demo.process.returncode == 0
            lines = [line.strip() for line in (demo.printed + output).splitlines() if line.strip()]
            assert lines == [
                f"PyCon Example 2027 is open: {demo.url}",
                "Nothing here leaves this machine. Ctrl-C ends it.",
                "Closing ...",
                "Good-bye.",
            ]


async def test_the_end_is_quiet_though_the_server_of_mastodon_has_ended_before(tmp_path: Path) -> None:
    now = partial(datetime.now, UTC)
    async with aiohttp.ClientSession() as session, OnMastodon(session, now).running(tmp_path) as process:
        # Until asyncio itself knows that it is over, which is when it does not take signals any more.
        with suppress(ProcessLookupError):
            while True:
                process.kill()
                await asyncio.sleep(0.01)
    assert process.returncode is not None


@pytest.mark.parametrize("start", ["tomorrow", "2027-07-14T08:45+02:00"])
def test_mistakes_on_the_command_line_are_told(
    start: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["demo", "--rehearse", start])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert "--rehearse" in capsys.readouterr().err


@pytest.mark.browser
@IN_A_BROWSER
async def test_a_press_while_the_page_is_busy_is_not_lost() -> None:
    async with running_demo() as demo, browser_page(demo.url) as page:
        visitor = Visitor(page)
        released = asyncio.Event()

        async def hold(route: Route) -> None:
            await released.wait()
            await route.continue_()

        await expect(page.locator("#frame:not(.loading)")).to_be_visible()
        await page.route("**/api/action", hold)
        # The page tells the preview how large it is now, and has to wait for the answer.
        async with page.expect_request("**/api/action"):
            await page.set_viewport_size({"width": 1300, "height": 800})
        await visitor.discord.get_by_role("button", name="Register").click(force=True)
        released.set()
        await expect(visitor.discord.get_by_role("dialog")).to_be_visible()
        await page.unroute("**/api/action", hold)
        await page.set_viewport_size(DESK)


@pytest.mark.browser
@IN_A_BROWSER
async def test_what_to_try_next() -> None:
    async with running_demo() as demo:
        async with browser_page(demo.url) as page:
            visitor = Visitor(page)
            await register(visitor, known.ADA.order, known.ADA.name)
            await visitor.has_done("Look at your roles")

            german = "Read it in German"
            await visitor.become("J", german)
            order, name = [await visitor.to_copy(german, field) for field in ("Bestellcode", "Name")]
            await register(visitor, order, name)
            await visitor.has_done(german)
            await expect(visitor.message("Willkommen!")).to_be_visible()

            stolen = "Try somebody else's ticket"
            await visitor.become("Eve", stolen)
            await register(visitor, known.ADA.order, known.ADA.name)
            await visitor.has_done(stolen)
            await expect(page.get_by_text("No roles yet")).to_be_visible()

            await visitor.become("Olivia", "Read the log")
            log = visitor.discord.get_by_role("log")
            await expect(log.get_by_text(f"@{known.ADA.name}").first).to_be_visible()

            cancel = "Cancel Ada's order"
            await visitor.become("Ada", cancel)
            await visitor.act(cancel, f"Cancel {known.ADA.order} in the shop")
            await visitor.has_done(cancel)
            await expect(page.get_by_text("No roles yet")).to_be_visible()
            await expect(visitor.message("cancelled")).to_be_visible()
        output = await demo.end(signal.SIGTERM)
        assert demo.process.returncode == 0
        assert "Traceback" not in output, output
        assert "ERROR" not in output, output


async def register(visitor: Visitor, order: str, name: str) -> None:
    await visitor.discord.locator("#channel-message-list").get_by_role("button").first.click()
    await visitor.submit(order, name)
