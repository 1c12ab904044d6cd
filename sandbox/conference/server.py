"""The Discord server of the made-up conference: channels, roles and people, on simcord."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import discord

from DiscordBot.server_setup.layout import SEES_ORGANIZER_COMMANDS, SEES_STAFF_COMMANDS
from sandbox import conference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord import Env
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle, RoleHandle

BOT_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
    manage_roles=True,
    manage_nicknames=True,
)
"""Exactly what the invite link asks for."""

ROOM_CHANNELS = MappingProxyType({room: room.lower().replace(" ", "-") for room in conference.ROOMS})
"""The channel of each room of the venue."""

PEOPLE = MappingProxyType(
    {
        "ada": ("Ada", ()),
        "grace": ("Grace", ()),
        "juergen": ("Jürgen Müller", ()),
        "eve": ("Eve (curious)", ()),
        "victor": ("Victor", ("Volunteers",)),
        "olivia": ("Olivia", ("Organizers",)),
    }
)
"""User names, with the names shown and the roles that the organisers gave by hand."""

_COMMANDS_OF = {
    name: discord.Permissions(**dict.fromkeys(permissions, True))
    for name, permissions in (
        ("Organizers", SEES_ORGANIZER_COMMANDS),
        ("Volunteers", SEES_STAFF_COMMANDS),
    )
}


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Handles on everything in the server, by name."""

    guild: GuildHandle
    roles: Mapping[str, RoleHandle]
    channels: Mapping[str, ChannelHandle]
    people: Mapping[str, MemberActor]


def build_server(env: Env, *, guild_id: int = conference.GUILD_ID) -> DemoServer:
    """Create the server as a careful organiser would have set it up.

    The bot's own role is above all roles that tickets give and has just the permissions that it needs.
    May be called before the bot starts, so that a bot bound to this server finds it when it logs in.
    """
    env.backend.bot_user.name = "Conference Bot"
    guild = env.create_guild(conference.NAME, id=guild_id, owner=env.create_user("board"))
    (bot_role,) = (role for role in guild.roles.values() if role.id != guild.default_role.id)
    env.backend.edit_role(guild.id, bot_role.id, {"permissions": BOT_PERMISSIONS.value})
    # Discord puts a new role below all others, so the most important one is made first.
    roles = {
        name: guild.create_role(name, color=color, hoist=True, permissions=_COMMANDS_OF.get(name))
        for name, color in reversed(conference.ATTENDEE_ROLES.items())
    }
    channels = _create_channels(guild, bot_role, roles["Organizers"], roles["Volunteers"])
    return DemoServer(guild, roles, channels, _add_people(env, guild, roles))


def _create_channels(
    guild: GuildHandle, bot_role: RoleHandle, organizers: RoleHandle, volunteers: RoleHandle
) -> dict[str, ChannelHandle]:
    channels = {}
    for name, topic in conference.READ_ONLY_CHANNELS.items():
        channels[name] = guild.create_text_channel(
            name,
            topic=topic,
            overwrites={
                guild.default_role: discord.PermissionOverwrite(send_messages=False),
                organizers: discord.PermissionOverwrite(send_messages=True),
                bot_role: discord.PermissionOverwrite(send_messages=True),
            },
        )
    for name, topic in conference.PUBLIC_CHANNELS.items():
        channels[name] = guild.create_text_channel(name, topic=topic)
    for name in ("jobs", "session-questions"):
        channels[name] = guild.create_forum_channel(name)
    for name in ROOM_CHANNELS.values():
        # The bot writes the day's livestreams into the topic of a room's channel.
        channels[name] = guild.create_text_channel(
            name,
            overwrites={
                bot_role: discord.PermissionOverwrite(manage_channels=True, create_public_threads=True)
            },
        )
    for name, topic in conference.STAFF_CHANNELS.items():
        read_by_volunteers = name in conference.VOLUNTEER_CHANNELS
        channels[name] = guild.create_text_channel(
            name,
            topic=topic,
            overwrites={
                guild.default_role: discord.PermissionOverwrite(view_channel=False),
                organizers: discord.PermissionOverwrite(view_channel=True),
                volunteers: discord.PermissionOverwrite(view_channel=True if read_by_volunteers else None),
                # The cards of tweets show their pictures.
                bot_role: discord.PermissionOverwrite(view_channel=True, attach_files=True),
            },
        )
    return channels


def _add_people(env: Env, guild: GuildHandle, roles: Mapping[str, RoleHandle]) -> dict[str, MemberActor]:
    return {
        user_name: guild.add_member(
            env.create_user(user_name, global_name=shown), roles=[roles[role] for role in given]
        )
        for user_name, (shown, given) in PEOPLE.items()
    }
