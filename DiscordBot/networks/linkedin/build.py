"""Building the account on LinkedIn from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.parts import account_parts
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.dry_run import DryRun
from DiscordBot.networks.linkedin.api import RestApi
from DiscordBot.networks.linkedin.config import CLIENT_ID, CLIENT_SECRET, LinkedIn
from DiscordBot.networks.linkedin.connection import CodeFlow
from DiscordBot.networks.linkedin.credential import Account, App, Credentials
from DiscordBot.networks.linkedin.names import LINKEDIN
from DiscordBot.networks.linkedin.network import LinkedInNetwork
from DiscordBot.networks.linkedin.refusals import LinkedInRefusals, LoginRefusals
from DiscordBot.networks.linkedin.rules import LinkedInRules

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Built, Neighbours
    from DiscordBot.networks.port import Network


class DryRunNetwork(DryRun, LinkedInRules):
    """Does everything but post."""

    title = f"{LINKEDIN.title} (dry run)"


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; nothing of a dry run reaches LinkedIn."""
    section = context.config.require(LinkedIn)
    secrets = context.config.secrets
    client = ApiClient(context.session, LINKEDIN.title, section.api_url, LinkedInRefusals())
    api = RestApi(client, version=section.version, web_url=section.web_url)
    credentials = Credentials(
        ApiClient(context.session, LINKEDIN.title, section.web_url, LoginRefusals()),
        App(secrets.reveal(CLIENT_ID), secrets.reveal(CLIENT_SECRET)),
        context.clock.now,
    )
    flow = CodeFlow(
        api,
        credentials,
        web_url=section.web_url,
        redirect_url=section.redirect_url,
        organization=section.organization,
    )
    parts = account_parts(
        context,
        LINKEDIN,
        section,
        kind=Account,
        connecting=flow,
        shown_name=lambda account: account.name,
        access=Access(flow.verified, ends=lambda account: account.ends),
    )
    network: Network
    if section.dry_run:
        network = DryRunNetwork(parts.window, section.min_gap_seconds, parts.service.why_paused)
    else:
        network = LinkedInNetwork(
            api,
            context.clock,
            web_url=section.web_url,
            window=parts.window,
            min_gap_seconds=section.min_gap_seconds,
            account_now=lambda: parts.service.account,
            why_paused=parts.service.why_paused,
            on_refusal=parts.pause.refused,
        )
    return parts.built(context, network)
