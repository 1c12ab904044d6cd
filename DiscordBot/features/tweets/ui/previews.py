"""A tweet before it is in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.cards.card_text import preview_of

if TYPE_CHECKING:
    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.service import PreparedDraft


@dataclass(frozen=True, slots=True)
class Previews:
    """Shows tweets of other features to those who are about to queue them."""

    facts: FactsReader

    async def face(self, prepared: PreparedDraft) -> CardFace:
        """Return what the tweet's card would show: text, length, warnings, price, and when it goes out."""
        return preview_of(prepared.content, await self.facts.of(prepared.content))
