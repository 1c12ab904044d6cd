"""What lets the bot act on LinkedIn: a token for 60 days, and for some apps one more to get the next.

https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow,
.../programmatic-refresh-tokens and .../token-introspection
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp

from DiscordBot.networks.api_client import Request
from DiscordBot.networks.linkedin.names import LINKEDIN
from DiscordBot.networks.linkedin.shapes import Introspection, Token
from DiscordBot.networks.port import NetworkError, PausedError, RejectedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.networks.api_client import ApiClient, Response

RENEWED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever allowed the bot to act for `author`, the URN of a page or a member.

    `ends_at` is when LinkedIn ceases to take the token, in UTC and as in ISO 8601. `renewal` is the token
    for the next token; most apps get none.
    """

    author: str
    name: str
    token: str = field(repr=False)
    ends_at: str
    renewal: str = field(default="", repr=False)

    @property
    def ends(self) -> datetime:
        """When LinkedIn ceases to take the token (UTC)."""
        return datetime.fromisoformat(self.ends_at)


@dataclass(frozen=True, slots=True)
class App:
    """What LinkedIn knows the bot as."""

    client_id: str
    client_secret: str = field(repr=False)


class Credentials:
    """Gets tokens, and asks how they are doing, by `client`, which asks where people log in."""

    def __init__(self, client: ApiClient, app: App, now: Callable[[], datetime]) -> None:
        self._client = client
        self.app = app
        self._now = now

    async def by_code(self, code: str, redirect_url: str) -> tuple[Token, datetime]:
        """Return what a code is given for, and when that ends (UTC). Raises `NetworkError`s as they say."""
        return await self._token(grant_type="authorization_code", code=code, redirect_uri=redirect_url)

    async def verified(self, account: Account) -> Account:
        """Return the account if LinkedIn still takes its token, with another token if that ends soon.

        Raises `PausedError` if it does not, other `NetworkError`s if it does not tell.
        """
        asked = await self._post("introspectToken", token=account.token)
        told = asked.read(Introspection)
        if told.active and account.ends - self._now() > RENEWED_BEFORE:
            return account
        if account.renewal:
            try:
                return await self._renewed(account)
            except NetworkError:
                # As long as there is a token that is good, nothing is lost, and it is tried again.
                if not told.active:
                    raise
        if not told.active:
            raise PausedError(
                f"LinkedIn takes the bot's token no longer ({told.status or 'not active'}). An organiser "
                f"runs {LINKEDIN.command('connect')}."
            )
        return account

    async def _renewed(self, account: Account) -> Account:
        try:
            token, ends = await self._token(grant_type="refresh_token", refresh_token=account.renewal)
        except RejectedError as error:
            raise PausedError(f"{error} An organiser runs {LINKEDIN.command('connect')}.") from None
        renewal = token.refresh_token or account.renewal
        return replace(account, token=token.access_token, ends_at=ends.isoformat(), renewal=renewal)

    async def _token(self, **values: str) -> tuple[Token, datetime]:
        asked_at = self._now()
        token = (await self._post("accessToken", **values)).read(Token)
        return token, asked_at + timedelta(seconds=token.expires_in)

    async def _post(self, step: str, **values: str) -> Response:
        form = aiohttp.FormData(
            {**values, "client_id": self.app.client_id, "client_secret": self.app.client_secret}
        )
        return await self._client.ask(Request(method="POST", path=f"/oauth/v2/{step}", form=form))
