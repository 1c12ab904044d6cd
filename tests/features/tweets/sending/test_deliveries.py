"""Two at the same row: whoever comes late changes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from DiscordBot.features.tweets.models import Audit, DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.sending.deliveries import Deliveries
from DiscordBot.networks.port import PublishedPost
from tests.features.tweets.post_office import NOON

if TYPE_CHECKING:
    from DiscordBot.features.tweets.sending.deliveries import Attempt
    from DiscordBot.networks.port import OutgoingPost
    from tests.features.tweets.post_office import PostOffice

SECOND = timedelta(seconds=1)
ACCOUNT = "the conference"
POST = PublishedPost("77", "https://paper.example/77")


@pytest.fixture
def deliveries(office: PostOffice) -> Deliveries:
    return Deliveries(office.database, office.network.name)


def price(post: OutgoingPost) -> Decimal:
    return Decimal("0.2") if "https://" in post.text else Decimal("0.015")


async def claimed(deliveries: Deliveries) -> Attempt:
    attempt = await deliveries.begin(1, NOON, price, account=ACCOUNT, budget_left=None)
    assert attempt is not None
    return attempt


async def test_only_one_can_claim(office: PostOffice, deliveries: Deliveries) -> None:
    tweet_id = await office.approve("See https://example.org")
    attempt = await claimed(deliveries)

    assert (attempt.tweet_id, attempt.number, attempt.first_at, attempt.last_at) == (tweet_id, 1, NOON, NOON)
    assert attempt.post.text == "See https://example.org"
    assert attempt.account == ACCOUNT
    assert (await office.delivery(tweet_id)).price == Decimal("0.2")
    assert await deliveries.begin(1, NOON, price, account=ACCOUNT, budget_left=None) is None
    assert await deliveries.begin(99, NOON, price, account=ACCOUNT, budget_left=None) is None


@pytest.mark.parametrize(
    "columns",
    [
        *({"status": status} for status in TweetStatus if status is not TweetStatus.APPROVED),
        {"on_hold": True},
        {"not_before": NOON + SECOND},
        {"not_after": NOON},
    ],
)
async def test_what_may_not_go_out_any_more_cannot_be_claimed(
    office: PostOffice, deliveries: Deliveries, columns: dict[str, Any]
) -> None:
    """The tweet was chosen, and is changed before it is claimed."""
    tweet_id = await office.approve()
    await office.change_tweet(tweet_id, **columns)

    assert await deliveries.begin(1, NOON, price, account=ACCOUNT, budget_left=None) is None
    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.attempts, delivery.price) == (DeliveryStatus.WAITING, 0, None)


@pytest.mark.parametrize(
    "columns",
    [
        *({"status": status} for status in DeliveryStatus if status is not DeliveryStatus.WAITING),
        {"next_try_at": NOON + SECOND},
    ],
)
async def test_what_does_not_wait_cannot_be_claimed(
    office: PostOffice, deliveries: Deliveries, columns: dict[str, Any]
) -> None:
    await office.change_delivery(await office.approve(), **columns)

    assert await deliveries.begin(1, NOON, price, account=ACCOUNT, budget_left=None) is None


async def test_what_is_known_already_stays_known(office: PostOffice, deliveries: Deliveries) -> None:
    tweet_id = await office.approve()
    attempt = await claimed(deliveries)
    await deliveries.sent(attempt, POST, NOON)
    deeds = await office.deeds(tweet_id)

    await deliveries.failed(attempt, "too late", NOON)
    await deliveries.waiting(attempt, "too late", NOON, NOON)
    await deliveries.unknown(attempt, "too late", NOON)
    await deliveries.not_seen(attempt, NOON)
    await deliveries.not_readable(attempt, NOON, ask_human=True)
    await deliveries.expire(1, NOON)

    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.problem, delivery.ask_human) == (DeliveryStatus.SENT, "", False)
    assert (delivery.clean_readings, delivery.next_try_at) == (0, None)
    assert await office.deeds(tweet_id) == deeds
    assert await deliveries.doubtful(1) is None
    assert await deliveries.doubtful(99) is None


async def test_what_failed_is_not_found_any_more(office: PostOffice, deliveries: Deliveries) -> None:
    tweet_id = await office.approve()
    attempt = await claimed(deliveries)
    await deliveries.failed(attempt, "No.", NOON)
    await deliveries.sent(attempt, POST, NOON)

    assert (await office.delivery(tweet_id)).status is DeliveryStatus.FAILED


async def test_an_old_attempt_says_nothing_of_a_new_one(office: PostOffice, deliveries: Deliveries) -> None:
    """SQLite may give the number of a row that was deleted to another one."""
    tweet_id = await office.approve()
    attempt = await claimed(deliveries)
    await office.change_delivery(tweet_id, status=DeliveryStatus.WAITING, attempts=0)
    await deliveries.sent(attempt, POST, NOON)

    assert (await office.delivery(tweet_id)).status is DeliveryStatus.WAITING


async def test_a_tweet_that_was_given_more_time_does_not_expire(
    office: PostOffice, deliveries: Deliveries
) -> None:
    tweet_id = await office.approve(not_after=NOON)
    await office.change_tweet(tweet_id, not_after=NOON + SECOND)
    await deliveries.expire(1, NOON)

    assert (await office.delivery(tweet_id)).status is DeliveryStatus.WAITING


async def test_each_change_is_written_down_with_its_reason(
    office: PostOffice, deliveries: Deliveries
) -> None:
    tweet_id = await office.approve()
    attempt = await claimed(deliveries)
    await deliveries.unknown(attempt, "No answer.", NOON + SECOND)
    await deliveries.sent(attempt, POST, NOON + 2 * SECOND)

    async with office.database.transaction() as session:
        query = select(Audit).where(col(Audit.tweet_id) == tweet_id).order_by(col(Audit.id))
        rows = (await session.execute(query)).scalars().all()
    told = [(row.at, row.actor_id, row.before["delivery paper"], row.after) for row in rows]
    assert told == [
        (NOON, None, "waiting", {"delivery paper": "sending"}),
        (NOON + SECOND, None, "sending", {"delivery paper": "unknown", "problem": "No answer."}),
        (NOON + 2 * SECOND, None, "unknown", {"delivery paper": "sent", "link": POST.link}),
    ]
