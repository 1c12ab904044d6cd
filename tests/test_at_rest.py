"""What the whole bot does while nothing happens: it asks Discord for nothing, and hardly its database."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.conference_world import open_conference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OFTEN = timedelta(minutes=30)

READS_X = {"mentions", "posts about open spaces"}
"""They ask X, which costs money: what may still be spent and where they left off is in the database."""


@contextmanager
def counted_statements() -> Iterator[Counter[str]]:
    statements: Counter[str] = Counter()

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements[statement[:90]] += 1

    event.listen(Engine, "before_cursor_execute", count)
    yield statements
    event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.slow
async def test_jobs_that_find_nothing_new_ask_nobody(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    async with open_conference(tmp_path, orders, with_x=True) as world:
        scheduler = world.bot._scheduler  # noqa: SLF001 - hours of its jobs' turns
        jobs = [job for job in scheduler._scheduler.get_jobs() if hasattr(job.trigger, "interval")]  # noqa: SLF001 - the same
        often = [job.id for job in jobs if job.trigger.interval < OFTEN]
        assert len(often) >= 10
        for name in often:
            await scheduler.run(name)
        await world.env.settle()
        requests = len(world.env.http_requests)
        busy = {}
        with counted_statements() as statements:
            for name in often:
                statements.clear()
                await scheduler.run(name)
                if statements:
                    busy[name] = dict(statements)
        await world.env.settle()
        assert busy.keys() <= READS_X, busy
        assert world.requests_since(requests) == []
