"""Mastodon's API, asked as the connected account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import PausedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.api_client import ApiClient, Request, Response
    from DiscordBot.networks.mastodon.connection import Account

NO_ACCOUNT = "No account on Mastodon is connected. An organiser can do it by /networks connect."


class AccountApi:
    """Asks by the account of `account_now`, which is asked each time; None is no account.

    `on_refusal` is awaited with the reason when the server takes nothing from the account any more.
    """

    def __init__(
        self,
        client: ApiClient,
        account_now: Callable[[], Account | None],
        on_refusal: Callable[[str], Awaitable[None]],
    ) -> None:
        self._client = client
        self._account_now = account_now
        self._on_refusal = on_refusal

    def connected(self) -> Account:
        """Return the account. Raises `PausedError` if there is none."""
        account = self._account_now()
        if account is None:
            raise PausedError(NO_ACCOUNT)
        return account

    async def ask(self, request: Request) -> Response:
        """Ask. Raises `NetworkError`s as they say."""
        token = self.connected().token
        try:
            return await self._client.ask(request, token=token)
        except PausedError as error:
            await self._on_refusal(str(error))
            raise
