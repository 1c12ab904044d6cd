"""Changing members of the server."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from cachetools import TTLCache

from DiscordBot.core.members import ChangeRefusedError, FoundRoles, MemberGoneError
from DiscordBot.discord_ui.texts.limits import nickname as fit_nickname

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.discord_ui.server import Server


NOT_ALLOWED = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)


class DiscordMembers:
    """The members of the one server, as `DiscordBot.core.members.Members` describes them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        # What we changed and Discord has not told us about yet: each member's roles before and after.
        self._changed: TTLCache[int, tuple[frozenset[int], frozenset[int]]] = TTLCache(10_000, ttl=60)

    def find_roles(self, references: Iterable[str | int]) -> FoundRoles:
        """Find roles by name or id, and say of the others why the bot cannot give them."""
        roles, findings = self._server.roles_to_give(references)
        problems = tuple(f"{found.subject}: {found.detail} {found.remedy}" for found in findings)
        return FoundRoles(frozenset(role.id for role in roles), problems)

    async def roles_of(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has. Raises `MemberGoneError`."""
        return self._roles(await self._member(user_id))

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> str | None:
        """Change roles and nickname in one request, if there is anything to do; return a new nickname."""
        member = await self._member(user_id)
        before = self._roles(member)
        after = (before | add) - remove
        fields: dict[str, Any] = {}
        if after != before:
            fields["roles"] = [discord.Object(role_id) for role_id in sorted(after)]
        nick = fit_nickname(nickname or "")
        if nick and nick != member.display_name and _may_rename(member):
            fields["nick"] = nick
        if not fields:
            return None
        given = await self._edit(member, fields)
        self._changed[user_id] = (_cached_roles(member), after)
        return given

    async def _edit(self, member: discord.Member, fields: dict[str, Any]) -> str | None:
        try:
            await member.edit(**fields, reason="ticket registration")
        except discord.NotFound:
            raise MemberGoneError("The member is not on the server.") from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise ChangeRefusedError("Discord could not be reached.") from None
        except discord.HTTPException as error:
            if fields.keys() == {"nick", "roles"} and error.status in NOT_ALLOWED:
                # A server's rules may forbid a name; the roles do not depend on it.
                return await self._edit(member, {"roles": fields["roles"]})
            raise _refusal(error) from None
        nickname: str | None = fields.get("nick")
        return nickname

    def _roles(self, member: discord.Member) -> frozenset[int]:
        """Return a member's roles, counting our own change that the gateway has not confirmed yet."""
        cached = _cached_roles(member)
        before, after = self._changed.get(member.id, (None, cached))
        return after if cached == before else cached

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
            except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
                raise ChangeRefusedError("Discord could not be asked about the member.") from None
        if member is None:
            raise MemberGoneError("The member is not on the server.")
        return member


def _cached_roles(member: discord.Member) -> frozenset[int]:
    return frozenset(role.id for role in member.roles if not role.is_default())


def _refusal(error: discord.HTTPException) -> ChangeRefusedError:
    if isinstance(error, discord.Forbidden):
        return ChangeRefusedError(
            "Discord did not allow the change. Check that the bot's role is above the member's and the "
            "ticket roles, and may manage roles and nicknames."
        )
    return ChangeRefusedError(f"Discord could not make the change (status {error.status}).")


def _may_rename(member: discord.Member) -> bool:
    """Discord lets nobody rename the owner, or a member whose highest role is not below one's own."""
    me = member.guild.me
    return member.id != member.guild.owner_id and member.top_role < me.top_role
