"""Changing members of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.limits import nickname as fit_nickname
from DiscordBot.members import ChangeRefusedError, FoundRoles, MemberGoneError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.discord_ui.server import Server


class DiscordMembers:
    """The members of the one server, as `DiscordBot.members.Members` describes them."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def find_roles(self, references: Iterable[str | int]) -> FoundRoles:
        """Find roles by name or id, and say of the others why the bot cannot give them."""
        roles, findings = self._server.roles_to_give(references)
        problems = tuple(f"{found.subject}: {found.detail} {found.remedy}" for found in findings)
        return FoundRoles(frozenset(role.id for role in roles), problems)

    async def roles_of(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has. Raises `MemberGoneError`."""
        member = await self._member(user_id)
        return frozenset(role.id for role in member.roles)

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> None:
        """Change roles and nickname in one request, or none if nothing would change."""
        member = await self._member(user_id)
        before = {role.id for role in member.roles if not role.is_default()}
        after = (before | add) - remove
        fields: dict[str, Any] = {}
        if after != before:
            fields["roles"] = [discord.Object(role_id) for role_id in sorted(after)]
        nick = fit_nickname(nickname or "")
        if nick and nick != member.display_name and _may_rename(member):
            fields["nick"] = nick
        if not fields:
            return
        try:
            await member.edit(**fields, reason="ticket registration")
        except discord.NotFound:
            raise MemberGoneError("The member is not on the server.") from None
        except discord.Forbidden:
            raise ChangeRefusedError(
                "Discord did not allow the change. Check that the bot's role is above the member's and the "
                "ticket roles, and may manage roles and nicknames."
            ) from None
        except discord.HTTPException as error:
            raise ChangeRefusedError(f"Discord could not make the change (status {error.status}).") from None

    async def _member(self, user_id: int) -> discord.Member:
        guild = self._server.guild
        if guild is None:
            raise ChangeRefusedError("The bot is not connected to the server at the moment.")
        member = guild.get_member(user_id)
        if member is None and not guild.chunked:
            try:
                member = await guild.fetch_member(user_id)
            except discord.NotFound:
                member = None
        if member is None:
            raise MemberGoneError("The member is not on the server.")
        return member


def _may_rename(member: discord.Member) -> bool:
    """Discord lets nobody rename the owner, or a member whose highest role is not below one's own."""
    me = member.guild.me
    return member.id != member.guild.owner_id and member.top_role < me.top_role
