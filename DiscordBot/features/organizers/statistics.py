"""Counting: from tickets and members to the numbers that organisers ask for. Nothing here asks anybody."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.features.registration.overview import SoldTicket

SHORTEST_AXIS = timedelta(days=1)


class Period(StrEnum):
    """How far back a chart looks; the values are what organisers choose from."""

    REGISTRATION = "since the first registration"
    SALE = "since the first ticket was sold"
    WEEK = "the last seven days"


@dataclass(frozen=True, slots=True)
class Curve:
    """A count that grows: from each of the `times` (UTC, ascending) on it is the count beside it."""

    times: tuple[datetime, ...]
    counts: tuple[int, ...]

    def at(self, moment: datetime) -> int:
        """Return the count of that moment, which is none before the first one."""
        return self.counts[max(bisect_right(self.times, moment) - 1, 0)]


@dataclass(frozen=True, slots=True)
class KindCount:
    """Of one kind of ticket, how many are sold and with how many of them somebody is registered."""

    kind: str
    sold: int
    registered: int


@dataclass(frozen=True, slots=True)
class RegistrationNumbers:
    """Registrations against tickets sold; `undated` tickets have no known time of purchase.

    `by_kind` begins with the kind that sold most. The curves span `period`, which is another one than
    was asked for where that would have no beginning.
    """

    period: Period
    sold: int
    registered: int
    undated: int
    by_kind: tuple[KindCount, ...]
    sales: Curve
    registrations: Curve


@dataclass(frozen=True, slots=True)
class RoleCounts:
    """How many members there are, how many of them have no role at all, and how many have each role."""

    members: int
    without_roles: int
    by_role: dict[int, int]


def count_registrations(tickets: Sequence[SoldTicket], period: Period, now: datetime) -> RegistrationNumbers:
    """Count tickets and registrations, with curves over the period up to `now` (aware)."""
    bought = sorted(ticket.bought_at for ticket in tickets if ticket.bought_at is not None)
    registered = sorted(ticket.registered_at for ticket in tickets if ticket.registered_at is not None)
    undated = len(tickets) - len(bought)
    if period is Period.REGISTRATION and not registered:
        period = Period.SALE
    # In a rehearsal, the present may lie before things that have happened.
    until = max([now, *bought[-1:], *registered[-1:]])
    since = min(_beginning(period, bought, registered, until), until - SHORTEST_AXIS)
    return RegistrationNumbers(
        period=period,
        sold=len(tickets),
        registered=len(registered),
        undated=undated,
        by_kind=_count_by_kind(tickets),
        sales=cumulate(bought, since, until, start=undated),
        registrations=cumulate(registered, since, until),
    )


def cumulate(moments: Sequence[datetime], since: datetime, until: datetime, *, start: int = 0) -> Curve:
    """Count ascending moments up to each of them; the curve spans exactly `since` to `until`.

    What lies before `since` is counted from the beginning, and so are `start` others without a date.
    """
    times, counts = [since], [start]
    for count, moment in enumerate(moments, start=start + 1):
        if moment > times[-1]:
            times.append(moment)
            counts.append(count)
        else:
            counts[-1] = count
    return Curve((*times, until), (*counts, counts[-1]))


def combine_rest(counts: Sequence[KindCount], most: int) -> tuple[KindCount, ...]:
    """Return at most `most` counts; the last of them stands for all that are left."""
    if len(counts) <= most:
        return tuple(counts)
    rest = counts[most - 1 :]
    others = KindCount(
        f"{len(rest)} other kinds", sum(kind.sold for kind in rest), sum(kind.registered for kind in rest)
    )
    return (*counts[: most - 1], others)


def count_roles(roles_of_members: Iterable[Iterable[int]]) -> RoleCounts:
    """Count from the roles of each member, without those that everybody has."""
    members = [tuple(roles) for roles in roles_of_members]
    by_role = Counter(role for roles in members for role in roles)
    return RoleCounts(len(members), sum(not roles for roles in members), dict(by_role))


def percentage(part: int, whole: int) -> str:
    """Return a share as people read it; only nothing is 0 %, and only everything is 100 %."""
    if not whole:
        return "0 %"
    rounded = round(100 * part / whole)
    if rounded == 0 and part:
        return "under 1 %"
    return "over 99 %" if rounded == 100 and part < whole else f"{rounded} %"  # noqa: PLR2004 - per cent


def _beginning(
    period: Period, bought: Sequence[datetime], registered: Sequence[datetime], until: datetime
) -> datetime:
    match period:
        case Period.WEEK:
            return until - timedelta(days=7)
        case Period.REGISTRATION:
            # A little earlier, so that the rise from nothing can be seen.
            return registered[0] - (until - registered[0]) / 20
        case Period.SALE:
            return min([*bought[:1], *registered[:1]], default=until)


def _count_by_kind(tickets: Iterable[SoldTicket]) -> tuple[KindCount, ...]:
    sold: Counter[str] = Counter()
    registered: Counter[str] = Counter()
    for ticket in tickets:
        sold[ticket.kind] += 1
        registered[ticket.kind] += ticket.registered_at is not None
    kinds = sorted(sold, key=lambda kind: (-sold[kind], kind))
    return tuple(KindCount(kind, sold[kind], registered[kind]) for kind in kinds)
