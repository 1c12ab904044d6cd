"""The channels of open spaces, as the services want them: cards, the board, reminders."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Final

import discord

from DiscordBot.discord_ui.card_channel import CardChannel, Place, reachable
from DiscordBot.discord_ui.posted_message import Post, keep_posted
from DiscordBot.discord_ui.posting import ChannelOutlet, RefusedError
from DiscordBot.features.open_spaces.cards.card_text import ModerationChannel
from DiscordBot.features.open_spaces.reminders.reminder_messages import NotPostedError
from DiscordBot.features.open_spaces.ui.embeds import (
    ROOM,
    board_embed,
    card_embed,
    is_board,
    left_behind_embed,
    reminded_in,
    reminder_embed,
    reminder_line,
)
from DiscordBot.features.programme.livestreams.livestreams import room_called

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.config.sections import Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.open_spaces.cards.card_text import Card
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons

_BOARD: Final = "open spaces' board"
_EVERYBODY: Final = "open spaces"
_OF_ROOM: Final = "room "


class CardChannels:
    """The three channels of moderation, as `cards.CardBoard`; `channels` are names or ids."""

    def __init__(
        self, server: Server, channels: Mapping[ModerationChannel, str | int], buttons: CardButtons
    ) -> None:
        self._server = server
        self._references = channels
        self._channels = {kind: CardChannel(server, reference) for kind, reference in channels.items()}
        self._buttons = buttons

    async def show(self, card: Card, place: Place | None) -> Place:
        """See `cards.CardBoard`; where it was before, a line says where it went."""
        channel = self._channels[card.channel or self._channel_now(place)]
        if place is not None and place.channel != channel.channel().id:
            await self._leave(card, place, channel.channel().mention)
            place = None
        post = Post(embed=card_embed(card), view=self._buttons.below(card))
        # A crash may have kept it from being remembered.
        return await channel.show(post, place, is_mine=_shows(card.space_id))

    def _channel_now(self, place: Place | None) -> ModerationChannel:
        """Return whose channel this is; a card that is nowhere belongs to those that are settled."""
        for kind, reference in self._references.items():
            channel = self._server.text_channel(reference)
            if place is not None and channel is not None and channel.id == place.channel:
                return kind
        return ModerationChannel.OUTGOING

    async def _leave(self, card: Card, place: Place, channel: str) -> None:
        guild = self._server.guild
        old = None if guild is None else guild.get_channel(place.channel)
        if isinstance(old, discord.TextChannel):
            with reachable(), suppress(discord.NotFound, discord.Forbidden):
                message = old.get_partial_message(place.message)
                await message.edit(embed=left_behind_embed(card, channel), view=None)


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
            Post(embed=board_embed(text)),
            remembered_id=remembered if isinstance(remembered, int) else None,
            is_mine=is_board,
        )
        if message_id != remembered:
            await self.database.remember(_BOARD, message_id)


@dataclass(frozen=True, slots=True)
class ReminderChannels:
    """Reminders in the channel of open spaces and in those of the rooms, as `reminder_board.ReminderPlaces`.

    `note` is what stands above in a rehearsal, or nothing.
    """

    server: Server
    reference: str | int
    rooms: Sequence[Room]
    _: KW_ONLY
    clock: Clock
    note: Callable[[], str]

    def places(self, room: str) -> Sequence[str]:
        """See `ReminderPlaces`."""
        return (_EVERYBODY, f"{_OF_ROOM}{room}") if self._reference_of(room) is not None else (_EVERYBODY,)

    async def post(self, place: str, space: OpenSpaceSnapshot, nonce: str) -> None:
        """See `ReminderPlaces`."""
        channel = "" if place != _EVERYBODY else self.mention(space.room or "")
        line = reminder_line(space, channel, self.note(), self.clock)
        try:
            await self._outlet(place).post(line, [reminder_embed(space)], nonce)
        except RefusedError as error:
            raise NotPostedError(str(error)) from None

    async def posted(self, place: str) -> frozenset[str]:
        """See `ReminderPlaces`; raises what discord.py raises."""
        try:
            recent = await self._outlet(place).recent()
        except RefusedError:
            # Without the channel there is no message in it.
            return frozenset()
        return frozenset(key for embed in recent if (key := reminded_in(embed)) is not None)

    def mention(self, room: str) -> str:
        """Return what leads to the room's channel, empty if it has none."""
        reference = self._reference_of(room)
        channel = None if reference is None else self.server.text_channel(reference)
        return "" if channel is None else channel.mention

    def _outlet(self, place: str) -> ChannelOutlet:
        room = place.removeprefix(_OF_ROOM)
        reference = self.reference if place == _EVERYBODY else self._reference_of(room)
        return ChannelOutlet(lambda: None if reference is None else self.server.text_channel(reference))

    def _reference_of(self, room: str) -> str | int | None:
        found = room_called(self.rooms, room)
        return None if found is None else found.channel


def _shows(space_id: int) -> Callable[[discord.Message], bool]:
    button = re.compile(rf"{ROOM}:v1:[a-z_]+:{space_id}")

    def is_mine(message: discord.Message) -> bool:
        return any(
            isinstance(child, discord.Button) and button.fullmatch(child.custom_id or "") is not None
            for row in message.components
            if isinstance(row, discord.ActionRow)
            for child in row.children
        )

    return is_mine
