"""Direct messages on X, sent as the connected account."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from DiscordBot.networks.port import NetworkError, NotNowError, PausedError, Perhaps, RejectedError
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.api.client import XClient
from DiscordBot.networks.twitter.api.errors import AccountError, XError
from DiscordBot.networks.twitter.network import NO_ACCOUNT, translated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from decimal import Decimal

    from DiscordBot.networks.port import Paused
    from DiscordBot.networks.twitter.api.client import Credentials
    from DiscordBot.networks.twitter.api.session import XSession

Result = TypeVar("Result")


class XMessenger:
    """Writes to people by the account of `credentials`, which is asked each time; None is no account.

    `why_paused` tells why nothing shall be sent now. `spent` is awaited with the price in US dollars and the
    kind of what X charges for, `on_refusal` with the reason when X takes nothing from the account any more.
    """

    def __init__(
        self,
        session: XSession,
        *,
        credentials: Callable[[], Credentials | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        spent: Callable[[Decimal, str], Awaitable[None]],
        on_refusal: Callable[[str], Awaitable[None]],
        left: Callable[[], Awaitable[Decimal | None]] | None = None,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._why_paused = why_paused
        self._spent = spent
        self._on_refusal = on_refusal
        self._left = left

    async def send(self, username: str, text: str, *, key: str = "") -> None:  # noqa: ARG002 - X takes none
        """Send a message to the account of that name, with or without @.

        Raises `NetworkError`s as they say: `RejectedError` if there is no such account or it takes no
        messages from us, `Perhaps` if nobody knows whether the message was sent.
        """
        credentials = self._credentials()
        if credentials is None:
            raise PausedError(NO_ACCOUNT)
        paused = await self._why_paused()
        if paused is not None:
            raise PausedError(paused.reason)
        left = None if self._left is None else await self._left()
        if left is not None and left < price.READ + price.MESSAGE:
            raise PausedError("Too little is left of the month's budget (twitter.monthly_budget_usd).")
        client = XClient(self._session, credentials)
        user = await self._ask(client.user_called(username.removeprefix("@")), NotNowError)
        await self._spent(price.READ, "reading")
        if user is None:
            raise RejectedError("There is no such account on X.")
        await self._ask(client.send_message(user.id, text), Perhaps)
        await self._spent(price.MESSAGE, "message")

    async def _ask(self, request: Awaitable[Result], unanswered: type[NetworkError]) -> Result:
        try:
            return await request
        except AccountError as error:
            await self._on_refusal(str(error))
            raise PausedError(str(error)) from error
        except XError as error:
            raise translated(error, unanswered) from error
