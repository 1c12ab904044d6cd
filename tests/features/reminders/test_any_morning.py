"""Whatever happens to the schedule and to the bot: each speaker is reminded once for each start."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from DiscordBot.core.database import Database
from DiscordBot.features.reminders.reminder import reminders
from DiscordBot.features.reminders.ways import NotSentError, Recipient, UnreachableError
from tests.clocks import StoppedClock
from tests.databases import database_url
from tests.features.programme.made_up import ADA, BERLIN, GRACE, TEN, session
from tests.features.reminders.backstage import Backstage, PulledPlugError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.features.programme.schedule.sessions import Session

    Starts = tuple[datetime | None, ...]
    Step = tuple[int, Starts, str | None]

STARTS = [TEN + timedelta(minutes=minutes) for minutes in (0, 10, 30)]
SLOTS = [("A-1", (ADA,)), ("A-2", (ADA,)), ("B-1", (ADA, GRACE)), ("C-1", (GRACE,))]
SCHEDULES = st.tuples(*(st.sampled_from([None, *STARTS]) for _ in SLOTS))
FAULTS = st.sampled_from(
    [
        None,
        "restart",
        "plug before",
        "plug after",
        "no answer",
        "closed",
        "later",
        "plug before",
        "plug after",
    ]
)
STEPS = st.lists(st.tuples(st.integers(1, 9), SCHEDULES, FAULTS), min_size=1, max_size=12)


def sessions(starts: Starts) -> list[Session]:
    """Return the sessions that are not cancelled."""
    pairs = zip(SLOTS, starts, strict=True)
    return [session(key, start, speakers=who) for (key, who), start in pairs if start is not None]


def trouble(backstage: Backstage, fault: str | None) -> None:
    """Let something go wrong from now on, at all ways alike."""
    for way in backstage.ways:
        before = {"plug before": PulledPlugError(), "closed": UnreachableError(), "later": NotSentError()}
        after = {"plug after": PulledPlugError(), "no answer": TimeoutError()}
        way.fault = before.get(fault or "")
        way.crash = after.get(fault or "")
    # The last way leads to everybody.
    if fault == "closed":
        backstage.channel.fault = None


async def live(backstage: Backstage, steps: Sequence[Step]) -> None:
    """Let half an hour pass, step by step, with the troubles of each."""
    minutes = 30
    for length, starts, fault in steps:
        backstage.sessions = sessions(starts)
        trouble(backstage, fault)
        backstage.service.wake()
        minutes -= length
        try:
            await backstage.until(minutes=minutes)
        except PulledPlugError:
            backstage.restart()
        if fault == "restart":
            backstage.restart()
    trouble(backstage, None)
    backstage.service.wake()


async def survive(file: Path, steps: Sequence[Step]) -> None:
    """Look whether everybody was reminded once who could be."""
    database = Database(database_url(file))
    backstage = Backstage(database, StoppedClock(BERLIN, TEN - timedelta(minutes=30)))
    backstage.recipients = {"ADA": Recipient(42), "GRC": Recipient(43)}
    await live(backstage, steps)
    to_come = {key for key in reminders(backstage.sessions) if key.start > backstage.clock.now()}
    await backstage.until(minutes=-60)
    await database.close()

    sent = Counter(key for way in backstage.ways for key in way.sent)
    assert [key for key, number in sent.items() if number > 1] == []
    assert to_come <= sent.keys()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_once_for_each_start(steps: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(survive(Path(folder) / "bot.db", steps))
