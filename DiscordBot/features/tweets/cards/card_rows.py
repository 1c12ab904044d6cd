"""What the database knows of cards, and of what authors were told. Every method is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, or_, select, update

from DiscordBot.discord_ui.card_channel import Place
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet, TweetStatus

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.sql.elements import ColumnElement

    from DiscordBot.core.database import Database

__all__ = ["FINAL", "POSTING", "CardRows", "Place"]

FINAL: Final = "final "
"""How `Tweet.card_shown` begins when the card showed what never changes any more."""
POSTING: Final = "posting"
"""What `Tweet.card_shown` is while a card is being posted for the first time."""

_NEEDS_HUMAN: Final = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)
_TOLD: Final = (DeliveryStatus.SENT, DeliveryStatus.FAILED)


class CardRows:
    """The columns of `tweet` that belong to cards and notices; nothing else in a row is changed here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unfinished(self) -> tuple[int, ...]:
        """Return the tweets whose cards may have something new to show, the oldest first.

        Tweets of a group have a card only if they once had one or need a human.
        """
        troubled = select(Delivery.tweet_id).where(col(Delivery.status).in_(_NEEDS_HUMAN))
        return await self._ids(
            col(Tweet.card_shown).not_like(f"{FINAL}%"),
            or_(col(Tweet.group_key).is_(None), col(Tweet.card_shown) != "", col(Tweet.id).in_(troubled)),
        )

    async def untold(self) -> tuple[int, ...]:
        """Return the tweets of people that were decided or sent, and of which their authors know nothing."""
        delivered = select(Delivery.tweet_id).where(col(Delivery.status).in_(_TOLD))
        return await self._ids(
            col(Tweet.author_id).is_not(None),
            col(Tweet.group_key).is_(None),
            or_(
                (col(Tweet.status) == TweetStatus.DENIED) & (col(Tweet.author_told) != "denied"),
                col(Tweet.id).in_(delivered) & (col(Tweet.author_told) != "sent"),
            ),
        )

    async def claim(self, tweet_id: int) -> None:
        """Note that a card is going to be posted."""
        await self._change(col(Tweet.id) == tweet_id, card_shown=POSTING)

    async def note(self, tweet_id: int, place: Place, shown: str) -> None:
        """Note where a card is and what it shows."""
        values = {"card_channel": place.channel, "card_message": place.message, "card_shown": shown}
        await self._change(col(Tweet.id) == tweet_id, **values)

    async def forget(self, messages: Collection[int]) -> tuple[int, ...]:
        """Note that these messages are gone; return the open tweets whose cards they were."""
        is_open = col(Tweet.card_shown).not_like(f"{FINAL}%")
        tweet_ids = await self._ids(col(Tweet.card_message).in_(messages), is_open)
        if tweet_ids:
            values = {"card_channel": None, "card_message": None, "card_shown": ""}
            await self._change(col(Tweet.id).in_(tweet_ids), **values)
        return tweet_ids

    async def tell(self, tweet_id: int, before: str, outcome: str) -> bool:
        """Note what an author is told; False if somebody else has noted something meanwhile."""
        return await self._change(
            (col(Tweet.id) == tweet_id) & (col(Tweet.author_told) == before), author_told=outcome
        )

    async def _ids(self, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
        async with self._database.transaction() as session:
            query = select(Tweet.id).where(*conditions).order_by(col(Tweet.id))
            return tuple(found for found in (await session.execute(query)).scalars() if found is not None)

    async def _change(self, condition: ColumnElement[bool], **values: Any) -> bool:  # noqa: ANN401 - columns
        async with self._database.transaction() as session:
            changed = update(Tweet).where(condition).values(**values).returning(col(Tweet.id))
            return bool((await session.execute(changed)).all())
