"""Tickets of people who also speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.registration.names import Likeness, likeness, name_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.registration.role_mapping import RoleReference
    from DiscordBot.registration.tickets import Position

    Speakers = Sequence[tuple[str, str | None]]


class SpeakerRoles:
    """Gives `roles` to the tickets of speakers, recognised by the hash of their address or by their name.

    `speakers` returns names with hashes (None where no address is known), the same object as long as
    nothing changed. The name counts only of those whose address is not known: anybody may put any name
    on his ticket.
    """

    def __init__(self, speakers: Callable[[], Speakers], roles: Sequence[RoleReference]) -> None:
        self._speakers = speakers
        self._roles = frozenset(roles)
        self._indexed: Speakers | None = None
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

    def _index(self, speakers: Speakers) -> None:
        self._indexed = speakers
        self._addresses = frozenset(email for _, email in speakers if email is not None)
        self._names = {}
        for name, email in speakers:
            for key in name_keys(name) if email is None else ():
                self._names.setdefault(key, []).append(name)
