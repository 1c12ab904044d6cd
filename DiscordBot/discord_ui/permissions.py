"""Who may do what, asked of the member's roles at the moment of the click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.server_setup.layout import SEES_ORGANIZER_COMMANDS, SEES_STAFF_COMMANDS
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


FOR_STAFF = discord.Permissions(**dict.fromkeys(SEES_STAFF_COMMANDS, True))
"""Who does not have these is not even shown the commands for staff: set-up gives them to the staff's roles.

Organisers can choose others under Server Settings → Integrations. What a command does is decided by roles.
https://discord.com/developers/docs/interactions/application-commands#permissions
"""
FOR_ORGANIZERS = discord.Permissions(**dict.fromkeys(SEES_ORGANIZER_COMMANDS, True))


class Staff:
    """The people with the organisers', the volunteers' and the desk helpers' roles, by name or id."""

    def __init__(
        self,
        organizers: Sequence[str | int],
        volunteers: Sequence[str | int],
        desk: Sequence[str | int] = (),
    ) -> None:
        self._organizers = tuple(organizers)
        self._volunteers = tuple(volunteers)
        self._desk = tuple(desk)

    def is_organizer(self, person: discord.Member | discord.User) -> bool:
        """Tell whether the person has an organiser's role; in a direct message nobody has."""
        return _has_one_of(self._organizers, person)

    def is_volunteer(self, person: discord.Member | discord.User) -> bool:
        """Tell whether the person has a volunteer's role, which organisers need not have."""
        return _has_one_of(self._volunteers, person)

    def is_desk_helper(self, person: discord.Member | discord.User) -> bool:
        """Tell whether the person may help at the registration desk, as organisers may."""
        return self.is_organizer(person) or _has_one_of(self._desk, person)

    async def require_desk_helper(self, interaction: discord.Interaction[Any]) -> bool:
        """Return True or raise `Refusal`, as `require_organizer` does."""
        if isinstance(interaction.user, discord.Member) and self.is_desk_helper(interaction.user):
            return True
        return await self.require_organizer(interaction)

    async def require_organizer(self, interaction: discord.Interaction[Any]) -> bool:
        """Return True or raise `Refusal`; serves as a cog's `interaction_check` and as a button's check."""
        if isinstance(interaction.user, discord.User):
            raise Refusal(tr("Please use this on the server, not in a direct message."))
        if not self.is_organizer(interaction.user):
            raise Refusal(tr("Only organisers can do this. If you are one, ask for the organisers' role."))
        return True


def _has_one_of(references: Sequence[str | int], person: discord.Member | discord.User) -> bool:
    roles = [] if isinstance(person, discord.User) else person.roles
    return any(referred_to(reference, roles) for reference in references)
