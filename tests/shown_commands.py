"""Commands that everybody is shown, so that tests see who may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS

if TYPE_CHECKING:
    from simcord import GuildHandle


def show_all_commands(guild: GuildHandle) -> None:
    """Let all people see all commands, as organisers may do under Integrations; roles decide all the same."""
    backend, everybody = guild._env.backend, guild.default_role.id  # noqa: SLF001 - handles do not tell
    permissions = backend.guilds[guild.id].roles[everybody].permissions | FOR_ORGANIZERS.value
    backend.edit_role(guild.id, everybody, {"permissions": permissions})
