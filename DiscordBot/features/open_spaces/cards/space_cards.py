"""Which open spaces have cards, and what these say now; see `keeper.CardSource`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.cards.card_text import card_of
from DiscordBot.features.open_spaces.errors import NoSuchOpenSpaceError
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import FINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

CARDS = "open spaces' cards"

_OVER = FINAL | {State.REMINDED}


@dataclass(slots=True)
class SpaceCards:
    """Open spaces get cards while there is something to decide; what was never shown needs none later.

    `titles` are what networks are called, by their names; `offers_others` says whether those without a post
    can be told of an open space in our words.
    """

    service: OpenSpaceService
    titles: Mapping[str, str]
    offers_others: Callable[[], bool]
    # What else takes the room.
    changes_by_itself: bool = True

    async def unfinished(self) -> Sequence[OpenSpaceSnapshot]:
        """See `CardSource`."""
        return await self.service.with_unfinished_cards()

    async def get(self, row_id: int) -> OpenSpaceSnapshot | None:
        """See `CardSource`."""
        try:
            return await self.service.get(row_id)
        except NoSuchOpenSpaceError:
            return None

    async def card(self, row: OpenSpaceSnapshot) -> Card | None:
        """See `CardSource`."""
        if row.state in _OVER and row.card_message is None:
            return None
        related = None if row.related_id is None else await self.service.get(row.related_id)
        return card_of(row, related, self.titles, offers_others=self.offers_others())
