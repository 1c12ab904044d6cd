"""The whole guide of the demo from beginning to end, at a desk and on a phone."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from sandbox.conference import known_tickets as known
from sandbox.demo.guide.before_the_doors import BEFORE_EACH, TEMPLATE
from sandbox.demo.guide.first_minutes import TWEET
from sandbox.demo.guide.tour import STEPS
from sandbox.demo.strangers import MENTION, UNCLEAR
from tests.sandbox.picture_row import PictureRow
from tests.sandbox.visitor import DESK, IN_A_BROWSER, PHONE, Visitor, browser_page, running_demo

if TYPE_CHECKING:
    from playwright.async_api import ViewportSize

pytestmark = [pytest.mark.pictures, pytest.mark.slow, pytest.mark.browser, IN_A_BROWSER]


@pytest.mark.parametrize(("name", "viewport"), [("desk", DESK), ("phone", PHONE)], ids=["desk", "phone"])
async def test_the_guide_from_beginning_to_end(name: str, viewport: ViewportSize) -> None:
    async with running_demo() as demo:
        async with browser_page(demo.url, viewport) as page:
            visitor = Visitor(page)
            row = PictureRow(page, name)
            await registration(visitor, row)
            await a_tweet(visitor, row)
            await an_open_space(visitor, row)
            await a_campaign(visitor, row)
            await a_mention(visitor, row)
            await the_first_morning(visitor, row)
            await numbers_health_and_end(visitor, row)
            row.keep()
        output = await demo.end(signal.SIGINT)
        assert demo.process.returncode == 0
        assert "Traceback" not in output, output
        assert "ERROR" not in output, output


async def registration(visitor: Visitor, row: PictureRow) -> None:
    await visitor.discord.get_by_role("button", name="Register").click()
    await expect(visitor.discord.get_by_role("dialog")).to_be_visible()
    await visitor.has_done("Press Register")
    await row.take("registration-form")
    await visitor.submit(known.ADA.order, known.ADA.name)
    await visitor.has_done("Fill in the form")
    await visitor.has_done("Look at your roles")
    await expect(visitor.page.locator("#roles li")).to_have_text(known.ADA.roles[::-1])
    await expect(visitor.discord.get_by_text("Only you can see this").last).to_be_in_viewport()
    await row.take("roles")


async def a_tweet(visitor: Visitor, row: PictureRow) -> None:
    await visitor.become("Victor", "Write a tweet")
    await visitor.compose(TWEET, await visitor.to_copy("Write a tweet", "Alt text"))
    await visitor.has_done("Write a tweet")
    await visitor.become("Olivia", "Approve it")
    await row.take("tweet-card")
    await visitor.press(TWEET, re.compile("Approve$"))
    await visitor.has_done("Approve it")
    await expect(visitor.message(TWEET)).to_contain_text("Sent")
    await expect(visitor.discord.get_by_text("Only you can see this").last).to_be_in_viewport()
    await row.take("tweet-sent")
    await row.keep_whole("demo")


async def an_open_space(visitor: Visitor, row: PictureRow) -> None:
    await visitor.become("Victor", "Let somebody post on X")
    await visitor.act("Let somebody post on X", "Let them post")
    await visitor.has_done("Let somebody post on X")
    start = await visitor.to_copy("Say when, and stage it", "Start")
    await expect(visitor.message(UNCLEAR)).to_be_in_viewport()
    await row.take("open-space-review")
    await visitor.press(UNCLEAR, re.compile("room and time"))
    await visitor.discord.get_by_role("dialog").get_by_role("textbox").last.fill(start)
    await visitor.submit()
    await visitor.has_done("Say when, and stage it")
    await visitor.become("Ada", "Move the clock: the reminder")
    await visitor.act("Move the clock: the reminder", re.compile("Move the clock to Wed 14 Jul, 07:44"))
    await visitor.has_done("Move the clock: the reminder")
    await expect(visitor.message(UNCLEAR)).to_be_visible()
    await row.take("open-space-reminder")


async def a_campaign(visitor: Visitor, row: PictureRow) -> None:
    title = "Preview a campaign"
    await visitor.become("Olivia", title)
    await visitor.command(
        "campaign preview", choose="kind", kind="sessions", name="All talks", start=BEFORE_EACH
    )
    await expect(visitor.discord.get_by_role("dialog")).to_be_visible()
    await visitor.submit(TEMPLATE)
    await visitor.has_done(title)
    await visitor.discord.get_by_role("button", name=re.compile("Create")).last.click()
    await visitor.has_done("Create it")
    await row.take("campaign")


async def a_mention(visitor: Visitor, row: PictureRow) -> None:
    await visitor.become("Victor", "Let somebody ask the conference")
    await visitor.act("Let somebody ask the conference", "Let them ask")
    await visitor.has_done("Let somebody ask the conference")
    answer = await visitor.to_copy("Answer as Victor", "Reply")
    await visitor.press(MENTION, re.compile("Reply$"))
    await visitor.submit(answer)
    await visitor.has_done("Answer as Victor")
    await visitor.become("Olivia", "Approve the answer")
    await visitor.press(answer, re.compile("Approve$"))
    await visitor.has_done("Approve the answer")
    await row.take("mention-answered")


async def the_first_morning(visitor: Visitor, row: PictureRow) -> None:
    speaker = "A speaker is reminded"
    await visitor.act(speaker, re.compile("Move the clock to Wed 14 Jul, 08:44"))
    await visitor.become("Grace", speaker)
    await visitor.has_done(speaker)
    await expect(visitor.message("Twenty years of being wrong in public")).to_be_visible()
    await row.take("speaker-reminder")
    await visitor.become("Ada", "The keynote is announced")
    await visitor.act("The keynote is announced", re.compile("Move the clock to Wed 14 Jul, 08:54"))
    await visitor.has_done("The keynote is announced")
    await expect(visitor.message("Twenty years of being wrong in public")).to_be_visible()
    await row.take("announcement")
    await visitor.become("Ada", "The schedule changes")
    await visitor.act("The schedule changes", "Release it")
    await visitor.has_done("The schedule changes")
    await expect(visitor.message("sold out")).to_be_visible()
    await row.take("schedule-change")


async def numbers_health_and_end(visitor: Visitor, row: PictureRow) -> None:
    await visitor.become("Olivia", "Ask for numbers")
    await visitor.command("stats registrations")
    await visitor.has_done("Ask for numbers")
    await expect(visitor.message("used /stats")).to_be_in_viewport()
    await row.take("numbers")
    await visitor.become("Olivia", "Ask how the bot is")
    await visitor.command("health")
    await visitor.has_done("Ask how the bot is")
    await expect(visitor.message("used /health")).to_be_in_viewport()
    await row.take("health")
    step = await visitor.turn_to("Set up your own")
    async with visitor.page.context.expect_page() as opened:
        await step.get_by_role("link").click()
    page = await opened.value
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.close()
    await visitor.has_done("Set up your own")
    finished = [step.title for step in STEPS.values() if step.chapter != "What to try next"]
    for title in finished:
        await visitor.has_done(title)
    await row.take("end")
