"""Building the account on X from its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from DiscordBot.feature import Built
from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.pause import StoredPause
from DiscordBot.networks.account.service import AccountService
from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.account.ui.account_commands import AccountCommands
from DiscordBot.networks.port import NetworkAccess
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.account.connection import Account, PinFlow
from DiscordBot.networks.twitter.account.verification import Verification
from DiscordBot.networks.twitter.api.client import Credentials
from DiscordBot.networks.twitter.api.messages import XMessenger
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.config import BUDGET, CONSUMER_KEY, CONSUMER_SECRET, TOKEN_KEY, Twitter
from DiscordBot.networks.twitter.dry_run import DryRunNetwork
from DiscordBot.networks.twitter.length import weighted_length
from DiscordBot.networks.twitter.names import X
from DiscordBot.networks.twitter.network import TwitterNetwork
from DiscordBot.networks.twitter.ui.cog import TwitterCog
from DiscordBot.networks.twitter.usage import status_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.networks.port import Paused, StatusField


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the network; a dry run reads nothing and writes to nobody, and nothing of it reaches X."""
    twitter = context.config.require(Twitter)
    parts = _parts(context, twitter)
    service = parts.service

    async def other_budget() -> None:
        await parts.budget.changed()
        service.changed()

    context.settings.listen(BUDGET, other_budget)
    return Built(
        cogs=(TwitterCog(AccountCommands(service, context.staff, context.reporter), context.staff),),
        network=_dry_run(twitter, parts) if twitter.dry_run else _access(context, twitter, parts),
        delete_personal_data=service.delete_personal_data,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What everything about the account shares."""

    session: XSession
    pause: StoredPause
    budget: Budget
    window: PostingWindow
    service: AccountService[Account]

    async def why_not_read(self) -> Paused | None:
        """Return why nothing can be read now, or None; posting may still be possible."""
        return self.service.why_not_connected() or await self.budget.why_not_read()


def _parts(context: Context, twitter: Twitter) -> _Parts:
    config, database, tell = context.config, context.database, context.bot_log.write
    session = XSession(context.session, twitter.api_url, now=context.clock.now)
    pause = StoredPause(database, tell, X)
    budget = Budget(
        database,
        context.clock,
        lambda: context.settings.dollars(BUDGET),
        tell,
        reading_share=Decimal(str(twitter.reading_share)),
    )
    window = PostingWindow(twitter.posting_start, twitter.posting_end, config.conference.timezone)

    async def details() -> Sequence[StatusField]:
        return status_fields(await budget.usage(), session.rates, context.clock.now())

    accounts = None
    if not twitter.dry_run:
        accounts = StoredAccount(database, X.stored, config.secrets.reveal(TOKEN_KEY), Account)
    service = AccountService(
        X,
        token_key=TOKEN_KEY.name,
        clock=context.clock,
        accounts=accounts,
        connecting=None if twitter.dry_run else _flow(context, twitter),
        shown_name=lambda account: f"@{account.username}",
        pause=pause,
        window=window,
        tell=tell,
        why_unusable=budget.why_paused,
        details=details,
        access=Access(Verification(session, lambda account: _credentials(config, account), budget).verified),
    )
    return _Parts(session, pause, budget, window, service)


def _dry_run(twitter: Twitter, parts: _Parts) -> NetworkAccess:
    return NetworkAccess(
        network=DryRunNetwork(parts.window, twitter.min_gap_seconds, parts.service.why_paused),
        measure=weighted_length,
        budget_left=parts.budget.left,
        listen=parts.service.listen,
        account=parts.service,
        mark=X.mark,
    )


def _access(context: Context, twitter: Twitter, parts: _Parts) -> NetworkAccess:
    config, service, budget = context.config, parts.service, parts.budget
    together: dict[str, Any] = {
        "session": parts.session,
        "credentials": lambda: None if service.account is None else _credentials(config, service.account),
        "spent": budget.charge,
        "on_refusal": parts.pause.refused,
    }
    network = TwitterNetwork(
        window=parts.window,
        min_gap_seconds=twitter.min_gap_seconds,
        why_paused=service.why_paused,
        left=budget.left,
        **together,
    )
    return NetworkAccess(
        network=network,
        reader=XReader(
            why_paused=parts.why_not_read, left=budget.left_for_reading, now=context.clock.now, **together
        ),
        messenger=XMessenger(why_paused=service.why_paused, left=budget.left, **together),
        measure=weighted_length,
        budget_left=budget.left,
        listen=service.listen,
        account=service,
        mark=X.mark,
    )


def _flow(context: Context, twitter: Twitter) -> PinFlow:
    secrets = context.config.secrets
    return PinFlow(
        context.session,
        base_url=twitter.api_url,
        key=secrets.reveal(CONSUMER_KEY),
        secret=secrets.reveal(CONSUMER_SECRET),
        now=context.clock.now,
    )


def _credentials(config: Config, account: Account) -> Credentials:
    return Credentials(
        user_id=account.user_id,
        username=account.username,
        consumer_key=config.secrets.reveal(CONSUMER_KEY),
        consumer_secret=config.secrets.reveal(CONSUMER_SECRET),
        token=account.token,
        token_secret=account.token_secret,
    )
