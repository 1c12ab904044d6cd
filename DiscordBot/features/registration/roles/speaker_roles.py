"""Tickets of people who also speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.registration.names import Likeness, likeness, name_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.features.registration.roles.role_mapping import RoleReference
    from DiscordBot.features.registration.shop.tickets import Position


class Speaker(Protocol):
    """Somebody with a talk; `email_hash` is None where the address is not known."""

    @property
    def name(self) -> str:
        """The name in the programme."""

    @property
    def email_hash(self) -> str | None:
        """What stands for the address."""


class SpeakerRoles:
    """Gives `roles` to the tickets of speakers, recognised by the hash of their address or by their name.

    `speakers` returns the same object as long as nothing changed. The name counts only of those whose
    address is not known: anybody may put any name on their ticket.
    """

    def __init__(self, speakers: Callable[[], Sequence[Speaker]], roles: Sequence[RoleReference]) -> None:
        self._speakers = speakers
        self._roles = frozenset(roles)
        self._indexed: Sequence[Speaker] | None = None
        self._addresses: frozenset[str] = frozenset()
        self._names: dict[str, list[str]] = {}

    def roles_for(self, ticket: Position) -> frozenset[RoleReference]:
        """Return what a ticket gives because of its attendee's talk."""
        if self._indexed is not (current := self._speakers()):
            self._index(current)
        name = ticket.attendee_name or ""
        candidates = (known for key in name_keys(name) for known in self._names.get(key, ()))
        speaks = ticket.email_hash in self._addresses or any(
            likeness(name, known) is Likeness.SAME for known in candidates
        )
        return self._roles if speaks else frozenset()

    def _index(self, speakers: Sequence[Speaker]) -> None:
        self._indexed = speakers
        self._addresses = frozenset(one.email_hash for one in speakers if one.email_hash is not None)
        self._names = {}
        for speaker in speakers:
            for key in name_keys(speaker.name) if speaker.email_hash is None else ():
                self._names.setdefault(key, []).append(speaker.name)


def is_ticket_of(speaker: Speaker, ticket: Position) -> bool:
    """Tell whether a ticket is a speaker's, by the rule of `SpeakerRoles`."""
    if speaker.email_hash is not None:
        return ticket.email_hash == speaker.email_hash
    return likeness(ticket.attendee_name or "", speaker.name) is Likeness.SAME
