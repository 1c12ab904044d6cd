from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.batching import Batcher

if TYPE_CHECKING:
    from collections.abc import Sequence


class Harness:
    """Doubles numbers, but not zero, and notes which came together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_work = asyncio.Event()

    async def double(self, numbers: Sequence[int]) -> Sequence[int]:
        self.batches.append([*numbers])
        await self.may_work.wait()
        if 0 in numbers:
            raise ZeroDivisionError
        return [2 * number for number in numbers]


async def test_what_comes_while_work_is_done_is_done_together_afterwards() -> None:
    harness = Harness()
    batcher = Batcher(harness.double, most=3)
    asking = [asyncio.create_task(batcher.ask(number)) for number in range(1, 7)]
    await asyncio.sleep(0)
    harness.may_work.set()
    assert await asyncio.gather(*asking) == [2, 4, 6, 8, 10, 12]
    assert harness.batches == [[1, 2, 3], [4, 5, 6]]
    assert await batcher.ask(7) == 14


async def test_a_request_that_fails_costs_the_others_nothing() -> None:
    harness = Harness()
    harness.may_work.set()
    batcher = Batcher(harness.double)
    replies = await asyncio.gather(*(batcher.ask(number) for number in (1, 0, 2)), return_exceptions=True)
    assert [type(reply) for reply in replies] == [int, ZeroDivisionError, int]


async def test_who_stops_waiting_costs_the_others_nothing() -> None:
    harness = Harness()
    batcher = Batcher(harness.double)
    leaving, staying = (asyncio.create_task(batcher.ask(number)) for number in (1, 2))
    await asyncio.sleep(0)
    leaving.cancel()
    harness.may_work.set()
    assert await staying == 4
    with pytest.raises(asyncio.CancelledError):
        await leaving
