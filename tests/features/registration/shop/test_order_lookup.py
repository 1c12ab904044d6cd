from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.shop import order_lookup as fresh_look
from DiscordBot.features.registration.shop.order_lookup import (
    AT_ONCE,
    REQUESTS_PER_MINUTE,
    SAME_ORDER_AFTER_SECONDS,
    FreshLook,
)
from sandbox.conference.known_tickets import ADA
from sandbox.failures import Failure
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from sandbox.pretix.server import PretixStandIn
    from tests.clocks import StoppedClock


@pytest.fixture
def look(store: TicketStore, clock: StoppedClock, pretix: PretixStandIn) -> FreshLook:
    pretix.calls.clear()
    return FreshLook(store, clock)


async def test_the_store_then_says_what_pretix_says(
    look: FreshLook, store: TicketStore, pretix: PretixStandIn
) -> None:
    await pretix.orders.cancel(ADA.order)
    assert await look.at(ADA.order)
    found = store.get(ADA.order)
    assert found is not None
    assert found.status == "c"


async def test_the_same_order_is_asked_for_once_in_a_while(
    look: FreshLook, pretix: PretixStandIn, clock: StoppedClock
) -> None:
    assert await look.at("NONE9")
    clock.forward(seconds=SAME_ORDER_AFTER_SECONDS - 1)
    assert await look.at("NONE9")
    assert len(pretix.calls) == 1
    clock.forward(seconds=1)
    assert await look.at("NONE9")
    assert len(pretix.calls) == 2


async def test_many_who_ask_for_one_order_at_the_same_moment_share_the_answer(
    look: FreshLook, pretix: PretixStandIn
) -> None:
    assert await asyncio.gather(*(look.at("NONE9") for _ in range(10))) == [True] * 10
    assert len(pretix.calls) == 1


async def test_a_failure_is_no_answer_and_is_tried_again(look: FreshLook, pretix: PretixStandIn) -> None:
    pretix.failures.fail_with(Failure.HTML)
    assert not await look.at(ADA.order)
    pretix.failures.recover()
    assert await look.at(ADA.order)


async def test_who_waits_does_not_wait_for_ever(
    look: FreshLook, pretix: PretixStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_look, "LONGEST_WAIT_SECONDS", 0.2)
    pretix.failures.fail_with(Failure.SLOW, seconds=PATIENCE_SECONDS)
    answers = await asyncio.gather(*(look.at(f"NONE{number}") for number in range(2 * AT_ONCE)))
    assert answers == [False] * 2 * AT_ONCE


class Counting:
    """A store that only counts how often, and how often at the same time, pretix is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0
        self.most = 0

    async def refetch(self, code: str, *, give_up_after: float | None = None) -> bool:
        del code, give_up_after
        self.asked += 1
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        return False


async def test_guessing_is_bounded_in_rate_and_in_what_runs_at_once(
    clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_look, "LONGEST_WAIT_SECONDS", 0.2)
    store = Counting()
    look = FreshLook(store, clock)  # type: ignore[arg-type]  # it asks nothing else of a store
    answers = await asyncio.gather(*(look.at(f"NONE{number}") for number in range(3 * REQUESTS_PER_MINUTE)))
    assert store.asked == answers.count(True) == REQUESTS_PER_MINUTE
    assert store.most == AT_ONCE
    assert not await look.at("NONE999")
