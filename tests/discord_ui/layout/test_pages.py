from __future__ import annotations

from typing import TYPE_CHECKING

import simcord

from DiscordBot.discord_ui.errors import ErrorReporter, Refusal
from DiscordBot.discord_ui.layout.face import CardFace
from DiscordBot.discord_ui.layout.pages import IDLE_SECONDS, show_pages
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    import discord

    from tests.discord_ui.conftest import BotLog, World


async def open_pages(
    world: World, reporter: ErrorReporter, count: int, *, ephemeral: bool = True
) -> simcord.ResponseMessage:
    pages = [CardFace(title=f"page {number}") for number in range(1, count + 1)]

    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await show_pages(interaction, pages, reporter, ephemeral=ephemeral)

    result = await world.ada.slash(world.channel, "try")
    assert result.response is not None
    return result.response


def buttons(message: simcord.ResponseMessage) -> list[tuple[str, bool]]:
    return [(button["label"], bool(button.get("disabled"))) for button in controls(message)]


async def test_one_page_has_no_buttons(world: World, reporter: ErrorReporter) -> None:
    message = await open_pages(world, reporter, 1)

    assert faces(message)[0].title == "page 1"
    assert controls(message) == []


async def test_pages_turn_in_place_and_stop_at_both_ends(world: World, reporter: ErrorReporter) -> None:
    message = await open_pages(world, reporter, 2)
    assert buttons(message) == [("◀", True), ("1 / 2", True), ("▶", False)]

    await world.ada.click(message, label="▶")
    assert faces(message)[0].title == "page 2"
    assert buttons(message) == [("◀", False), ("2 / 2", True), ("▶", True)]

    await world.ada.click(message, label="◀")
    assert faces(message)[0].title == "page 1"


async def test_somebody_else_is_refused(world: World, reporter: ErrorReporter, bot_log: BotLog) -> None:
    message = await open_pages(world, reporter, 2, ephemeral=False)

    result = await world.grace.click(message, label="▶")

    assert result.response is not None
    assert result.response.content.startswith("These pages belong to somebody else.")
    assert result.response.ephemeral
    assert faces(message)[0].title == "page 1"
    assert bot_log.lines == []
    simcord.assert_error(world.env, Refusal)


async def test_the_buttons_are_disabled_when_left_alone(world: World, reporter: ErrorReporter) -> None:
    message = await open_pages(world, reporter, 2)

    await world.env.advance_time(IDLE_SECONDS + 1)

    assert all(disabled for _, disabled in buttons(message))


async def test_pages_in_use_for_long_are_still_disabled_at_the_end(
    world: World, reporter: ErrorReporter
) -> None:
    message = await open_pages(world, reporter, 2)

    for label in ("▶", "◀"):
        await world.env.advance_time(IDLE_SECONDS - 1)
        await world.ada.click(message, label=label)
    # The token of the command has expired by now, that of the last press has not.
    await world.env.advance_time(IDLE_SECONDS + 1)

    assert all(disabled for _, disabled in buttons(message))


async def test_a_message_that_is_gone_at_the_end_is_no_error(world: World, reporter: ErrorReporter) -> None:
    message = await open_pages(world, reporter, 2, ephemeral=False)
    await world.text_channel().get_partial_message(message.id).delete()

    await world.env.advance_time(IDLE_SECONDS + 1)

    simcord.assert_no_errors(world.env)


async def test_a_paginator_after_a_deferral_works_too(world: World, reporter: ErrorReporter) -> None:
    pages = [CardFace(title="page 1"), CardFace(title="page 2")]

    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_pages(interaction, pages, reporter)

    result = await world.ada.slash(world.channel, "try")
    assert result.response is not None
    await world.ada.click(result.response, label="▶")

    assert faces(result.response)[0].title == "page 2"
