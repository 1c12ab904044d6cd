"""Prints how long things take, and how that grows. Nothing is asserted: machines differ."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks import footprint
from benchmarks.registration import measurements
from benchmarks.traffic import discord_requests, real_load
from benchmarks.tweets import approval_to_posted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benchmarks.measured import Measured


async def main() -> None:
    """Measure one thing after the other and print a table."""
    table = Table(title="The bot, registration and tweets", title_justify="left")
    for heading in ("What", "Measured", "Compare"):
        table.add_column(heading)
    console = Console()
    with console.status("Measuring, about a minute; the first time a pretix is installed …"):
        async for measured in _all():
            table.add_row(measured.what, measured.value, measured.comparison)
    console.print(table)


async def _all() -> AsyncIterator[Measured]:
    async for measured in footprint.measurements():
        yield measured
    async for measured in measurements():
        yield measured
    yield await discord_requests()
    yield await approval_to_posted()
    async for measured in real_load():
        yield measured


if __name__ == "__main__":
    asyncio.run(main())
