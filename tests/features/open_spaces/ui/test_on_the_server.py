"""The board, and reminders: what everybody on the server sees of open spaces."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlmodel import update

from DiscordBot.features.open_spaces.models import MessageState, ReminderMessage
from DiscordBot.features.open_spaces.reminders.reminder_messages import NotPostedError
from DiscordBot.features.open_spaces.ui.cog import TEMPLATE_JOB
from DiscordBot.features.open_spaces.ui.faces import reminder_line
from tests.features.open_spaces.stage import is_board
from tests.features.tweets.post_office import berlin
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    import discord

    from tests.features.open_spaces.stage import OpenSpaceStage

CLEAR = "Typing *for* all @everyone, 3pm in Forum Hall"
THREE = int(berlin("2027-07-14 15:00").timestamp())


def reminders(stage: OpenSpaceStage, channel: str) -> list[discord.Message]:
    return [message for message in stage.in_channel(channel) if not is_board(message)]


@pytest.mark.journey
async def test_everybody_is_reminded_in_both_channels_once(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    await stage.pass_time(hours=2, minutes=44)
    assert reminders(stage, "open-spaces") == []
    await stage.pass_time(minutes=1)
    await stage.pass_time(minutes=1)

    (everywhere,), (in_room,) = reminders(stage, "open-spaces"), stage.in_channel("forum-hall")
    room = f"<#{stage.channels['forum-hall'].id}>"
    assert said(everywhere) == f"🔔 Open space in **Forum Hall** {room} <t:{THREE}:R>"
    assert said(in_room) == f"🔔 Open space in **Forum Hall** <t:{THREE}:R>"
    face = faces(in_room)[0]
    assert face.description == r"Typing \*for\* all \@everyone, 3pm in Forum Hall \#pyconopenspaces"
    assert {part.name: part.value for part in face.fields}["By"] == r"ada (\@ada)"
    assert (everywhere.mention_everyone, everywhere.mentions) == (False, [])
    assert "✅ Everybody was reminded on Discord" in stage.says("outgoing-tweets", number)


async def test_a_room_without_a_channel_has_one_reminder(stage: OpenSpaceStage) -> None:
    await stage.say("eve", "openspace announce", title="Games", room="Attic", time="12:10")
    (message,) = reminders(stage, "open-spaces")
    assert said(message).startswith("🔔 Open space in **Attic** <t:")
    by = {field.name: field.value for field in faces(message)[0].fields}["By"]
    assert by == f"<@{stage.people['eve'].id}>"
    assert stage.in_channel("forum-hall") == []


async def test_a_rehearsal_says_so_and_does_not_count_down(stage: OpenSpaceStage) -> None:
    space = await stage.space(await stage.post(CLEAR))
    line = reminder_line(space, "", "🎭 Rehearsal", stage.clock)
    assert line == "🎭 Rehearsal\n🔔 Open space in **Forum Hall** at 15:00"


async def test_a_denied_one_is_never_reminded_of(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    await stage.do("victor", "outgoing-tweets", number, "Deny")
    await stage.pass_time(hours=2, minutes=50)
    assert reminders(stage, "open-spaces") == []


async def test_who_was_killed_before_remembering_does_not_remind_twice(stage: OpenSpaceStage) -> None:
    await stage.post(CLEAR)
    await stage.pass_time(hours=2, minutes=45)
    async with stage.database.transaction() as session:
        await session.execute(update(ReminderMessage).values(state=MessageState.POSTING))
    await stage.restart()
    await stage.pass_time(minutes=1)
    assert [len(reminders(stage, name)) for name in ("open-spaces", "forum-hall")] == [1, 1]


async def test_without_its_channel_nothing_is_posted_for_certain(stage: OpenSpaceStage) -> None:
    number = await stage.post(CLEAR)
    stage.env.backend.delete_channel(stage.channels["forum-hall"].id)
    await stage.settle()
    places = stage.bot.parts.service._reminders.messages.places  # noqa: SLF001 - nobody else has it
    space = replace(await stage.space(number))
    everybody, in_room = places.places("Forum Hall")
    with pytest.raises(NotPostedError, match="no such channel"):
        await places.post(in_room, space, "1")
    assert await places.posted(in_room) == frozenset()
    assert await places.posted(everybody) == frozenset()


async def test_there_is_one_board_that_follows(stage: OpenSpaceStage) -> None:
    assert stage.board().count("Nothing yet") == 2
    number = await stage.post(CLEAR)
    assert "Forum Hall" in stage.board()
    await stage.set_place("victor", "outgoing-tweets", number, "Reschedule", room="Attic")
    assert "Attic" in stage.board()
    await stage.do("victor", "outgoing-tweets", number, "Deny")
    assert stage.board().count("Nothing yet") == 2


async def test_the_board_follows_the_clock(stage: OpenSpaceStage) -> None:
    await stage.post("Typing, tomorrow 00:30 in Attic")
    await stage.post(CLEAR, author="bob")
    await stage.pass_time(hours=2, minutes=45)
    await stage.pass_time(minutes=13)
    assert "▶️" not in stage.board()
    await stage.pass_time(minutes=2)
    assert "▶️" in stage.board()
    await stage.pass_time(hours=1)
    assert "Forum Hall" not in stage.board()
    await stage.pass_time(hours=8)
    lines = stage.board().splitlines()
    assert lines[0] == "### Today, Thursday 15 July"
    assert "Attic" in lines[1]


async def test_a_deleted_board_comes_back(stage: OpenSpaceStage) -> None:
    (board,) = filter(is_board, stage.in_channel("open-spaces"))
    await stage.people["ada"].delete(board)
    await stage.pass_time(minutes=5)
    assert stage.board()


async def test_a_restart_makes_no_second_board(stage: OpenSpaceStage) -> None:
    (board,) = filter(is_board, stage.in_channel("open-spaces"))
    await stage.database.remember("open spaces' board", None)
    await stage.restart()
    assert [message.id for message in filter(is_board, stage.in_channel("open-spaces"))] == [board.id]


async def test_a_board_that_cannot_be_shown_is_tried_again(stage: OpenSpaceStage) -> None:
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=2)
    await stage.post(CLEAR)
    stage.expected_log = list(stage.log)
    assert stage.log
    await stage.pass_time(minutes=5)
    assert "Forum Hall" in stage.board()


async def test_it_says_how_it_is(stage: OpenSpaceStage) -> None:
    assert [str(finding.level) for finding in await stage.bot.open_spaces.findings()] == ["ok"]


async def test_a_template_that_cannot_be_used_is_told(stage: OpenSpaceStage) -> None:
    stage.section = stage.section.model_copy(update={"template": "Soon in {{ rom }}"})
    await stage.restart()

    # It is rendered in a process of its own.
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == TEMPLATE_JOB))
    (_, wrong) = await stage.bot.open_spaces.findings()
    assert (wrong.subject, "«rom»" in wrong.detail) == ("open_spaces.template", True)
