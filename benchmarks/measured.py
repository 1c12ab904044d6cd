"""One row of the table that `make bench` prints."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, in words.

    `before` is what it was before it was made quicker, where that is known; `ratio` compares it with
    something else that was measured in the same run.
    """

    what: str
    ours: str
    goal: str = ""
    before: str = ""
    ratio: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (self.what, self.goal, self.before, self.ours, self.ratio)


def print_each(measurements: Callable[[], AsyncIterator[Measured]]) -> None:
    """Print what a module measures, for those who run it alone."""

    async def run() -> None:
        async for one in measurements():
            rest = (("goal", one.goal), ("before", one.before), ("ratio", one.ratio))
            print(f"{one.what}: {one.ours}", *(f"{name}: {text}" for name, text in rest if text), sep="  ")

    asyncio.run(run())
