from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.feature import Built
from tests.toy.config import BOUNCES, PLAYGROUND, TOY_TOKEN, Toy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


class Ball:
    """What is deleted after the conference."""

    bounced = 0


class ToyCog(FeatureCog):
    """A command, a job and something to say about one's health."""

    def __init__(self, context: Context, ball: Ball) -> None:
        self._context = context
        self._ball = ball

    async def begin(self) -> None:
        self._context.scheduler.every(timedelta(hours=1), "toy", self._bounce)

    async def findings(self) -> tuple[Finding, ...]:
        return (Finding("toy", Level.WARNING, "It is flat.", "Pump it up."),)

    @app_commands.command()
    async def bounce(self, interaction: discord.Interaction) -> None:
        """Let it bounce."""
        await self._bounce()
        await answer(interaction, "Boing!")

    async def _bounce(self) -> None:
        config = self._context.config
        self._ball.bounced += self._context.settings.number(BOUNCES)
        channel = self._context.server.text_channel(config.channels[PLAYGROUND.key])
        if channel is not None:
            await channel.send(f"A {config.require(Toy).colour} ball bounced {self._ball.bounced} times.")


def build(context: Context, _neighbours: Neighbours) -> Built:
    ball = Ball()

    async def delete_personal_data() -> None:
        ball.bounced = 0

    return Built(cogs=(ToyCog(context, ball),), front_door=ball, delete_personal_data=delete_personal_data)


async def probe(config: Config, _session: aiohttp.ClientSession) -> Sequence[Finding]:
    return (Finding("toy", Level.OK, f"{len(config.secrets.reveal(TOY_TOKEN))} letters in its token."),)
