"""The channels of open spaces, as the services want them: the board, reminders."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.messages.posted_message import Post, keep_posted
from DiscordBot.discord_ui.messages.posting import HISTORY, RefusedError, certainties
from DiscordBot.features.open_spaces.reminders.reminder_messages import NotPostedError
from DiscordBot.features.open_spaces.ui.faces import (
    board_face,
    is_board,
    reminded_in,
    reminder_face,
    reminder_line,
)
from DiscordBot.features.programme.livestreams.livestreams import room_called

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.config.sections import Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

_BOARD = "open spaces' board"
_EVERYBODY = "open spaces"
_OF_ROOM = "room "


@dataclass(frozen=True, slots=True)
class BoardChannel:
    """The channel in which the board stands."""

    server: Server
    reference: str | int
    database: Database

    async def show(self, text: str) -> None:
        """Make the board list this; without a channel nothing happens, which `/health` tells."""
        channel = self.server.text_channel(self.reference)
        if channel is None:
            return
        remembered = await self.database.remembered(_BOARD)
        message_id = await keep_posted(
            channel,
            Post(board_face(text)),
            remembered_id=remembered if isinstance(remembered, int) else None,
            is_mine=is_board,
        )
        if message_id != remembered:
            await self.database.remember(_BOARD, message_id)

    def is_in(self, channel_id: int) -> bool:
        """See `BoardPlace`."""
        channel = self.server.text_channel(self.reference)
        return channel is not None and channel.id == channel_id


@dataclass(frozen=True, slots=True)
class ReminderChannels:
    """Reminders in the channel of open spaces and in those of the rooms, as `ReminderPlaces`.

    `note` is what stands above in a rehearsal, or nothing; `titles` are what networks are called, by name.
    """

    server: Server
    reference: str | int
    rooms: Sequence[Room]
    _: KW_ONLY
    clock: Clock
    note: Callable[[], str]
    titles: Mapping[str, str]

    def places(self, room: str) -> Sequence[str]:
        """See `ReminderPlaces`."""
        return (_EVERYBODY, f"{_OF_ROOM}{room}") if self._reference_of(room) is not None else (_EVERYBODY,)

    async def post(self, place: str, space: OpenSpaceSnapshot, nonce: str) -> None:
        """See `ReminderPlaces`."""
        channel = "" if place != _EVERYBODY else self.link_to(space.room or "")
        line = reminder_line(space, channel, self.note(), self.clock)
        try:
            with certainties():
                await self._channel(place).send(
                    view=card_layout(reminder_face(space, self.titles), above=line),
                    nonce=nonce,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except RefusedError as error:
            raise NotPostedError(str(error)) from None

    async def posted(self, place: str) -> frozenset[str]:
        """See `ReminderPlaces`; raises what discord.py raises."""
        try:
            channel = self._channel(place)
        except RefusedError:
            # Without the channel there is no message in it.
            return frozenset()
        me = channel.guild.me.id
        keys = [reminded_in(one) async for one in channel.history(limit=HISTORY) if one.author.id == me]
        return frozenset(key for key in keys if key is not None)

    def link_to(self, room: str) -> str:
        """Return what leads to the room's channel, empty if it has none."""
        reference = self._reference_of(room)
        channel = None if reference is None else self.server.text_channel(reference)
        return "" if channel is None else channel.mention

    def _channel(self, place: str) -> discord.TextChannel:
        room = place.removeprefix(_OF_ROOM)
        reference = self.reference if place == _EVERYBODY else self._reference_of(room)
        channel = None if reference is None else self.server.text_channel(reference)
        if channel is None:
            raise RefusedError("There is no such channel.")
        return channel

    def _reference_of(self, room: str) -> str | int | None:
        found = room_called(self.rooms, room)
        return None if found is None else found.channel
