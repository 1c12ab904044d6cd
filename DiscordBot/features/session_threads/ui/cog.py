"""Sessions' threads on Discord: the job behind them, and the organisers' look at who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.features.session_threads.ui.buttons import refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.session_threads.keeping import ThreadKeeper
    from DiscordBot.features.session_threads.service import SessionThreadService
    from DiscordBot.features.session_threads.ui.buttons import ThreadButtons

Number = app_commands.Range[int, 1, 2_000_000_000]


class SessionThreadsCog(FeatureCog):
    """Opens, follows and archives the threads."""

    def __init__(
        self, bot: ConferenceBot, *, keeper: ThreadKeeper, buttons: ThreadButtons, forms: Forms
    ) -> None:
        self._bot = bot
        self._keeper = keeper
        self._buttons = buttons
        self._forms = forms

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again."""
        self._bot.add_dynamic_items(*self._buttons.kinds)

    async def begin(self) -> None:
        """Catch up, and follow the schedule from then on."""
        self._keeper.wake()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the threads are doing."""
        return await self._keeper.findings()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take what is submitted in forms."""
        await self._forms.receive(interaction)


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class QuestionsCog(commands.GroupCog, name="questions"):
    """Questions that attendees asked without their name; for organisers."""

    def __init__(
        self, service: SessionThreadService, *, staff: Staff, write_log: Callable[[str], None]
    ) -> None:
        self._service = service
        self._staff = staff
        self._write_log = write_log

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)

    @app_commands.command()
    @app_commands.describe(number="The number in the last line of the question")
    async def asker(self, interaction: discord.Interaction, number: Number) -> None:
        """Show who asked a question that breaks the rules. The log says that you have looked."""
        with refusals():
            user_id = await self._service.asker(number)
        self._write_log(f"🔎 <@{interaction.user.id}> has looked up who asked question #{number}.")
        await answer(interaction, f"Question #{number} was asked by <@{user_id}>.")
