"""What the whole bot does while nothing happens: it asks nobody but its database, and plans nothing."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from DiscordBot.features.programme.announcing.announcements import Announcer
from tests.conference_world import open_conference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

OFTEN = timedelta(minutes=30)

READS_X = ("mentions", "posts about open spaces")
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
async def test_jobs_that_find_nothing_new_ask_nobody_and_plan_nothing(
    tmp_path: Path, orders: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = []
    plan = Announcer.plan

    async def noted(announcer: Announcer) -> datetime | None:
        planned.append(announcer)
        return await plan(announcer)

    monkeypatch.setattr(Announcer, "plan", noted)
    async with open_conference(tmp_path, orders, with_x=True) as world:
        scheduler = world.bot._scheduler  # noqa: SLF001 - hours of its jobs' turns
        jobs = [job for job in scheduler._scheduler.get_jobs() if hasattr(job.trigger, "interval")]  # noqa: SLF001 - the same
        often = [job.id for job in jobs if job.trigger.interval < OFTEN]
        assert len(often) >= 10
        for name in often:
            await scheduler.run(name)
        await world.env.settle()
        requests = len(world.env.http_requests)
        assert planned
        planned.clear()
        busy = {}
        with counted_statements() as statements:
            for name in often:
                statements.clear()
                await scheduler.run(name)
                if statements:
                    busy[name] = dict(statements)
        await world.env.settle()
        assert all(name.startswith(READS_X) for name in busy), busy
        assert world.requests_since(requests) == []
        assert planned == []
