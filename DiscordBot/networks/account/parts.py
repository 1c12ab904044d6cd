"""What every network that costs nothing is built of, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from DiscordBot.feature import Built
from DiscordBot.networks.account.pause import StoredPause
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.account.service import AccountService
from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.account.ui.account_cog import AccountCog
from DiscordBot.networks.account.ui.account_commands import AccountCommands
from DiscordBot.networks.free_network import nothing_is_paid_for
from DiscordBot.networks.port import NetworkAccess
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from DiscordBot.context import Context
    from DiscordBot.networks.account.access import Access
    from DiscordBot.networks.account.connecting import Connecting
    from DiscordBot.networks.account.names import NetworkNames
    from DiscordBot.networks.port import Messenger, Network, Reader

Account = TypeVar("Account")


class Hours(Protocol):
    """What the sections of all networks have."""

    @property
    def posting_start(self) -> time:
        """When tweets begin to go out, conference time."""

    @property
    def posting_end(self) -> time:
        """When they cease to."""

    @property
    def dry_run(self) -> bool:
        """Whether everything happens but posting."""


@dataclass(frozen=True, slots=True)
class AccountParts(Generic[Account]):
    """The parts of an account: when it posts, whether it is paused, and what connects it."""

    window: PostingWindow
    pause: StoredPause
    service: AccountService[Account]

    def built(
        self,
        context: Context,
        network: Network,
        reader: Reader | None = None,
        messenger: Messenger | None = None,
        *,
        replies_name_author: bool = False,
    ) -> Built:
        """Return the network at work with this account; a dry run reads nothing and writes to nobody."""
        return Built(
            cogs=(AccountCog(AccountCommands(self.service, context.staff, context.reporter)),),
            network=NetworkAccess(
                network=network,
                reader=reader,
                messenger=messenger,
                budget_left=nothing_is_paid_for,
                listen=self.service.listen,
                account=self.service,
                mark=self.service.names.mark,
                replies_name_author=replies_name_author,
            ),
            delete_personal_data=self.service.delete_personal_data,
        )


def account_parts(
    context: Context,
    names: NetworkNames,
    section: Hours,
    *,
    kind: type[Account],
    connecting: Connecting[Account],
    shown_name: Callable[[Account], str],
    access: Access[Account],
) -> AccountParts[Account]:
    """Build the parts of an account, a `kind` of dataclass; a dry run has none to connect."""
    window = PostingWindow(section.posting_start, section.posting_end, context.config.conference.timezone)
    pause = StoredPause(context.database, context.bot_log.write, names)
    accounts = None
    if not section.dry_run:
        key = context.config.secrets.reveal(NETWORKS_TOKEN_KEY)
        accounts = StoredAccount(context.database, names.stored, key, kind)
    service = AccountService(
        names,
        token_key=NETWORKS_TOKEN_KEY.name,
        clock=context.clock,
        accounts=accounts,
        connecting=None if section.dry_run else connecting,
        shown_name=shown_name,
        pause=pause,
        window=window,
        tell=context.bot_log.write,
        access=access,
    )
    return AccountParts(window, pause, service)
