"""What the database knows of what authors were told. Every method is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, or_, select, update

from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet, TweetStatus

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

EDITED = "edited "
"""How `Tweet.author_told` begins while an author knows of somebody else's change of the text."""

_TOLD = (DeliveryStatus.SENT, DeliveryStatus.FAILED)


class NoticeRows:
    """The column `author_told` of tweets; nothing else in a row is changed here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def untold(self) -> tuple[int, ...]:
        """Return the tweets of people that were decided or sent, and of which their authors know nothing."""
        delivered = select(Delivery.tweet_id).where(col(Delivery.status).in_(_TOLD))
        query = select(Tweet.id).where(
            col(Tweet.author_id).is_not(None),
            col(Tweet.group_key).is_(None),
            or_(
                (col(Tweet.status) == TweetStatus.DENIED) & (col(Tweet.author_told) != "denied"),
                (col(Tweet.status) == TweetStatus.CANCELLED)
                & (col(Tweet.decided_by) != col(Tweet.author_id))
                & (col(Tweet.author_told) != "cancelled"),
                (col(Tweet.status) == TweetStatus.PENDING)
                & (col(Tweet.edited_by) != col(Tweet.author_id))
                & col(Tweet.author_told).not_like(f"{EDITED}%"),
                col(Tweet.id).in_(delivered) & (col(Tweet.author_told) != "sent"),
            ),
        )
        async with self._database.read() as session:
            found = (await session.execute(query.order_by(col(Tweet.id)))).scalars()
            return tuple(tweet_id for tweet_id in found if tweet_id is not None)

    async def tell(self, tweet_id: int, before: str, outcome: str) -> bool:
        """Note what an author is told; False if somebody else has noted something meanwhile."""
        is_as_before = (col(Tweet.id) == tweet_id) & (col(Tweet.author_told) == before)
        changed = update(Tweet).where(is_as_before).values(author_told=outcome).returning(col(Tweet.id))
        async with self._database.transaction() as session:
            return bool((await session.execute(changed)).all())
