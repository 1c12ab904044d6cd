from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.open_spaces.models import State
from tests.features.open_spaces.stage import inputs, prefilled
from tests.features.tweets.command_stage import text_of
from tests.features.tweets.post_office import berlin
from tests.features.tweets.stage import labels

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from tests.features.open_spaces.stage import OpenSpaceStage

THREE = int(berlin("2027-07-14 15:00").timestamp())
ANNOUNCE = "openspace announce"
GAMES = {"title": "Board *games* @everyone", "room": "Attic", "time": "15:00"}
KEYNOTE = {"title": "Yoga", "room": "forum", "time": "17:10"}


async def test_a_member_announces_without_a_post(stage: OpenSpaceStage) -> None:
    told = await stage.say("eve", ANNOUNCE, **GAMES)
    assert told == f"🟢 Open space #1 is scheduled: **Attic**, <t:{THREE}:f> (<t:{THREE}:R>)."
    assert r"Attic · Board \*games\* \@everyone" in stage.board()
    said = stage.says("outgoing-tweets", 1)
    assert f"From: <@{stage.people['eve'].id}>, `/openspace announce`" in said
    assert said.endswith("Deny | Reschedule | Ignore user")


async def test_a_member_may_be_ignored(stage: OpenSpaceStage) -> None:
    stage.expected_errors = [Refusal]
    await stage.say("eve", ANNOUNCE, **GAMES)
    told = await stage.do("victor", "outgoing-tweets", 1, "Ignore user")
    name = f"eve (member {stage.people['eve'].id})"
    assert told == f"🚫 {name} is ignored from now on. To undo that, use `/openspace ignored`."
    assert "⛔ Denied" in stage.says("outgoing-tweets", 1)
    assert "not taken any more" in await stage.say("eve", ANNOUNCE, **GAMES)
    assert name in await stage.say("ada", "openspace ignored")
    assert await stage.say("ada", "openspace ignored", again=name) == "Nobody is ignored."
    assert "is scheduled" in await stage.say("eve", ANNOUNCE, **GAMES)


async def test_a_form_asks_for_what_was_left_out(stage: OpenSpaceStage) -> None:
    form = await stage.result("eve", ANNOUNCE, title="Board games", room="Attic")
    shown = {"title": "Board games", "room": "Attic", "day": "Wednesday, 14 July", "when": ""}
    assert prefilled(form) == shown
    assert "I do not understand" in await stage.submit("eve", form, when="soon")
    form = await stage.result("eve", ANNOUNCE)
    assert "is scheduled" in await stage.submit(
        "eve", form, title="Board games", room="Forum Hall", when="in 20 min"
    )
    assert (await stage.space(1)).start == berlin("2027-07-14 12:20")


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("9:30", "2027-07-15 09:30"),
        ("half past 3", "2027-07-15 15:30"),
        # What stands with the time counts more.
        ("Friday 9:30", "2027-07-16 09:30"),
        ("in 20 min", "2027-07-14 12:20"),
    ],
)
async def test_the_day_is_chosen_and_the_time_typed(stage: OpenSpaceStage, when: str, start: str) -> None:
    form = await stage.result("eve", ANNOUNCE, title="Board games")
    (days,) = (field["options"] for field in inputs(form) if field["custom_id"] == "day")
    assert [day["label"] for day in days] == ["Wednesday, 14 July", "Thursday, 15 July", "Friday, 16 July"]
    assert "is scheduled" in await stage.submit("eve", form, room="Attic", day="Thursday, 15 July", when=when)
    assert (await stage.space(1)).start == berlin(start)


async def test_before_the_conference_its_first_day_is_chosen(stage: OpenSpaceStage) -> None:
    stage.clock.at = berlin("2027-07-01 12:00")
    form = await stage.result("eve", ANNOUNCE, title="Board games")
    assert "is scheduled" in await stage.submit("eve", form, room="Attic", when="10:00")
    assert (await stage.space(1)).start == berlin("2027-07-14 10:00")


@pytest.mark.parametrize("options", [GAMES, {"title": "Board games"}])
async def test_only_who_is_registered_may(stage: OpenSpaceStage, options: dict[str, str]) -> None:
    stage.registered = set()
    stage.expected_errors = [Refusal]
    assert "Please register with your ticket first" in await stage.say("eve", ANNOUNCE, **options)
    assert await stage.bot.parts.service.every() == ()


async def test_staff_need_no_ticket(stage: OpenSpaceStage) -> None:
    stage.registered = set()
    assert "is scheduled" in await stage.say("victor", ANNOUNCE, **GAMES)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"time": "11:00"}, "11:00 has passed"),
        ({"time": "2027-08-01 11:00"}, "The conference is from"),
        ({"room": "the moon"}, "There is no such room here. Rooms are: Forum Hall, Attic"),
    ],
)
async def test_what_cannot_be_is_explained(stage: OpenSpaceStage, wrong: dict[str, str], told: str) -> None:
    stage.expected_errors = [Refusal]
    assert told in await stage.say("eve", ANNOUNCE, **(GAMES | wrong))


async def test_a_conflict_is_told_at_once_and_somebody_may_decide(stage: OpenSpaceStage) -> None:
    stage.expected_errors = [Refusal]
    first = await stage.result("eve", ANNOUNCE, **KEYNOTE)
    assert "Opening keynote: Forum Hall, <t:" in text_of(first)
    assert "[open it](https://pretalx.example/talk/AAAAAA/)" in text_of(first)
    assert await stage.bot.parts.service.every() == ()

    told = text_of(await press(stage, "eve", first, "Announce anyway"))
    assert told.startswith("⚔️ The room is taken around that time, so open space #1 waits")
    assert labels(stage.card_in("event-conflict", 1)) == ["Approve anyway", "Reschedule", "Deny"]
    assert "Yoga" not in stage.board()
    assert "already" in text_of(await press(stage, "eve", first, "Announce anyway"))

    await stage.do("victor", "event-conflict", 1, "Approve anyway")
    assert "Yoga" in stage.board()


async def test_another_open_space_takes_a_room_as_well(stage: OpenSpaceStage) -> None:
    await stage.post("Typing, 3pm in Attic")
    told = await stage.say("eve", ANNOUNCE, **GAMES)
    assert r"Typing, 3pm in Attic \#pyconopenspaces: Attic, <t:" in told


async def test_a_question_from_before_a_restart_is_answered(stage: OpenSpaceStage) -> None:
    first = await stage.result("eve", ANNOUNCE, **KEYNOTE)
    await stage.restart()
    assert "I was restarted" in text_of(await press(stage, "eve", first, "Announce anyway"))


async def test_rooms_and_days_are_offered(stage: OpenSpaceStage) -> None:
    assert await offered(stage, "eve", ANNOUNCE, "room", "att") == ["Attic"]
    assert await offered(stage, "eve", "openspace list", "day", "thu") == ["Thursday, 15 July"]


async def test_own_ones_can_be_cancelled(stage: OpenSpaceStage) -> None:
    await stage.say("eve", ANNOUNCE, **GAMES)
    await stage.say("victor", ANNOUNCE, title="Yoga", room="Forum Hall", time="15:00")
    assert await offered(stage, "eve", "openspace cancel", "openspace", "") == [
        "#1 Attic Wed 15:00: Board *games* @everyone"
    ]
    assert len(await offered(stage, "ada", "openspace cancel", "openspace", "")) == 2

    stage.expected_errors = [Refusal, Refusal]
    assert "It is not yours" in await stage.say("eve", "openspace cancel", openspace="2")
    assert "Please choose" in await stage.say("eve", "openspace cancel", openspace="games")
    assert await stage.say("eve", "openspace cancel", openspace="#1") == "🗑️ Open space #1 is cancelled."
    assert "games" not in stage.board()
    assert "🗑️ Cancelled" in stage.says("outgoing-tweets", 1)
    assert "cancelled" in await stage.say("ada", "openspace cancel", openspace="2")
    assert (await stage.space(2)).state is State.CANCELLED


async def test_everybody_can_list_a_day(stage: OpenSpaceStage) -> None:
    await stage.say("eve", ANNOUNCE, **GAMES)
    await stage.say("eve", ANNOUNCE, **(GAMES | {"time": "2027-07-15 15:00", "title": "Go"}))
    told = await stage.say("vera", "openspace list")
    assert "Wednesday, 14 July" in told
    assert r"Board \*games\*" in told
    assert "Go" not in told
    assert "Go" in await stage.say("vera", "openspace list", day="Thursday")
    assert "None yet" in await stage.say("vera", "openspace list", day="friday")
    assert "The conference has Wednesday, Thursday, Friday" in await stage.say(
        "vera", "openspace list", day="Sunday"
    )


async def test_before_the_conference_its_first_day_is_listed(stage: OpenSpaceStage) -> None:
    await stage.say("eve", ANNOUNCE, **GAMES)
    stage.clock.at = berlin("2027-07-01 12:00")
    told = await stage.say("vera", "openspace list")
    assert "Wednesday, 14 July" in told
    assert r"Board \*games\*" in told


async def press(stage: OpenSpaceStage, who: str, on: InteractionResult, label: str) -> InteractionResult:
    assert on.response is not None
    result = await stage.people[who].click(on.response, label=label)
    await stage.settle()
    return result


async def offered(stage: OpenSpaceStage, who: str, command: str, option: str, typed: str) -> list[str]:
    choices = await stage.people[who].autocomplete(stage.channel, command, option, typed)
    return [choice["name"] for choice in choices]
