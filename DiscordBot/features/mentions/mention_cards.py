"""Which mentions have cards, and what these say now; see `keeper.CardSource`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.mentions.card_text import card_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.features.mentions.rows import MentionRows
    from DiscordBot.features.mentions.snapshot import MentionSnapshot

CARDS = "mention cards"


@dataclass(slots=True)
class MentionCards:
    """Every mention has a card; `tweet_card` gives the address of a tweet's card, if it has one.

    `labels` are what people know networks by, by their names.
    """

    rows: MentionRows
    tweet_card: Callable[[int], Awaitable[str | None]]
    labels: Mapping[str, str]
    # The card of the answer comes after the answer.
    changes_by_itself: bool = True

    async def unfinished(self) -> Sequence[MentionSnapshot]:
        """See `CardSource`."""
        return await self.rows.unfinished()

    async def get(self, row_id: int) -> MentionSnapshot | None:
        """See `CardSource`."""
        return await self.rows.get(row_id)

    async def card(self, row: MentionSnapshot) -> Card:
        """See `CardSource`."""
        tweet_card = None if row.tweet_id is None else await self.tweet_card(row.tweet_id)
        return card_of(row, tweet_card, self.labels.get(row.network, ""))
