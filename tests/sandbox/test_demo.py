"""The demo as a newcomer meets it: started from the command line, used in a browser, ended by Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.async_api import FrameLocator, Page, ViewportSize, async_playwright, expect

from sandbox.conference import known_tickets as known
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import FilePayload, Route

    from sandbox.conference.known_tickets import KnownTicket

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SCREENSHOT = ROOT / "docs" / "images" / "demo.png"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
NETWORKS = ("x", "mastodon", "bluesky", "linkedin")
# The bot, a browser and other tests may share two cores.
expect.set_options(timeout=1000 * PATIENCE_SECONDS)


class Demo(NamedTuple):
    process: asyncio.subprocess.Process
    url: str

    async def end(self, signal_number: signal.Signals) -> str:
        """Send the signal and return what was written to the terminal after the welcome."""
        self.process.send_signal(signal_number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            output, _ = await self.process.communicate()
        return output.decode()


@asynccontextmanager
async def running_demo(port: int = 0) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", "--port", str(port), "--no-browser"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    printed = ""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (url := re.search(r"http://127\.0\.0\.1:\d+", printed)):
                line = await process.stdout.readline()
                assert line, f"the demo ended: {printed}"
                printed += line.decode()
        yield Demo(process, url.group())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def browser_page(url: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = await browser.new_page(viewport=VIEWPORT)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        yield page
        await browser.close()
    assert errors == []


async def test_it_starts_although_the_port_is_taken_and_ctrl_c_ends_it_cleanly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with running_demo(port) as demo:
            assert demo.url != f"http://127.0.0.1:{port}"
            output = await demo.end(signal.SIGINT)
            assert demo.process.returncode == 0
            assert "Good-bye" in output
            assert "Traceback" not in output, output
            assert "ERROR" not in output, output


in_a_browser = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="needs Chromium (Debian: apt install chromium)",
)


@pytest.mark.browser
@in_a_browser
async def test_the_first_minute() -> None:
    async with running_demo() as demo:
        async with browser_page(demo.url) as page:
            await press_register_while_the_page_is_busy(page)
            await fill_in(page, known.ADA)
            await expect(page.locator("#roles li")).to_have_count(len(known.ADA.roles))
            assert set(await page.locator("#roles li").all_inner_texts()) == set(known.ADA.roles)
            await expect(page.get_by_role("heading", name=known.ADA.name)).to_be_visible()
            await expect(page.locator(".step.done")).to_have_count(3)
            if os.environ.get("KEEP_SCREENSHOTS"):
                await page.wait_for_timeout(1000)
                await page.screenshot(path=SCREENSHOT)

            await become(page, "Eve", step="Try somebody else's ticket")
            await register(page, known.ADA)
            await expect(page.get_by_text("No roles yet")).to_be_visible()

            await become(page, "Olivia", step="Read the log")
            await expect(
                discord(page).get_by_role("log").get_by_text(f"@{known.ADA.name}").first
            ).to_be_visible()

            await become(page, "Ada", step="Cancel Ada's order")
            await page.get_by_role("button", name=f"Cancel {known.ADA.order} in the shop").click()
            await expect(page.get_by_text("No roles yet")).to_be_visible()
        output = await demo.end(signal.SIGTERM)
        assert demo.process.returncode == 0
        assert "Traceback" not in output, output
        assert "ERROR" not in output, output


async def press_register_while_the_page_is_busy(page: Page) -> None:
    """Press as people do, who do not look first whether the page is busy: it must not be lost."""
    released = asyncio.Event()

    async def hold(route: Route) -> None:
        await released.wait()
        await route.continue_()

    button = discord(page).get_by_role("button", name="Register")
    await expect(page.locator("#frame:not(.loading)")).to_be_visible()
    await page.route("**/api/action", hold)
    # The page tells the preview how large it is now, and has to wait for the answer.
    async with page.expect_request("**/api/action"):
        await page.set_viewport_size({"width": 1300, "height": 800})
    await button.click(force=True)
    released.set()
    await expect(discord(page).get_by_role("dialog")).to_be_visible()
    await page.unroute("**/api/action", hold)
    await page.set_viewport_size(VIEWPORT)


@pytest.mark.browser
@in_a_browser
async def test_the_second_minute() -> None:
    async with running_demo() as demo:
        async with browser_page(demo.url) as page:
            await expect(page.locator("#networks")).to_be_hidden()
            step = "Write a tweet"
            await become(page, "Victor", step=step)
            text, alt_text = [await copied(page, field) for field in ("Text", "Alt text")]
            for name in NETWORKS:
                await expect(page.frame_locator(f"#{name}-frame").get_by_text("No posts yet")).to_be_visible()
            await compose(page, text, alt_text)
            await expect(page.locator(".step.done").filter(has_text=step)).to_be_visible()

            await become(page, "Olivia", step="Approve it")
            await discord(page).get_by_role("button", name=re.compile("Approve$")).click()
            for name in NETWORKS:
                post = page.frame_locator(f"#{name}-frame").locator(".post")
                await expect(post.locator(".text")).to_have_text(text)
                await expect(post.get_by_role("img", name=alt_text)).to_be_visible()
            await expect(page.locator(".step.done")).to_have_count(2)
            await page.get_by_role("button", name="Close networks").click()
            await expect(page.locator("#networks")).to_be_hidden()
        output = await demo.end(signal.SIGINT)
        assert "Traceback" not in output, output
        assert "ERROR" not in output, output


async def copied(page: Page, field: str) -> str:
    button = page.locator(".copy").filter(has=page.get_by_text(field, exact=True))
    return await button.locator("code").inner_text()


async def compose(page: Page, text: str, alt_text: str) -> None:
    """Write a tweet with the picture that the page offers."""
    address = await page.locator(".picture").get_attribute("href")
    picture = await page.request.get(f"{page.url.rstrip('/')}{address}")
    composer = discord(page).locator("#channel-composer")
    # Typing alone would not wait until there is a place to type in, as people do.
    await composer.locator("#channel-composer-input").click()
    await composer.locator("#channel-composer-input").press_sequentially("/tweet compose")
    await discord(page).get_by_role("option", name="tweet compose").click()
    await composer.locator("button[type=submit]").click()
    dialog = discord(page).get_by_role("dialog")
    file: FilePayload = {"name": "doors-open.png", "mimeType": "image/png", "buffer": await picture.body()}
    await dialog.locator("input[type=file]").set_input_files(file)
    await dialog.get_by_role("textbox").nth(0).fill(text)
    await dialog.get_by_role("textbox").nth(1).fill(alt_text)
    await dialog.get_by_role("button", name="Submit").click()


def discord(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


async def become(page: Page, person: str, *, step: str) -> None:
    await page.get_by_role("button", name=step).click()
    await page.get_by_role("button", name=f"Be {person} in").click()
    await expect(page.locator("#profile-name")).to_contain_text(person)


async def register(page: Page, ticket: KnownTicket) -> None:
    await discord(page).get_by_role("button", name="Register").click()
    await fill_in(page, ticket)


async def fill_in(page: Page, ticket: KnownTicket) -> None:
    dialog = discord(page).get_by_role("dialog")
    await dialog.get_by_role("textbox").nth(0).fill(ticket.order)
    await dialog.get_by_role("textbox").nth(1).fill(ticket.name)
    await dialog.get_by_role("button", name="Submit").click()
    await expect(discord(page).get_by_text("Only you can see this").last).to_be_visible()
