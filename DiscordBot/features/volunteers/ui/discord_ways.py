"""Volunteers on Discord: direct messages, the volunteers' channel, and the role of those on duty."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.messages.posting import HISTORY, RefusedError, certainties
from DiscordBot.features.volunteers.ui.faces import is_reminder_of, reminder_face
from DiscordBot.features.volunteers.ways import NotSentError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.volunteers.shifts import Shift

_REASON = "volunteer on duty"


@dataclass(frozen=True, slots=True)
class DirectMessages:
    """Direct messages to members."""

    name = "discord"

    server: Server

    async def send(self, shift: Shift, user_id: int) -> None:
        """See `Way`; many people take no messages from bots."""
        member = _member(self.server, user_id)
        if member is None:
            raise UnreachableError("The volunteer is not on the server.")
        with _certain():
            try:
                await member.send(
                    view=card_layout(reminder_face(shift, user_id)),
                    nonce=_nonce(self.name, shift, user_id),
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            except discord.HTTPException as error:
                if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                raise UnreachableError(f"Discord does not deliver it (code {error.code}).") from None

    async def has_sent(self, shift: Shift, user_id: int) -> bool:
        """See `Way`."""
        member = _member(self.server, user_id)
        if member is None:
            return False
        channel = member.dm_channel or await member.create_dm()
        return await _is_among(shift, user_id, channel, member.guild.me.id)


@dataclass(frozen=True, slots=True)
class VolunteersChannel:
    """The text channel that `reference` names; it pings the volunteer and nobody else."""

    name = "channel"

    server: Server
    reference: str | int

    async def send(self, shift: Shift, user_id: int) -> None:
        """See `Way`."""
        member = _member(self.server, user_id)
        if member is None:
            raise UnreachableError("The volunteer is not on the server.")
        with _certain():
            await self._channel().send(
                view=card_layout(reminder_face(shift, user_id), above=member.mention),
                nonce=_nonce(self.name, shift, user_id),
                allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=[member]),
            )

    async def has_sent(self, shift: Shift, user_id: int) -> bool:
        """See `Way`."""
        channel = self._channel()
        return await _is_among(shift, user_id, channel, channel.guild.me.id)

    def _channel(self) -> discord.TextChannel:
        channel = self.server.text_channel(self.reference)
        if channel is None:
            raise NotSentError(f"There is no text channel «{self.reference}» that the bot can see.")
        return channel


@dataclass(frozen=True, slots=True)
class DiscordDutyRoles:
    """The role that `reference` names, if there is one; see `DutyRoles`.

    It is given and taken by itself, so that no change of a member's other roles can be lost meanwhile.
    """

    server: Server
    reference: str | int | None

    def role_id(self) -> int | None:
        """See `DutyRoles`."""
        if self.reference is None or self.server.guild is None:
            return None
        roles, _ = self.server.roles_to_give([self.reference])
        return roles[0].id if roles else None

    def holders(self, role_id: int) -> frozenset[int]:
        """See `DutyRoles`."""
        guild = self.server.guild
        role = None if guild is None else guild.get_role(role_id)
        return frozenset() if role is None else frozenset(member.id for member in role.members)

    def is_member(self, user_id: int) -> bool:
        """See `DutyRoles`."""
        return _member(self.server, user_id) is not None

    async def give(self, user_id: int, role_id: int) -> None:
        """See `DutyRoles`."""
        member = _member(self.server, user_id)
        if member is not None:
            with _refusals():
                await member.add_roles(discord.Object(role_id), reason=_REASON)

    async def take(self, user_id: int, role_id: int) -> None:
        """See `DutyRoles`."""
        member = _member(self.server, user_id)
        if self.server.guild is None:
            raise NotSentError("The bot is not connected to the server at the moment.")
        if member is not None and self.server.guild.get_role(role_id) is not None:
            with _refusals():
                await member.remove_roles(discord.Object(role_id), reason=_REASON)


@contextmanager
def _certain() -> Iterator[None]:
    try:
        with certainties():
            yield
    except RefusedError as error:
        raise NotSentError(str(error)) from None


@contextmanager
def _refusals() -> Iterator[None]:
    """Raise `NotSentError` for whatever goes wrong: a role that is given twice is given once."""
    try:
        yield
    except discord.NotFound:
        # Who has left has no roles.
        return
    except discord.HTTPException as error:
        raise NotSentError(f"Discord refused it (status {error.status}, code {error.code}).") from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise NotSentError("Discord could not be reached.") from None


def _member(server: Server, user_id: int) -> discord.Member | None:
    return None if server.guild is None else server.guild.get_member(user_id)


def _nonce(way: str, shift: Shift, user_id: int) -> str:
    return hashlib.sha256(f"{way} {shift.key} {user_id}".encode()).hexdigest()[:24]


async def _is_among(shift: Shift, user_id: int, channel: discord.abc.Messageable, my_id: int) -> bool:
    async for message in channel.history(limit=HISTORY):
        if message.author.id == my_id and is_reminder_of(shift, user_id, message):
            return True
    return False
