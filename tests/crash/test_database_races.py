"""Decisions that depend on what was read, made by two processes at the same moment, many times.

Each process has a `Database` of its own, so that nothing but the database can keep them apart. With
`make test-postgres` they meet on PostgreSQL, otherwise on SQLite.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlmodel import select

from DiscordBot.core.database import Database, get_value, set_value
from DiscordBot.features.job_board.postings import Marks, Postings
from DiscordBot.features.mentions.rows import MentionRows
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.registration.claim_batches import Taken
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.reminders.models import ReminderState, SpeakerReminder
from DiscordBot.features.reminders.reminder import ReminderKey
from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.sponsors.config import Benefit, Company
from DiscordBot.features.sponsors.models import Confirmation
from DiscordBot.features.sponsors.rows import ConfirmationRows
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Source, TweetStatus
from DiscordBot.features.tweets.sending.deliveries import Deliveries
from DiscordBot.networks.twitter.account.budget import Budget
from sandbox import conference
from tests.clocks import StoppedClock
from tests.databases import database_url
from tests.features.open_spaces.service_harness import ADA as ORGANIZER
from tests.features.open_spaces.service_harness import ServiceHarness
from tests.features.registration.rules import order, position
from tests.features.tweets.post_office import berlin
from tests.features.tweets.queue_harness import ADA, VICTOR, QueueHarness
from tests.networks.test_reading import NOW, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from pathlib import Path

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

ROUNDS = 200
PATIENCE_MILLISECONDS = 60_000


class Two(NamedTuple):
    """The same database, as two processes have it."""

    one: Database
    other: Database


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    url = database_url(tmp_path / "bot.db")
    two = Two(*(Database(url, busy_timeout_milliseconds=PATIENCE_MILLISECONDS) for _ in range(2)))
    # Both find it empty and make its tables.
    await asyncio.gather(two.one.start(), two.other.start())
    yield two
    await two.one.close()
    await two.other.close()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(conference.TIMEZONE)


async def at_once(first: Awaitable[object], second: Awaitable[object]) -> list[object]:
    """Return what both give, or raise; nothing that the database raises is an answer."""
    results = await asyncio.gather(first, second, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not type(result).__module__.startswith(
            "DiscordBot.features"
        ):
            raise result
    return list(results)


def errors(results: list[object]) -> int:
    return sum(isinstance(result, Exception) for result in results)


def free(_post: object) -> Decimal:
    return Decimal(0)


async def test_two_members_take_over_one_old_ticket(two: Two, clock: StoppedClock) -> None:
    one, other = Claims(two.one, clock), Claims(two.other, clock)
    for number in range(1, ROUNDS + 1):
        ticket = position(id=number)
        of_it = order(ticket, code=f"A{number:04}")
        await one.import_for_nobody([(of_it, ticket)])
        results = await at_once(
            one.claim(1, of_it, [ticket], adopt=True), other.claim(2, of_it, [ticket], adopt=True)
        )
        assert sorted(map(type, results), key=str) == sorted([type(None), Taken], key=str)


async def test_two_members_claim_one_new_ticket(two: Two, clock: StoppedClock) -> None:
    one, other = Claims(two.one, clock), Claims(two.other, clock)
    for number in range(1, ROUNDS + 1):
        ticket = position(id=number)
        of_it = order(ticket, code=f"A{number:04}")
        results = await at_once(one.claim(1, of_it, [ticket]), other.claim(2, of_it, [ticket]))
        assert sorted(map(type, results), key=str) == sorted([type(None), Taken], key=str)


async def test_two_open_spaces_in_one_room_at_one_time(two: Two) -> None:
    one, other = ServiceHarness(two.one).service, ServiceHarness(two.other).service
    start = berlin("2027-07-15 15:00")
    for _ in range(ROUNDS):
        results = await at_once(
            one.announce(ORGANIZER, "B114", start, "Board games"),
            other.announce(ORGANIZER, "B114", start, "Chess"),
        )
        assert errors(results) == 1
        for space in await scheduled(results):
            await one.cancel(space, ORGANIZER)


async def scheduled(results: list[object]) -> list[int]:
    return [result.id for result in results if hasattr(result, "id")]


async def test_an_open_space_is_denied_and_approved(two: Two) -> None:
    one, other = ServiceHarness(two.one), ServiceHarness(two.other)
    start = berlin("2027-07-15 15:00")
    await one.service.announce(ORGANIZER, "B114", start, "Board games")
    for _ in range(ROUNDS):
        space = await one.service.announce(ORGANIZER, "B114", start, "Chess", anyway=True)
        results = await at_once(
            one.service.deny(space.id, ORGANIZER), other.service.approve(space.id, ORGANIZER)
        )
        assert not isinstance(results[0], Exception)
        assert await one.state(space.id) is State.DENIED


async def test_a_double_click_on_submit(two: Two) -> None:
    one, other = QueueHarness(two.one), QueueHarness(two.other)
    for number in range(ROUNDS):
        results = await at_once(one.write(f"Hello {number}"), other.write(f"Hello {number}"))
        assert errors(results) == 1


async def test_two_drafts_from_one_source(two: Two) -> None:
    one, other = QueueHarness(two.one), QueueHarness(two.other)
    for number in range(ROUNDS):
        draft = Draft(text=f"News {number}", source=Source.NEWS, source_key=f"news:{number}")
        results = await at_once(one.service.submit(draft), other.service.submit(draft))
        assert errors(results) == 0
        tweets = {getattr(result, "tweet_id", None) for result in results}
        assert len(tweets) == 1
        assert sorted(getattr(result, "is_new", None) for result in results) == [False, True]  # type: ignore[type-var]


async def test_a_tweet_is_cancelled_while_it_begins_to_go_out(two: Two) -> None:
    one, other = QueueHarness(two.one), QueueHarness(two.other)
    outgoing = Deliveries(two.other, other.network.name)
    for number in range(ROUNDS):
        tweet_id = await one.approved(f"Hello {number}")
        async with two.one.read() as session:
            query = select(Delivery).where(Delivery.tweet_id == tweet_id)
            delivery_id = (await session.execute(query)).scalar_one().id
        assert delivery_id is not None
        cancelled, attempt = await at_once(
            one.service.cancel(tweet_id, ADA),
            outgoing.begin(delivery_id, other.clock.now(), free, account=None, budget_left=None),
        )
        tweet = await one.service.get(tweet_id)
        assert isinstance(cancelled, Exception) == (attempt is not None)
        assert (tweet.status is TweetStatus.CANCELLED) == (attempt is None)
        async with two.one.read() as session:
            statuses = (await session.execute(query)).scalars().all()
        assert [row.status for row in statuses if row.status is DeliveryStatus.SENDING] == (
            [] if attempt is None else [DeliveryStatus.SENDING]
        )


async def test_two_outboxes_begin_one_delivery(two: Two) -> None:
    harness = QueueHarness(two.one)
    one, other = Deliveries(two.one, harness.network.name), Deliveries(two.other, harness.network.name)
    for number in range(ROUNDS):
        tweet_id = await harness.approved(f"Hello {number}")
        async with two.one.read() as session:
            query = select(Delivery.id).where(Delivery.tweet_id == tweet_id)
            delivery_id = (await session.execute(query)).scalar_one() or 0
        now = harness.clock.now()
        attempts = await at_once(
            one.begin(delivery_id, now, free, account=None, budget_left=None),
            other.begin(delivery_id, now, free, account=None, budget_left=None),
        )
        assert attempts.count(None) == 1


async def test_the_budget_counts_everything_from_the_months_first_charge_on(
    two: Two, clock: StoppedClock
) -> None:
    told: list[str] = []
    one, other = (Budget(database, clock, lambda: Decimal(1000), told.append) for database in two)
    for number in range(ROUNDS):
        if number % 2 == 0:
            clock.at += timedelta(days=31)
        before = (await one.usage()).spent
        await at_once(one.charge(Decimal(2), "posts"), other.charge(Decimal(2), "posts"))
        assert (await one.usage()).spent == before + 4
    assert told == []


async def test_remembered_values(two: Two) -> None:
    async def count(database: Database, key: str) -> None:
        async with database.transaction() as session:
            await set_value(session, key, (await get_value(session, key) or 0) + 1)

    for number in range(ROUNDS):
        # The first of two makes the row.
        key = f"count {number // 2}"
        await at_once(count(two.one, key), count(two.other, key))
        assert await two.one.remembered(key) == (number % 2 + 1) * 2
        await at_once(two.one.remember("same", number), two.other.remember("same", number))


async def test_mentions_are_read_twice(two: Two) -> None:
    one, other = MentionRows(two.one), MentionRows(two.other)
    for number in range(ROUNDS):
        posts = [post(number * 2), post(number * 2 + 1)]
        stored = await at_once(one.store("x", posts, "1", NOW), other.store("x", posts, "1", NOW))
        assert sorted(map(str, stored)) == ["0", "2"]


async def test_an_advert_is_posted_twice(two: Two, clock: StoppedClock) -> None:
    marks = Marks("author", "subject", "content")
    one, other = Postings(two.one, clock), Postings(two.other, clock)
    for number in range(ROUNDS):
        begun = await at_once(one.begin(f"advert {number}", marks), other.begin(f"advert {number}", marks))
        assert sorted(getattr(each, "is_new", None) for each in begun) == [False, True]  # type: ignore[type-var]
        assert len({getattr(each, "reference", None) for each in begun}) == 1


async def test_a_sponsors_benefit_is_confirmed_twice(two: Two) -> None:
    benefit = Benefit(name="Thank-you tweet", levels=("Gold",))

    async def confirm(database: Database, company: Company) -> None:
        rows = ConfirmationRows(database)
        async with database.transaction() as session:
            await rows.take(session, company, benefit, VICTOR, NOW)

    for number in range(ROUNDS):
        company = Company(name=f"Example {number}", level="Gold")
        results = await at_once(confirm(two.one, company), confirm(two.other, company))
        assert errors(results) == 1
    async with two.one.read() as session:
        assert len((await session.execute(select(Confirmation))).scalars().all()) == ROUNDS


async def test_a_reminder_is_marked_twice(two: Two, clock: StoppedClock) -> None:
    one, other = ReminderRows(two.one, clock), ReminderRows(two.other, clock)
    for number in range(ROUNDS):
        key = ReminderKey("ADA", f"TALK{number}", NOW)
        await at_once(one.mark(key, ReminderState.SENDING), other.mark(key, ReminderState.SENDING))
    async with two.one.read() as session:
        assert len((await session.execute(select(SpeakerReminder))).scalars().all()) == ROUNDS
