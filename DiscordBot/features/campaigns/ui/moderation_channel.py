"""The moderation channel, as `cards.CardBoard`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.components import persistent_view
from DiscordBot.discord_ui.posted_message import Post, has_button
from DiscordBot.features.campaigns.texts.card_text import CardAction
from DiscordBot.features.campaigns.ui.embeds import FEATURE, card_embed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.discord_ui.card_channel import CardChannel, Place
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.features.campaigns.texts.card_text import CampaignCard


class CampaignBoard:
    """Shows cards in `channel`, with `buttons` below them."""

    def __init__(self, channel: CardChannel, buttons: Mapping[CardAction, type[PersistentButton]]) -> None:
        self._channel = channel
        self._buttons = buttons

    async def show(self, card: CampaignCard, place: Place | None) -> Place:
        """See `cards.CardBoard`."""
        view = persistent_view(*(self._buttons[action](card.campaign_id) for action in card.actions))
        # A crash may have kept it from being remembered; its first button tells whose it is.
        is_mine = has_button(f"{FEATURE}:v1:{CardAction.OPEN}:{card.campaign_id}")
        return await self._channel.show(Post(embed=card_embed(card), view=view), place, is_mine=is_mine)
