"""Prints how long things take, and how that grows. Nothing is asserted: machines differ.

`python -m benchmarks.burst` and the like print one part; with `without-pretix` no real pretix is installed.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks import (
    burst,
    desk,
    extract,
    footprint,
    my_sessions,
    registration,
    rest,
    start,
    takeover,
    traffic,
    tweets,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benchmarks.measured import Measured


async def main() -> None:
    """Measure one thing after the other and print a table."""
    table = Table(title="The bot", title_justify="left")
    for heading in ("Figure", "Goal", "Before", "Ours", "Ratio"):
        table.add_column(heading)
    console = Console()
    with console.status("Measuring, a quarter of an hour; the first time a pretix is installed …"):
        async for measured in _all():
            table.add_row(*measured.cells)
    console.print(table)


async def _all() -> AsyncIterator[Measured]:
    for part in (burst, start, rest, footprint, desk, registration, my_sessions, tweets, extract, takeover):
        async for measured in part.measurements():
            yield measured
    yield await traffic.discord_requests()
    if "without-pretix" not in sys.argv:
        async for measured in traffic.real_load():
            yield measured


if __name__ == "__main__":
    asyncio.run(main())
