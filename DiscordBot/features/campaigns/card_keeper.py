"""Every campaign's one card in the moderation channel: there once, and showing the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from DiscordBot.discord_ui.card_channel import Place
from DiscordBot.features.campaigns.status import Phase
from DiscordBot.features.campaigns.texts.card_text import card_of
from DiscordBot.features.tweets.cards.backlog import Backlog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.service import CampaignService
    from DiscordBot.features.campaigns.status import Standing
    from DiscordBot.features.campaigns.storage.rows import CampaignRows
    from DiscordBot.features.campaigns.texts.card_text import CampaignCard
    from DiscordBot.features.tweets.cards.backlog import InBackground

NAME = "campaign cards"

_OVER: Final = frozenset({Phase.FINISHED, Phase.CANCELLED})


class CardBoard(Protocol):
    """Where cards are shown."""

    async def show(self, card: CampaignCard, place: Place | None) -> Place:
        """Make a card show this, at `place` if it is there, else anew; return where it is.

        Raises `UnreachableError` while nothing can be shown.
        """


class CampaignCards:
    """Follows what happens to campaigns; however much that is, a card is edited once at a time."""

    def __init__(
        self,
        *,
        service: CampaignService,
        rows: CampaignRows,
        board: CardBoard,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._service = service
        self._rows = rows
        self._board = board
        self._in_background = in_background
        # What changes while a card is being edited makes one further edit, not one each.
        self._backlog = Backlog(NAME, self._refresh, in_background=in_background, on_error=on_error)
        self._stale: set[int] = set()

    def changed(self, campaign_id: int) -> None:
        """Bring a campaign's card up to date soon."""
        self._stale.add(campaign_id)
        self._backlog.add(campaign_id)

    async def begin(self) -> None:
        """Bring all cards up to date: nobody told what happened while the bot was away."""
        for standing in await self._service.standings():
            self.changed(standing.campaign.number)

    async def look(self) -> None:
        """Try again what could not be shown; for a job, each minute."""
        for campaign_id in tuple(self._stale):
            self._backlog.add(campaign_id)

    def deleted(self, messages: Collection[int]) -> None:
        """Post those cards anew that somebody has deleted."""
        self._in_background(self._replace(frozenset(messages)), NAME)

    async def _replace(self, messages: Collection[int]) -> None:
        for campaign_id in await self._rows.forget_cards(messages):
            self.changed(campaign_id)

    async def _refresh(self, campaign_id: int) -> None:
        self._stale.discard(campaign_id)
        try:
            await self._show(await self._service.standing(campaign_id))
        except Exception:
            self._stale.add(campaign_id)
            raise

    async def _show(self, standing: Standing) -> None:
        before = _place(standing.campaign)
        if standing.phase is Phase.DRAFT or (before is None and standing.phase in _OVER):
            return
        place = await self._board.show(card_of(standing), before)
        if place != before:
            await self._rows.note_card(standing.campaign.number, place)


def _place(campaign: Campaign) -> Place | None:
    if campaign.card_channel is None or campaign.card_message is None:
        return None
    return Place(campaign.card_channel, campaign.card_message)
