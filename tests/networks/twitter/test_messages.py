from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.port import NetworkError, NotNowError, Paused, PausedError, Perhaps, RejectedError
from DiscordBot.networks.twitter.api.messages import XMessenger
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.failures import Moment, XFailure
from tests.networks.twitter.x_account import credentials_of, running_x
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from DiscordBot.networks.twitter.api.client import Credentials
    from sandbox.x.server import XStandIn

SEND = "POST /2/dm_conversations"
PRICES = [(Decimal("0.005"), "reading"), (Decimal("0.015"), "message")]


@dataclass
class Harness:
    """Somebody who writes, and what the rest of the bot heard of it."""

    x: XStandIn
    session: aiohttp.ClientSession
    is_connected: bool = True
    why_not: Paused | None = None
    spent: list[tuple[Decimal, str]] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.give_up_after(PATIENCE_SECONDS)

    def give_up_after(self, seconds: float) -> None:
        self.messenger = XMessenger(
            XSession(self.session, self.x.base_url, timeout=seconds),
            credentials=self._credentials,
            why_paused=self._why_paused,
            spent=self._spend,
            on_refusal=self._take_note,
        )

    def texts(self) -> list[tuple[str, str]]:
        return [(message.recipient.username, message.text) for message in self.x.book.messages]

    def _credentials(self) -> Credentials | None:
        return credentials_of(self.x) if self.is_connected else None

    async def _why_paused(self) -> Paused | None:
        return self.why_not

    async def _spend(self, price: Decimal, kind: str) -> None:
        self.spent.append((price, kind))

    async def _take_note(self, reason: str) -> None:
        self.paused.append(reason)


@pytest.fixture
async def harness(session: aiohttp.ClientSession) -> AsyncIterator[Harness]:
    async with running_x() as x:
        x.book.add_user("ada")
        yield Harness(x, session)


@pytest.mark.parametrize("username", ["ada", "@Ada"])
async def test_a_message_arrives_and_is_paid_for(harness: Harness, username: str) -> None:
    await harness.messenger.send(username, "It starts soon!")

    assert harness.texts() == [("ada", "It starts soon!")]
    assert harness.spent == PRICES
    assert harness.paused == []


@pytest.mark.parametrize("username", ["nobody", "closed"])
async def test_who_is_not_there_or_takes_no_messages(harness: Harness, username: str) -> None:
    harness.x.book.add_user("closed", allows_messages=False)

    with pytest.raises(RejectedError):
        await harness.messenger.send(f"@{username}", "It starts soon!")

    assert harness.spent == PRICES[:1]
    assert harness.paused == []


@pytest.mark.parametrize("is_connected", [True, False])
async def test_without_an_account_or_budget_nothing_is_asked(harness: Harness, *, is_connected: bool) -> None:
    harness.is_connected = is_connected
    harness.why_not = Paused("The budget is used up.") if is_connected else None

    with pytest.raises(PausedError):
        await harness.messenger.send("@ada", "It starts soon!")

    assert harness.x.calls == []


@pytest.mark.parametrize(
    ("failure", "moment", "error"),
    [
        (XFailure.RATE_LIMITED, Moment.BEFORE, NotNowError),
        (XFailure.NO_CREDITS, Moment.BEFORE, PausedError),
        (XFailure.TIME_OUT, Moment.AFTER, Perhaps),
        (XFailure.SERVER_ERROR, Moment.AFTER, Perhaps),
    ],
)
async def test_what_a_failure_means(
    harness: Harness, failure: XFailure, moment: Moment, error: type[NetworkError]
) -> None:
    harness.x.failures.fail_next(failure, moment=moment, on=SEND)
    if failure is XFailure.TIME_OUT:
        harness.give_up_after(1)

    with pytest.raises(error):
        await harness.messenger.send("@ada", "It starts soon!")

    assert len(harness.texts()) == (moment is Moment.AFTER)
    assert len(harness.paused) == (failure is XFailure.NO_CREDITS)


async def test_when_the_account_cannot_be_looked_up_nothing_was_sent(harness: Harness) -> None:
    harness.x.failures.fail_next(XFailure.TIME_OUT, on="GET /2/users")
    harness.give_up_after(1)

    with pytest.raises(NotNowError):
        await harness.messenger.send("@ada", "It starts soon!")

    assert harness.texts() == []


async def test_x_takes_fifteen_in_a_quarter_of_an_hour(harness: Harness) -> None:
    for number in range(15):
        await harness.messenger.send("@ada", f"It starts soon, number {number}!")
    with pytest.raises(NotNowError) as told:
        await harness.messenger.send("@ada", "It starts soon!")

    assert told.value.until is not None
    assert len(harness.texts()) == 15
