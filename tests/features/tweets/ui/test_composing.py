from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import text

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.features.tweets.policy import Action, decide
from DiscordBot.features.tweets.ui.picture_fields import alt_texts
from tests.features.tweets.command_stage import fields, text_of
from tests.features.tweets.intake.test_pictures import HEIC, gif, saved
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from tests.features.tweets.command_stage import CommandStage

PNG = saved(Image.new("RGB", (30, 20), "red"), "PNG")
JPEG = saved(Image.new("RGB", (20, 30), "blue"), "JPEG")


def typed(form: object) -> dict[str, Any]:
    return {key: field["value"] for key, field in fields(form).items()}  # type: ignore[arg-type]  # checked inside


async def test_a_text_goes_straight_into_the_queue(queue: CommandStage) -> None:
    answer = await queue.say("victor", "tweet compose", text="Doors open at nine")

    assert "Tweet #1" in answer
    assert (
        f"Its card: https://discord.com/channels/{queue.guild.id}/{queue.channel.id}/{queue.card(1).id}"
        in answer
    )
    assert "Organisers can approve." in answer
    assert faces(queue.card(1))[0].description == "Doors open at nine"


async def test_the_answer_says_how_many_are_before_it(queue: CommandStage) -> None:
    await queue.write("First")

    assert "at position 2" in await queue.say("victor", "tweet compose", text="Second")


async def test_trusted_volunteers_need_no_approval(queue: CommandStage) -> None:
    queue.policy = "volunteers_trusted"

    assert "is approved." in await queue.say("victor", "tweet compose", text="Hello")


async def test_without_a_text_a_form_opens(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose", at="tomorrow 9:00")
    assert typed(form) == {"text": "", "pictures": [], "alt_texts": "", "when": "tomorrow 9:00"}

    answer = await queue.fill_in("victor", form, text="Good morning")

    assert said(answer).startswith("✅ Tweet #1 is in the queue at position 1")
    assert (await queue.view(1)).text == "Good morning"
    assert str((await queue.view(1)).not_before) == "2027-07-15 07:00:00+00:00"


async def test_a_note_for_moderators_and_an_expiry_come_with_a_tweet(queue: CommandStage) -> None:
    await queue.say("victor", "tweet compose", text="Soup!", until="in 2 hours", note="Ask Vera *first*")

    tweet = await queue.view(1)
    assert (tweet.note, tweet.not_after) == ("Ask Vera *first*", queue.clock.now() + timedelta(hours=2))
    fields = {field.name: field.value for field in faces(queue.card(1))[0].fields}
    assert fields["Note for moderators"] == "Ask Vera \\*first\\*"


async def test_text_pictures_descriptions_and_time_are_one_form(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")

    answer = await queue.fill_in(
        "victor",
        form,
        text="Look",
        pictures=[("wall.png", PNG), ("sea.jpg", JPEG)],
        alt_texts="1. A red wall\n2. The sea",
        when="tomorrow 9:00",
    )

    assert said(answer).startswith("✅ Tweet #1")
    view = await queue.view(1)
    assert (view.text, str(view.not_before)) == ("Look", "2027-07-15 07:00:00+00:00")
    pictures = await queue.bot.service.pictures(1)
    assert [(picture.media_type, picture.alt_text) for picture in pictures] == [
        ("image/png", "A red wall"),
        ("image/jpeg", "The sea"),
    ]
    assert len(queue.card(1).attachments) == 2


async def test_a_missing_description_is_told(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    pictures = [("wall.png", PNG), ("sea.jpg", JPEG)]
    answer = await queue.fill_in("victor", form, text="Look", pictures=pictures, alt_texts="\nThe sea")

    assert "⚠️ Blind people are told nothing about picture 1." in said(answer)
    assert [picture.alt_text for picture in (await queue.view(1)).pictures] == ["", "The sea"]


async def test_four_pictures_leave_room_for_the_time(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    four = [(f"{number}.png", PNG) for number in range(1, 5)]
    await queue.fill_in("victor", form, text="Look", pictures=four, when="tomorrow 9:00")

    view = await queue.view(1)
    assert len(view.pictures) == 4
    assert str(view.not_before) == "2027-07-15 07:00:00+00:00"


async def test_pictures_stay_when_something_else_must_be_changed(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    refused = await queue.fill_in(
        "victor", form, text="Look", pictures=[("wall.png", PNG)], alt_texts="A wall", when="11:00"
    )
    assert "11:00 has passed" in said(refused)
    # Discord's links do not live for long.
    queue.env.backend.cdn._blobs.clear()  # noqa: SLF001 - simcord's links live for ever

    again = await queue.click("victor", refused, "Edit again")
    assert typed(again)["alt_texts"] == "A wall"
    assert "1 that" in fields(again)["pictures"]["description"]
    await queue.fill_in("victor", again, when="")

    assert [picture.alt_text for picture in (await queue.view(1)).pictures] == ["A wall"]


async def test_a_heic_picture_is_left_out_and_nothing_else_is_lost(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    answer = await queue.fill_in(
        "victor",
        form,
        text="Look",
        pictures=[("IMG_1.png", HEIC), ("wall.png", PNG)],
        alt_texts="The sea\nA wall",
    )
    assert said(answer).startswith(
        "❌ Picture 1 cannot be used, so I left it out: it is in Apple's HEIC format"
    )
    assert "Look" in text_of(answer)

    again = await queue.click("victor", answer, "Edit again")
    assert (typed(again)["text"], typed(again)["alt_texts"]) == ("Look", "A wall")
    await queue.fill_in("victor", again)

    assert [picture.alt_text for picture in (await queue.view(1)).pictures] == ["A wall"]


async def test_what_discord_calls_heic_is_refused(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    answer = await queue.fill_in("victor", form, text="Look", pictures=[("IMG_1.heic", HEIC)])

    assert "HEIC" in text_of(answer)


async def test_a_gif_stands_alone(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    answer = await queue.fill_in(
        "victor", form, text="Look", pictures=[("wall.png", PNG), ("cat.gif", gif())]
    )

    assert "An animated GIF must be the only picture" in said(answer)


@pytest.mark.parametrize(
    ("words", "at", "told"),
    [
        ("x" * 281, "", "This text counts as 281 characters on Paper"),
        ("x" * 4000, "", "This text has 4,000 characters"),
        ("Hello", "11:00", "11:00 has passed; write “tomorrow 11:00” if you mean tomorrow."),
        ("Hello", "soon", EXAMPLES),
        ("\u200b", "", "❌"),
    ],
)
async def test_what_cannot_be_taken_is_given_back(
    queue: CommandStage, words: str, at: str, told: str
) -> None:
    result = await queue.result("victor", "tweet compose", text=words, at=at)
    assert told in text_of(result)

    again = await queue.click("victor", result.response, "Edit again")
    assert (typed(again)["text"], typed(again)["when"]) == (words, at)
    answer = await queue.fill_in("victor", again, text="Something else", when="")

    assert said(answer).startswith("✅ Tweet #1")


async def test_the_same_text_again_leads_to_the_first_card(queue: CommandStage) -> None:
    await queue.say("victor", "tweet compose", text="Hello")

    told = await queue.say("victor", "tweet compose", text="Hello")

    assert told.startswith("❌ You have just written the same as tweet #1.")
    assert f"/{queue.channel.id}/{queue.card(1).id}" in told


async def test_who_may_not_write_is_told_before_they_type(queue: CommandStage) -> None:
    queue.expected_errors.append(Refusal)

    told = await queue.say("eve", "tweet compose")

    assert told == decide(queue.policy, Action.COMPOSE, queue.actor("eve"))


async def test_who_lost_the_role_while_typing_keeps_their_text(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    queue.env.backend.edit_member(queue.guild.id, queue.people["victor"].id, {"role_ids": []})

    answer = await queue.fill_in("victor", form, text="Hello")

    assert str(decide(queue.policy, Action.COMPOSE, queue.actor("eve"))) in said(answer)
    assert "Hello" in text_of(answer)


async def test_a_message_becomes_a_tweet_after_it_was_read(queue: CommandStage) -> None:
    message = await queue.people["eve"].send(
        queue.channel,
        f"Hi <@{queue.people['ada'].id}> and @everyone",
        attachments=[("wall.png", PNG), ("notes.txt", b"no picture"), *[("sea.jpg", JPEG)] * 4],
    )
    form = await queue.menu("victor", "Queue as tweet", message)
    assert typed(form)["text"] == "Hi ada and @everyone"
    assert "4 that are there" in fields(form)["pictures"]["description"]
    assert await queue.bot.service.open_tweets() == ()

    answer = await queue.fill_in("victor", form, alt_texts="A wall")

    assert "⚠️ I took the first 4 of 5 pictures." in said(answer)
    view = await queue.view(1)
    assert (view.text, str(view.source), view.author_id) == (
        "Hi ada and @everyone",
        "message",
        queue.people["victor"].id,
    )
    assert len(view.pictures) == 4


async def test_of_a_long_message_the_form_shows_as_much_as_it_takes(queue: CommandStage) -> None:
    role = queue.guild.create_role("Friends " * 12)
    message = await queue.people["eve"].send(queue.channel, f"<@&{role.id}> " * 80)
    form = await queue.menu("victor", "Queue as tweet", message)
    assert 3900 < len(typed(form)["text"]) <= 4000
    assert typed(form)["text"].endswith("…")


async def test_a_message_is_no_tweet_of_just_anybody(queue: CommandStage) -> None:
    queue.expected_errors.append(Refusal)
    message = await queue.people["ada"].send(queue.channel, "A secret")

    result = await queue.menu("eve", "Queue as tweet", message)

    assert str(decide(queue.policy, Action.COMPOSE, queue.actor("eve"))) in text_of(result)


async def test_a_form_from_before_a_restart_gives_its_text_back(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    refused = await queue.result("victor", "tweet compose", text="x" * 281)
    await queue.restart()

    answer = await queue.fill_in("victor", form, text="A long and precious text")
    assert said(answer) == "I was restarted meanwhile, so please begin again. This is what you typed:"
    assert "A long and precious text" in text_of(answer)
    again = await queue.click("victor", refused.response, "Edit again")
    assert text_of(again).startswith("I was restarted meanwhile, so please begin again.")


async def test_an_error_of_the_bots_own_loses_no_text(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    async with queue.database.transaction() as session:
        await session.execute(text("DROP TABLE tweet_picture"))

    answer = await queue.fill_in("victor", form, text="A long and precious text")

    assert "(ref. " in said(answer)
    assert "A long and precious text" in text_of(answer)
    queue.expected_log += queue.log


async def with_a_picture(queue: CommandStage) -> None:
    form = await queue.result("victor", "tweet compose")
    await queue.fill_in("victor", form, text="Look", pictures=[("wall.png", PNG)], alt_texts="A wall")


async def test_the_pictures_of_a_queued_tweet_are_changed(queue: CommandStage) -> None:
    await with_a_picture(queue)
    await queue.approve(1)

    other = await queue.result("victor", "tweet pictures", tweet="1")
    assert typed(other)["alt_texts"] == "A wall"
    answer = await queue.fill_in("victor", other, pictures=[("sea.jpg", JPEG)], alt_texts="The sea")

    assert said(answer) == "🖼️ Tweet #1 now has 1 picture. It waits for approval."
    assert [picture.alt_text for picture in (await queue.view(1)).pictures] == ["The sea"]
    (shown,) = queue.card(1).attachments
    assert shown.description == "The sea"

    removal = await queue.result("victor", "tweet pictures", tweet="1")
    answer = await queue.fill_in("victor", removal, fate="Remove all pictures")
    assert "no pictures" in said(answer)
    assert queue.card(1).attachments == []


async def test_only_what_a_picture_shows_is_changed(queue: CommandStage) -> None:
    await with_a_picture(queue)
    form = await queue.result("victor", "tweet pictures", tweet="1")
    await queue.restart()
    await queue.fill_in("victor", form, alt_texts="A red wall")

    (picture,) = await queue.bot.service.pictures(1)
    assert (picture.media_type, picture.alt_text) == ("image/png", "A red wall")


async def test_no_picture_at_all_is_asked_for(queue: CommandStage) -> None:
    await queue.say("victor", "tweet compose", text="Look")
    form = await queue.result("victor", "tweet pictures", tweet="1")
    answer = await queue.fill_in("victor", form)
    assert "There is no picture." in faces(answer)[0].description


@pytest.mark.parametrize(
    ("words", "number", "texts"),
    [
        ("", 0, []),
        ("A wall\nin red", 1, ["A wall in red"]),
        ("A wall\nThe sea", 2, ["A wall", "The sea"]),
        ("A wall\n\nThe sea\n", 2, ["A wall", "The sea"]),
        ("\nThe sea", 2, ["", "The sea"]),
        ("1. A wall\n2) The sea", 2, ["A wall", "The sea"]),
        ("3 pigeons\n2. The sea", 2, ["3 pigeons", "The sea"]),
        ("A wall\nThe sea\nat night", 2, ["A wall", "The sea at night"]),
        ("A wall", 3, ["A wall", "", ""]),
    ],
)
def test_each_line_describes_a_picture(words: str, number: int, texts: list[str]) -> None:
    assert alt_texts(words, number) == texts
