"""What is counted of the queue: for metrics, and for the report after the conference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.report import Link
from DiscordBot.features.tweets.counts import QueueCounts
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Source, Tweet, TweetStatus
from DiscordBot.features.tweets.report import report

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

NOON = datetime(2027, 7, 14, 12, tzinfo=UTC)
CLOCK = SystemClock(ZoneInfo("Europe/Berlin"))


async def fill(database: Database) -> None:
    await database.start()
    async with database.transaction() as session:
        tweets = [
            Tweet(text="Doors open!", status=TweetStatus.APPROVED, source=Source.COMPOSED, created_at=NOON),
            Tweet(
                text="A stranger's words",
                retweet_of="7",
                status=TweetStatus.APPROVED,
                source=Source.OPEN_SPACE,
                created_at=NOON,
            ),
            Tweet(text="Perhaps", status=TweetStatus.PENDING, source=Source.NEWS, created_at=NOON),
        ]
        tweets[0].texts = {"mastodon": "Doors open on Mastodon!"}
        session.add_all(tweets)
        await session.flush()
        first, second = (tweet.id for tweet in tweets[:2])
        assert first is not None
        assert second is not None
        later = NOON + timedelta(hours=1)
        session.add_all(
            (
                Delivery(
                    tweet_id=first,
                    network="mastodon",
                    status=DeliveryStatus.SENT,
                    sent_at=NOON,
                    link="https://m/1",
                ),
                Delivery(tweet_id=first, network="twitter", status=DeliveryStatus.UNKNOWN),
                Delivery(tweet_id=second, network="mastodon", status=DeliveryStatus.SENT, sent_at=later),
            )
        )


async def test_every_state_is_counted_also_those_without_any(database: Database) -> None:
    await fill(database)
    counts = QueueCounts(database)

    tweets, deliveries = await counts.tweets(), await counts.deliveries()

    assert tweets == {"pending": 1, "approved": 2, "denied": 0, "cancelled": 0}
    assert {key: count for key, count in deliveries.items() if count} == {
        ("mastodon", "sent"): 2,
        ("twitter", "unknown"): 1,
    }
    assert deliveries["twitter", "failed"] == 0


async def test_the_report_tells_what_is_out_there_in_our_words_only(database: Database) -> None:
    await fill(database)

    (part,) = await report(database, (), CLOCK)

    assert part.numbers == (("mastodon", "2"),)
    assert part.rows == (
        ("2027-07-14 14:00", "mastodon", Link("Doors open on Mastodon!", "https://m/1")),
        ("2027-07-14 15:00", "mastodon", "A repost"),
    )
