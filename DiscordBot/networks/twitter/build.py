"""Building the account on X from its configuration."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from DiscordBot.feature import Built
from DiscordBot.networks.port import NetworkAccess
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.account.accounts import Accounts
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.account.connection import PinFlow
from DiscordBot.networks.twitter.account.pause import StoredPause
from DiscordBot.networks.twitter.api.client import Credentials
from DiscordBot.networks.twitter.api.messages import XMessenger
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.config import CONSUMER_KEY, CONSUMER_SECRET, TOKEN_KEY, Twitter
from DiscordBot.networks.twitter.dry_run import DryRunNetwork
from DiscordBot.networks.twitter.length import weighted_length
from DiscordBot.networks.twitter.network import TwitterNetwork
from DiscordBot.networks.twitter.service import TwitterService
from DiscordBot.networks.twitter.ui.cog import TwitterCog

if TYPE_CHECKING:
    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.networks.port import Network, Reader


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; a dry run reads nothing and writes to nobody, and nothing of it reaches X."""
    config, database, tell = context.config, context.database, context.bot_log.write
    twitter = config.require(Twitter)
    x_session = XSession(context.session, twitter.api_url, now=context.clock.now)
    window = PostingWindow(twitter.posting_start, twitter.posting_end, config.conference.timezone)
    pause = StoredPause(database, tell)
    budget = Budget(
        database,
        context.clock,
        Decimal(str(twitter.monthly_budget_usd)),
        tell,
        reading_share=Decimal(str(twitter.reading_share)),
    )
    service = TwitterService(
        clock=context.clock,
        accounts=None if twitter.dry_run else Accounts(database, config.secrets.reveal(TOKEN_KEY)),
        flow=None if twitter.dry_run else _flow(context, twitter),
        pause=pause,
        budget=budget,
        window=window,
        rates=lambda: x_session.rates,
        tell=tell,
    )
    network: Network
    reader: Reader | None = None
    messenger: XMessenger | None = None
    if twitter.dry_run:
        network = DryRunNetwork(window, twitter.min_gap_seconds, service.why_paused)
    else:
        together = _together(config, x_session, service, pause, budget)
        network = TwitterNetwork(
            window=window,
            min_gap_seconds=twitter.min_gap_seconds,
            why_paused=service.why_paused,
            left=budget.left,
            **together,
        )
        reader = XReader(why_paused=service.why_not_read, left=budget.left_for_reading, **together)
        messenger = XMessenger(why_paused=service.why_paused, left=budget.left, **together)
    access = NetworkAccess(
        network=network,
        reader=reader,
        messenger=messenger,
        measure=weighted_length,
        budget_left=budget.left,
        listen=service.listen,
    )
    return Built(
        cogs=(TwitterCog(service, context.staff, context.reporter),),
        network=access,
        delete_personal_data=service.delete_personal_data,
    )


def _together(
    config: Config, session: XSession, service: TwitterService, pause: StoredPause, budget: Budget
) -> dict[str, Any]:
    """Return what all that acts on X by the connected account is given."""
    return {
        "session": session,
        "credentials": lambda: _credentials(config, service),
        "spent": budget.charge,
        "on_refusal": pause.refused,
    }


def _flow(context: Context, twitter: Twitter) -> PinFlow:
    secrets = context.config.secrets
    return PinFlow(
        context.session,
        base_url=twitter.api_url,
        key=secrets.reveal(CONSUMER_KEY),
        secret=secrets.reveal(CONSUMER_SECRET),
        now=context.clock.now,
    )


def _credentials(config: Config, service: TwitterService) -> Credentials | None:
    account = service.account
    if account is None:
        return None
    return Credentials(
        user_id=account.user_id,
        username=account.username,
        consumer_key=config.secrets.reveal(CONSUMER_KEY),
        consumer_secret=config.secrets.reveal(CONSUMER_SECRET),
        token=account.token,
        token_secret=account.token_secret,
    )
