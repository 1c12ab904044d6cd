from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import simcord
from discord import app_commands

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.layout.face import CardFace
from tests.discord_ui.test_errors import APOLOGY
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from tests.discord_ui.conftest import World

# The simulated clock runs timers strictly in the order of these.
PATIENCE = 0.01
LONGER = 0.05


def add_command(world: World, action: Callable[[discord.Interaction], Awaitable[object]]) -> None:
    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await action(interaction)


async def run(world: World) -> simcord.InteractionResult:
    return await world.ada.slash(world.channel, "try")


def requests_to_discord(world: World) -> int:
    return sum(
        "/interactions/" in request.path or "/webhooks/" in request.path
        for request in world.env.http_requests
    )


async def test_the_first_answer_is_the_response(world: World) -> None:
    add_command(world, lambda interaction: answer(interaction, "x" * 3000, face=CardFace(title="t" * 300)))

    result = await run(world)

    assert result.response is not None
    assert result.response.ephemeral
    assert len(said(result.response)) == 2000
    assert len(faces(result.response)[0].title or "") == 256
    assert requests_to_discord(world) == 1


async def test_nobody_is_pinged(world: World) -> None:
    add_command(world, lambda interaction: answer(interaction, "@everyone", ephemeral=False))

    result = await run(world)

    assert result.response is not None
    assert not result.response.ephemeral
    assert not result.response.message.mention_everyone


async def test_a_second_answer_is_a_further_message(world: World) -> None:
    async def twice(interaction: discord.Interaction) -> None:
        await answer(interaction, "one")
        await answer(interaction, "two")

    add_command(world, twice)

    result = await run(world)

    assert result.response is not None
    assert said(result.response) == "one"
    assert [message.content for message in result.followups] == ["two"]


async def test_after_a_deferral_the_first_answer_completes_it_and_the_next_follows(world: World) -> None:
    async def deferred(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await answer(interaction, "one")
        await answer(interaction, "two")

    add_command(world, deferred)

    result = await run(world)

    assert result.response is not None
    assert said(result.response) == "one"
    assert [message.content for message in result.followups] == ["two"]
    # Discord's way to complete a deferral; a follow-up in its place is deprecated.
    assert [request.method for request in world.env.http_requests if "/webhooks/" in request.path] == [
        "PATCH",
        "POST",
    ]


async def test_an_answer_can_be_edited_to_show_progress(world: World) -> None:
    async def progress(interaction: discord.Interaction) -> None:
        message = await answer(interaction, "begun")
        assert message is not None
        await message.edit(content="done")

    add_command(world, progress)

    result = await run(world)

    assert result.response is not None
    assert said(result.response) == "done"


async def test_an_expired_interaction_is_logged_and_survived(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[discord.Message | None] = []

    async def late(interaction: discord.Interaction) -> None:
        answers.append(await answer(interaction, "too late"))

    add_command(world, late)
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)

    await run(world)

    assert answers == [None]
    assert "came too late for its interaction (Discord's code 10062)" in caplog.text


async def test_quick_work_is_one_request(world: World) -> None:
    async def work() -> Answer:
        return Answer("quick")

    add_command(world, lambda interaction: answer_in_time(interaction, work()))

    result = await run(world)

    assert not result.deferred
    assert result.response is not None
    assert said(result.response) == "quick"
    assert requests_to_discord(world) == 1


async def test_slow_work_is_deferred_and_answered_later(world: World) -> None:
    async def work() -> Answer:
        await asyncio.sleep(LONGER)
        return Answer("slow")

    add_command(world, lambda interaction: answer_in_time(interaction, work(), patience_seconds=PATIENCE))

    result = await run(world)

    assert result.response is not None
    assert said(result.response) == "slow"
    assert result.response.ephemeral
    assert result.followups == []
    assert requests_to_discord(world) == 2


async def test_slow_work_that_fails_is_told_in_the_same_message(world: World) -> None:
    async def work() -> Answer:
        await asyncio.sleep(LONGER)
        raise RuntimeError

    add_command(world, lambda interaction: answer_in_time(interaction, work(), patience_seconds=PATIENCE))

    result = await run(world)

    assert result.response is not None
    assert said(result.response).startswith(APOLOGY)
    assert result.followups == []
    simcord.assert_error(world.env, app_commands.CommandInvokeError)


async def test_work_is_finished_though_the_interaction_vanished(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    finished: list[str] = []

    async def work() -> Answer:
        await asyncio.sleep(LONGER)
        finished.append("work")
        return Answer("nobody reads this")

    add_command(world, lambda interaction: answer_in_time(interaction, work(), patience_seconds=PATIENCE))
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=None)

    await run(world)

    assert finished == ["work"]
    assert "could not be deferred (NotFound)" in caplog.text
    assert "came too late" in caplog.text


async def test_work_goes_on_when_its_caller_is_cancelled(world: World) -> None:
    finished: list[str] = []
    callers: list[asyncio.Task[object]] = []

    async def work() -> Answer:
        await asyncio.sleep(LONGER)
        finished.append("work")
        return Answer("nobody waits for this")

    async def cancelled(interaction: discord.Interaction) -> None:
        caller = asyncio.ensure_future(answer_in_time(interaction, work(), patience_seconds=PATIENCE))
        callers.append(caller)
        await asyncio.sleep(2 * PATIENCE)
        caller.cancel()
        await asyncio.sleep(LONGER)

    add_command(world, cancelled)

    await run(world)

    assert callers[0].cancelled()
    assert finished == ["work"]
