"""`python -m benchmarks.takeover`: bots take over from each other, again and again, and what becomes of it.

Tweets with and without pictures, announcements and registrations go on meanwhile. The bots have everything
but Discord's gateway, whose login comes on top of the times; they meet X, channels and members over HTTP. On
PostgreSQL the active bot is killed, stopped and cut off, and a few times leaves in order; on SQLite, whose
lock cannot be cut off, it is killed or leaves. Takes about half an hour; `make bench` lets few do it.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.measured import Measured
from tests.crash.takeover.engines import POSTGRESQL, SQLITE
from tests.crash.takeover.stage import Ending, open_stage
from tests.postgres import is_installed, running_postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from tests.crash.takeover.stage import Result

TAKEOVERS, IN_ORDER, ON_SQLITE = 200, 20, 60
FEW_TAKEOVERS, FEW_IN_ORDER, FEW_ON_SQLITE = 12, 4, 9
"""In the table of all figures."""

GOALS = {
    Ending.KILLED: "10 s",
    Ending.STOPPED: "10 s",
    Ending.CUT_OFF: "10 s",
    Ending.LEAVES: "5 s",
}
BOTS = 3
"""At a time: while one is started anew, another one waits."""

SAID_EVERY = 10
SLOWEST_OF = 20
"""The 95th percentile is the last of so many parts."""


def main() -> int:
    """Print a table for each kind of database; return 0 if nothing was lost or done twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.takeover", description=__doc__)
    parser.add_argument("--takeovers", type=int, default=TAKEOVERS, help=f"on PostgreSQL ({TAKEOVERS})")
    parser.add_argument("--in-order", type=int, default=IN_ORDER, help=f"more, in order ({IN_ORDER})")
    parser.add_argument("--on-sqlite", type=int, default=ON_SQLITE, help=f"on SQLite ({ON_SQLITE})")
    options = parser.parse_args()
    # Whoever ends this also wants the server and the bots to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    performances = [*_performances(options.takeovers, options.in_order, options.on_sqlite)]
    shown = [_show(engine, asyncio.run(_on(engine, endings))) for engine, endings in performances]
    return 0 if all(shown) else 1


async def measurements() -> AsyncIterator[Measured]:
    """Let few bots take over, on each kind of database that is there."""
    for engine, endings in _performances(FEW_TAKEOVERS, FEW_IN_ORDER, FEW_ON_SQLITE):
        if engine == POSTGRESQL and not is_installed():
            continue
        result = await _on(engine, endings)
        for ending, seconds in result.seconds.items():
            ours = f"median {median(seconds):.1f} s, longest {max(seconds):.1f} s"
            yield Measured(f"{engine}: another bot is ready, the active one {ending}", ours, GOALS[ending])
        faults = (len(result.lost), len(result.doubled), len(result.unapproved))
        ours = "{} lost, {} doubled, {} unapproved".format(*faults)
        done = f"{sum(result.expected.values())} things to do in {len(endings)} takeovers"
        yield Measured(f"{engine}: {done}", ours, "0, 0, 0", "3 of 28 doubled")


def _performances(takeovers: int, in_order: int, on_sqlite: int) -> Iterator[tuple[str, Sequence[Ending]]]:
    if on_sqlite:
        yield SQLITE, [*islice(cycle((Ending.KILLED, Ending.KILLED, Ending.LEAVES)), on_sqlite)]
    unexpected = cycle((Ending.KILLED, Ending.STOPPED, Ending.CUT_OFF))
    if takeovers or in_order:
        yield POSTGRESQL, [*islice(unexpected, takeovers), *[Ending.LEAVES] * in_order]


async def _on(engine: str, endings: Sequence[Ending]) -> Result:
    with tempfile.TemporaryDirectory() as name:
        if engine == SQLITE:
            return await _perform(f"sqlite+aiosqlite:///{name}/bot.db", name, endings)
        with running_postgres() as url:
            return await _perform(url, name, endings)


async def _perform(url: str, folder: str, endings: Sequence[Ending]) -> Result:
    async with open_stage(url, Path(folder), bots=BOTS) as stage:
        stage.on_takeover = _say_how_far
        return await stage.run(endings)


def _say_how_far(result: Result) -> None:
    done = sum(map(len, result.seconds.values()))
    if done % SAID_EVERY == 0:
        Console(stderr=True).print(f"{done} takeovers")


def _show(engine: str, result: Result) -> bool:
    table = Table(title=f"Takeovers on {engine}", title_justify="left")
    for heading in ("The active bot …", "times", "p50", "p95", "longest"):
        table.add_column(heading)
    for ending, seconds in result.seconds.items():
        p95 = quantiles(seconds, n=SLOWEST_OF)[-1] if len(seconds) > 1 else seconds[0]
        figures = (f"{figure:.1f} s" for figure in (median(seconds), p95, max(seconds)))
        table.add_row(ending, str(len(seconds)), *figures)
    console = Console()
    console.print(table)
    expected = ", ".join(f"{number} {what}" for what, number in result.expected.items())
    console.print(f"of {expected}:")
    for what in ("lost", "doubled", "unapproved", "wrong_statuses"):
        found = getattr(result, what)
        console.print(f"  {what.replace('_', ' ')}: {len(found)} {found[:5] or ''}")
    return not (result.lost or result.doubled or result.unapproved or result.wrong_statuses)


if __name__ == "__main__":
    sys.exit(main())
