"""Creating what the server lacks while the bot runs, one thing at a time, from `/health`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import discord

from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.server_setup.creation import ServerSetup
from DiscordBot.server_setup.plan import NewCategory, NewRole, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import Layout
    from DiscordBot.server_setup.plan import NewChannel, Step

CREATE = "Create it"
_FOR_ROLES = discord.Permissions(manage_roles=True)
# The channel's own permissions are set with it, which takes the same right as roles do.
_FOR_CHANNELS = discord.Permissions(manage_channels=True, manage_roles=True)


@dataclass(frozen=True, slots=True)
class MissingThings:
    """Offers to create the roles and channels that are not there, where the bot may.

    Like the set-up, it changes and deletes nothing that exists. `guild` gives None while the bot is not
    connected.
    """

    config: Config
    wanted: Layout
    guild: Callable[[], discord.Guild | None]
    application_id: int

    def offered(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings, with a repair for those that the bot can settle itself."""
        server = self._server()
        if server is None:
            return tuple(findings)
        steps = {
            step.wanted.subject: step
            for step in server.plan().steps
            if not isinstance(step, NewCategory) and _may_create(server.me, step)
        }
        return tuple(
            replace(found, repair=Repair(CREATE, partial(self._create, found.subject)))
            if found.subject in steps
            else found
            for found in findings
        )

    async def _create(self, subject: str) -> str:
        """Create what is called so, as the server is now, with its category. Raises `NotRepairedError`."""
        server = self._server()
        if server is None:
            raise NotRepairedError("The bot is not connected to the server at the moment.")
        steps = [step for step in server.plan().steps if _belongs_to(step, subject, server)]
        if not steps:
            return "It is there now; nothing was created."
        told: list[Finding] = []
        await server.carry_out(Plan(tuple(steps), ()), told.append)
        failed = [found for found in told if found.level is Level.ERROR]
        if failed:
            raise NotRepairedError(f"{failed[0].detail} {failed[0].remedy}".strip())
        doubts = [f"{found.detail} {found.remedy}" for found in told if found.level is Level.WARNING]
        return " ".join((f"The {subject.partition(' (')[0]} was created.", *doubts))

    def _server(self) -> ServerSetup | None:
        guild = self.guild()
        if guild is None:
            return None
        return ServerSetup(
            self.config, self.wanted, guild, guild.me, self.application_id, list(guild.channels)
        )


def _may_create(me: discord.Member, step: NewRole | NewChannel) -> bool:
    needed = _FOR_ROLES if isinstance(step, NewRole) else _FOR_CHANNELS
    return needed.is_subset(me.guild_permissions)


def _belongs_to(step: Step, subject: str, server: ServerSetup) -> bool:
    """Tell whether the step is the one with this subject, or makes the category that this one needs."""
    if not isinstance(step, NewCategory):
        return step.wanted.subject == subject
    wanted = next((one for one in server.wanted.channels if one.subject == subject), None)
    return (
        wanted is not None
        and wanted.category == step.category
        and not referred_to(wanted.reference, server.channels)
    )
