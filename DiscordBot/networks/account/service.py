"""A network's account: connecting it, pausing it, and what there is to know about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from DiscordBot.networks.port import AccountStatus, Paused, PausedError, StatusField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.account.access import Access
    from DiscordBot.networks.account.connecting import Connecting, Found
    from DiscordBot.networks.account.names import NetworkNames
    from DiscordBot.networks.account.pause import StoredPause
    from DiscordBot.networks.account.stored_account import StoredAccount
    from DiscordBot.networks.posting_window import PostingWindow

Account = TypeVar("Account")

REMINDED_BEFORE = timedelta(days=7)


async def _no_details() -> Sequence[StatusField]:
    return ()


class AccountService(Generic[Account]):
    """Puts the parts of an account together. Without `accounts` and `connecting` it is a dry run.

    `shown_name` tells what people know an account by. `tell` gets a line for the organisers when the account
    changes. `details` are what a network's status has besides, and `why_unusable` what else may stop it.
    `access` tells how long it lets the bot act.

    `trouble` is why nobody knows whether the account may still act; empty if somebody does.
    """

    def __init__(
        self,
        names: NetworkNames,
        *,
        token_key: str,
        clock: Clock,
        accounts: StoredAccount[Account] | None,
        connecting: Connecting[Account] | None,
        shown_name: Callable[[Account], str],
        pause: StoredPause,
        window: PostingWindow,
        tell: Callable[[str], None],
        why_unusable: Callable[[], Awaitable[Paused | None]] | None = None,
        details: Callable[[], Awaitable[Sequence[StatusField]]] = _no_details,
        access: Access[Account] | None = None,
    ) -> None:
        self.names = names
        self.trouble = ""
        self.connecting = connecting
        self._token_key = token_key
        self._clock = clock
        self._accounts = accounts
        self._shown_name = shown_name
        self._pause = pause
        self._window = window
        self._tell = tell
        self._why_unusable = why_unusable
        self._details = details
        self._access = access
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever posting may have become possible, or impossible."""
        self._listeners.append(listener)

    async def open(self) -> None:
        """Read what was connected and paused before."""
        await self._pause.open()
        if self._accounts is not None:
            await self._accounts.open()

    @property
    def account(self) -> Account | None:
        """The account to act for, if one is connected."""
        return None if self._accounts is None else self._accounts.current

    @property
    def is_stopped(self) -> bool:
        """Whether somebody has paused it, or the network has refused the account, until `resume`."""
        return self._pause.current is not None

    async def why_paused(self) -> Paused | None:
        """Return why nothing can be posted now, or None."""
        not_connected = self.why_not_connected()
        if not_connected is not None or self._accounts is None or self._why_unusable is None:
            return not_connected
        return await self._why_unusable()

    def why_not_connected(self) -> Paused | None:
        """Return why the account can do nothing at all now, or None."""
        if self._pause.current is not None or self._accounts is None:
            return self._pause.current
        if self._accounts.is_unreadable:
            return Paused(
                f"The stored account cannot be decrypted, since {self._token_key} is another one: put the "
                f"old key back or run {self.names.command('connect')}."
            )
        if self._accounts.current is None:
            return Paused(f"No account is connected yet: an organiser runs {self.names.command('connect')}.")
        return None

    async def connect(self, found: Found[Account], who: str) -> None:
        """Act for an account from now on, also if the one before was refused; `who` did it."""
        if self._accounts is None:
            return
        await self._accounts.connect(found.account)
        await self._pause.accepted()
        self.trouble = ""
        self._tell(f"🔑 {who} has connected {found.name}: what is approved is posted as this account.")
        self.changed()

    @property
    def ends_at(self) -> datetime | None:
        """When the account ceases to let the bot act (UTC); None if it does not, or nobody knows."""
        if self._access is None or self.account is None:
            return None
        return self._access.ends(self.account)

    @property
    def ends_soon(self) -> bool:
        """Whether that is so near that somebody should connect it anew."""
        ends = self.ends_at
        return ends is not None and ends - self._clock.now() <= REMINDED_BEFORE

    async def verify(self) -> None:
        """Ask the network whether the account still lets the bot act for it; without one, nothing happens.

        If it does not, nothing is posted from now on. Raises `NetworkError`s as they say.
        """
        account = self.account
        if account is None or self._access is None:
            return
        try:
            renewed = await self._access.verified(account)
        except PausedError as error:
            # Somebody may have connected another one meanwhile.
            if self.account == account:
                await self._pause.refused(str(error))
                self.changed()
            raise
        if renewed != account and self.account == account and self._accounts is not None:
            await self._accounts.connect(renewed)

    async def pause(self, who: str, reason: str) -> None:
        """Post nothing until `resume`."""
        await self._pause.pause(f"{who} paused it" + (f": {reason}" if reason else "."))
        self.changed()

    async def resume(self) -> bool:
        """Go on; tell whether it had been paused."""
        was_paused = self._pause.current is not None
        await self._pause.resume()
        self.changed()
        return was_paused

    async def delete_personal_data(self) -> None:
        """Forget who has paused posting."""
        await self._pause.forget_person()

    def changed(self) -> None:
        """Tell the listeners that something of it is other than before."""
        for listener in self._listeners:
            listener()

    async def status(self) -> AccountStatus:
        """Return how the account is doing."""
        now = self._clock.now()
        account = self.account
        return AccountStatus(
            title=self.names.title,
            account="—" if account is None else self._shown_name(account),
            dry_run=self._accounts is None,
            paused=await self.why_paused(),
            window=self._window,
            opens=None if self._window.is_open(now) else self._window.next_open(now),
            details=(*await self._details(), *self._access_fields()),
        )

    def _access_fields(self) -> Sequence[StatusField]:
        """Tell how long the account lets the bot act, if there is something to tell."""
        lines: list[tuple[str, datetime | None]] = []
        if self.ends_at is not None:
            lines.append(("Connect it again before", self.ends_at))
        if self.trouble:
            lines.append((self.trouble, None))
        return (StatusField("Access", tuple(lines)),) if lines else ()
