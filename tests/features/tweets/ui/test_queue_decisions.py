"""A moderator with many waiting tweets: read on pages, and decided about several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.discord_ui.errors import Refusal
from tests.features.tweets.command_stage import text_of
from tests.shown_messages import controls, faces, said

if TYPE_CHECKING:
    from simcord.results import ResponseMessage

    from tests.features.tweets.command_stage import CommandStage

SELECT = 3


async def opened(queue: CommandStage, who: str = "ada") -> ResponseMessage:
    result = await queue.result(who, "tweet queue")
    assert result.response is not None
    return result.response


def select_of(message: ResponseMessage) -> dict[str, Any] | None:
    return next((one for one in controls(message) if one["type"] == SELECT), None)


async def choose(queue: CommandStage, page: ResponseMessage, *tweet_ids: int, who: str = "ada") -> None:
    select = select_of(page)
    assert select is not None
    await queue.people[who].select(page, [str(one) for one in tweet_ids], custom_id=select["custom_id"])


async def test_several_are_approved_at_once_and_each_is_told(queue: CommandStage) -> None:
    for number in range(1, 4):
        await queue.write(f"The whole text of number {number}")
    page = await opened(queue)
    assert [field.value.splitlines()[0] for field in faces(page)[0].fields] == [
        f"The whole text of number {number}" for number in range(1, 4)
    ]
    await choose(queue, page, 1, 3)
    await queue.bot.service.edit(3, queue.actor("victor"), "Something else meanwhile")

    await queue.click("ada", page, "Approve 2")
    await queue.settle()

    assert said(page).splitlines()[0] == "✅ Tweet #1 is approved."
    assert "⚠️ Tweet #3: The text was changed a moment ago." in said(page)
    assert [str((await queue.view(number)).status) for number in (1, 2, 3)] == [
        *("approved", "pending", "pending")
    ]
    assert "Something else meanwhile" in text_of(page)


async def test_several_are_denied_with_one_reason(queue: CommandStage) -> None:
    for number in range(1, 4):
        await queue.write(f"Number {number}")
    page = await opened(queue)
    await choose(queue, page, 1, 2)
    form = await queue.click("ada", page, "Deny 2 …")
    await queue.people["ada"].submit_modal(form, {"reason": "Too early"})
    await queue.settle()

    assert said(page) == "⛔ Tweet #1 is denied.\n⛔ Tweet #2 is denied."
    assert [(await queue.view(number)).reason for number in (1, 2)] == ["Too early", "Too early"]
    assert "1 tweet in the queue" in text_of(page)


async def test_nobody_approves_their_own_among_others(queue: CommandStage) -> None:
    queue.policy = "volunteers_moderate"
    await queue.write("Of Victor", author="victor")
    await queue.write("Of Ada", author="ada")
    page = await opened(queue, "victor")
    await choose(queue, page, 1, 2, who="victor")
    await queue.click("victor", page, "Approve 2")
    await queue.settle()

    assert "⚠️ Tweet #1: Nobody approves their own tweet" in said(page)
    assert "✅ Tweet #2 is approved." in said(page)


async def test_the_role_is_asked_for_at_the_click(queue: CommandStage) -> None:
    await queue.write()
    page = await opened(queue)
    await choose(queue, page, 1)
    await queue.write("Written since")
    queue.expected_errors = [Refusal]
    queue.env.backend.edit_member(queue.guild.id, queue.people["ada"].id, {"role_ids": []})
    await queue.click("ada", page, "Approve 1")
    await queue.settle()

    # Nor does the page show what came since to somebody who may not see it any more.
    assert "Written since" not in text_of(page)
    assert str((await queue.view(1)).status) == "pending"


async def test_who_may_only_look_is_offered_no_decision(queue: CommandStage) -> None:
    await queue.write()
    page = await opened(queue, "victor")
    assert select_of(page) is None
    assert "Hello" in text_of(page)


async def test_what_cannot_be_read_there_as_a_whole_is_decided_on_its_card(queue: CommandStage) -> None:
    queue.network.most = 10_000
    await queue.write("word " * 560)
    await queue.write("Short")
    page = await opened(queue)
    assert "There is more than fits here." in text_of(page)
    offered: list[str] = []
    while not offered:
        select = select_of(page)
        offered = [] if select is None else [option["value"] for option in select["options"]]
        if not offered:
            await queue.click("ada", page, "▶")
    assert offered == ["2"]


@pytest.mark.slow
async def test_sixty_tweets_are_read_page_by_page_and_a_page_is_jumped_to(queue: CommandStage) -> None:
    for number in range(1, 61):
        await queue.write(f"Number {number}: " + "x" * 200)
    page = await opened(queue)
    labels = [control.get("label") for control in controls(page)]
    last = int(str(labels[1]).partition(" / ")[2])
    assert last > 5

    form = await queue.click("ada", page, f"1 / {last}")
    assert form.modal is not None
    (field,) = [part["component"]["custom_id"] for part in form.modal["components"]]
    await queue.people["ada"].submit_modal(form, {field: str(last)})
    assert "Number 60: " in text_of(page)
    read = [line for line in text_of(page).splitlines() if line.startswith("60. Tweet #60")]
    assert len(read) == 1
