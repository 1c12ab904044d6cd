"""Direct messages on Bluesky.

https://docs.bsky.app/docs/api/chat-bsky-convo-send-message
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from DiscordBot.networks.api_client import Request
from DiscordBot.networks.bluesky.posting import records
from DiscordBot.networks.bluesky.posting.rich_text import Kind, find_parts
from DiscordBot.networks.bluesky.shapes import Availability, ConversationFound, Resolved, SentMessage
from DiscordBot.networks.port import PausedError, Perhaps, RejectedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.bluesky.account_api import AccountApi
    from DiscordBot.networks.port import Paused

Shape = TypeVar("Shape")

CHAT = "/xrpc/chat.bsky.convo."
CHAT_SERVICE = {"atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}
"""Messages are no matter of the account's own server, which passes them on."""

NOT_ALLOWED = "Bad token"
"""What the server says of an app password that was made without access to direct messages."""


class BlueskyMessenger:
    """Writes to people by the account of `api`; `why_paused` tells why nothing shall be sent now."""

    def __init__(self, api: AccountApi, why_paused: Callable[[], Awaitable[Paused | None]]) -> None:
        self._api = api
        self._why_paused = why_paused

    async def send(self, username: str, text: str, *, key: str = "") -> None:
        """See `Messenger`; Bluesky takes no keys for messages."""
        del key
        self._api.connected()
        if (paused := await self._why_paused()) is not None:
            raise PausedError(paused.reason)
        did = await self._did(username.removeprefix("@"))
        members = (("members", did),)
        if not (await self._chat("getConvoAvailability", Availability, query=members)).canChat:
            raise RejectedError("They take no direct messages from this account on Bluesky.")
        conversation = (await self._chat("getConvoForMembers", ConversationFound, query=members)).convo
        message: dict[str, Any] = {"text": text}
        links = [part for part in find_parts(text) if part.kind is Kind.LINK]
        if links:
            message["facets"] = records.facets(links, {})
        values = {"convoId": conversation.id, "message": message}
        await self._chat("sendMessage", SentMessage, method="POST", json=values, leaves_doubt=True)

    async def _did(self, handle: str) -> str:
        request = Request(
            method="GET", path="/xrpc/com.atproto.identity.resolveHandle", query=(("handle", handle),)
        )
        try:
            return (await self._api.ask(request)).read(Resolved).did
        except RejectedError:
            raise RejectedError(f"There is no account @{handle} on Bluesky.") from None

    async def _chat(self, name: str, shape: type[Shape], *, method: str = "GET", **parts: Any) -> Shape:  # noqa: ANN401 - of a request
        request = Request(method=method, path=f"{CHAT}{name}", headers=CHAT_SERVICE, **parts)
        try:
            answer = await self._api.ask(request, tells_refusals=False)
        except PausedError as error:
            if NOT_ALLOWED not in str(error):
                raise
            raise RejectedError(
                "Bluesky's app password may not send direct messages: connect the account again by "
                "`/networks connect` with one that allows access to them."
            ) from None
        return answer.read(shape, Perhaps) if request.leaves_doubt else answer.read(shape)
