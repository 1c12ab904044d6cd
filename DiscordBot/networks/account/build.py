"""Building the commands for the accounts on all networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.networks.account.ui.networks_cog import NetworksCog

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the commands; without a network there are none."""
    services = [access.account for access in neighbours.networks if access.account is not None]
    return Built(cogs=(NetworksCog(services, context.staff, context.reporter),) if services else ())
