"""Building the account on Bluesky from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.parts import account_parts
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.config import Bluesky
from DiscordBot.networks.bluesky.connection import AppPassword
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.bluesky.network import BlueskyNetwork
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.rules import BlueskyRules
from DiscordBot.networks.bluesky.session import Account, AccountSession
from DiscordBot.networks.dry_run import DryRun

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Built, Neighbours
    from DiscordBot.networks.port import Network


class DryRunNetwork(DryRun, BlueskyRules):
    """Does everything but post."""

    title = f"{BLUESKY.title} (dry run)"


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; nothing of a dry run reaches the server."""
    section = context.config.require(Bluesky)
    client = ApiClient(context.session, BLUESKY.title, section.pds_url, BlueskyRefusals())
    flow = AppPassword(client, section.app_url)
    parts = account_parts(
        context,
        BLUESKY,
        section,
        kind=Account,
        connecting=flow,
        shown_name=lambda account: f"@{account.handle}",
        access=Access(flow.verified),
    )
    network: Network
    if section.dry_run:
        network = DryRunNetwork(parts.window, section.min_gap_seconds, parts.service.why_paused)
    else:
        network = BlueskyNetwork(
            AccountSession(client),
            context.clock,
            app_url=section.app_url,
            window=parts.window,
            min_gap_seconds=section.min_gap_seconds,
            account_now=lambda: parts.service.account,
            why_paused=parts.service.why_paused,
            on_refusal=parts.pause.refused,
        )
    return parts.built(context, network)
