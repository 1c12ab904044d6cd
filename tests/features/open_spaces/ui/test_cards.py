from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.cards.rows import POSTING
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.features.open_spaces.config import ANNOUNCE_AS, AUTO_SEND
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.tweets.service import Outcome
from tests.features.open_spaces.stage import prefilled
from tests.features.tweets.post_office import NOON, berlin
from tests.features.tweets.stage import labels
from tests.shown_messages import faces, pinged

if TYPE_CHECKING:
    from tests.features.open_spaces.stage import OpenSpaceStage

OUT, REVIEW, CONFLICT = "outgoing-tweets", "need-review", "event-conflict"
CLEAR = "Typing *for* all @everyone, 3pm in Forum Hall"
THREE = int(berlin("2027-07-14 15:00").timestamp())
FOUR = int(berlin("2027-07-14 16:00").timestamp())


async def test_a_clear_post_is_scheduled_and_can_be_stopped(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    card = stage.card_in(OUT, number)
    said = stage.says(OUT, number)
    assert "🟢 Scheduled\nada (@ada)" in said
    assert r"Typing \*for\* all \@everyone, **3pm** in **Forum Hall**" in said
    assert f"Starts: <t:{THREE}:F> (<t:{THREE}:R>)" in said
    assert said.endswith("Deny | Reschedule | Ignore user")
    assert faces(card)[0].url == (await stage.space(number)).link
    assert pinged(stage.env, card) == []

    assert "is denied" in await stage.do("victor", OUT, number, "Deny")
    assert (await stage.space(number)).state is State.DENIED
    assert f"Denied by <@{stage.people['victor'].id}>" in stage.says(OUT, number)
    assert stage.card_in(OUT, number).id == card.id
    assert labels(stage.card_in(OUT, number)) == []


async def test_what_is_missing_is_told_and_filled_in_with_one_form(stage: OpenSpaceStage) -> None:
    number = await stage.post("Let us talk about typing at 3pm")
    said = stage.says(REVIEW, number)
    assert "Why it is here: • It names no room." in said
    assert "Rooms found: ⚠️ none" in said
    assert f"Times found: <t:{THREE}:F>" in said
    assert said.endswith("Set room and time | Deny | Ignore user")

    form = await stage.people["victor"].click(stage.card_in(REVIEW, number), label="Set room and time")
    assert prefilled(form) == {"room": "", "day": "Wednesday, 14 July", "when": "15:00"}
    told = await stage.submit("victor", form, room="Attic", when="16:00")
    assert told == f"🟢 Open space #{number} is scheduled: **Attic**, <t:{FOUR}:f> (<t:{FOUR}:R>)."

    space = await stage.space(number)
    assert (space.room, space.start, space.state) == ("Attic", berlin("2027-07-14 16:00"), State.SCHEDULED)
    assert "Room: Attic" in stage.says(OUT, number)


async def test_where_it_was_a_line_says_where_it_went(stage: OpenSpaceStage) -> None:
    number = await stage.post("Let us talk about typing at 3pm")
    await stage.set_place("victor", REVIEW, number, "Set room and time", room="Attic")
    (left,) = stage.in_channel(REVIEW)
    mention = f"<#{stage.channels[OUT].id}>"
    who = f"<@{stage.people['victor'].id}>"
    assert str(faces(left)[0].description).startswith(
        f"➡️ Open space #{number} went to {mention} by {who}: **Attic**, <t:{THREE}:f>"
    )
    assert labels(left) == []


async def test_what_is_ignored_stays_where_it_was(stage: OpenSpaceStage) -> None:
    number = await stage.post("Forum Hall is nice")
    await stage.do("victor", REVIEW, number, "Deny")
    assert stage.says(REVIEW, number).startswith("⛔ Denied")


async def test_two_in_one_room_stand_side_by_side(stage: OpenSpaceStage) -> None:
    await stage.post(CLEAR)
    number = await stage.post("Rust at 15:10 in Forum Hall", author="bob")
    fields = {field.name: str(field.value) for field in faces(stage.card_in(CONFLICT, number))[0].fields}
    assert "by bob (\\@bob)" in str(fields["This one"])
    assert f"[Open it]({(await stage.space(number)).link})" in str(fields["This one"])
    other = fields["Already there"]
    assert r"Typing \*for\* all \@everyone" in other
    assert f"<t:{THREE}:F>" in other
    assert f"[Open it]({(await stage.space(1)).link})" in other
    assert labels(stage.card_in(CONFLICT, number)) == ["Approve anyway", "Reschedule", "Deny"]

    assert "is scheduled" in await stage.do("ada", CONFLICT, number, "Approve anyway")
    assert "🟢 Scheduled" in stage.says(OUT, number)
    assert (await stage.space(1)).state is State.SCHEDULED


async def test_the_conferences_own_sessions_take_rooms_as_well(stage: OpenSpaceStage) -> None:
    number = await stage.post("Rust at 5pm in Forum Hall")
    said = stage.says(CONFLICT, number)
    assert "📅 A session of the conference:\nOpening keynote" in said
    assert "[Open it](https://pretalx.example/talk/AAAAAA/)" in said
    await stage.set_place("victor", CONFLICT, number, "Reschedule", when="17:30")
    assert (await stage.space(number)).state is State.CONFLICT
    assert "is scheduled" in await stage.set_place("victor", CONFLICT, number, "Reschedule", when="18:00")


async def test_what_must_be_approved_waits_with_its_reason(stage: OpenSpaceStage) -> None:
    await stage.bot.settings.set(AUTO_SEND, "off", 1)
    number = await stage.post(CLEAR)
    said = stage.says(OUT, number)
    assert "Why it is here: • Every open space needs approval" in said
    assert said.endswith("Approve | Deny | Reschedule | Ignore user")
    assert "is scheduled" in await stage.do("victor", OUT, number, "Approve")
    assert "🟢 Scheduled" in stage.says(OUT, number)


async def test_one_press_approves_the_open_space_and_the_words_of_its_tweet(stage: OpenSpaceStage) -> None:
    await stage.bot.settings.set(AUTO_SEND, "off", 1)
    await stage.bot.settings.set(ANNOUNCE_AS, "text", 1)
    number = await stage.post("Typing, 3pm in Forum Hall")
    said = stage.says(OUT, number)
    assert "Its tweet will say: Coming up at 15:00 in Forum Hall: Typing, 3pm in Forum Hall" in said

    assert "is scheduled" in await stage.do("ada", OUT, number, "Approve")

    (tweet,) = await stage.bot.service.recent(10)
    assert (tweet.outcome, tweet.decided_by) == (Outcome.WAITING, stage.people["ada"].id)
    assert (await stage.space(number)).tweet_ids == (tweet.id,)


async def test_a_cancellation_names_what_it_may_be_about(stage: OpenSpaceStage) -> None:
    first = await stage.post(CLEAR)
    number = await stage.post("Typing in Forum Hall at 3pm is cancelled")
    said = stage.says(REVIEW, number)
    assert "__cancelled__" in said
    assert f"May be about: #{first}: **Forum Hall**, <t:{THREE}:f>" in said


async def test_the_second_one_reads_who_was_faster(stage: OpenSpaceStage) -> None:
    await stage.bot.settings.set(AUTO_SEND, "off", 1)
    number = await stage.post(CLEAR)
    await stage.change_space(
        number, state=State.DENIED, decided_at=NOON, decided_by=1, decided_by_name="Vera"
    )
    told = await stage.do("victor", OUT, number, "Approve")
    assert told == f"❌ Vera was faster: this open space was denied <t:{int(NOON.timestamp())}:R>."
    await stage.look()
    assert "⛔ Denied" in stage.says(OUT, number)


async def test_who_read_something_else_has_to_look_again(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    form = await stage.people["victor"].click(stage.card_in(OUT, number), label="Reschedule")
    assert prefilled(form) == {"room": "Forum Hall", "day": "Wednesday, 14 July", "when": "15:00"}
    await stage.set_place("ada", OUT, number, "Reschedule", when="16:00")
    assert "have changed meanwhile" in await stage.submit("victor", form, when="14:00")
    assert (await stage.space(number)).start == berlin("2027-07-14 16:00")


async def test_a_button_is_about_what_stood_above_it(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    await stage.change_space(number, revision=2)
    assert "have changed meanwhile" in await stage.do("victor", OUT, number, "Deny")
    assert (await stage.space(number)).state is State.SCHEDULED


@pytest.mark.parametrize("label", ["Deny", "Reschedule", "Ignore user"])
async def test_only_staff_decides(stage: OpenSpaceStage, label: str) -> None:
    number = await stage.post(CLEAR)
    await stage.do("eve", OUT, number, label)
    assert (await stage.space(number)).state is State.SCHEDULED


async def test_roles_are_asked_when_a_form_is_submitted(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    form = await stage.people["victor"].click(stage.card_in(OUT, number), label="Reschedule")
    stage.env.backend.edit_member(stage.guild.id, stage.people["victor"].id, {"role_ids": []})
    await stage.settle()
    await stage.submit("victor", form, when="16:00")
    assert (await stage.space(number)).start == berlin("2027-07-14 15:00")


async def test_a_user_is_ignored_and_heard_again(stage: OpenSpaceStage) -> None:
    number = await stage.post("Let us talk about typing at 3pm")
    assert "@ada is ignored" in await stage.do("victor", REVIEW, number, "Ignore user")
    assert "⛔ Denied" in stage.says(REVIEW, number)
    with pytest.raises(ValueError, match="not enough values"):
        await stage.post(CLEAR)

    assert await stage.say("ada", "openspace ignored") == "Ignored: @ada"
    assert await stage.say("ada", "openspace ignored", again="@Ada") == "Nobody is ignored."
    await stage.post(CLEAR)
    stage.expected_errors += [Refusal]
    assert "Only organisers" in await stage.say("eve", "openspace ignored")


async def test_a_form_from_before_a_restart_still_works(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    form = await stage.people["victor"].click(stage.card_in(OUT, number), label="Reschedule")
    await stage.restart()
    assert "is scheduled" in await stage.submit("victor", form, when="16:00")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("soonish", EXAMPLES),
        ("11:00", "11:00 has passed"),
        ("2027-07-20 10:00", "The conference is from"),
    ],
)
async def test_a_time_that_cannot_be_is_explained(stage: OpenSpaceStage, when: str, told: str) -> None:
    number = await stage.post(CLEAR)
    assert told in await stage.set_place("victor", OUT, number, "Reschedule", when=when)
    assert (await stage.space(number)).start == berlin("2027-07-14 15:00")


async def test_many_rooms_are_typed(stage: OpenSpaceStage) -> None:
    number = await stage.post("Let us talk about typing at 3pm")
    stage.sessions = tuple(
        session.model_copy(update={"room": f"Lab {letter}"})
        for session in stage.sessions
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    told = await stage.set_place("victor", REVIEW, number, "Set room and time", room="the moon")
    assert "There is no such room" in told
    await stage.set_place("victor", REVIEW, number, "Set room and time", room=" FORUM ")
    assert (await stage.space(number)).room == "Forum Hall"


async def test_a_button_of_another_card_is_refused(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Deny", custom_id=f"open_spaces:v1:deny:{number}"))
    channel = stage.bot.client.get_channel(stage.channels[OUT].id)
    assert isinstance(channel, discord.TextChannel)
    forged = await channel.send("Free coffee!", view=view)
    said = await stage.people["victor"].click(forged, label="Deny")
    assert said.response is not None
    assert "does not belong" in said.response.content


async def test_a_deleted_card_comes_back_while_there_is_something_to_decide(stage: OpenSpaceStage) -> None:
    first, second = await stage.post(CLEAR), await stage.post("Forum Hall is nice")
    await stage.do("victor", REVIEW, second, "Deny")
    await stage.people["ada"].delete(stage.card_in(OUT, first))
    await stage.people["ada"].delete(stage.card_in(REVIEW, second))
    await stage.settle()
    await stage.look()
    assert "🟢 Scheduled" in stage.says(OUT, first)
    assert stage.in_channel(REVIEW) == []


async def test_after_a_restart_all_cards_are_there_and_true(stage: OpenSpaceStage) -> None:
    numbers = [
        await stage.post(f"Typing at {hour}:00 in Attic", author=f"bob{hour}") for hour in (13, 15, 19, 21)
    ]
    deleted, denied, unknown, same = numbers
    ids = [stage.card_in(OUT, number).id for number in (denied, unknown, same)]
    await stage.bot.client.close()
    stage.env.backend.delete_message(stage.channels[OUT].id, stage.card_in(OUT, deleted).id)
    await stage.change_space(denied, state=State.DENIED)
    # As if the bot had been killed right after posting.
    await stage.change_space(unknown, card_channel=None, card_message=None, card_shown=POSTING)

    await stage.restart()

    assert "🟢 Scheduled" in stage.says(OUT, deleted)
    assert "⛔ Denied" in stage.says(OUT, denied)
    assert [stage.card_in(OUT, number).id for number in (denied, unknown, same)] == ids
    assert (await stage.space(unknown)).card_message == ids[1]


async def test_what_is_killed_while_it_moves_goes_on_moving(stage: OpenSpaceStage) -> None:
    number = await stage.post("Let us talk about typing at 3pm")
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await stage.bot.parts.service.stage(number, stage.actor("victor"), "Attic", berlin("2027-07-14 15:00"))
    stage.expected_log = [stage.log[-1]] if stage.log else []
    await stage.settle()
    stage.expected_log = list(stage.log)
    assert len(stage.log) == 1
    assert "went to" in str(faces(stage.in_channel(REVIEW)[0])[0].description)

    await stage.look()

    assert "🟢 Scheduled" in stage.says(OUT, number)
    assert len(stage.in_channel(REVIEW)) == 1


async def test_nothing_is_edited_without_need(stage: OpenSpaceStage) -> None:
    await stage.post(CLEAR)
    await stage.post("Forum Hall is nice")
    before = len(stage.env.http_requests)
    await stage.look()
    assert len(stage.env.http_requests) == before


async def test_what_is_forgotten_is_gone_from_its_card_also_if_it_was_final(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    await stage.do("victor", OUT, number, "Deny")
    assert "ada" in stage.says(OUT, number)
    await stage.restart()
    await stage.bot.parts.service.delete_personal_data()
    edited, posted = len(stage.requests("PATCH")), len(stage.requests("POST"))
    await stage.look()
    assert "ada" not in stage.says(OUT, number)
    assert "Typing" not in stage.says(OUT, number)
    # The board is looked for as well, since what it shows may have changed.
    assert (len(stage.requests("PATCH")), len(stage.requests("POST"))) == (edited + 1, posted)

    await stage.bot.parts.service.delete_personal_data()
    await stage.look()
    assert (len(stage.requests("PATCH")), len(stage.requests("POST"))) == (edited + 1, posted)
