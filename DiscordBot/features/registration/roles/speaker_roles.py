"""Tickets of people who also speak."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.registration.matching.attendees import attendee_tickets
from DiscordBot.features.registration.matching.names import Likeness, likeness, name_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from DiscordBot.features.registration.roles.role_mapping import RoleReference
    from DiscordBot.features.registration.shop.tickets import Order, Position


class Speaker(Protocol):
    """Somebody with a talk; `email_hash` is None where the address is not known."""

    @property
    def name(self) -> str:
        """The name in the programme."""

    @property
    def email_hash(self) -> str | None:
        """What stands for the address."""


class SpeakerMatch(IntEnum):
    """How sure it is that a ticket's attendee has a talk, the surer the higher."""

    NONE = 0
    ASK = 1
    """The same name and another e-mail address: organisers decide."""
    BY_NAME = 2
    BY_EMAIL = 3

    @property
    def is_speaker(self) -> bool:
        """Whether the ticket counts as a speaker's without anybody being asked."""
        return self >= SpeakerMatch.BY_NAME


def match_speaker(speaker: Speaker, order: Order, ticket: Position) -> SpeakerMatch:
    """Tell whether a ticket is a speaker's.

    The address may be the ticket's or the one that the order was placed with; the latter speaks for others'
    tickets in the order only where the name fits as well. A name alone counts where there is no other
    address to compare: anybody may put any name on their ticket.
    """
    name = ticket.attendee_name or ""
    address = speaker.email_hash
    if address is not None:
        if ticket.email_hash == address:
            return SpeakerMatch.BY_EMAIL
        is_buyer = order.email_hash == address
        if is_buyer and likeness(name, speaker.name) is not Likeness.NONE:
            return SpeakerMatch.BY_EMAIL
        if is_buyer and ticket.email_hash is None and _is_only_attendee(order, ticket):
            return SpeakerMatch.BY_EMAIL
    if likeness(name, speaker.name) is not Likeness.SAME:
        return SpeakerMatch.NONE
    return SpeakerMatch.BY_NAME if address is None or ticket.email_hash is None else SpeakerMatch.ASK


class SpeakerRoles:
    """Finds the speakers among the attendees, and the `roles` that their tickets give.

    `speakers` returns the same object as long as nothing changed.
    """

    def __init__(self, speakers: Callable[[], Sequence[Speaker]], roles: Iterable[RoleReference]) -> None:
        self._speakers = speakers
        self.roles = frozenset(roles)
        self._indexed: Sequence[Speaker] | None = None
        self._by_address: dict[str, list[Speaker]] = {}
        self._by_name: dict[str, list[Speaker]] = {}

    def match(self, order: Order, ticket: Position) -> SpeakerMatch:
        """Tell whether a ticket is some speaker's."""
        if self._indexed is not (current := self._speakers()):
            self._index(current)
        addresses = {ticket.email_hash, order.email_hash} - {None}
        candidates = [speaker for key in addresses for speaker in self._by_address.get(key or "", ())]
        for key in name_keys(ticket.attendee_name or ""):
            candidates += self._by_name.get(key, ())
        return max((match_speaker(one, order, ticket) for one in candidates), default=SpeakerMatch.NONE)

    def _index(self, speakers: Sequence[Speaker]) -> None:
        self._indexed = speakers
        self._by_address, self._by_name = {}, {}
        for speaker in speakers:
            if speaker.email_hash is not None:
                self._by_address.setdefault(speaker.email_hash, []).append(speaker)
            for key in name_keys(speaker.name):
                self._by_name.setdefault(key, []).append(speaker)


def _is_only_attendee(order: Order, ticket: Position) -> bool:
    names = {one.attendee_name for one in attendee_tickets(order)}
    return len(names) == 1 and (bool(ticket.attendee_name) or len(attendee_tickets(order)) == 1)
