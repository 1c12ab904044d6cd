"""Which campaigns have cards, and what these say now; see `keeper.CardSource`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.errors import NoSuchCampaignError
from DiscordBot.features.campaigns.snapshot import OVER, Status
from DiscordBot.features.campaigns.texts.card_text import card_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.features.campaigns.service import CampaignService
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot

CARDS = "campaign cards"


@dataclass(slots=True)
class CampaignCards:
    """A campaign has a card from its creation on, however many tweets it has."""

    service: CampaignService
    changes_by_itself: bool = False

    async def unfinished(self) -> Sequence[CampaignSnapshot]:
        """See `CardSource`."""
        return await self.service.with_unfinished_cards()

    async def get(self, row_id: int) -> CampaignSnapshot | None:
        """See `CardSource`."""
        try:
            return await self.service.snapshot(row_id)
        except NoSuchCampaignError:
            return None

    async def card(self, row: CampaignSnapshot) -> Card | None:
        """See `CardSource`."""
        is_needed = row.status is not Status.DRAFT and (
            row.status not in OVER or row.card_message is not None
        )
        return card_of(row) if is_needed else None
