"""The queue's stage with another feature on it that writes tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.feature import Neighbours
from tests.features.tweets.command_stage import CommandStage, text_of
from tests.features.tweets.stage import QueueBot
from tests.features.tweets.stage_context import config_for, stage_context

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from DiscordBot.config import Config
    from DiscordBot.feature import Feature


class NeighbourBot(QueueBot):
    """The queue and another feature, whose main cog `neighbour` is."""

    stage: NeighbourStage
    neighbour: FeatureCog

    async def setup_hook(self) -> None:
        await super().setup_hook()
        guild = discord.Object(self.stage.guild.id)
        stage = self.stage
        config = stage.configured(config_for(stage.guild.id))
        context = stage_context(self, config, self.scheduler, stage.http)
        self.built = stage.feature.built(context, Neighbours((self.queue,), ()))
        cogs = self.built.cogs
        (self.neighbour, *_) = (cog for cog in cogs if isinstance(cog, FeatureCog))
        for cog in cogs:
            await self.add_cog(cog, guild=guild)
        await self.tree.sync(guild=guild)


class NeighbourStage(CommandStage):
    """A stage with one `feature` more, whose section `configured` adds."""

    bot: NeighbourBot

    def build(self, bot: QueueBot | None = None) -> QueueBot:
        return super().build(bot or NeighbourBot(self))

    feature: Feature
    http: Any = None

    def configured(self, config: Config) -> Config:
        """Return the configuration with the section of the feature."""
        raise NotImplementedError

    async def begin(self) -> None:
        """Let the feature begin to work, and wait for what it does first."""
        await self.bot.neighbour.begin()
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
