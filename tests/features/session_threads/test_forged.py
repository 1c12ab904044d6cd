"""What nobody can press or choose, but send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.features.session_threads.errors import ThreadError
from DiscordBot.features.session_threads.models import SessionThread
from DiscordBot.features.session_threads.rating_rows import RatingRows
from DiscordBot.features.session_threads.rows import ThreadRows
from DiscordBot.features.session_threads.service import Person, SessionThreadService
from tests.clocks import StoppedClock

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

NOON = datetime(2027, 7, 14, 12, tzinfo=UTC)
EVE = Person(id=7, is_organizer=True)


@pytest.fixture
async def service(database: Database) -> SessionThreadService:
    await database.start()
    clock = StoppedClock(ZoneInfo("UTC"), NOON)
    async with database.transaction() as session:
        session.add(SessionThread(id=1, session_key="A-1", title="Typing", room="S1", starts=NOON, ends=NOON))
    return SessionThreadService(
        clock=clock,
        rows=ThreadRows(database, clock),
        ratings=RatingRows(database),
        sessions=tuple,
        wake=lambda: None,
        has_pages=False,
    )


@pytest.mark.parametrize("stars", [-1, 0, 6, 9])
async def test_stars_that_no_form_offers_are_not_counted(service: SessionThreadService, stars: int) -> None:
    with pytest.raises(ThreadError):
        await service.rate(1, EVE, stars, "")
    _, results = await service.results(1, EVE)
    assert results.number == 0


async def test_numbers_that_no_database_takes_are_of_nothing(service: SessionThreadService) -> None:
    with pytest.raises(ThreadError):
        await service.results(2**63, EVE)
    with pytest.raises(ThreadError):
        await service.mark(2**63, EVE, is_answered=True)
