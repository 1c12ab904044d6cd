"""How long starts take, the whole bot from exec until it is ready; `python -m benchmarks.start` prints this.

Discord, pretix and pretalx are outside of the bot's process. discord.py waits two seconds for further servers
after the first one, whatever the bot does; they are in it. Cards were posted by an earlier run.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.measured import Measured, print_each
from benchmarks.whole_bot import surroundings, until_idle
from DiscordBot.core.database import Database
from DiscordBot.features.campaigns.models import Campaign, CampaignKind, CampaignState
from DiscordBot.features.tweets.models import Source, Tweet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benchmarks.whole_bot import Surroundings

TWEETS, CAMPAIGNS, TWEETS_OF_EACH = 1_000, 500, 4


async def measurements() -> AsyncIterator[Measured]:
    """Start an ordinary bot, and one with very much that waits."""
    async with surroundings(everything_on=True) as around:
        async with around.bot() as bot:
            await until_idle(bot)
        yield await _started("Start with everything on, exec to ready", around, "")
        await _fill(around.database_url)
        async with around.bot(cards_at_once=TWEETS + CAMPAIGNS) as bot:
            await until_idle(bot)
            await bot.requests()
        what = f"The same with {TWEETS:,} waiting tweets and {CAMPAIGNS} campaigns"
        yield await _started(what, around, "3 s of processor, no request a card")


async def _started(what: str, around: Surroundings, goal: str) -> Measured:
    began = perf_counter()
    async with around.bot() as bot:
        seconds, processor = perf_counter() - began, bot.processor_seconds
        await until_idle(bot)
        requests = await bot.requests()
        settled = bot.processor_seconds
    value = (
        f"{seconds:.1f} s, {processor:.1f} s of processor; {settled:.1f} s until all is done, "
        f"{len(requests)} requests to Discord"
    )
    return Measured(what, value, goal)


async def _fill(url: str) -> None:
    """Store what waits, as if it had been queued."""
    database = Database(url)
    now = datetime.now(UTC)
    async with database.transaction() as session:
        for number in range(1, CAMPAIGNS + 1):
            session.add(_campaign(number, now))
        for number in range(TWEETS + CAMPAIGNS * TWEETS_OF_EACH):
            session.add(_tweet(number, now))
    await database.close()


def _campaign(number: int, now: datetime) -> Campaign:
    name = f"Campaign {number}"
    return Campaign(
        id=number,
        state=CampaignState.QUEUED,
        name=name,
        live_name=name,
        live_texts=name,
        kind=CampaignKind.SESSIONS,
        template="{{ session.title }}",
        start_at=now + timedelta(days=1),
        interval_minutes=60,
        seed=number,
        created_at=now,
        queued_at=now,
        queued_by=1,
    )


def _tweet(number: int, now: datetime) -> Tweet:
    of_campaign = number - TWEETS
    group = f"campaign:{of_campaign // TWEETS_OF_EACH + 1}" if of_campaign >= 0 else None
    return Tweet(
        text=f"Measured {number}",
        source=Source.COMPOSED if group is None else Source.CAMPAIGN,
        source_key=f"measured:{number}",
        group_key=group,
        author_id=1,
        author_name="Vera",
        created_at=now,
        not_before=now + timedelta(days=1, minutes=number),
    )


if __name__ == "__main__":
    print_each(measurements)
