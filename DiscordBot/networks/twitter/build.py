"""Building the account on X from its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from DiscordBot.config.secrets import revealed
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.account.accounts import Accounts
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.account.connection import PinFlow
from DiscordBot.networks.twitter.account.pause import Pause
from DiscordBot.networks.twitter.api.client import Credentials
from DiscordBot.networks.twitter.api.messages import XMessenger
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.dry_run import DryRunNetwork
from DiscordBot.networks.twitter.length import weighted_length
from DiscordBot.networks.twitter.network import TwitterNetwork
from DiscordBot.networks.twitter.service import TwitterService
from DiscordBot.networks.twitter.ui.cog import TwitterCog

if TYPE_CHECKING:
    from collections.abc import Callable

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Twitter
    from DiscordBot.context import Shared
    from DiscordBot.networks.port import Network, Reader


@dataclass(frozen=True, slots=True)
class BuiltTwitter:
    """The account for organisers, and the network for the queue.

    A dry run reads nothing and writes to nobody.
    """

    service: TwitterService
    network: Network
    reader: Reader | None
    messenger: XMessenger | None
    measure: Callable[[str], int]
    cog: TwitterCog


def build_twitter(shared: Shared, twitter: Twitter, session: aiohttp.ClientSession) -> BuiltTwitter:
    """Build the room; in a dry run nothing of it reaches X."""
    config, database, tell = shared.config, shared.database, shared.bot_log.write
    x_session = XSession(session, twitter.api_url)
    window = PostingWindow(twitter.posting_start, twitter.posting_end, config.conference.timezone)
    pause = Pause(database, tell)
    budget = Budget(database, shared.clock, Decimal(str(twitter.monthly_budget_usd)), tell)
    service = TwitterService(
        clock=shared.clock,
        accounts=None if twitter.dry_run else Accounts(database, revealed(config.secrets.twitter_token_key)),
        flow=None if twitter.dry_run else _flow(config, twitter, session),
        pause=pause,
        budget=budget,
        window=window,
        rates=lambda: x_session.rates,
        tell=tell,
        last_day_of_data=config.conference.last_day_of_data,
    )
    network: Network
    reader: Reader | None = None
    messenger: XMessenger | None = None
    if twitter.dry_run:
        network = DryRunNetwork(window, twitter.min_gap_seconds, service.why_paused)
    else:
        network = TwitterNetwork(
            x_session,
            window=window,
            min_gap_seconds=twitter.min_gap_seconds,
            credentials=lambda: _credentials(config, service),
            why_paused=service.why_paused,
            spent=budget.charge,
            on_refusal=pause.refused,
        )
        reader = XReader(
            x_session,
            credentials=lambda: _credentials(config, service),
            why_paused=service.why_paused,
            spent=budget.charge,
            on_refusal=pause.refused,
        )
        messenger = XMessenger(
            x_session,
            credentials=lambda: _credentials(config, service),
            why_paused=service.why_paused,
            spent=budget.charge,
            on_refusal=pause.refused,
        )
    return BuiltTwitter(
        service,
        network,
        reader,
        messenger,
        weighted_length,
        TwitterCog(service, shared.scheduler, shared.staff, shared.reporter),
    )


def _flow(config: Config, twitter: Twitter, session: aiohttp.ClientSession) -> PinFlow:
    secrets = config.secrets
    return PinFlow(
        session,
        base_url=twitter.api_url,
        key=revealed(secrets.twitter_client),
        secret=revealed(secrets.twitter_clientsecret),
    )


def _credentials(config: Config, service: TwitterService) -> Credentials | None:
    account = service.account
    if account is None:
        return None
    return Credentials(
        user_id=account.user_id,
        username=account.username,
        consumer_key=revealed(config.secrets.twitter_client),
        consumer_secret=revealed(config.secrets.twitter_clientsecret),
        token=account.token,
        token_secret=account.token_secret,
    )
