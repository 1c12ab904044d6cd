from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from tests.features.tweets.command_stage import fields, text_of
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from tests.features.tweets.command_stage import CommandStage


async def opened(queue: CommandStage, label: str, who: str = "ada") -> InteractionResult:
    return await queue.people[who].click(queue.card(1), label=label)


def value(form: InteractionResult, key: str) -> str:
    return str(fields(form)[key]["value"])


async def test_edit_shows_the_text_and_changes_it(queue: CommandStage) -> None:
    await queue.write("Helo")
    form = await opened(queue, "Edit")
    assert value(form, "text") == "Helo"

    answer = await queue.fill_in("ada", form, text="Hello")

    assert said(answer) == "✏️ Tweet #1 is changed and waits for approval."
    assert faces(queue.card(1))[0].description == "Hello"


async def test_a_text_that_is_too_long_is_given_back(queue: CommandStage) -> None:
    await queue.write("Helo")
    answer = await queue.fill_in("ada", await opened(queue, "Edit"), text="x" * 281)
    assert "281 characters" in said(answer)

    again = await queue.click("ada", answer, "Edit again")
    assert value(again, "text") == "x" * 281
    await queue.fill_in("ada", again, text="Short")

    assert (await queue.view(1)).text == "Short"


async def test_nobody_overwrites_a_text_that_they_have_not_read(queue: CommandStage) -> None:
    await queue.write("Helo")
    form = await opened(queue, "Edit")
    await queue.bot.service.edit(1, queue.actor("victor"), "Changed *meanwhile*")

    answer = await queue.fill_in("ada", form, text="Hello")
    assert "The text was changed a moment ago. It now reads:\nChanged \\*meanwhile\\*" in said(answer)
    assert (await queue.view(1)).text == "Changed *meanwhile*"
    again = await queue.click("ada", answer, "Edit again")
    await queue.fill_in("ada", again)

    assert (await queue.view(1)).text == "Hello"


async def test_nobody_denies_a_text_that_they_have_not_read(queue: CommandStage) -> None:
    await queue.write("Helo")
    form = await opened(queue, "Deny")
    await queue.bot.service.edit(1, queue.actor("victor"), "Better")

    answer = await queue.fill_in("ada", form, reason="A typo")
    assert "It now reads:\nBetter" in said(answer)
    await queue.fill_in("ada", await queue.click("ada", answer, "Edit again"))

    assert str((await queue.view(1)).outcome) == "denied"


async def test_reschedule_shows_the_planned_time_and_changes_it(queue: CommandStage) -> None:
    await queue.write(not_before=queue.clock.now() + timedelta(hours=2))
    form = await opened(queue, "Reschedule")
    assert value(form, "when") == "2027-07-14 14:00"

    answer = await queue.fill_in("ada", form, when="tomorrow 9:00")

    nine = 1_815_634_800
    assert said(answer) == f"🕒 Tweet #1 is rescheduled. Goes out: <t:{nine}:F> (<t:{nine}:R>)"
    moment = (await queue.view(1)).not_before
    assert moment is not None
    assert moment.timestamp() == nine


async def test_an_empty_time_means_as_soon_as_possible(queue: CommandStage) -> None:
    await queue.write(not_before=queue.clock.now() + timedelta(hours=2))

    await queue.fill_in("ada", await opened(queue, "Reschedule"), when="")

    assert (await queue.view(1)).not_before is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [("11:00", "11:00 has passed; write “tomorrow 11:00”"), ("soon", EXAMPLES)],
)
async def test_a_time_that_cannot_be_meant_is_given_back(queue: CommandStage, typed: str, told: str) -> None:
    await queue.write()

    answer = await queue.fill_in("ada", await opened(queue, "Reschedule"), when=typed)

    assert told in said(answer)
    assert value(await queue.click("ada", answer, "Edit again"), "when") == typed


async def test_deny_asks_for_a_reason_that_the_author_reads(queue: CommandStage) -> None:
    await queue.write()

    answer = await queue.fill_in("ada", await opened(queue, "Deny"), reason="Too early")

    assert said(answer) == "⛔ Tweet #1 is denied."
    assert (await queue.view(1)).reason == "Too early"
    assert "Too early" in queue.told("victor")[0]


async def test_who_comes_too_late_reads_who_was_faster(queue: CommandStage) -> None:
    await queue.write()
    form = await opened(queue, "Deny", "grace")
    await queue.approve(1, "ada")

    answer = await queue.fill_in("grace", form, reason="Too early")

    assert f"<@{queue.people['ada'].id}>" in said(answer)
    assert "Too early" in text_of(answer)


async def test_a_form_that_was_opened_before_a_restart_still_changes_the_tweet(queue: CommandStage) -> None:
    await queue.write("Helo")
    form = await opened(queue, "Edit")
    await queue.restart()

    answer = await queue.fill_in("ada", form, text="Hello")

    assert "Tweet #1" in said(answer)
    assert (await queue.view(1)).text == "Hello"
