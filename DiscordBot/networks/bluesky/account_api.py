"""Bluesky's API, asked as the connected account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import PausedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.api_client import Request, Response
    from DiscordBot.networks.bluesky.session import Account, AccountSession

NO_ACCOUNT = "No account on Bluesky is connected. An organiser can do it by /networks connect."


class AccountApi:
    """Asks by the account of `account_now`, which is asked each time; None is no account.

    `on_refusal` is awaited with the reason when the server takes nothing from the account any more.
    """

    def __init__(
        self,
        session: AccountSession,
        account_now: Callable[[], Account | None],
        on_refusal: Callable[[str], Awaitable[None]],
    ) -> None:
        self._session = session
        self._account_now = account_now
        self._on_refusal = on_refusal

    def connected(self) -> Account:
        """Return the account. Raises `PausedError` if there is none."""
        account = self._account_now()
        if account is None:
            raise PausedError(NO_ACCOUNT)
        return account

    async def ask(self, request: Request, *, tells_refusals: bool = True) -> Response:
        """Ask. Raises `NetworkError`s as they say."""
        account = self.connected()
        try:
            return await self._session.ask(account, request)
        except PausedError as error:
            if tells_refusals:
                await self._on_refusal(str(error))
            raise
