"""Acting for an account on Bluesky: logging in by its app password, and again when that has run out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from DiscordBot.networks.api_client import Request, Response
from DiscordBot.networks.bluesky.refusals import EXPIRED
from DiscordBot.networks.bluesky.shapes import SessionShape
from DiscordBot.networks.port import PausedError

if TYPE_CHECKING:
    from DiscordBot.networks.api_client import ApiClient

LOG_IN = "/xrpc/com.atproto.server.createSession"


@dataclass(frozen=True, slots=True)
class Account:
    """An account that let the bot act for it by a password made for apps."""

    did: str
    handle: str
    app_password: str = field(repr=False)


async def log_in(client: ApiClient, identifier: str, app_password: str) -> SessionShape:
    """Log in with a handle or DID. Raises `NetworkError`s as they say."""
    values = {"identifier": identifier, "password": app_password}
    return (await client.ask(Request(method="POST", path=LOG_IN, json=values))).read(SessionShape)


class AccountSession:
    """Asks for an account. A log-in is kept as long as it is good: there are few of them in a day."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._logged_in: tuple[Account, SessionShape] | None = None

    async def ask(self, account: Account, request: Request) -> Response:
        """Ask by the account. Raises `NetworkError`s as they say; an old log-in is renewed once."""
        try:
            return await self._client.ask(request, token=await self._token(account))
        except PausedError as error:
            if EXPIRED not in str(error):
                raise
            # Certainly nothing was done.
            self._logged_in = None
            return await self._client.ask(request, token=await self._token(account))

    async def _token(self, account: Account) -> str:
        if self._logged_in is None or self._logged_in[0] != account:
            session = await log_in(self._client, account.did, account.app_password)
            self._logged_in = (account, session)
        return self._logged_in[1].accessJwt
