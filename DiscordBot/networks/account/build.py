"""Building the commands for the accounts on all networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.networks.account.credential_check import CredentialCheck
from DiscordBot.networks.account.ui.networks_cog import NetworksCog

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the commands; without a network there are none."""
    services = [access.account for access in neighbours.networks if access.account is not None]
    check = CredentialCheck(
        services, context.database, context.clock, context.scheduler, context.bot_log.write
    )
    cog = NetworksCog(services, check, context.staff, context.reporter)
    return Built(cogs=(cog,) if services else ())
