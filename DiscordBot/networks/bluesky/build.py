"""Building the account on Bluesky from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.parts import account_parts
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.account_api import AccountApi
from DiscordBot.networks.bluesky.config import Bluesky
from DiscordBot.networks.bluesky.connection import AppPassword
from DiscordBot.networks.bluesky.messenger import BlueskyMessenger
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.bluesky.network import MOST_BYTES, BlueskyNetwork
from DiscordBot.networks.bluesky.reading.reader import BlueskyReader
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.rules import BlueskyRules
from DiscordBot.networks.bluesky.session import Account, AccountSession
from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.link_cards.link_cards import PageCards
from DiscordBot.networks.link_cards.public_web import PublicWeb

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Built, Neighbours


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
    why_paused = parts.service.why_paused
    if section.dry_run:
        return parts.built(context, DryRunNetwork(parts.window, section.min_gap_seconds, why_paused))

    def account_now() -> Account | None:
        return parts.service.account

    session = AccountSession(client)
    network = BlueskyNetwork(
        session,
        context.clock,
        app_url=section.app_url,
        window=parts.window,
        min_gap_seconds=section.min_gap_seconds,
        account_now=account_now,
        why_paused=why_paused,
        on_refusal=parts.pause.refused,
        link_cards=PageCards(PublicWeb(context.session), MOST_BYTES) if section.link_cards else None,
    )
    api = AccountApi(session, account_now, parts.pause.refused)
    reader = BlueskyReader(api, section.app_url, why_paused=why_paused, now=context.clock.now)
    return parts.built(context, network, reader, BlueskyMessenger(api, why_paused))
