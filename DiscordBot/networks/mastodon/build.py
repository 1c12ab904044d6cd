"""Building the account on Mastodon from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.parts import account_parts
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.mastodon.account_api import AccountApi
from DiscordBot.networks.mastodon.config import Mastodon
from DiscordBot.networks.mastodon.connection import Account, CodeFlow
from DiscordBot.networks.mastodon.messenger import MastodonMessenger
from DiscordBot.networks.mastodon.names import MASTODON
from DiscordBot.networks.mastodon.network import MastodonNetwork
from DiscordBot.networks.mastodon.reading.reader import MastodonReader
from DiscordBot.networks.mastodon.refusals import MastodonRefusals
from DiscordBot.networks.mastodon.rules import MastodonRules
from DiscordBot.networks.mastodon.server import MastodonServer

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Built, Neighbours


class DryRunNetwork(DryRun, MastodonRules):
    """Does everything but post."""

    title = f"{MASTODON.title} (dry run)"


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; nothing of a dry run reaches the server, but for the question what it allows."""
    section = context.config.require(Mastodon)
    client = ApiClient(context.session, MASTODON.title, section.base_url, MastodonRefusals())
    server = MastodonServer(client, context.clock)
    flow = CodeFlow(client, section.base_url)
    parts = account_parts(
        context,
        MASTODON,
        section,
        kind=Account,
        connecting=flow,
        shown_name=lambda account: f"@{account.handle}",
        access=Access(flow.verified),
    )
    if section.dry_run:
        return parts.built(
            context,
            DryRunNetwork(server, parts.window, section.min_gap_seconds, parts.service.why_paused),
        )

    def account_now() -> Account | None:
        return parts.service.account

    network = MastodonNetwork(
        client,
        server,
        window=parts.window,
        min_gap_seconds=section.min_gap_seconds,
        visibility=section.visibility,
        account_now=account_now,
        why_paused=parts.service.why_paused,
        on_refusal=parts.pause.refused,
    )
    api = AccountApi(client, account_now, parts.pause.refused)
    why_paused = parts.service.why_paused
    reader = MastodonReader(api, server, section.base_url, why_paused=why_paused, now=context.clock.now)
    return parts.built(context, network, reader, MastodonMessenger(api, why_paused), replies_name_author=True)
