from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
import simcord
from discord.ext import commands

from DiscordBot.discord_ui.card_channel import CardChannel, CardRefusedError, Place, UnreachableError
from DiscordBot.discord_ui.posted_message import Post
from DiscordBot.discord_ui.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Stage:
    """A server with two channels for cards, and a bot that does nothing by itself."""

    def __init__(self) -> None:
        self.bot = commands.Bot("!", intents=discord.Intents(guilds=True, guild_messages=True))
        self.env = simcord.Env(self.bot, strict_sync=False)
        self.guild = self.env.create_guild("PyCon Example", owner=self.env.create_user("board"))
        self.old = self.guild.create_text_channel("old")
        self.new = self.guild.create_text_channel("new")
        self.server = Server(lambda: self.bot.get_guild(self.guild.id))

    def cards(self, reference: str) -> CardChannel:
        return CardChannel(self.server, reference)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await stage.env.start()
    yield stage
    await stage.bot.close()
    await stage.env.shutdown()


async def test_a_card_is_posted_once_and_edited_in_place(stage: Stage) -> None:
    cards = stage.cards("old")
    place = await cards.show(Post("first"), None, is_mine=None)
    assert await cards.show(Post("second"), place, is_mine=None) == place
    (message,) = stage.old.history()
    assert (message.content, message.id) == ("second", place.message)


async def test_a_card_that_nobody_remembers_is_recognised(stage: Stage) -> None:
    cards = stage.cards("old")
    place = await cards.show(Post("card 1"), None, is_mine=None)
    found = await cards.show(
        Post("card 1, later"), None, is_mine=lambda one: one.content.startswith("card 1")
    )
    assert found == place


async def test_a_card_moves_to_the_channel_that_is_configured_now(stage: Stage) -> None:
    place = await stage.cards("old").show(Post("card"), None, is_mine=None)
    moved = await stage.cards("new").show(Post("card"), place, is_mine=None)
    assert moved.channel == stage.new.id
    assert (len(stage.old.history()), len(stage.new.history())) == (0, 1)


async def test_removing_what_is_gone_is_harmless(stage: Stage) -> None:
    await stage.cards("old").remove(Place(stage.old.id, 1))
    await stage.cards("old").remove(Place(1, 1))


async def test_a_channel_that_is_missing(stage: Stage) -> None:
    with pytest.raises(UnreachableError, match="no text channel «none»"):
        await stage.cards("none").show(Post("card"), None, is_mine=None)


@pytest.mark.parametrize(("status", "error"), [(403, UnreachableError), (400, CardRefusedError)])
async def test_a_refusal_of_the_message_is_told_from_all_others(
    stage: Stage, status: int, error: type[Exception]
) -> None:
    stage.env.inject_error("POST", "/channels/*/messages", status=status, code=50013)
    with pytest.raises(error):
        await stage.cards("old").show(Post("card"), None, is_mine=None)
