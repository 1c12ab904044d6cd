from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.discord_ui.cards.backlog import Backlog
from DiscordBot.discord_ui.cards.card import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Office:
    """Somebody who does the work, and what they met."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.errors: list[BaseException] = []
        self.troubles: dict[int, Exception] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.backlog = Backlog(
            "work", self.work, in_background=self.begin, on_error=lambda error, _: self.errors.append(error)
        )

    def begin(self, work: Coroutine[Any, Any, None], _name: str) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def work(self, row_id: int) -> None:
        await asyncio.sleep(0)
        if row_id in self.troubles:
            raise self.troubles.pop(row_id)
        self.done.append(row_id)

    async def finish(self) -> None:
        await asyncio.gather(*self.tasks)


@pytest.fixture
def office() -> Office:
    return Office()


async def test_each_is_done_once_and_urgent_ones_first(office: Office) -> None:
    for row_id in (1, 2, 2, 1):
        office.backlog.add(row_id)
    office.backlog.add(3, is_urgent=True)
    await office.finish()

    assert office.done == [3, 1, 2]
    assert len(office.tasks) == 1


async def test_a_change_during_the_work_is_looked_at_again(office: Office) -> None:
    office.backlog.add(1)
    await asyncio.sleep(0)
    office.backlog.add(1)
    await office.finish()

    assert office.done == [1, 1]


async def test_it_begins_again_after_it_had_nothing_to_do(office: Office) -> None:
    office.backlog.add(1)
    await office.finish()
    office.backlog.add(2)
    await office.finish()

    assert office.done == [1, 2]


async def test_one_trouble_ends_nothing(office: Office) -> None:
    office.troubles[1] = ValueError("odd")
    office.backlog.add(1)
    office.backlog.add(2)
    await office.finish()

    assert office.done == [2]
    assert [type(error) for error in office.errors] == [ValueError]


async def test_when_nothing_is_reachable_it_stops_asking(office: Office) -> None:
    office.troubles[1] = UnreachableError("Discord is down.")
    for row_id in (1, 2):
        office.backlog.add(row_id)
    await office.finish()
    assert (office.done, len(office.errors)) == ([], 1)

    office.backlog.add(3)
    await office.finish()
    assert office.done == [3]
