from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest
from sqlmodel import delete

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Delivery, Source
from DiscordBot.networks.port import Paused
from tests.features.tweets.room_stage import fields, text_of

if TYPE_CHECKING:
    from tests.features.tweets.room_stage import RoomStage

NO_SUCH = "There is no such tweet. Look for its number with `/tweet queue`."


async def test_the_queue_shows_what_goes_out_next(room: RoomStage) -> None:
    await room.write("Later", not_before=room.clock.now() + timedelta(hours=1))
    for number in range(5):
        await room.write(f"*Text* {number}")

    result = await room.result("vera", "tweet queue")

    first = text_of(result)
    assert "6 tweets in the queue" in first
    assert "1. Tweet #2 · 🟡 waiting for approval: \\*Text\\* 0\n" in first
    assert (
        f"[card](https://discord.com/channels/{room.guild.id}/{room.channel.id}/{room.card(2).id})" in first
    )
    assert f"<@{room.people['victor'].id}>" in first
    assert "Later" not in first
    turned = await room.click("vera", result.response, "▶")
    assert "6. Tweet #1" in text_of(turned)


async def test_an_empty_queue_says_so(room: RoomStage) -> None:
    assert "Nothing waits." in await room.say("victor", "tweet queue")


async def test_tweets_are_offered_by_number_state_and_text(room: RoomStage) -> None:
    await room.write("Doors open at nine")
    await room.write("Lunch is ready")
    await room.approve(2)
    await room.bot.service.cancel(await room.write("Never mind"), room.actor("victor"))
    offers = {
        command: [
            choice["value"]
            for choice in await room.people["ada"].autocomplete(room.channel, command, "tweet", typed)
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
    (one,) = await room.people["ada"].autocomplete(room.channel, "approve", "tweet", "#1")
    assert one["name"] == "#1 · 🟡 waiting for approval · Doors open at nine"
    assert await room.people["eve"].autocomplete(room.channel, "approve", "tweet", "") == []


async def test_approving_by_command(room: RoomStage) -> None:
    await room.write()

    assert (await room.say("ada", "approve", tweet="1")).startswith("Tweet #1 is approved.")
    room.expected_errors.append(Refusal)
    assert (await room.say("grace", "approve", tweet="#1")).startswith(
        f"<@{room.people['ada'].id}> was faster: this tweet was approved"
    )


@pytest.mark.parametrize("command", ["approve", "deny"])
async def test_a_text_that_was_changed_after_it_was_offered_is_read_again(
    room: RoomStage, command: str
) -> None:
    await room.write()
    (offered,) = await room.people["ada"].autocomplete(room.channel, command, "tweet", "")
    await room.bot.service.edit(1, room.actor("victor"), "Something else")

    room.expected_errors.append(Refusal)
    assert (await room.say("ada", command, tweet=offered["value"])).startswith("The text was changed")
    assert str((await room.view(1)).outcome) == "pending"


async def test_who_types_a_number_sees_what_they_have_approved(room: RoomStage) -> None:
    await room.write("Doors open at nine")
    await room.write("Lunch")

    assert "Doors open at nine" in await room.say("ada", "approve", tweet="1")
    assert "Lunch" not in await room.say("ada", "approve", tweet="2.1")


async def test_posting_at_once_by_command(room: RoomStage) -> None:
    await room.write()

    await room.say("ada", "approve", tweet="1", now=True)

    assert (await room.view(1)).post_now


async def test_an_organiser_is_offered_the_bypass_by_command(room: RoomStage) -> None:
    await room.write(author="ada")

    result = await room.result("ada", "approve", tweet="1")
    assert "This is your own tweet" in text_of(result)
    await room.click("ada", result.response, "Approve my own tweet")

    assert (await room.view(1)).bypass


async def test_denying_by_command(room: RoomStage) -> None:
    await room.write()

    assert await room.say("ada", "deny", tweet="1", reason="Too early") == "⛔ Tweet #1 is denied."

    view = await room.view(1)
    assert (str(view.outcome), view.reason) == ("denied", "Too early")


async def test_cancelling_by_command(room: RoomStage) -> None:
    await room.write()

    told = await room.say("victor", "tweet cancel", tweet="1", reason="A typo")

    assert told == "🗑️ Tweet #1 is cancelled and will not go out."
    assert (await room.view(1)).reason == "A typo"


async def test_the_history_tells_who_did_what(room: RoomStage) -> None:
    await room.write("Helo *world*")
    await room.bot.service.edit(1, room.actor("victor"), "Hello *world*")
    await room.approve(1)

    told = await room.say("vera", "tweet history", tweet="1")

    noon = int(room.clock.now().timestamp())
    victor, ada = (f"<@{room.people[who].id}>" for who in ("victor", "ada"))
    assert f"Submitted: <t:{noon}:f> (<t:{noon}:R>), by {victor}" in told
    assert (
        f"Edited: <t:{noon}:f> (<t:{noon}:R>), by {victor}\ntext: Helo \\*world\\* → Hello \\*world\\*"
        in told
    )
    assert f"Approved: <t:{noon}:f> (<t:{noon}:R>), by {ada}" in told


@pytest.mark.parametrize("number", ["99", "0", "nonsense", "-1", "9" * 30, "99999999999"])
@pytest.mark.parametrize("command", ["approve", "deny", "tweet edit", "tweet cancel", "tweet history"])
async def test_numbers_that_are_none(room: RoomStage, command: str, number: str) -> None:
    room.expected_errors.append(Refusal)

    assert await room.say("ada", command, tweet=number) == NO_SUCH


async def test_a_deleted_card_comes_back(room: RoomStage) -> None:
    await room.write()
    before = room.card(1).id

    room.env.backend.delete_message(room.channel.id, before)
    await room.settle()

    assert room.card(1).id != before


async def test_what_is_due_goes_out_once_the_bot_begins(room: RoomStage) -> None:
    await room.write()
    await room.approve(1)

    await room.bot.cog.begin()

    assert room.bot.scheduler.moment == room.clock.now()
    assert room.bot.scheduler.jobs == (
        "tweet cards and notices",
        "waiting tweets",
    )


async def test_what_was_approved_without_a_network_is_given_to_the_one_that_is_there_now(
    room: RoomStage,
) -> None:
    await room.write()
    await room.approve(1)
    async with room.database.transaction() as session:
        await session.execute(delete(Delivery))

    await room.bot.cog.begin()

    assert [delivery.network for delivery in (await room.view(1)).deliveries] == ["paper"]


async def test_the_jobs_keep_cards_authors_and_digest_up_to_date(room: RoomStage) -> None:
    await room.bot.cog.begin()
    await room.write()
    await room.change(1, card_shown="something older")
    room.clock.at += timedelta(hours=2)

    for job in room.bot.scheduler.jobs:
        await room.bot.scheduler.run(job)
    await room.settle()

    assert (await room.view(1)).card_shown != "something older"
    assert any(message.embeds[0].title == "⏳ Waiting" for message in room.messages())
    assert (await room.view(1)).author_id is not None


async def test_people_are_forgotten_after_the_conference(room: RoomStage) -> None:
    await room.bot.cog.begin()
    await room.write()
    assert (await room.view(1)).author_name == "victor"

    await room.bot.service.forget_personal_data(room.clock.now() + timedelta(hours=1))

    assert (await room.view(1)).author_name == ""


async def test_health_tells_what_waits_and_what_failed(room: RoomStage) -> None:
    await room.write("One")
    await room.write("Two")
    await room.approve(2)
    assert await told_by_health(room) == ["1 wait for approval, 1 are approved.", "They go out."]

    await room.fail("Three")
    room.network.paused = Paused("The budget is used up", room.clock.now())

    assert await told_by_health(room) == [
        "1 wait for approval, 1 are approved, 1 failed.",
        "They are paused (until 2027-07-14 10:00 UTC): The budget is used up",
    ]


async def test_health_tells_what_is_switched_off(room: RoomStage) -> None:
    room.policy = "off"
    room.networks.clear()
    await room.restart()

    assert await told_by_health(room) == [
        "Nothing waits.",
        "Tweets are switched off.",
        "No network is configured, so nothing that is approved goes out.",
    ]


async def told_by_health(room: RoomStage) -> list[str]:
    return [finding.detail for finding in await room.bot.cog.findings()]


async def test_the_menu_goes_with_the_room(room: RoomStage) -> None:
    guild = discord.Object(room.guild.id)
    assert room.bot.tree.get_command("Queue as tweet", guild=guild, type=discord.AppCommandType.message)

    await room.bot.remove_cog("TweetsCog", guild=guild)

    assert not room.bot.tree.get_command("Queue as tweet", guild=guild, type=discord.AppCommandType.message)


async def test_editing_by_command(room: RoomStage) -> None:
    await room.write("Helo")

    form = await room.result("victor", "tweet edit", tweet="1")
    assert fields(form)["text"]["value"] == "Helo"
    answer = await room.fill_in("victor", form, text="Hello")

    assert answer.content == "✏️ Tweet #1 is changed and waits for approval."
    assert (await room.view(1)).text == "Hello"


async def test_a_retweet_has_no_text_to_edit(room: RoomStage) -> None:
    room.expected_errors.append(Refusal)
    await room.bot.service.submit(Draft(text="", source=Source.OPEN_SPACE, retweet_of="123"))

    assert "A retweet has no text of its own." in await room.say("ada", "tweet edit", tweet="1")
