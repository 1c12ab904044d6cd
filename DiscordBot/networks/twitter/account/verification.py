"""Asking X whether an account still lets the bot act for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from DiscordBot.networks.port import NotNowError, PausedError
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.api.client import XClient
from DiscordBot.networks.twitter.api.errors import AccountError, XError
from DiscordBot.networks.twitter.network import translated

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.networks.twitter.account.budget import Budget
    from DiscordBot.networks.twitter.account.connection import Account
    from DiscordBot.networks.twitter.api.client import Credentials
    from DiscordBot.networks.twitter.api.session import XSession


class Verification:
    """Reads whose account it is, which X charges for; it is left out if nothing may be spent on reading."""

    def __init__(
        self, session: XSession, credentials_of: Callable[[Account], Credentials], budget: Budget
    ) -> None:
        self._session = session
        self._credentials_of = credentials_of
        self._budget = budget

    async def verified(self, account: Account) -> Account:
        """Return the account, under its present name, if X takes its tokens. Raises `NetworkError`s."""
        if await self._budget.why_not_read() is not None:
            return account
        try:
            user = await XClient(self._session, self._credentials_of(account)).me()
        except AccountError as error:
            raise PausedError(str(error)) from error
        except XError as error:
            raise translated(error, NotNowError) from error
        await self._budget.charge(price.READ, "reading")
        return replace(account, username=user.username)
