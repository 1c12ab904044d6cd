"""Connecting an account on Mastodon: its owner allows it there and is shown a code.

https://docs.joinmastodon.org/client/token/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yarl import URL

from DiscordBot.networks.account.connecting import Found, Instructions, NotConnectedError, Question
from DiscordBot.networks.api_client import Request
from DiscordBot.networks.mastodon.shapes import AccountShape, Application, Token
from DiscordBot.networks.port import NetworkError

if TYPE_CHECKING:
    from DiscordBot.networks.api_client import ApiClient

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""The code is shown to the account's owner, so that no web server of ours is needed."""

SCOPES = "read write:statuses write:media"
BOT_NAME = "Conference bot"


@dataclass(frozen=True, slots=True)
class Account:
    """An account that allowed the bot to act for it; `handle` is `name@server`."""

    id: str
    handle: str
    token: str = field(repr=False)


class CodeFlow:
    """Talks to the server at `base_url`, which gets to know the bot anew each time."""

    def __init__(self, client: ApiClient, base_url: str) -> None:
        self._client = client
        self._base_url = URL(base_url)

    async def begin(self) -> Instructions:
        """Ask the server for a connection. Raises `NotConnectedError`."""
        values = {"client_name": BOT_NAME, "redirect_uris": OUT_OF_BAND, "scopes": SCOPES}
        try:
            answer = await self._client.ask(Request(method="POST", path="/api/v1/apps", json=values))
            application = answer.read(Application)
        except NetworkError as error:
            raise NotConnectedError(f"{error} Check mastodon.base_url, and try again.") from None
        address = (self._base_url / "oauth" / "authorize").with_query(
            client_id=application.client_id, redirect_uri=OUT_OF_BAND, response_type="code", scope=SCOPES
        )
        return Instructions(
            steps=(
                f"Log in to {self._base_url.host} **as the conference's account**.",
                f"Open [this page of the server]({address}) and allow the bot to act for it.",
                "It shows a code. Come back here and enter it within ten minutes.",
            ),
            questions=(Question(label="Code", shortest=10, longest=200),),
            button="Enter the code",
            state=application,
        )

    async def finish(self, instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        """Return the account whose owner was shown the code. Raises `NotConnectedError`."""
        application = instructions.state
        if not isinstance(application, Application):
            raise TypeError("these instructions are of another network")
        (code,) = answers
        values = {
            "grant_type": "authorization_code",
            "code": code.strip(),
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "redirect_uri": OUT_OF_BAND,
            "scope": SCOPES,
        }
        try:
            answer = await self._client.ask(Request(method="POST", path="/oauth/token", json=values))
            token = answer.read(Token).access_token
            found = await self._whose(token)
        except NetworkError as error:
            again = "The code may be too old or mistyped: run `/networks connect` again."
            raise NotConnectedError(f"{error} {again}") from None
        handle = found.acct if "@" in found.acct else f"{found.acct}@{self._base_url.host}"
        return Found(f"@{handle}", Account(found.id, handle, token))

    async def verified(self, account: Account) -> Account:
        """Return the account if the server still takes its token. Raises `NetworkError`s as they say."""
        await self._whose(account.token)
        return account

    async def _whose(self, token: str) -> AccountShape:
        request = Request(method="GET", path="/api/v1/accounts/verify_credentials")
        return (await self._client.ask(request, token=token)).read(AccountShape)
