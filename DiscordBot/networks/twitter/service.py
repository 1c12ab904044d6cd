"""The account on X: connecting it, pausing it, and what there is to know about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.networks.port import Paused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.posting_window import PostingWindow
    from DiscordBot.networks.twitter.account.accounts import Account, Accounts
    from DiscordBot.networks.twitter.account.budget import Budget, Usage
    from DiscordBot.networks.twitter.account.connection import PinFlow
    from DiscordBot.networks.twitter.account.pause import StoredPause
    from DiscordBot.networks.twitter.api.rates import Rate

NOT_CONNECTED = Paused("No account is connected yet: an organiser runs /twitter connect.")
UNREADABLE = Paused(
    "The stored account cannot be decrypted, since TWITTER_TOKEN_KEY is another one: put the old key back "
    "or run /twitter connect."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitterStatus:
    """How the account is doing. Moments are UTC; `opens` is None while the window is open."""

    name: str
    dry_run: bool
    paused: Paused | None
    usage: Usage
    window: PostingWindow
    opens: datetime | None
    rates: Mapping[str, Rate]


class TwitterService:
    """Puts the parts of the account together. Without `accounts` and `flow` it is a dry run.

    `tell` gets a line for the organisers when the account changes.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        accounts: Accounts | None,
        flow: PinFlow | None,
        pause: StoredPause,
        budget: Budget,
        window: PostingWindow,
        rates: Callable[[], Mapping[str, Rate]],
        tell: Callable[[str], None],
    ) -> None:
        self.flow = flow
        self._clock = clock
        self._accounts = accounts
        self._pause = pause
        self._budget = budget
        self._window = window
        self._rates = rates
        self._tell = tell
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
        """The account to post with, if one is connected."""
        return None if self._accounts is None else self._accounts.current

    async def why_paused(self) -> Paused | None:
        """Return why nothing can be posted now, or None."""
        if self._accounts is None:
            return self._pause.current
        return self._why_not_connected() or await self._budget.why_paused()

    def _why_not_connected(self) -> Paused | None:
        if self._pause.current is not None or self._accounts is None:
            return self._pause.current
        if self._accounts.is_unreadable:
            return UNREADABLE
        return NOT_CONNECTED if self._accounts.current is None else None

    async def why_not_read(self) -> Paused | None:
        """Return why nothing can be read now, or None; posting may still be possible."""
        return self._why_not_connected() or await self._budget.why_not_read()

    async def connect(self, account: Account, who: str) -> None:
        """Post with an account from now on, also if the one before was refused by X; `who` did it."""
        if self._accounts is None:
            return
        await self._accounts.connect(account)
        await self._pause.accepted()
        self._tell(f"🔑 {who} has connected @{account.username}: what is approved is posted as this account.")
        self._changed()

    async def pause(self, who: str, reason: str) -> None:
        """Post nothing until `resume`."""
        await self._pause.pause(f"{who} paused it" + (f": {reason}" if reason else "."))
        self._changed()

    async def delete_personal_data(self) -> None:
        """Forget who has paused posting."""
        await self._pause.forget_person()

    async def resume(self) -> bool:
        """Go on; tell whether it had been paused."""
        was_paused = self._pause.current is not None
        await self._pause.resume()
        self._changed()
        return was_paused

    def _changed(self) -> None:
        for listener in self._listeners:
            listener()

    async def status(self) -> TwitterStatus:
        """Return how the account is doing."""
        now = self._clock.now()
        account = self.account
        return TwitterStatus(
            name="nobody (dry run)" if self._accounts is None else f"@{account.username}" if account else "—",
            dry_run=self._accounts is None,
            paused=await self.why_paused(),
            usage=await self._budget.usage(),
            window=self._window,
            opens=None if self._window.is_open(now) else self._window.next_open(now),
            rates=self._rates(),
        )
