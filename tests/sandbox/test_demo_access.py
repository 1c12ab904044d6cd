"""The demo's page for people with a screen reader, with a keyboard alone, or with a small screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from sandbox.conference import known_tickets as known
from tests.sandbox.axe import grave_faults
from tests.sandbox.visitor import DESK, IN_A_BROWSER, PHONE, Visitor, browser_page, running_demo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page, ViewportSize

pytestmark = [pytest.mark.pictures, pytest.mark.slow, pytest.mark.browser, IN_A_BROWSER]

IS_TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


@asynccontextmanager
async def the_page(viewport: ViewportSize = DESK) -> AsyncIterator[Page]:
    async with running_demo() as demo, browser_page(demo.url, viewport) as page:
        await expect(page.locator("#frame:not(.loading)")).to_be_visible()
        yield page


async def test_axe_finds_nothing_serious_at_a_desk() -> None:
    async with the_page() as page:
        await page.locator(".clock summary").click()
        await page.get_by_role("button", name="Networks").click()
        await expect(page.get_by_role("button", name="Close networks")).to_be_focused()
        assert await grave_faults(page) == []
        for address in ("networks/mastodon", "networks/bluesky", "networks/linkedin", "docs/attendees.md"):
            await page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/{address}")
            assert await grave_faults(page) == [], address
        await page.set_content("<img src='a-picture-without-words.png'>")
        assert await grave_faults(page) != []


async def test_axe_finds_nothing_serious_on_a_phone_and_nothing_is_too_wide() -> None:
    async with the_page(PHONE) as page:
        await nothing_put_away_is_reached(page)
        assert await grave_faults(page) == []
        assert not await page.evaluate(IS_TOO_WIDE)
        await page.locator("#sheet-toggle").click()
        await page.locator(".clock summary").click()
        assert await grave_faults(page) == []
        assert not await page.evaluate(IS_TOO_WIDE)
        await page.keyboard.press("Escape")
        await expect(page.locator("#sheet-toggle")).to_be_focused()
        await page.locator("#channels-toggle").click()
        assert await grave_faults(page) == []
        await page.keyboard.press("Escape")
        await page.locator("#networks-toggle").click()
        assert await grave_faults(page) == []
        assert not await page.evaluate(IS_TOO_WIDE)


async def test_the_first_steps_by_keyboard_alone() -> None:
    async with the_page() as page:
        visitor = Visitor(page)
        await visitor.discord.get_by_role("button", name="Register").press("Enter")
        dialog = visitor.discord.get_by_role("dialog")
        await dialog.get_by_role("textbox").first.focus()
        await page.keyboard.type(known.ADA.order)
        await page.keyboard.press("Tab")
        await page.keyboard.type(known.ADA.name)
        await dialog.get_by_role("button", name="Submit").press("Enter")
        await visitor.has_done("Look at your roles")
        await expect(page.get_by_role("status").filter(has_text="Done: ")).to_be_attached()
        step = page.get_by_role("button", name="Write a tweet", exact=True)
        await step.focus()
        await page.keyboard.press("Tab")
        # Whatever the guide shows anew, whoever is in it stays where they are.
        await page.get_by_role("button", name="Skip: Write a tweet").press("Enter")
        await expect(page.locator(".step.skipped").filter(has_text="Write a tweet")).to_be_visible()
        approve = page.get_by_role("button", name="Approve it", exact=True)
        await approve.press("Enter")
        await expect(approve).to_be_focused()
        await expect(approve).to_have_attribute("aria-expanded", "false")


async def nothing_put_away_is_reached(page: Page) -> None:
    """Go through the page by keyboard."""
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert not await page.evaluate("document.activeElement.closest('#sidebar, #sheet-body') !== null")
