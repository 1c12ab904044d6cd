"""`/settings`: changes without a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.core.settings.settings import SettingRefusedError
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.discord_ui.texts.limits import fit_choices
from DiscordBot.features.organizers.ui.settings_pages import change_answer, settings_pages

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.settings.settings import Settings
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class SettingsCog(FeatureCog, commands.GroupCog, name="settings"):
    """Change settings without restarting the bot."""

    def __init__(self, *, staff: Staff, reporter: ErrorReporter, settings: Settings) -> None:
        self._staff = staff
        self._reporter = reporter
        self._settings = settings

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, asked at every command."""
        return await self._staff.require_organizer(interaction)

    async def findings(self) -> tuple[Finding, ...]:
        """Return which settings differ from the configuration."""
        return self._settings.findings()

    @app_commands.command()
    async def show(self, interaction: discord.Interaction) -> None:
        """Show all settings that can be changed here, with their values."""
        await show_pages(interaction, settings_pages(self._settings.all()), self._reporter)

    @app_commands.command(name="set")
    @app_commands.describe(
        setting="Which setting?", value="The new value. Leave it out to go back to what config.toml says."
    )
    async def set_(self, interaction: discord.Interaction, setting: str, value: str | None = None) -> None:
        """Change a setting at once. It stays so after a restart."""
        by = interaction.user.id
        settings = self._settings
        try:
            change = await (settings.set(setting, value, by) if value else settings.reset(setting, by))
        except SettingRefusedError as error:
            raise Refusal(str(error)) from None
        await answer(interaction, change_answer(change))

    @set_.autocomplete("setting")
    async def _offer_names(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        names = (current.setting.name for current in self._settings.all())
        return fit_choices((name, name) for name in names if typed.strip().casefold() in name)

    @set_.autocomplete("value")
    async def _offer_values(
        self, interaction: discord.Interaction, _typed: str
    ) -> list[app_commands.Choice[str]]:
        chosen = interaction.namespace.setting
        suggested = (s.setting.kind.suggestions for s in self._settings.all() if s.setting.name == chosen)
        return fit_choices((value, value) for values in suggested for value in values)
