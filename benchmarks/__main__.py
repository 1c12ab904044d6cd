"""Prints how long things take, and how that grows. Nothing is asserted: machines differ."""

from __future__ import annotations

import asyncio

from rich.console import Console
from rich.table import Table

from benchmarks.registration import measurements


async def main() -> None:
    """Measure one thing after the other and print a table."""
    table = Table(title="Registration", title_justify="left")
    for heading in ("What", "Measured", "Compare"):
        table.add_column(heading)
    console = Console()
    with console.status("Measuring, about half a minute …"):
        async for measured in measurements():
            table.add_row(measured.what, measured.value, measured.comparison)
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
