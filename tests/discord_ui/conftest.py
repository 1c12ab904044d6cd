"""A bot with nothing but the shared pieces, on a simulated server with one channel and two people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord.ext import commands

from DiscordBot.discord_ui.errors import ErrorReporter, tree_reporting_to

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import simcord


@dataclass
class BotLog:
    """What the reporter told the organisers, and the time that it is told."""

    lines: list[str] = field(default_factory=list)
    time: datetime = datetime(2027, 7, 14, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@dataclass
class World:
    """The simulated server and those who act on it."""

    env: simcord.Env
    bot: commands.Bot
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    grace: simcord.MemberActor

    def text_channel(self) -> discord.TextChannel:
        """Return the channel as the bot sees it."""
        channel = self.bot.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return channel

    async def do(self, action: Callable[[], Awaitable[None] | None]) -> None:
        """Let the bot itself do something, so that its timers follow the simulated clock."""
        self.bot.tree.remove_command("do")

        @self.bot.tree.command(name="do", description="Does something")
        async def command(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("done", ephemeral=True)
            await discord.utils.maybe_coroutine(action)

        await self.ada.slash(self.channel, "do")


@pytest.fixture
def bot_log() -> BotLog:
    return BotLog()


@pytest.fixture
def reporter(bot_log: BotLog) -> ErrorReporter:
    return ErrorReporter(bot_log.lines.append, bot_log.now)


def make_bot(reporter: ErrorReporter) -> commands.Bot:
    return commands.Bot("!", intents=discord.Intents.default(), tree_cls=tree_reporting_to(reporter))


@pytest.fixture
async def simcord_bot(reporter: ErrorReporter) -> AsyncIterator[commands.Bot]:
    bot = make_bot(reporter)
    yield bot
    await bot.close()


@pytest.fixture
def world(simcord_env: simcord.Env, simcord_bot: commands.Bot) -> World:
    guild = simcord_env.create_guild("PyCon Example")
    ada = guild.add_member(simcord_env.create_user("ada"))
    grace = guild.add_member(simcord_env.create_user("grace"))
    channel = guild.create_text_channel("general")
    return World(simcord_env, simcord_bot, guild, channel, ada, grace)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    # Each test defines the commands that it needs, after the bot has started.
    for item in items:
        if "simcord_env" in item.fixturenames:
            item.add_marker(pytest.mark.simcord(strict_sync=False))
