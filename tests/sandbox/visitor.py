"""Somebody who tries the demo in a browser, on a desk or on a phone."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.async_api import FrameLocator, Locator, Page, ViewportSize, async_playwright, expect

from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    import signal
    from collections.abc import AsyncIterator

    from playwright.async_api import FilePayload

ROOT = Path(__file__).parents[2]
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
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
KEEP_SCREENSHOTS = bool(os.environ.get("KEEP_SCREENSHOTS"))
IN_A_BROWSER = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="needs Chromium (Debian: apt install chromium)",
)
# The bot, a browser and other tests may share two cores.
expect.set_options(timeout=1000 * PATIENCE_SECONDS)


class Demo(NamedTuple):
    """A demo that runs; `printed` is what it has written to the terminal so far."""

    process: asyncio.subprocess.Process
    url: str
    printed: str

    async def end(self, signal_number: signal.Signals) -> str:
        """Send the signal and return what was written to the terminal since."""
        self.process.send_signal(signal_number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            output, _ = await self.process.communicate()
        return output.decode()


@asynccontextmanager
async def running_demo(port: int = 0, *options: str) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", "--port", str(port), "--no-browser", *options),
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
        yield Demo(process, url.group(), printed)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def browser_page(url: str, viewport: ViewportSize = DESK) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = await browser.new_page(viewport=viewport)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        yield page
        await browser.close()
    assert errors == []


class Visitor:
    """Does what the guide says; on a phone the guide is opened for that, and goes away by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_on_phone = page.viewport_size == PHONE

    @property
    def discord(self) -> FrameLocator:
        return self.page.frame_locator("#frame")

    def step(self, title: str) -> Locator:
        return self.page.locator(".step").filter(has=self.page.get_by_role("button", name=title))

    async def turn_to(self, title: str) -> Locator:
        """Open the guide at a step."""
        toggle = self.page.locator("#sheet-toggle")
        if self.is_on_phone and await toggle.get_attribute("aria-expanded") == "false":
            await toggle.click()
        step = self.step(title)
        head = step.locator(".step-head")
        if await head.get_attribute("aria-expanded") == "false":
            await head.click()
        return step

    async def put_away(self) -> None:
        """Close the guide, where it hides Discord."""
        toggle = self.page.locator("#sheet-toggle")
        if self.is_on_phone and await toggle.get_attribute("aria-expanded") == "true":
            await toggle.click()

    async def become(self, person: str, title: str) -> None:
        """Act as somebody where a step says so."""
        step = await self.turn_to(title)
        go = step.get_by_role("button", name=re.compile(f"^Be {person}"))
        if await go.count():
            await go.click()
            await expect(self.page.locator("#profile-name")).to_contain_text(person)
        await self.put_away()
        await expect(self.page.locator("#frame:not(.loading)")).to_be_attached()

    async def act(self, title: str, label: str | re.Pattern[str]) -> None:
        """Press what lets something happen outside Discord."""
        step = await self.turn_to(title)
        await step.get_by_role("button", name=label).click()
        await self.put_away()

    async def has_done(self, title: str) -> None:
        """Wait until a step has ticked itself."""
        await expect(self.page.locator(".step.done").filter(has_text=title)).to_be_attached()

    async def to_copy(self, title: str, field: str) -> str:
        step = await self.turn_to(title)
        button = step.locator(".copy").filter(has=self.page.get_by_text(field, exact=True))
        text = await button.locator("code").inner_text()
        await self.put_away()
        return text

    def message(self, text: str) -> Locator:
        """Return the newest message with a text."""
        return self.discord.locator("#channel-message-list > *").filter(has_text=text).last

    async def press(self, text: str, label: str | re.Pattern[str]) -> None:
        """Press a button of the message with a text."""
        await self.message(text).get_by_role("button", name=label).first.click()

    async def command(self, command: str, *, choose: str = "", **options: str) -> None:
        """Type a command, choose it, fill in its options, and send it.

        The value of the option `choose` is chosen from those that are offered.
        """
        composer = self.discord.locator("#channel-composer")
        # Typing alone would not wait until there is a place to type in, as people do.
        await composer.locator("#channel-composer-input").click()
        await composer.locator("#channel-composer-input").press_sequentially(f"/{command}")
        await self.discord.get_by_role("option", name=command).first.click()
        for name, value in options.items():
            field = composer.locator(f"input[data-option={name}]")
            if not await field.count():
                await composer.get_by_role("button", name=re.compile("more$")).click()
                await self.discord.get_by_role("option", name=name).click()
            await field.fill(value)
            if name == choose:
                await self.discord.get_by_role("option", name=value).first.click()
        await composer.locator("button[type=submit]").click()

    async def compose(self, text: str, alt_text: str) -> None:
        """Write a tweet with the picture that the page offers."""
        picture = await self.page.request.get(f"{self.page.url.rstrip('/')}/doors-open.png")
        file: FilePayload = {"name": "doors.png", "mimeType": "image/png", "buffer": await picture.body()}
        await self.command("tweet compose")
        dialog = self.discord.get_by_role("dialog")
        await dialog.locator("input[type=file]").set_input_files(file)
        await self.submit(text, alt_text)

    async def submit(self, *texts: str) -> None:
        """Fill in the form that is open, from its first text input on, and send it."""
        dialog = self.discord.get_by_role("dialog")
        for number, text in enumerate(texts):
            await dialog.get_by_role("textbox").nth(number).fill(text)
        await dialog.get_by_role("button", name="Submit").click()
        await expect(dialog).to_be_hidden()
