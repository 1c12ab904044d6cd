"""Who there is to act as, and which channels each of them sees."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.demo.guide.witness import MESSAGES

if TYPE_CHECKING:
    from sandbox.demo.world import World

CHANNEL_GROUPS = {
    "Information": tuple(conference.READ_ONLY_CHANNELS),
    "Rooms": tuple(ROOM_CHANNELS.values()),
    "Conference": tuple(conference.PUBLIC_CHANNELS),
    "Staff": tuple(conference.STAFF_CHANNELS),
}
MAY_READ = discord.Permissions(view_channel=True, read_message_history=True)


# Scheduled, and active: https://discord.com/developers/docs/resources/guild-scheduled-event
_SHOWN = (1, 2)


class Sidebar:
    """Looks at the server of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._server = world.server

    def people(self) -> list[dict[str, Any]]:
        """Describe everybody to act as."""
        return [self._describe(key) for key in self._server.people]

    def groups(self, person: str) -> list[dict[str, Any]]:
        """Return the channels that `person` may read, each with its newest message."""
        groups = [
            {"name": group, "channels": [self._channel(person, name) for name in names]}
            for group, shown in CHANNEL_GROUPS.items()
            if (names := [name for name in shown if self.may_read(person, name)])
        ]
        return [*self._messages(person), *groups]

    def events(self) -> list[str]:
        """Return the server's own events that are not over, the first first, with their starts."""
        there = self._world.env.backend.guilds[self._server.guild.id].scheduled_events.values()
        to_come = sorted(
            (event.scheduled_start_time, event.name) for event in there if event.status in _SHOWN
        )
        return [f"{_local(start):%a %-H:%M} · {name}" for start, name in to_come]

    def knows(self, channel: str) -> bool:
        """Tell whether there is such a channel."""
        return channel == MESSAGES or channel in self._server.channels

    def may_read(self, person: str, channel: str) -> bool:
        """Tell whether `person` may read `channel`."""
        if channel == MESSAGES:
            return True
        member, place = self._server.people[person], self._server.channels[channel]
        given = self._world.env.backend.compute_permissions(member.guild.id, member.id, place.id)
        return discord.Permissions(given) >= MAY_READ

    def _describe(self, key: str) -> dict[str, Any]:
        person, guild = self._server.people[key], self._server.guild
        member = self._world.env.backend.get_member(guild.id, person.id)
        roles = [role for role in self._server.roles.values() if role.id in member.role_ids]
        return {
            "key": key,
            "account": person.user.global_name,
            "name": member.nick or person.user.global_name,
            "roles": [
                {"name": role.name, "color": f"#{conference.ATTENDEE_ROLES[role.name]:06x}"} for role in roles
            ],
        }

    def _channel(self, person: str, name: str) -> dict[str, Any]:
        reader = self._server.people[person].id
        return {"name": name, "title": name, "last": self._newest(self._server.channels[name].id, reader)}

    def _messages(self, person: str) -> list[dict[str, Any]]:
        """Return the direct messages with the bot, if there ever were any."""
        reader = self._server.people[person].id
        channel = self._world.env.backend.dm_channels.get(reader)
        if channel is None:
            return []
        bot = self._world.env.backend.bot_user.name
        shown = {"name": MESSAGES, "title": bot, "last": self._newest(channel, reader)}
        return [{"name": "Direct messages", "channels": [shown]}]

    def _newest(self, channel: int, reader: int) -> str:
        messages = self._world.env.backend.messages.get(channel, {}).values()
        return str(max((message.id for message in messages if message.visible_to(reader)), default=0))


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(conference.TIMEZONE)
