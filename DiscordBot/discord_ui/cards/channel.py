"""The channels in which a feature's cards stand: each card once, edited in place."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from DiscordBot.discord_ui.cards.card import CardRefusedError, Place, Presence, UnreachableError, name_in
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import footers
from DiscordBot.discord_ui.messages.posted_message import Post, edit, keep_posted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.messages.posted_message import PostFile
    from DiscordBot.discord_ui.server import Server

    Buttons = Mapping[Any, type[PersistentButton]]
    Files = Callable[[int], Awaitable[Sequence[PostFile]]]

LOOK_BACK = 5_000
"""So many of a channel's messages are read at a start, 100 a request, to see which cards are still there."""
# What Discord takes neither today nor tomorrow; anything else says nothing about the one message.
_REFUSED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
_OF_ANOTHER_AUTHOR = 50005


async def _no_files(_row_id: int) -> Sequence[PostFile]:
    return ()


def card_post(card: Card, buttons: Buttons) -> Post:
    """Return a card as the message that shows it, with its buttons inside."""
    return Post(card, [buttons[name](card.row_id) for name in card.buttons])


class CardChannels:
    """The text channels that `references` name at the time, by the keys that `Card.channel` has.

    `buttons` are the kinds of all buttons by their names. `files` gives the files of a row's card, which its
    pictures name as `attachment://…`; it is asked when a card is posted, and they stay as they are as long as
    it is there. Methods raise `UnreachableError`; what Discord refuses because of the message itself is a
    `CardRefusedError`.
    """

    def __init__(
        self,
        server: Server,
        references: Mapping[str, str | int],
        buttons: Buttons,
        files: Files = _no_files,
    ) -> None:
        self._server = server
        self._references = references
        self._buttons = buttons
        self._files = files

    async def show(self, card: Card, place: Place | None, *, may_exist: bool) -> Place:
        """See `keeper.Cards`; a card that is elsewhere than it should be is moved."""
        channel = self._channel_of(card, place)
        if place is not None and place.channel != channel.id:
            await self._leave(card, place, channel.mention)
            # It may have been posted in the new place before the bot died.
            place, may_exist = None, True
        post = card_post(card, self._buttons)
        with reachable():
            if place is not None and await _edited(channel, place.message, post):
                return place
            message_id = await keep_posted(
                channel,
                post,
                remembered_id=None,
                is_mine=partial(_shows, card.name) if may_exist else None,
                files=partial(self._files, card.row_id),
            )
        return Place(channel.id, message_id)

    async def present(self, places: Collection[Place]) -> Presence:
        """See `keeper.Cards`: a request for a hundred messages of a channel, and at most fifty for each."""
        if self._server.guild is None:
            raise UnreachableError("The bot is not connected to the server at the moment.")
        gone: set[Place] = set()
        unseen: set[Place] = set()
        for channel_id in {place.channel for place in places}:
            wanted = {place for place in places if place.channel == channel_id}
            channel = self._channel(channel_id)
            if channel is None:
                gone |= wanted
                continue
            with reachable():
                there, oldest = await _messages_of(channel, min(place.message for place in wanted))
            unseen |= {place for place in wanted if place.message < oldest}
            gone |= {place for place in wanted if place.message >= oldest and place.message not in there}
        return Presence(gone, unseen)

    async def remove(self, place: Place) -> None:
        """Delete a message, if it is there and may be deleted."""
        channel = self._channel(place.channel)
        if channel is not None:
            with reachable(), suppress(discord.NotFound, discord.Forbidden):
                await channel.get_partial_message(place.message).delete()

    def channel(self, key: str = "") -> discord.TextChannel:
        """Return a channel as it is now."""
        reference = self._references[key]
        channel = self._server.text_channel(reference)
        if channel is None:
            raise UnreachableError(f"There is no text channel «{reference}» that the bot can see.")
        return channel

    def _channel_of(self, card: Card, place: Place | None) -> discord.TextChannel:
        if card.channel is not None:
            return self.channel(card.channel)
        there = map(self._server.text_channel, self._references.values())
        here = (one for one in there if one is not None and place is not None and one.id == place.channel)
        # A card that is in none of them belongs into the first.
        return next(here, None) or self.channel(next(iter(self._references)))

    def _channel(self, channel_id: int) -> discord.TextChannel | None:
        guild = self._server.guild
        channel = None if guild is None else guild.get_channel(channel_id)
        return channel if isinstance(channel, discord.TextChannel) else None

    async def _leave(self, card: Card, place: Place, mention: str) -> None:
        if not card.left_behind:
            await self.remove(place)
            return
        old = self._channel(place.channel)
        if old is not None:
            text = card.left_behind.replace("{}", mention, 1)
            went = card_layout(CardFace(text=text, tone=Tone.OVER))
            with reachable(), suppress(discord.NotFound, discord.Forbidden):
                await edit(old.get_partial_message(place.message), went)


async def _edited(channel: discord.TextChannel, message_id: int, post: Post) -> bool:
    """Make a message show this; False if it is not there any more, or not the bot's own."""
    message = channel.get_partial_message(message_id)
    try:
        await edit(message, post.layout())
    except discord.NotFound:
        return False
    except discord.Forbidden as error:
        if error.code == _OF_ANOTHER_AUTHOR:
            return False
        raise
    except discord.HTTPException as error:
        # Discord may not find the files of a message that are not sent along with its edit:
        # https://github.com/discord/discord-api-docs/issues/7529
        if error.status != HTTPStatus.BAD_REQUEST or not post.face.has_files:
            raise
        with suppress(discord.NotFound):
            await message.delete()
        return False
    return True


async def _messages_of(channel: discord.TextChannel, since: int) -> tuple[set[int], int]:
    """Return the bot's own messages from `since` on, and the oldest of all that were looked at."""
    there: set[int] = set()
    seen, oldest = 0, since
    async for message in channel.history(
        limit=LOOK_BACK, after=discord.Object(since - 1), oldest_first=False
    ):
        seen += 1
        if message.author.id == channel.guild.me.id:
            there.add(message.id)
        if seen == LOOK_BACK:
            oldest = message.id
    return there, oldest


def _shows(name: str, message: discord.Message) -> bool:
    return any(name_in(footer) == name for footer in footers(message))


@contextmanager
def reachable() -> Iterator[None]:
    """Tell a message that Discord does not take from troubles that every message would have."""
    try:
        yield
    except discord.HTTPException as error:
        reason = f"(status {error.status}, code {error.code})"
        if error.status in _REFUSED:
            raise CardRefusedError(f"Discord does not take this card {reason}.") from error
        raise UnreachableError(f"The bot cannot use Discord {reason}.") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnreachableError(f"Discord cannot be reached ({type(error).__name__}).") from None
