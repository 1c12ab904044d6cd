"""How many tweets and deliveries are in which state: for whoever watches the bot, so it is asked often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet, TweetStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.core.database import Database


class QueueCounts:
    """Lets the database count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tweets(self) -> Mapping[str, int]:
        """Return how many tweets are in each state; those without any are 0."""
        query = select(col(Tweet.status), func.count()).group_by(col(Tweet.status))
        async with self._database.read() as session:
            found = (await session.execute(query)).all()
        return {status.value: 0 for status in TweetStatus} | {status.value: count for status, count in found}

    async def deliveries(self) -> Mapping[tuple[str, str], int]:
        """Return how many deliveries to each network are in each state, of networks that have any."""
        query = select(col(Delivery.network), col(Delivery.status), func.count()).group_by(
            col(Delivery.network), col(Delivery.status)
        )
        async with self._database.read() as session:
            found = (await session.execute(query)).all()
        networks = sorted({network for network, _, _ in found})
        none = {(network, status.value): 0 for network in networks for status in DeliveryStatus}
        return none | {(network, status.value): count for network, status, count in found}
