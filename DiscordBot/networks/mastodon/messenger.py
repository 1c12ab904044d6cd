"""Direct messages on Mastodon: posts that only those can read who are named in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from DiscordBot.networks.api_client import NotTheApiError, Request
from DiscordBot.networks.mastodon.shapes import AccountShape, Found, Post
from DiscordBot.networks.port import PausedError, Perhaps, RejectedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.mastodon.account_api import AccountApi
    from DiscordBot.networks.port import Paused

_NAME = re.compile(r"(?<![=/\w])@(?=\w)")
"""What the server takes for somebody's: whoever is named in a message reads it."""


class MastodonMessenger:
    """Writes to people by the account of `api`; `why_paused` tells why nothing shall be sent now."""

    def __init__(self, api: AccountApi, why_paused: Callable[[], Awaitable[Paused | None]]) -> None:
        self._api = api
        self._why_paused = why_paused

    async def send(self, username: str, text: str, *, key: str = "") -> None:
        """See `Messenger`; the server takes a second try with the same key, within an hour, for the first."""
        self._api.connected()
        if (paused := await self._why_paused()) is not None:
            raise PausedError(paused.reason)
        handle = username.removeprefix("@")
        account = await self._account(handle)
        if account is None:
            raise RejectedError(f"There is no account @{handle} on Mastodon.")
        request = Request(
            method="POST",
            path="/api/v1/statuses",
            json={"status": f"@{account.acct} {_naming_nobody(text)}", "visibility": "direct"},
            headers={"Idempotency-Key": key} if key else None,
            leaves_doubt=True,
        )
        sent = (await self._api.ask(request)).read(Post, Perhaps)
        # Some servers give those who are named no ids.
        if not any(account.id == one.id or account.acct == one.acct for one in sent.mentions):
            # Nobody was told, and nobody can read it.
            raise RejectedError(f"Mastodon does not deliver to @{handle}.")

    async def _account(self, handle: str) -> AccountShape | None:
        """Return whose the handle is, as the account's own server knows it, or finds it out."""
        known = Request(method="GET", path="/api/v1/accounts/lookup", query=(("acct", handle),))
        try:
            return (await self._api.ask(known)).read(AccountShape)
        except (RejectedError, NotTheApiError):
            # It knows nobody of that name, or no such question.
            return await self._found(handle)

    async def _found(self, handle: str) -> AccountShape | None:
        """Return the account after its server was asked for it."""
        query = (("q", f"@{handle}"), ("type", "accounts"), ("resolve", "true"), ("limit", "5"))
        answer = await self._api.ask(Request(method="GET", path="/api/v2/search", query=query))
        accounts = answer.read(Found).accounts
        return next((one for one in accounts if one.acct.casefold() == handle.casefold()), None)


def _naming_nobody(text: str) -> str:
    """Return a text that looks the same, and in which a title like "What @property does" names nobody."""
    return _NAME.sub("@\N{ZERO WIDTH SPACE}", text)
