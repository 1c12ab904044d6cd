"""The queue's stage with another feature on it that writes tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.features.tweets.ui.cog import TweetsCog
from tests.features.tweets.command_stage import CommandStage, text_of
from tests.features.tweets.stage import QueueBot

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from DiscordBot.feature import Feature


class NeighbourBot(QueueBot):
    """The queue and another feature, whose main cog `neighbour` is."""

    @property
    def neighbour(self) -> FeatureCog:
        (neighbour,) = (
            cog
            for cog in self.client.cogs.values()
            if isinstance(cog, FeatureCog) and not isinstance(cog, TweetsCog)
        )
        return neighbour


class NeighbourStage(CommandStage):
    """A stage with one `feature` more; it is to add the feature's section to the configuration."""

    kind = NeighbourBot
    bot: NeighbourBot
    feature: ClassVar[Feature]

    @property
    def features(self) -> tuple[Feature, ...]:
        return (*super().features, self.feature)

    async def begin(self) -> None:
        """Let the feature begin once more, and wait for what it does first."""
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
