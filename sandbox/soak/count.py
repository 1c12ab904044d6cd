"""What a soak has shown: lost and doubled, answers, and memory."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING

from sandbox import conference
from sandbox.rehearsal.timetable import expected
from sandbox.soak.ledger import Announced
from sandbox.soak.story import REGISTERED
from sandbox.soak.world import DATABASE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sandbox.soak.plan import Plan
    from sandbox.soak.story import Told
    from sandbox.soak.world import World

WARM_UP = 0.25
"""The share of the time after which the bot should need no more memory."""

ALLOWED_GROWTH = 0.10
LEAD = timedelta(minutes=20)
"""Sessions that begin so soon after the doors open, or so soon before all ends, are not counted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a kind there should be, and which were lost or came more than once."""

    what: str
    wanted: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The numbers as they are printed."""
        examples = " ".join([*self.lost[:3], *self.doubled[:3]])
        return f"{self.what:<24}{self.wanted:>7}{len(self.lost):>7}{len(self.doubled):>9}  {examples}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is printed at the end."""

    kept: list[Kept]
    told: Told
    requests: int

    @property
    def growth(self) -> float:
        """By which share memory grew at most after the warm-up."""
        memory = [mebibytes for _, mebibytes in self.told.memory]
        warm = memory[round((len(memory) - 1) * WARM_UP) :]
        return max(warm) / warm[0] - 1

    @property
    def is_fine(self) -> bool:
        """Whether nothing was lost or doubled, and memory stayed flat."""
        is_kept = not any(one.lost or one.doubled for one in self.kept)
        return is_kept and not self.told.refused and self.growth <= ALLOWED_GROWTH

    def lines(self) -> Iterable[str]:
        """Return everything as it is printed."""
        yield "Resident memory of the bot, by the hours of the conference, nights left out"
        for hours, mebibytes in self.told.memory:
            if hours % 1 == 0:
                yield f"  {hours:>4.0f} h {mebibytes:>7.0f} MiB"
        yield f"After the first quarter it grew by {self.growth:.1%} at most (wanted: 10 % at most)"
        yield ""
        yield f"{'answers, seconds':<24}{'number':>7}{'median':>9}{'95 %':>9}{'slowest':>9}{'without':>9}"
        for words, seconds in sorted(self.told.seconds.items()):
            late = quantiles([*seconds, seconds[-1]], n=20)[-1]
            numbers = f"{median(seconds):>9.2f}{late:>9.2f}{max(seconds):>9.2f}"
            yield f"/{words:<23}{len(seconds):>7}{numbers}{self.told.unanswered[words]:>9}"
        yield ""
        yield f"{'':<24}{'wanted':>7}{'lost':>7}{'doubled':>9}"
        yield from (one.line for one in self.kept)
        yield f"given up by people: {dict(self.told.refused)}"
        yield f"requests to Discord: {self.requests}"


def count(world: World, planned: Plan, told: Told) -> Shown:
    """Compare what arrived with what was planned; the bot has ended by now."""
    with closing(sqlite3.connect(world.folder / DATABASE)) as database:
        people = _registrations(world, planned, told, database)
        kept = [people, *_announced(world, planned), *_arrived_later(world, planned, told, database)]
    return Shown(kept, told, world.ledger.requests)


def has_arrived(world: World, planned: Plan, told: Told) -> bool:
    """Tell whether nothing is on its way any more of what is sent and read now and then."""
    with closing(sqlite3.connect(f"file:{world.folder / DATABASE}?mode=ro", uri=True)) as database:
        return not any(one.lost for one in _arrived_later(world, planned, told, database))


def _arrived_later(world: World, planned: Plan, told: Told, database: sqlite3.Connection) -> Iterable[Kept]:
    yield _compare("tweets", planned.tweets, Counter(post.text for post in world.x.posts))
    # The account's own retweets of open spaces are read as well.
    others = "open_space_post WHERE author_username LIKE 'reader%'"
    yield _number("posts read", planned.hashtag_posts, database, others)
    yield _number("mentions read", planned.mentions, database, "mention")
    yield _cards(world, planned)
    yield _changes(world, told)


def _registrations(world: World, planned: Plan, told: Told, database: sqlite3.Connection) -> Kept:
    """Everybody has the role unless their ticket was cancelled, was given it once, and has one claim."""
    discord = world.discord
    members = discord.backend.guilds[discord.server.guild.id].members
    role = discord.server.roles[REGISTERED].id
    claims = Counter(str(row[0]) for row in database.execute("SELECT order_code FROM claim"))
    lost, doubled = [], []
    for one in planned.attendees:
        member = world.members[one.order]
        is_here = role in members[member].role_ids
        if is_here == (one.order in told.cancelled) or (is_here and not claims[one.order]):
            lost.append(one.order)
        if claims[one.order] > 1 or (world.ledger.given[member] > 1 and one.order not in told.changed):
            doubled.append(one.order)
    return Kept("registrations", len(planned.attendees), lost, doubled)


def _announced(world: World, planned: Plan) -> Iterable[Kept]:
    slots = [slot for slot in planned.programme["slots"] if _is_lived(world, slot["start"])]
    messages = expected(slots, planned.programme["submissions"])
    wanted = {_named(Announced(one.channel, one.key, one.start)) for one in messages}
    arrived = Counter[str]()
    for announced, number in world.ledger.announced.items():
        arrived[_named(announced)] += number
    for what, is_reminder in (("announcements", False), ("reminders", True)):
        these = {name for name in wanted if name.startswith("speakers/") == is_reminder}
        yield _compare(what, these, arrived)


def _named(what: Announced) -> str:
    # The key of a session ends in the number of its slot, which counts those of all days.
    key = what.key if what.channel == "speakers" else what.key.partition("-")[0]
    return f"{what.channel}/{key}/{what.start.astimezone(conference.TIMEZONE):%d.%H:%M}"


def _is_lived(world: World, start: str) -> bool:
    moment = datetime.fromisoformat(start)
    local = world.clock.local(moment)
    days = world.days
    number = (local.date() - days.first).days
    begins = local.replace(hour=8, minute=0)
    ends = begins + timedelta(hours=days.hours)
    return number < days.count and begins + LEAD <= local <= ends - LEAD


def _compare(what: str, wanted: Collection[str], arrived: Counter[str]) -> Kept:
    lost = [key for key in wanted if not arrived[key]]
    doubled = [key for key in wanted if arrived[key] > 1]
    return Kept(what, len(wanted), lost, doubled)


def _number(what: str, wanted: int, database: sqlite3.Connection, table: str) -> Kept:
    (found,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
    return Kept(what, wanted, ["?"] * max(0, wanted - found), ["?"] * max(0, found - wanted))


def _cards(world: World, planned: Plan) -> Kept:
    found = world.ledger.posted["mentions"]
    lost, more = planned.mentions - found, found - planned.mentions
    return Kept("cards of mentions", planned.mentions, ["?"] * max(0, lost), ["?"] * max(0, more))


def _changes(world: World, told: Told) -> Kept:
    posted = Counter(
        {title: sum(f"{title}" in change for change in world.ledger.changes) for title in told.titles}
    )
    return _compare("changes of the schedule", told.titles, posted)
