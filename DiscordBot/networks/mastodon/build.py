"""Building the account on Mastodon from its configuration."""

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
from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.free_network import nothing_is_paid_for
from DiscordBot.networks.mastodon.config import Mastodon
from DiscordBot.networks.mastodon.connection import Account, CodeFlow
from DiscordBot.networks.mastodon.names import MASTODON
from DiscordBot.networks.mastodon.network import MastodonNetwork
from DiscordBot.networks.mastodon.refusals import MastodonRefusals
from DiscordBot.networks.mastodon.rules import MastodonRules
from DiscordBot.networks.mastodon.server import MastodonServer
from DiscordBot.networks.port import NetworkAccess
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.networks.port import Network


class DryRunNetwork(DryRun, MastodonRules):
    """Does everything but post."""

    title = f"{MASTODON.title} (dry run)"


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; nothing of a dry run reaches the server, but for the question what it allows."""
    section = context.config.require(Mastodon)
    client = ApiClient(context.session, MASTODON.title, section.base_url, MastodonRefusals())
    window = PostingWindow(section.posting_start, section.posting_end, context.config.conference.timezone)
    pause = StoredPause(context.database, context.bot_log.write, MASTODON)
    service = _service(context, section, client, pause, window)
    server = MastodonServer(client, context.clock)
    network: Network
    if section.dry_run:
        network = DryRunNetwork(server, window, section.min_gap_seconds, service.why_paused)
    else:
        network = MastodonNetwork(
            client,
            server,
            window=window,
            min_gap_seconds=section.min_gap_seconds,
            visibility=section.visibility,
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
    context: Context, section: Mastodon, client: ApiClient, pause: StoredPause, window: PostingWindow
) -> AccountService[Account]:
    accounts = None
    if not section.dry_run:
        key = context.config.secrets.reveal(NETWORKS_TOKEN_KEY)
        accounts = StoredAccount(context.database, MASTODON.stored, key, Account)
    return AccountService(
        MASTODON,
        token_key=NETWORKS_TOKEN_KEY.name,
        clock=context.clock,
        accounts=accounts,
        connecting=None if section.dry_run else CodeFlow(client, section.base_url),
        shown_name=lambda account: f"@{account.handle}",
        pause=pause,
        window=window,
        tell=context.bot_log.write,
    )
