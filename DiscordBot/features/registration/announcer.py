"""What registration tells people besides its answers; the ui does it, see `ui/log_cards.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.registration.matching.names import Likeness, likeness
from DiscordBot.features.registration.models import SpeakerCheck
from DiscordBot.features.registration.outcome import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Position

UNREMARKABLE = frozenset(
    {
        Result.NO_CODE,
        Result.NOT_FOUND,
        Result.STARTING,
        Result.PRETIX_UNAVAILABLE,
        Result.ALREADY_REGISTERED,
    }
)
"""What organisers need not read about."""


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


class Reports:
    """Decides who is told what."""

    def __init__(self, claims: Claims, store: TicketStore, announcer: Announcer) -> None:
        self._claims = claims
        self._store = store
        self._announcer = announcer

    async def told(self, outcome: Outcome) -> Outcome:
        """Tell of an outcome all whom it concerns, and return it."""
        if outcome.result is Result.TAKEN and outcome.position_id is not None:
            await self._offer_transfer(outcome, outcome.position_id)
        elif outcome.result not in UNREMARKABLE:
            self._announcer.log(outcome)
        if outcome.removed:
            await self._announcer.tell_loss(outcome)
        if outcome.result is Result.REGISTERED:
            await self.ask_about(outcome.to_ask)
        return outcome

    async def told_if_changed(self, outcome: Outcome) -> Outcome:
        """Do the same, unless a member has what they had before."""
        if outcome.result in {Result.CHANGED, Result.REGISTERED} or outcome.removed:
            return await self.told(outcome)
        return outcome

    async def ask_about(self, claims: Iterable[Claim]) -> None:
        """Ask organisers whether the holders of these tickets are the speakers of that name."""
        for claim in claims:
            order = self._store.holding(claim.position_id)
            if order is not None and await self._announcer.ask_about_speaker(
                claim, order.position(claim.position_id)
            ):
                await self._claims.note_speaker(claim.position_id, SpeakerCheck.ASKED)

    async def tell_renamed(self, claims: Iterable[Claim]) -> None:
        """Tell organisers once of each ticket that got another person's name after it was claimed."""
        for claim in claims:
            order = self._store.holding(claim.position_id) if claim.user_id is not None else None
            ticket = order.position(claim.position_id) if order is not None else None
            known = claim.attendee_name if claim.seen_name is None else claim.seen_name
            if ticket is None or not known or ticket.attendee_name in {None, "", known}:
                continue
            await self._claims.note_name(claim.position_id, ticket.attendee_name)
            if likeness(known, ticket.attendee_name or "") is not Likeness.SAME:
                self._announcer.log_renamed_ticket(claim, ticket)

    async def _offer_transfer(self, outcome: Outcome, position_id: int) -> None:
        request_id = await self._claims.request_transfer(position_id, outcome.user_id)
        if request_id is None or not await self._announcer.offer_transfer(request_id, outcome):
            self._announcer.log(outcome)
