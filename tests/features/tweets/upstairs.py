"""The queue's stage with another room on it, as rooms upstairs need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.context import Shared
from DiscordBot.discord_ui.channel_log import ChannelLog
from DiscordBot.discord_ui.server import Server
from tests.features.tweets.room_stage import RoomBot, RoomStage, config_for, text_of

if TYPE_CHECKING:
    from discord.ext import commands
    from simcord.results import InteractionResult

    from DiscordBot.discord_ui.feature_cog import RoomCog
    from DiscordBot.features.tweets.ui.cog import TweetQueue
    from tests.features.tweets.stage import CardBot


class UpstairsBot(RoomBot):
    """The queue and another room, whose main cog `upstairs` is."""

    stage: UpstairsStage
    tweets_room: TweetQueue
    upstairs: RoomCog

    async def setup_hook(self) -> None:
        await super().setup_hook()
        guild = discord.Object(self.stage.guild.id)
        cogs = self.stage.cogs(self._shared(), self)
        self.upstairs = cogs[0]
        for cog in cogs:
            await self.add_cog(cog, guild=guild)
        await self.tree.sync(guild=guild)

    def _room(self) -> TweetQueue:
        self.tweets_room = super()._room()
        return self.tweets_room

    def _shared(self) -> Shared:
        stage = self.stage
        return Shared(
            config=config_for(stage.guild.id),
            clock=stage.clock,
            database=stage.database,
            scheduler=self.scheduler,
            reporter=self.reporter,
            server=Server(lambda: self.get_guild(stage.guild.id)),
            staff=self.staff,
            registration_log=ChannelLog(lambda: None),
            bot_log=ChannelLog(lambda: None),
        )


class UpstairsStage(RoomStage):
    """A stage whose `cogs` build the room in question, the main cog first."""

    bot: UpstairsBot

    def build(self, bot: CardBot | None = None) -> CardBot:
        return super().build(bot or UpstairsBot(self))

    def cogs(self, shared: Shared, bot: UpstairsBot) -> tuple[RoomCog, *tuple[commands.Cog, ...]]:
        raise NotImplementedError

    async def begin(self) -> None:
        """Let the room begin to work, and wait for what it does first."""
        await self.bot.upstairs.begin()
        await self.settle()

    async def push(self, who: str, message: object, label: str) -> str:
        """Press a button below an answer; return what is read then, in the answer and after it."""
        result = await self.click(who, message, label)
        await self.settle()
        return all_told(result)


def all_told(result: InteractionResult) -> str:
    """Return what an answer says, and what was said after it."""
    answers = [*([result.response] if result.response is not None else []), *result.followups]
    return "\n".join(text_of(answer) for answer in answers)
