"""Tickets of people who also speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.registration.names import name_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.registration.role_mapping import RoleReference
    from DiscordBot.registration.tickets import Position

    Speakers = Sequence[tuple[str, str | None]]


class SpeakerRoles:
    """Gives `roles` to the tickets of speakers, recognised by the hash of their address or by their name.

    `speakers` returns names with hashes (None where no address is known), the same object as long as
    nothing changed. The name counts as well, since people buy tickets with another address than they
    hand in talks with.
    """

    def __init__(self, speakers: Callable[[], Speakers], roles: Sequence[RoleReference]) -> None:
        self._speakers = speakers
        self._roles = frozenset(roles)
        self._indexed: Speakers | None = None
        self._index: frozenset[str] = frozenset()

    def roles_for(self, ticket: Position) -> frozenset[RoleReference]:
        """Return what a ticket gives because of its attendee's talk."""
        if self._indexed is not (current := self._speakers()):
            self._index = frozenset(key for name, email in current for key in _keys(name, email))
            self._indexed = current
        known = _keys(ticket.attendee_name or "", ticket.email_hash) & self._index
        return self._roles if known else frozenset()


def _keys(name: str, email_hash: str | None) -> frozenset[str]:
    # No name contains a colon once it is folded, so that hashes and names never meet.
    return name_keys(name) | ({f"email:{email_hash}"} if email_hash else frozenset())
