"""Which tweets have cards, and what these say now; see `keeper.CardSource`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from DiscordBot.discord_ui.cards.rows import is_unfinished
from DiscordBot.features.tweets.cards.card_text import asks_human, card_of
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.sending.outbox import Outbox
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange, TweetSnapshot

CARDS = "tweet cards"

_BRIEF = (Outcome.WAITING, Outcome.SENDING)
_NEEDS_HUMAN = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)


@dataclass(slots=True)
class TweetCards:
    """Tweets of a group are moderated on a common card; they get one of their own when they need a human."""

    database: Database
    service: TweetService
    facts: FactsReader
    # When a tweet would go out, and what stands in its way.
    changes_by_itself: bool = True

    async def unfinished(self) -> Sequence[TweetSnapshot]:
        """See `CardSource`."""
        troubled = select(Delivery.tweet_id).where(col(Delivery.status).in_(_NEEDS_HUMAN))
        query = select(Tweet.id).where(
            is_unfinished(Tweet),
            or_(col(Tweet.group_key).is_(None), col(Tweet.card_shown) != "", col(Tweet.id).in_(troubled)),
        )
        async with self.database.read() as session:
            found = (await session.execute(query)).scalars().all()
        return await self.service.get_all([tweet_id for tweet_id in found if tweet_id is not None])

    async def get(self, row_id: int) -> TweetSnapshot | None:
        """See `CardSource`."""
        return next(iter(await self.service.get_all([row_id])), None)

    async def card(self, row: TweetSnapshot) -> Card | None:
        """See `CardSource`."""
        needs_card = (
            row.group_key is None or row.card_shown != "" or row.outcome is Outcome.FAILED or asks_human(row)
        )
        return card_of(row, await self.facts.of(row)) if needs_card else None


class CardUpdates:
    """Brings cards up to date after changes, and spares them those that last but a moment.

    `outboxes` are asked whether they are at work: what they are about to send is shown when that has gone
    well or not, or when they have left it. A card whose tweet takes long is edited by the keeper's own job.
    """

    def __init__(self, cards: CardKeeper[TweetSnapshot]) -> None:
        self.outboxes: Sequence[Outbox] = ()
        self._cards = cards
        self._held: dict[int, None] = {}

    def changed(self, change: TweetChange) -> None:
        """See `TweetService.listen`; cards of new tweets wait for those that somebody is looking at."""
        if change.outcome in _BRIEF and any(outbox.is_busy for outbox in self.outboxes):
            self._held[change.tweet_id] = None
            return
        self._held.pop(change.tweet_id, None)
        self._cards.changed(change.tweet_id, is_urgent=change.outcome is not Outcome.PENDING)

    def rested(self) -> None:
        """Show what an outbox has left as it was."""
        if any(outbox.is_busy for outbox in self.outboxes):
            return
        held, self._held = self._held, {}
        for tweet_id in held:
            self._cards.changed(tweet_id, is_urgent=True)
