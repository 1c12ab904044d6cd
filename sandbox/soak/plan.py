"""What happens in a soak, and when: the same each time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from sandbox import conference
from sandbox.conference.crowd import crowd
from sandbox.conference.programme import everything

if TYPE_CHECKING:
    from sandbox.soak.days import Days

Json = dict[str, Any]

SHARES = (0.7, 0.2, 0.1)
"""Of the attendees, who come on the first day, the second and the third."""

BURST = 0.08
"""Of all attendees, as many press at the same moment when the doors open."""

DOORS_OPEN_MINUTES = 30
MEAN_MINUTES = 180
"""After which the others come on average: at speed, more at a time would be more than any conference has."""

OUTAGE_MINUTES = 20
_SEED = 2027


class Server(StrEnum):
    """Who may be away."""

    PRETIX = "pretix"
    PRETALX = "pretalx"
    X = "X"
    DISCORD = "Discord"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with one paid ticket."""

    name: str
    order: str
    position: int


@dataclass(slots=True)
class Minute:
    """What begins in one minute of the conference."""

    registers: list[Attendee] = field(default_factory=list)
    ticket_changes: int = 0
    tweets: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    releases: bool = False
    goes: list[Server] = field(default_factory=list)
    comes_back: list[Server] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is going to happen, by the minutes since the first morning, nights left out."""

    orders: list[Json]
    attendees: list[Attendee]
    programme: Json
    minutes: dict[int, Minute]
    tweets: list[str]
    hashtag_posts: int
    mentions: int


def plan(days: Days, *, attendees: int, tweets: int, posts: int, hashtag: str, account: str) -> Plan:
    """Spread all that over the days."""
    random = Random(_SEED)
    orders, people = _people(attendees)
    minutes: defaultdict[int, Minute] = defaultdict(Minute)
    a_day = round(days.hours * 60)
    _registrations(minutes, people, days.count, a_day, random)
    texts = [f"Soak tweet {number}: what a conference! 🐍" for number in range(1, tweets + 1)]
    last = days.count * a_day - 1
    for number, text in enumerate(texts):
        minutes[_spread(number, tweets, last)].tweets.append(text)
    written = [_post(number, hashtag, account, random) for number in range(posts)]
    for number, text in enumerate(written):
        minutes[_spread(number, posts, last)].posts.append(text)
    for hour in range(1, days.count * a_day // 60):
        minutes[hour * 60 + 7].ticket_changes = 10
    for day in range(days.count):
        _outages(minutes, day * a_day, a_day)
        for moment in (0.1, 0.35):
            minutes[day * a_day + round(a_day * moment)].releases = True
    counted = Counter("#" in text for text in written)
    return Plan(orders, people, _programme(), dict(minutes), texts, counted[True], counted[False])


def _people(number: int) -> tuple[list[Json], list[Attendee]]:
    """Draw orders until so many have one paid ticket with a name that is no speaker's."""
    speakers = {speaker["name"] for speaker in everything()["speakers"]}
    position_ids = count(1)
    purchases = crowd(3 * number + 50, taken=())
    orders, people = [], []
    for serial, purchase in enumerate(purchases):
        # Some were placed at the same time: a change counts only if it is later than the order.
        order = purchase.as_order(serial // 10, position_ids)
        orders.append(order)
        position = order["positions"][0]
        name = position["attendee_name"]
        is_paid = order["status"] == "p" and not order["testmode"]
        is_valid = is_paid and not position["blocked"] and not position["canceled"]
        if is_valid and len(order["positions"]) == 1 and name and name not in speakers:
            people.append(Attendee(name, order["code"], position["id"]))
        if len(people) == number:
            break
    return orders, people


def _registrations(
    minutes: dict[int, Minute], people: list[Attendee], days: int, a_day: int, random: Random
) -> None:
    shares = SHARES[:days]
    burst = round(len(people) * BURST)
    left = iter(people)
    for day, share in enumerate(shares):
        size = round(len(people) * share / sum(shares))
        for number, attendee in zip(range(size), left, strict=False):
            opens = day * a_day + min(DOORS_OPEN_MINUTES, a_day // 4)
            later = random.expovariate(1 / min(MEAN_MINUTES, a_day / 3))
            minute = opens if number < burst * share else opens + 1 + round(later)
            minutes[min(minute, (day + 1) * a_day - 2)].registers.append(attendee)


def _outages(minutes: dict[int, Minute], begins: int, a_day: int) -> None:
    # None lasts over the start of a session, whose announcement nobody could make.
    for server, moment in zip(Server, (0.2, 0.4, 0.55, 0.69), strict=True):
        goes = begins + round(a_day * moment)
        lasts = OUTAGE_MINUTES // 5 if server is Server.DISCORD else OUTAGE_MINUTES
        minutes[goes].goes.append(server)
        minutes[goes + min(lasts, a_day // 10)].comes_back.append(server)


def _post(number: int, hashtag: str, account: str, random: Random) -> str:
    kind = number % 5
    if kind == 0:
        return f"@{account} thank you for number {number}!"
    if kind == 1:
        room = random.choice(conference.ROOMS)
        start = f"{random.randrange(9, 20)}:{random.choice((15, 45))}"
        return f"Let us talk about topic {number} in {room} at {start} #{hashtag}"
    return f"I liked talk {number} very much, see you next year #{hashtag}"


def _programme() -> Json:
    known = everything()
    slots = [slot for slot in known["slots"] if slot["submission"] not in {None, "TALKYY", "TALKZZ"}]
    return known | {"slots": slots}


def _spread(number: int, of: int, last: int) -> int:
    return 1 + number * (last - 1) // of
