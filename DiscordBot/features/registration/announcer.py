"""What registration tells people besides its answers; the ui does it, see `ui/log_cards.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.shop.tickets import Position


class Announcer(Protocol):
    """Tells people what happened. Nothing here raises or blocks for long."""

    def log(self, outcome: Outcome) -> None:
        """Write a line for organisers."""

    def log_renamed_ticket(self, claim: Claim, ticket: Position) -> None:
        """Tell organisers that a ticket that is registered bears another person's name now."""

    async def offer_transfer(self, request_id: int, outcome: Outcome) -> bool:
        """Show organisers a card with which a ticket can be moved; False if it could not be shown."""

    async def ask_about_speaker(self, claim: Claim, ticket: Position) -> bool:
        """Show organisers a card with which somebody can be confirmed as a speaker; False as above."""

    async def tell_loss(self, outcome: Outcome) -> None:
        """Tell a member which roles they lost, and why."""
