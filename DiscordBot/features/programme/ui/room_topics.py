"""The topics of the rooms' channels on Discord."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.texts.limits import TOPIC
from DiscordBot.features.programme.config import Programme
from DiscordBot.features.programme.livestreams.topics import TopicEdits, topic_with

if TYPE_CHECKING:
    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.programme.livestreams.livestream_file import LivestreamFile


def _topic_edits() -> TopicEdits:
    # In real seconds, not in a rehearsal's: it is Discord that counts.
    return TopicEdits(lambda: asyncio.get_running_loop().time())


@dataclass(frozen=True, slots=True)
class RoomTopics:
    """Keeps the livestreams' links in the topics; what `config` said at the start tells where links were."""

    config: Config
    server: Server
    livestreams: LivestreamFile
    reporter: ErrorReporter
    _edits: TopicEdits = field(init=False, default_factory=_topic_edits)

    async def follow(self) -> None:
        """Read the links if their file has changed, and edit the topics that say something else."""
        self.livestreams.follow()
        for room, channel in self._channels_with_topics():
            topic = topic_with(channel.topic or "", room.livestreams, TOPIC)
            may_edit = channel.permissions_for(channel.guild.me).manage_channels
            if topic != (channel.topic or "") and may_edit and self._edits.allow(channel.id):
                try:
                    await channel.edit(topic=topic, reason="The livestreams of the room")
                except discord.HTTPException as error:
                    self.reporter.report(error, f"the topic of #{channel.name}")

    def findings(self) -> tuple[Finding, ...]:
        """Return which topics the bot may not edit."""
        remedy = "Allow Manage Channel for the bot's role in the channel, or write the links there yourself."
        detail = "The livestreams cannot be put into its topic."
        return tuple(
            Finding(f"topic of #{channel.name}", Level.WARNING, detail, remedy)
            for _, channel in self._channels_with_topics()
            if not channel.permissions_for(channel.guild.me).manage_channels
        )

    def _channels_with_topics(self) -> list[tuple[Room, discord.TextChannel]]:
        """Return rooms with their channels, where there are or were livestreams."""
        if self.config.section(Programme) is None:
            return []
        had_streams = {room.name for room in self.config.rooms if room.livestreams}
        return [
            (room, channel)
            for room in self.livestreams.rooms
            if room.channel is not None and (room.livestreams or room.name in had_streams)
            if (channel := self.server.text_channel(room.channel)) is not None
        ]
