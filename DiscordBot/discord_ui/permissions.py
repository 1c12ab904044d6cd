"""Who may do what, asked of the member's roles at the moment of the click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.references import referred_to

if TYPE_CHECKING:
    from collections.abc import Sequence


class Staff:
    """The people with the organisers' and the volunteers' roles, each given by name or id."""

    def __init__(self, organizers: Sequence[str | int], volunteers: Sequence[str | int]) -> None:
        self._organizers = tuple(organizers)
        self._volunteers = tuple(volunteers)

    def is_organizer(self, person: discord.Member | discord.User) -> bool:
        """Tell whether the person has an organiser's role; in a direct message nobody has."""
        return _has_one_of(self._organizers, person)

    def is_volunteer(self, person: discord.Member | discord.User) -> bool:
        """Tell whether the person has a volunteer's role, which organisers need not have."""
        return _has_one_of(self._volunteers, person)

    async def require_organizer(self, interaction: discord.Interaction[Any]) -> bool:
        """Return True or raise `Refusal`; serves as a cog's `interaction_check` and as a button's check."""
        if isinstance(interaction.user, discord.User):
            raise Refusal("Please use this on the server, not in a direct message.")
        if not self.is_organizer(interaction.user):
            raise Refusal("Only organisers can do this. If you are one, ask for the organisers' role.")
        return True


def _has_one_of(references: Sequence[str | int], person: discord.Member | discord.User) -> bool:
    roles = [] if isinstance(person, discord.User) else person.roles
    return any(referred_to(reference, roles) for reference in references)
