"""The database itself refuses to change what was noted, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, update

from DiscordBot.features.tweets.models import Audit, Source, Tweet
from tests.features.tweets.queue_harness import ADA, VICTOR

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from tests.features.tweets.queue_harness import QueueHarness


async def do(harness: QueueHarness, *statements: Executable) -> None:
    async with harness.database.transaction() as session:
        for statement in statements:
            await session.execute(statement)


async def test_audit_rows_are_never_changed(harness: QueueHarness) -> None:
    tweet_id = await harness.approved("Hello")
    changes: tuple[dict[str, Any], ...] = ({"actor_id": None}, {"after": {}}, {"action": "denied"})
    for change in changes:
        with pytest.raises(DBAPIError, match="never changed"):
            await do(harness, update(Audit).where(col(Audit.tweet_id) == tweet_id).values(**change))
    assert await harness.deeds(tweet_id) == [(VICTOR.id, "submitted"), (ADA.id, "approved")]


async def test_audit_rows_stay_as_long_as_anybody_is_named_on_the_tweet(harness: QueueHarness) -> None:
    written = await harness.write("Hello")
    news = await harness.write("News", None, Source.NEWS)
    await harness.service.deny(news, ADA, "Not that one")
    for tweet_id, known in ((written, 1), (news, 2)):
        with pytest.raises(DBAPIError, match="only deleted when people are forgotten"):
            await do(harness, delete(Audit).where(col(Audit.tweet_id) == tweet_id))
        assert len(await harness.service.history(tweet_id)) == known
    # One of several is enough, in whichever order they are asked for.
    is_news = col(Tweet.id) == news
    with pytest.raises(DBAPIError, match="only deleted when people are forgotten"):
        await do(harness, update(Tweet).where(is_news).values(decided_by=None), delete(Audit))
    await harness.service.forget_personal_data(harness.clock.now() + timedelta(hours=1))
    assert [*await harness.service.history(written), *await harness.service.history(news)] == []
