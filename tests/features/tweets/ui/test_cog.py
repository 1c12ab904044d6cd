from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest
from sqlmodel import delete

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Delivery, Source
from DiscordBot.features.tweets.ui.cog import CARDS_JOB, DIGEST_JOB, MENU
from DiscordBot.networks.port import Paused
from tests.features.tweets.command_stage import fields, text_of
from tests.shown_messages import faces

if TYPE_CHECKING:
    from tests.features.tweets.command_stage import CommandStage

NO_SUCH = "There is no such tweet. Look for its number with `/tweet queue`."


async def test_the_queue_shows_what_goes_out_next(queue: CommandStage) -> None:
    await queue.write("Later", not_before=queue.clock.now() + timedelta(hours=1))
    for number in range(5):
        await queue.write(f"*Text* {number}")

    result = await queue.result("vera", "tweet queue")

    first = text_of(result)
    assert "6 tweets in the queue" in first
    assert "1. Tweet #2 · 🟡 waiting for approval: \\*Text\\* 0\n" in first
    assert (
        f"[card](https://discord.com/channels/{queue.guild.id}/{queue.channel.id}/{queue.card(2).id})"
        in first
    )
    assert f"<@{queue.people['victor'].id}>" in first
    assert "6. Tweet #1" in first


async def test_an_empty_queue_says_so(queue: CommandStage) -> None:
    assert "Nothing waits." in await queue.say("victor", "tweet queue")


async def test_tweets_are_offered_by_number_state_and_text(queue: CommandStage) -> None:
    await queue.write("Doors open at nine")
    await queue.write("Lunch is ready")
    await queue.approve(2)
    await queue.bot.service.cancel(await queue.write("Never mind"), queue.actor("victor"))
    offers = {
        command: [
            choice["value"]
            for choice in await queue.people["ada"].autocomplete(queue.channel, command, "tweet", typed)
        ]
        for command, typed in {
            "approve": "",
            "deny": "",
            "tweet edit": "",
            "tweet cancel": "LUNCH",
            "tweet history": "",
        }.items()
    }

    assert offers == {
        "approve": ["1.1"],
        "deny": ["1.1"],
        "tweet edit": ["1.1", "2.1"],
        "tweet cancel": ["2.1"],
        "tweet history": ["3.1", "2.1", "1.1"],
    }
    (one,) = await queue.people["ada"].autocomplete(queue.channel, "approve", "tweet", "#1")
    assert one["name"] == "#1 · 🟡 waiting for approval · Doors open at nine"
    assert await queue.people["eve"].autocomplete(queue.channel, "approve", "tweet", "") == []


async def test_approving_by_command(queue: CommandStage) -> None:
    await queue.write()

    assert (await queue.say("ada", "approve", tweet="1")).startswith("Tweet #1 is approved.")
    queue.expected_errors.append(Refusal)
    assert (await queue.say("grace", "approve", tweet="#1")).startswith(f"<@{queue.people['ada'].id}> ")


@pytest.mark.parametrize("command", ["approve", "deny"])
async def test_a_text_that_was_changed_after_it_was_offered_is_read_again(
    queue: CommandStage, command: str
) -> None:
    await queue.write()
    (offered,) = await queue.people["ada"].autocomplete(queue.channel, command, "tweet", "")
    await queue.bot.service.edit(1, queue.actor("victor"), "Something else")

    queue.expected_errors.append(Refusal)
    assert (await queue.say("ada", command, tweet=offered["value"])).startswith("The text was changed")
    assert str((await queue.view(1)).outcome) == "pending"


async def test_who_types_a_number_sees_what_they_have_approved(queue: CommandStage) -> None:
    await queue.write("Doors open at nine")
    await queue.write("Lunch")

    assert "Doors open at nine" in await queue.say("ada", "approve", tweet="1")
    assert "Lunch" not in await queue.say("ada", "approve", tweet="2.1")


async def test_posting_at_once_by_command(queue: CommandStage) -> None:
    await queue.write()

    await queue.say("ada", "approve", tweet="1", now=True)

    assert (await queue.view(1)).post_now


async def test_an_organiser_is_offered_the_bypass_by_command(queue: CommandStage) -> None:
    await queue.write(author="ada")

    result = await queue.result("ada", "approve", tweet="1")
    assert "This is your own tweet" in text_of(result)
    await queue.click("ada", result.response, "Approve my own tweet")

    assert (await queue.view(1)).bypass


async def test_denying_by_command(queue: CommandStage) -> None:
    await queue.write()

    assert await queue.say("ada", "deny", tweet="1", reason="Too early") == "⛔ Tweet #1 is denied."

    view = await queue.view(1)
    assert (str(view.outcome), view.reason) == ("denied", "Too early")


async def test_cancelling_by_command(queue: CommandStage) -> None:
    await queue.write()

    told = await queue.say("victor", "tweet cancel", tweet="1", reason="A typo")

    assert told == "🗑️ Tweet #1 is cancelled."
    assert (await queue.view(1)).reason == "A typo"


async def test_the_history_tells_who_did_what(queue: CommandStage) -> None:
    await queue.write("Helo *world*")
    await queue.bot.service.edit(1, queue.actor("victor"), "Hello *world*")
    await queue.approve(1)

    told = await queue.say("vera", "tweet history", tweet="1")

    noon = int(queue.clock.now().timestamp())
    victor, ada = (f"<@{queue.people[who].id}>" for who in ("victor", "ada"))
    assert f"Submitted: <t:{noon}:f> (<t:{noon}:R>), by {victor}" in told
    assert f"Edited: <t:{noon}:f> (<t:{noon}:R>), by {victor}\ntext: ~~Helo~~ **Hello** \\*world\\*" in told
    assert f"Approved: <t:{noon}:f> (<t:{noon}:R>), by {ada}" in told


@pytest.mark.parametrize("number", ["99", "0", "nonsense", "-1", "9" * 30, "99999999999"])
@pytest.mark.parametrize("command", ["approve", "deny", "tweet edit", "tweet cancel", "tweet history"])
async def test_numbers_that_are_none(queue: CommandStage, command: str, number: str) -> None:
    queue.expected_errors.append(Refusal)

    assert await queue.say("ada", command, tweet=number) == NO_SUCH


async def test_a_deleted_card_comes_back(queue: CommandStage) -> None:
    await queue.write()
    before = queue.card(1).id

    queue.env.backend.delete_message(queue.channel.id, before)
    await queue.settle()

    assert queue.card(1).id != before


async def test_what_is_due_goes_out_once_the_bot_begins(queue: CommandStage) -> None:
    await queue.write()
    await queue.approve(1)

    await queue.bot.cog.begin()

    assert {CARDS_JOB, DIGEST_JOB} <= set(queue.bot.scheduler.jobs)
    assert await queue.bot.scheduler.run_due()
    assert [found.post.text for found in queue.network.published] == ["Hello"]


async def test_what_was_approved_without_a_network_is_given_to_the_one_that_is_there_now(
    queue: CommandStage,
) -> None:
    await queue.write()
    await queue.approve(1)
    async with queue.database.transaction() as session:
        await session.execute(delete(Delivery))

    await queue.bot.cog.begin()

    assert [delivery.network for delivery in (await queue.view(1)).deliveries] == ["paper"]


async def test_the_jobs_keep_cards_authors_and_digest_up_to_date(queue: CommandStage) -> None:
    await queue.bot.cog.begin()
    await queue.write()
    await queue.change(1, card_shown="something older")
    queue.clock.at += timedelta(hours=2)

    for job in (CARDS_JOB, DIGEST_JOB):
        await queue.bot.scheduler.run(job)
    await queue.settle()

    assert (await queue.view(1)).card_shown != "something older"
    assert any(faces(message)[0].title == "⏳ Waiting" for message in queue.messages())
    assert (await queue.view(1)).author_id is not None


async def test_people_are_forgotten_after_the_conference(queue: CommandStage) -> None:
    await queue.bot.cog.begin()
    await queue.write()
    assert (await queue.view(1)).author_name == "victor"

    await queue.bot.service.forget_personal_data(queue.clock.now() + timedelta(hours=1))

    assert (await queue.view(1)).author_name == ""


async def test_health_tells_what_waits_and_what_failed(queue: CommandStage) -> None:
    await queue.write("One")
    await queue.write("Two")
    await queue.approve(2)
    assert await told_by_health(queue) == ["1 wait for approval, 1 are approved.", "They go out."]

    await queue.fail("Three")
    queue.network.paused = Paused("The budget is used up", queue.clock.now())

    assert await told_by_health(queue) == [
        "1 wait for approval, 1 are approved, 1 failed.",
        "They wait until <t:1815559200:f> (<t:1815559200:R>): The budget is used up",
    ]


async def test_health_tells_what_is_switched_off(queue: CommandStage) -> None:
    queue.policy = "off"
    queue.networks.clear()
    await queue.restart()

    assert await told_by_health(queue) == [
        "Nothing waits.",
        "Tweets are switched off.",
        "No network is configured, so nothing that is approved goes out.",
    ]


async def told_by_health(queue: CommandStage) -> list[str]:
    return [finding.detail for finding in await queue.bot.cog.findings()]


async def test_the_menu_goes_with_the_room(queue: CommandStage) -> None:
    guild, client = discord.Object(queue.guild.id), queue.bot.client
    assert client.tree.get_command(MENU, guild=guild, type=discord.AppCommandType.message)

    await client.remove_cog("TweetsCog", guild=guild)

    assert not client.tree.get_command(MENU, guild=guild, type=discord.AppCommandType.message)


async def test_editing_by_command(queue: CommandStage) -> None:
    await queue.write("Helo")

    form = await queue.result("victor", "tweet edit", tweet="1")
    assert fields(form)["text"]["value"] == "Helo"
    answer = await queue.fill_in("victor", form, text="Hello")

    assert "Tweet #1" in answer.content
    assert (await queue.view(1)).text == "Hello"


async def test_a_retweet_has_no_text_to_edit(queue: CommandStage) -> None:
    queue.expected_errors.append(Refusal)
    await queue.bot.service.submit(Draft(text="", source=Source.OPEN_SPACE, retweet_of="123"))

    assert "A retweet has no text of its own." in await queue.say("ada", "tweet edit", tweet="1")
