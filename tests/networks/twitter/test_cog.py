"""`/twitter` and the whole way of a tweet, as people use them in the whole bot."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.discord_ui.errors import Refusal
from tests.conference_world import answer_of, field_ids, open_conference
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.results import InteractionResult, ResponseMessage

    from sandbox.x.server import XStandIn
    from tests.conference_world import ConferenceWorld


@pytest.fixture
async def posting(tmp_path: Path, orders: list[dict[str, Any]]) -> AsyncIterator[ConferenceWorld]:
    """Run the whole conference with an account on X."""
    async with open_conference(tmp_path, orders, with_x=True, with_programme=False) as conference_world:
        yield conference_world


@pytest.fixture
def x(posting: ConferenceWorld) -> XStandIn:
    assert posting.world.x is not None
    return posting.world.x


async def ask(posting: ConferenceWorld, command: str, **options: str) -> ResponseMessage:
    """Type a command as an organiser."""
    return await posting.command(posting.person("olivia"), command, **options)


async def status(posting: ConferenceWorld) -> dict[str, str]:
    (face,) = faces(await ask(posting, "twitter status"))
    fields = {field.name: field.value for field in face.fields}
    return {"title": face.title, "why": face.description} | fields


async def write(posting: ConferenceWorld, text: str) -> None:
    answer = await posting.command(posting.person("victor"), "tweet compose", text=text)
    assert "Tweet #" in posting.text_of(answer)


async def approve(posting: ConferenceWorld) -> None:
    """Press Approve on the newest card."""
    card = posting.messages("tweet-moderation")[-1]
    await posting.person("olivia").click(card, label="Approve")
    await posting.env.settle()


@pytest.mark.journey
async def test_a_volunteer_writes_an_organiser_approves_and_x_shows_it(
    posting: ConferenceWorld, x: XStandIn
) -> None:
    await write(posting, "Doors open at nine!")
    assert x.posts == []
    before = len(posting.env.http_requests)
    await approve(posting)
    assert [post.text for post in x.posts] == ["Doors open at nine!"]
    # The answer to the press, one edit of the card, and the message to the author.
    assert sorted(posting.requests_since(before)) == [
        "PATCH /channels/messages",
        "POST /channels/messages",
        "POST /users/@me/channels",
        "POST answer",
    ]
    (embed,) = faces(posting.messages("tweet-moderation")[-1])
    assert f"https://x.com/{x.account.username}/status/{x.posts[0].id}" in posting.text_of_face(embed)
    told = await status(posting)
    assert told["title"] == "🟢 X: posting"
    assert told["Account"] == f"@{x.account.username}"
    # A post costs 1.5 cents by X's price list.
    assert told["Budget left this month"].startswith(
        "$19.98 of $20.00, by X's price list: enough for about 1,332 posts, or 99 with a link."
    )
    assert told["Limits of X"] == "Nothing is limited at the moment."


async def test_nothing_goes_out_while_it_is_paused_also_after_a_restart(
    posting: ConferenceWorld, x: XStandIn
) -> None:
    await ask(posting, "twitter pause", reason="A storm is coming")
    await write(posting, "Sunny all day!")
    await approve(posting)
    await posting.restart()
    assert x.posts == []
    assert (await status(posting))["why"] == "Olivia paused it: A storm is coming"
    assert (await ask(posting, "twitter resume")).content == "Posting again."
    await posting.env.settle()
    assert [post.text for post in x.posts] == ["Sunny all day!"]
    assert (await ask(posting, "twitter resume")).content == "It was not paused."


async def test_who_paused_it_is_forgotten_with_the_conferences_personal_data(
    posting: ConferenceWorld,
) -> None:
    await ask(posting, "twitter pause", reason="A storm is coming")
    run = posting.bot._scheduler.run  # noqa: SLF001 - the job's turn would come in six real hours
    await run("delete personal data")
    assert (await status(posting))["why"] == "Olivia paused it: A storm is coming"
    posting.clock.ahead = timedelta(days=3650)
    await run("delete personal data")
    assert (await status(posting))["why"] == "An organiser paused it."


async def test_only_organisers_may_do_this(posting: ConferenceWorld) -> None:
    commands = ["twitter connect", "twitter status", "twitter pause", "twitter resume"]
    posting.expected_errors = [Refusal] * len(commands)
    for command in commands:
        answer = await posting.command(posting.person("victor"), command)
        assert (answer.content, faces(answer)) == (ONLY_ORGANIZERS, [])
    assert (await status(posting))["title"] == "🟢 X: posting"


async def begin_connecting(posting: ConferenceWorld) -> tuple[InteractionResult, str]:
    """Run /twitter connect, open the form for the PIN, and fetch the PIN from X's page."""
    answer = await ask(posting, "twitter connect")
    address = re.search(r"\((http[^)]+)\)", answer.content)
    assert address is not None
    async with aiohttp.ClientSession() as browser, browser.get(address[1]) as page:
        pin = re.search(r"\b\d{7}\b", await page.text())
    assert pin is not None
    form = await posting.person("olivia").click(answer, label="Enter the PIN")
    return form, pin[0]


async def test_another_account_is_used_once_its_name_is_confirmed(
    posting: ConferenceWorld, x: XStandIn
) -> None:
    olivia = posting.person("olivia")
    x.sign_in.signed_in = x.book.add_user("pyconother", "PyCon Other")
    form, pin = await begin_connecting(posting)
    answer = answer_of(await olivia.submit_modal(form, {field_ids(form)[0]: pin}))
    assert answer.content == "This is **@pyconother**. Post with it?"
    assert (await status(posting))["Account"] == f"@{x.account.username}"
    done = await olivia.click(answer, label="Use @pyconother")
    assert answer_of(done).content == "Connected. What is approved is posted as @pyconother."
    assert (await status(posting))["Account"] == "@pyconother"
    assert any("has connected @pyconother" in line for line in posting.lines("bot-log"))
    await posting.restart()
    assert (await status(posting))["Account"] == "@pyconother"


async def test_another_account_does_not_end_what_an_organiser_has_paused(
    posting: ConferenceWorld, x: XStandIn
) -> None:
    olivia = posting.person("olivia")
    await ask(posting, "twitter pause", reason="A storm is coming")
    x.sign_in.signed_in = x.book.add_user("pyconother", "PyCon Other")
    form, pin = await begin_connecting(posting)
    answer = answer_of(await olivia.submit_modal(form, {field_ids(form)[0]: pin}))
    done = await olivia.click(answer, label="Use @pyconother")
    assert "Nothing is posted yet: Olivia paused it: A storm" in answer_of(done).content
    await write(posting, "Sunny all day!")
    await approve(posting)
    assert x.posts == []


async def test_a_mistyped_pin_connects_nothing(posting: ConferenceWorld, x: XStandIn) -> None:
    posting.expected_errors = [Refusal]
    form, pin = await begin_connecting(posting)
    wrong = f"{(int(pin) + 1) % 10_000_000:07}"
    answer = answer_of(await posting.person("olivia").submit_modal(form, {field_ids(form)[0]: wrong}))
    assert "X does not accept this PIN" in answer.content
    assert (await status(posting))["Account"] == f"@{x.account.username}"


async def test_tokens_that_were_revoked_pause_posting_and_organisers_are_told(
    posting: ConferenceWorld, x: XStandIn
) -> None:
    x.sign_in.revoke(x.account)
    await write(posting, "Lunch is served.")
    await approve(posting)
    assert x.posts == []
    assert (await status(posting))["title"] == "🟠 X: nothing is posted"
    assert any("X is paused" in line and "/twitter resume" in line for line in posting.lines("bot-log"))
    health = await posting.health()
    assert "Nothing is posted" in health


async def test_stats_tweets_counts_them(posting: ConferenceWorld) -> None:
    await write(posting, "One")
    await approve(posting)
    answer = await ask(posting, "stats tweets")
    assert "**1** sent" in posting.text_of(answer)
    assert [file.filename for file in answer.attachments] == ["tweets-by-day.png"]
