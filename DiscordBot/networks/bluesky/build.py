"""Building the account on Bluesky from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.networks.account.pause import StoredPause
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.account.service import AccountService
from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.account.ui.account_cog import AccountCog
from DiscordBot.networks.account.ui.account_commands import AccountCommands
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.config import Bluesky
from DiscordBot.networks.bluesky.connection import AppPassword
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.bluesky.network import BlueskyNetwork
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.rules import BlueskyRules
from DiscordBot.networks.bluesky.session import Account, AccountSession
from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.free_network import nothing_is_paid_for
from DiscordBot.networks.port import NetworkAccess
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.networks.port import Network


class DryRunNetwork(DryRun, BlueskyRules):
    """Does everything but post."""

    title = f"{BLUESKY.title} (dry run)"


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; nothing of a dry run reaches the server."""
    section = context.config.require(Bluesky)
    client = ApiClient(context.session, BLUESKY.title, section.pds_url, BlueskyRefusals())
    window = PostingWindow(section.posting_start, section.posting_end, context.config.conference.timezone)
    pause = StoredPause(context.database, context.bot_log.write, BLUESKY)
    service = _service(context, section, client, pause, window)
    network: Network
    if section.dry_run:
        network = DryRunNetwork(window, section.min_gap_seconds, service.why_paused)
    else:
        network = BlueskyNetwork(
            AccountSession(client),
            context.clock,
            app_url=section.app_url,
            window=window,
            min_gap_seconds=section.min_gap_seconds,
            account_now=lambda: service.account,
            why_paused=service.why_paused,
            on_refusal=pause.refused,
        )
    return Built(
        cogs=(AccountCog(AccountCommands(service, context.staff, context.reporter)),),
        network=NetworkAccess(
            network=network, budget_left=nothing_is_paid_for, listen=service.listen, account=service
        ),
        delete_personal_data=service.delete_personal_data,
    )


def _service(
    context: Context, section: Bluesky, client: ApiClient, pause: StoredPause, window: PostingWindow
) -> AccountService[Account]:
    accounts = None
    if not section.dry_run:
        key = context.config.secrets.reveal(NETWORKS_TOKEN_KEY)
        accounts = StoredAccount(context.database, BLUESKY.stored, key, Account)
    return AccountService(
        BLUESKY,
        token_key=NETWORKS_TOKEN_KEY.name,
        clock=context.clock,
        accounts=accounts,
        connecting=None if section.dry_run else AppPassword(client, section.app_url),
        shown_name=lambda account: f"@{account.handle}",
        pause=pause,
        window=window,
        tell=context.bot_log.write,
    )
