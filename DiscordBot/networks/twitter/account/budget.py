"""What the account may cost in a month, and what it has cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlmodel import select

from DiscordBot.core.database import get_value, set_value
from DiscordBot.networks.port import Paused
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.models import Spending

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database

WARN_AT = Decimal("0.8")

_TOLD = "twitter.budget_told"


FEWEST_READ = 10
"""X searches for no fewer posts at once."""

_READING = frozenset({"reading posts", "reading mentions"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What was spent in the present month, in US dollars, and how much of that on reading what others post.

    `reading_share` (0 to 1) of the budget may be used for reading; `share` of a budget of 0 is 1.
    """

    spent: Decimal
    budget: Decimal
    on_reading: Decimal = Decimal(0)
    reading_share: Decimal = Decimal(1)

    @property
    def share(self) -> Decimal:
        """How much of the budget is used, 1 being all of it."""
        return self.spent / self.budget if self.budget else Decimal(1)

    @property
    def left(self) -> Decimal:
        """What may still be spent."""
        return max(self.budget - self.spent, Decimal(0))

    @property
    def left_for_reading(self) -> Decimal:
        """What may still be spent on reading."""
        return max(min(self.left, self.budget * self.reading_share - self.on_reading), Decimal(0))

    @property
    def is_used_up(self) -> bool:
        """Whether not even the cheapest post can be paid."""
        return self.left < price.POST


class Budget:
    """Adds up what X charges by X's price list, month by month (UTC), and says when it is enough.

    `monthly_usd` is asked each time, since organisers change it at any moment; they call `changed` then.
    `tell` gets a line for the organisers when 80 % and when all of a month's budget is used, once each.
    Reading may use `reading_share` (0 to 1) of it at most; the rest is kept for posting.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        monthly_usd: Callable[[], Decimal],
        tell: Callable[[str], None],
        *,
        reading_share: Decimal = Decimal("0.5"),
    ) -> None:
        self._database = database
        self._clock = clock
        self._monthly = monthly_usd
        self._tell = tell
        self._reading_share = reading_share

    async def charge(self, usd: Decimal, kind: str, count: int = 1) -> None:
        """Note that `count` requests of a `kind` cost `usd` together."""
        month = _month(self._clock.now())
        async with self._database.transaction() as session:
            row = await session.get(Spending, (month, kind)) or Spending(month=month, kind=kind)
            row.count += count
            row.usd += usd
            session.add(row)
            await session.flush()
            news = await _news(session, month, await self._usage(session))
        if news:
            self._tell(news)

    async def changed(self) -> None:
        """Forget what organisers were told of the former budget."""
        async with self._database.transaction() as session:
            await set_value(session, _TOLD, {})

    async def usage(self) -> Usage:
        """Return how much of the present month's budget is used."""
        async with self._database.read() as session:
            return await self._usage(session)

    async def left(self) -> Decimal:
        """Return what may still be spent this month."""
        return (await self.usage()).left

    async def left_for_reading(self) -> Decimal:
        """Return what may still be spent on reading this month."""
        return (await self.usage()).left_for_reading

    async def why_paused(self) -> Paused | None:
        """Return why nothing may be posted for the rest of the month, or None."""
        usage = await self.usage()
        if not usage.is_used_up:
            return None
        return Paused(
            f"The month's budget of ${usage.budget:.2f} is used up (twitter.monthly_budget_usd).",
            until=_next_month(self._clock.now()),
        )

    async def why_not_read(self) -> Paused | None:
        """Return why nothing may be read for the rest of the month, or None."""
        if not self._reading_share:
            return Paused("Nothing is read on X, since twitter.reading_share is 0.")
        usage = await self.usage()
        if usage.left_for_reading >= price.READ * FEWEST_READ:
            return None
        return Paused(
            f"What reading may use of the month's budget of ${usage.budget:.2f} is used up; the rest "
            "is kept for posting (twitter.monthly_budget_usd, twitter.reading_share).",
            until=_next_month(self._clock.now()),
        )

    async def _usage(self, session: AsyncSession) -> Usage:
        query = select(Spending).where(Spending.month == _month(self._clock.now()))
        rows = (await session.execute(query)).scalars().all()
        on_reading = sum((row.usd for row in rows if row.kind in _READING), Decimal(0))
        spent = sum((row.usd for row in rows), Decimal(0))
        return Usage(spent, self._monthly(), on_reading, self._reading_share)


async def _news(session: AsyncSession, month: str, usage: Usage) -> str:
    """Return the line that is due now, and remember that it was."""
    level = "all" if usage.is_used_up else "most" if usage.share >= WARN_AT else ""
    told = await get_value(session, _TOLD) or {}
    if not level or told.get(month) in {level, "all"}:
        return ""
    await set_value(session, _TOLD, {month: level})
    used = f"${usage.spent:.2f} of the ${usage.budget:.2f} that X may cost this month"
    if level == "all":
        return (
            f"🛑 **X is paused until next month**: {used} are used. To go on now, raise "
            "`twitter.monthly_budget_usd` with `/settings set`."
        )
    return f"⚠️ {used} are used."


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


def _next_month(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    years, month = divmod(utc.month, 12)
    return datetime(utc.year + years, month + 1, 1, tzinfo=UTC)
