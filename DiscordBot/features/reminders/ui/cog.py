"""Reminders on Discord: the job behind them, and the commands of those who want none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import Interaction, app_commands

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.features.reminders.ui.reminder_message import AGAIN, NO_MORE
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.reminders.service import ReminderService
    from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons


class RemindersCog(FeatureCog):
    """Reminds speakers, and lets each of them ask for no more of it."""

    commands = app_commands.Group(
        name="reminders", description="Whether I remind you of your own sessions.", guild_only=True
    )

    def __init__(
        self,
        bot: ConferenceBot,
        *,
        service: ReminderService,
        buttons: ReminderButtons,
    ) -> None:
        self._bot = bot
        self._service = service
        self._buttons = buttons

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again."""
        self._bot.add_dynamic_items(*self._buttons.kinds)

    async def begin(self) -> None:
        """Remind whoever is on soon, and go on with it."""
        self._service.wake()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many speakers were reminded, and when the next one will be."""
        return await self._service.findings()

    @commands.command()
    async def off(self, interaction: Interaction) -> None:
        """Do not remind me of my sessions."""
        await self._service.refuse(interaction.user.id)
        await answer(interaction, tr(NO_MORE))

    @commands.command()
    async def on(self, interaction: Interaction) -> None:
        """Remind me shortly before each of my sessions."""
        await self._service.allow(interaction.user.id)
        await answer(interaction, tr(AGAIN))
