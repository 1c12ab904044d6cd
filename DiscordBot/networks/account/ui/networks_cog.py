"""`/networks`: the accounts on all networks, or on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.networks.account.ui.account_commands import AccountCommands
from DiscordBot.networks.account.ui.status_face import overview_face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.account.credential_check import CredentialCheck
    from DiscordBot.networks.account.service import AccountService


class NetworksCog(FeatureCog):
    """The conference's accounts, for organisers."""

    networks = app_commands.Group(
        name="networks",
        description="The conference's accounts on all networks.",
        default_permissions=FOR_ORGANIZERS,
    )

    def __init__(
        self,
        services: Sequence[AccountService[Any]],
        check: CredentialCheck,
        staff: Staff,
        reporter: ErrorReporter,
    ) -> None:
        self._check = check
        self._services = {service.names.title: service for service in services}
        self._staff = staff
        self._reporter = reporter

    async def begin(self) -> None:
        """Ask the networks once a day whether they still take the accounts."""
        await self._check.begin()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)

    @networks.command(name="connect")
    @app_commands.describe(network="The network to connect.")
    async def connect(self, interaction: discord.Interaction, network: str) -> None:
        """Connect the account that the bot posts with, step by step."""
        await AccountCommands(self._found(network), self._staff, self._reporter).connect(interaction)

    @networks.command(name="status")
    @app_commands.describe(network="Show only this network, in detail.")
    async def status(self, interaction: discord.Interaction, network: str | None = None) -> None:
        """Show which accounts are connected, and whether the bot posts there now."""
        if network is not None:
            await AccountCommands(self._found(network), self._staff, self._reporter).status(interaction)
            return
        statuses = [await service.status() for service in self._services.values()]
        await answer(interaction, face=overview_face(statuses))

    @networks.command(name="pause")
    @app_commands.describe(
        network="Only this network. Leave it out for all.", reason="Shown to other organisers."
    )
    async def pause(
        self,
        interaction: discord.Interaction,
        network: str | None = None,
        reason: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        """Stop posting. Approved tweets wait until somebody resumes."""
        for service in self._chosen(network):
            await service.pause(interaction.user.display_name, reason or "")
        which = "all networks" if network is None else network
        await answer(interaction, f"Paused: {which}. Approved tweets wait until `/networks resume`.")

    @networks.command(name="resume")
    @app_commands.describe(network="Only this network. Leave it out for all.")
    async def resume(self, interaction: discord.Interaction, network: str | None = None) -> None:
        """Go on posting after a pause."""
        resumed = [service.names.title for service in self._chosen(network) if await service.resume()]
        await answer(
            interaction, f"Posting again: {', '.join(resumed)}." if resumed else "Nothing was paused."
        )

    @connect.autocomplete("network")
    @status.autocomplete("network")
    @pause.autocomplete("network")
    @resume.autocomplete("network")
    async def _complete(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=title, value=title)
            for title in self._services
            if typed.casefold() in title.casefold()
        ]

    def _chosen(self, network: str | None) -> Sequence[AccountService[Any]]:
        return tuple(self._services.values()) if network is None else (self._found(network),)

    def _found(self, network: str) -> AccountService[Any]:
        wanted = network.strip().casefold()
        for title, service in self._services.items():
            if wanted in {title.casefold(), service.names.stored}:
                return service
        known = ", ".join(self._services)
        raise Refusal(f"There is no network of that name in the configuration. There is: {known}.")
