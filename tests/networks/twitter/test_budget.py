"""What the account costs: added up by month, warned of, and stopped."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.networks.twitter.account.budget import Budget
from tests.conference_world import MovableClock

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

POST = Decimal("0.015")


class Calendar(MovableClock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        super().__init__(ZoneInfo("Europe/Berlin"))
        self.present = datetime(2027, 7, 31, 23, 59, tzinfo=UTC)

    def now(self) -> datetime:
        return self.present


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def budget(database: Database, calendar: Calendar, lines: list[str]) -> Budget:
    return Budget(database, calendar, lambda: Decimal(1), lines.append)


async def test_charges_add_up_also_when_they_come_together(budget: Budget) -> None:
    await asyncio.gather(*(budget.charge(POST, "post") for _ in range(20)))
    await budget.charge(Decimal("0.1"), "read", count=100)
    usage = await budget.usage()
    assert (usage.spent, usage.share) == (Decimal("0.4"), Decimal("0.4"))
    assert await budget.why_paused() is None


async def test_organisers_are_told_once_at_80_percent_and_once_at_the_end(
    budget: Budget, lines: list[str]
) -> None:
    for _ in range(15):
        await budget.charge(Decimal("0.08"), "post")
    assert [line[:1] for line in lines] == ["⚠", "🛑"]
    assert "$0.80 of the $1.00" in lines[0]


async def test_a_month_that_is_used_up_holds_until_the_next_one(
    budget: Budget, calendar: Calendar, lines: list[str]
) -> None:
    await budget.charge(Decimal(1), "post")
    paused = await budget.why_paused()
    assert paused is not None
    assert paused.until == datetime(2027, 8, 1, tzinfo=UTC)
    assert "twitter.monthly_budget_usd" in paused.reason
    calendar.present = paused.until
    assert await budget.why_paused() is None
    assert (await budget.usage()).spent == 0
    await budget.charge(Decimal("0.9"), "post")
    assert [line[:1] for line in lines] == ["🛑", "⚠"]


async def test_december_is_followed_by_january(budget: Budget, calendar: Calendar) -> None:
    calendar.present = datetime(2027, 12, 31, 12, tzinfo=UTC)
    await budget.charge(Decimal(2), "post")
    paused = await budget.why_paused()
    assert paused is not None
    assert paused.until == datetime(2028, 1, 1, tzinfo=UTC)


async def test_without_a_budget_nothing_is_posted(database: Database, calendar: Calendar) -> None:
    nothing = Budget(database, calendar, lambda: Decimal(0), print)
    assert await nothing.why_paused() is not None
    assert (await nothing.usage()).share == 1


async def test_reading_leaves_half_of_it_for_posting(budget: Budget) -> None:
    await budget.charge(Decimal("0.48"), "reading posts", count=96)

    assert (await budget.why_not_read()) is not None
    assert await budget.why_paused() is None
    assert await budget.left_for_reading() == Decimal("0.02")
    assert await budget.left() == Decimal("0.52")


@pytest.mark.parametrize(("share", "left"), [("0", "0"), ("0.25", "0.25"), ("1", "1")])
async def test_how_much_reading_may_use_is_for_organisers_to_say(
    database: Database, calendar: Calendar, share: str, left: str
) -> None:
    budget = Budget(database, calendar, lambda: Decimal(1), print, reading_share=Decimal(share))

    assert await budget.left_for_reading() == Decimal(left)
    why = await budget.why_not_read()
    assert (why is not None and "twitter.reading_share is 0" in why.reason) == (share == "0")


async def test_reading_has_what_posting_leaves(budget: Budget) -> None:
    await budget.charge(Decimal("0.9"), "post with link")
    assert await budget.left_for_reading() == Decimal("0.1")

    await budget.charge(Decimal("0.09"), "post")

    assert await budget.why_paused() is not None
    assert await budget.why_not_read() is not None


async def test_a_budget_that_is_raised_counts_at_once_and_its_end_is_told_again(
    database: Database, calendar: Calendar, lines: list[str]
) -> None:
    usd = [Decimal(1)]
    budget = Budget(database, calendar, lambda: usd[0], lines.append)
    await budget.charge(Decimal(1), "post")
    assert await budget.why_paused() is not None
    assert "`/settings set`" in lines[0]

    usd[0] = Decimal(2)
    await budget.changed()

    assert await budget.why_paused() is None
    assert await budget.left() == Decimal(1)
    await budget.charge(Decimal(1), "post")
    assert [line[:1] for line in lines] == ["🛑", "🛑"]
