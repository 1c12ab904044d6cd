"""Direct messages to attendees about their sessions: what they say, and how they are sent."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import components, texts_of
from DiscordBot.discord_ui.messages.posting import RefusedContentError, RefusedError, certainties
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.my_sessions.conflicts import at_the_same_time
from DiscordBot.features.my_sessions.models import MessageKind
from DiscordBot.features.my_sessions.texts import in_bold, warning
from DiscordBot.features.my_sessions.ways import ClosedError, NotSentError, UnacceptableError
from DiscordBot.translation.language import speaking, tr, translatable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import datetime

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.my_sessions.models import SessionMessage, SessionReader
    from DiscordBot.features.my_sessions.storage.message_rows import Message
    from DiscordBot.features.my_sessions.ui.list_card import ListCards
    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.ui.session_controls import SessionControls

LOOK_BACK = 50
_CLOSED = frozenset({50007, 50278})
"""Cannot send messages to this user; no mutual guilds.

https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
"""
_NO_SUCH_CHANNEL = 10003
_HEADS = {
    MessageKind.MOVED: translatable("🔀 Moved: {title}"),
    MessageKind.CANCELLED: translatable("❌ Cancelled: {title}"),
    MessageKind.BACK: translatable("✅ Takes place after all: {title}"),
}


@dataclass(frozen=True, slots=True)
class MessageCards:
    """Makes what people are told; `sessions` are those of the schedule by their keys."""

    controls: SessionControls
    lists: Callable[[], ListCards]
    sessions: Callable[[], dict[str, Session]]

    def layout(self, message: Message) -> discord.ui.LayoutView:
        """Return a message, by its buttons to be known again."""
        known = self.sessions()
        mine = [known[key] for key in message.keys if key in known]
        open_list = self.lists().open_button(message.row.id or 0)
        if message.row.kind is MessageKind.REMINDER:
            return self._reminder(mine, open_list)
        session = known.get(message.row.session_key)
        return card_layout(self._change(message.row, session, mine), [open_list], above=self._cards.note())

    def greeting(self) -> discord.ui.LayoutView:
        """Return the first message that somebody gets."""
        text = tr("👋 Here I will remind you of the sessions on your list, and tell you what changes.")
        return card_layout(CardFace(text=text), [self.lists().open_button()])

    @property
    def _cards(self) -> SessionCards:
        return self.controls.cards

    def _reminder(self, mine: Sequence[Session], open_list: discord.ui.Item[Any]) -> discord.ui.LayoutView:
        if len(mine) != 1:
            above = "\n".join(filter(None, (self._cards.note(), tr("⚠️ On your list at the same time:"))))
            return card_layout(self._cards.slot(mine), [open_list], above=above)
        (session,) = mine
        watch = self.controls.watch_buttons(session)
        face = replace(self._cards.session(session), text="", thumbnail=None)
        above = "\n".join(filter(None, (self._cards.note(), self._cards.announcement(mine))))
        return card_layout(face, [*watch, open_list], above=above)

    def _change(self, row: SessionMessage, session: Session | None, mine: Sequence[Session]) -> CardFace:
        lines = [_place(row.start, row.room)]
        if row.kind is MessageKind.MOVED and row.was_start is not None:
            lines = [f"{_place(row.was_start, row.was_room)}\n→ {lines[0]}"]
        if session is not None and (others := at_the_same_time(session, mine)):
            lines.append(warning(others))
        return CardFace(
            title=tr(_HEADS[row.kind]).format(title=in_bold(row.title)),
            text="\n\n".join(lines),
            tone=Tone.OVER if row.kind is MessageKind.CANCELLED else Tone.ASKS,
        )


def _place(start: datetime, room: str) -> str:
    return f"{time_stamp(start)}, {shown_line(room)}" if room else time_stamp(start)


class DiscordMessages:
    """Direct messages on Discord, as `ways.DirectMessages`; `pace` waits until a request may be sent."""

    def __init__(
        self, client: discord.Client, server: Server, cards: MessageCards, pace: Callable[[], Awaitable[None]]
    ) -> None:
        self._client = client
        self._server = server
        self._cards = cards
        self._pace = pace

    async def send(self, message: Message) -> int:
        """See `DirectMessages`."""
        with speaking(message.reader.language):
            layout = self._cards.layout(message)
        return await self._send(message.reader, layout, f"session-{message.row.id}")

    async def greet(self, reader: SessionReader) -> int:
        """See `DirectMessages`; in the language that is spoken."""
        return await self._send(reader, self._cards.greeting(), f"my-{reader.user_id}")

    async def was_sent(self, message: Message) -> bool:
        """See `DirectMessages`."""
        button = self._cards.lists().open_button(message.row.id or 0).item.custom_id
        with _certainties():
            channel_id = message.reader.dm_channel_id or await self._open(message.reader.user_id)
            await self._pace()
            channel = self._client.get_partial_messageable(channel_id)
            async for one in channel.history(limit=LOOK_BACK):
                if button in texts_of(components(one)):
                    return True
        return False

    async def _send(self, reader: SessionReader, layout: discord.ui.LayoutView, nonce: str) -> int:
        with _certainties():
            channel_id = reader.dm_channel_id or await self._open(reader.user_id)
            try:
                await self._post(channel_id, layout, nonce)
            except discord.NotFound as error:
                if error.code != _NO_SUCH_CHANNEL:
                    raise
                channel_id = await self._open(reader.user_id)
                await self._post(channel_id, layout, nonce)
        return channel_id

    async def _post(self, channel_id: int, layout: discord.ui.LayoutView, nonce: str) -> None:
        await self._pace()
        channel = self._client.get_partial_messageable(channel_id)
        await channel.send(view=layout, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())

    async def _open(self, user_id: int) -> int:
        guild = self._server.guild
        if guild is None:
            raise NotSentError("The bot is not connected to the server at the moment.")
        member = guild.get_member(user_id)
        if member is None:
            raise ClosedError
        await self._pace()
        return (await member.create_dm()).id


@contextmanager
def _certainties() -> Iterator[None]:
    """Raise what `DirectMessages` says instead of errors after which nothing was sent for certain."""
    try:
        with certainties():
            try:
                yield
            except discord.HTTPException as error:
                if error.code in _CLOSED:
                    raise ClosedError from None
                raise
    except RefusedContentError as error:
        raise UnacceptableError(str(error)) from None
    except RefusedError as error:
        raise NotSentError(str(error)) from None
