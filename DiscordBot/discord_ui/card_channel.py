"""A channel in which cards stand, each about one thing and edited in place."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

import aiohttp
import discord

from DiscordBot.discord_ui.posted_message import keep_posted, no_files

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from DiscordBot.discord_ui.posted_message import Post, PostFile
    from DiscordBot.discord_ui.server import Server

# What Discord takes neither today nor tomorrow; anything else says nothing about the one message.
_REFUSED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


class Place(NamedTuple):
    """Where a card is."""

    channel: int
    message: int


class UnreachableError(Exception):
    """At the moment nothing can be shown or told on Discord; the message says why, for organisers."""


class CardRefusedError(Exception):
    """Discord takes this very message neither now nor later; the message says why, for organisers."""


class CardChannel:
    """The text channel that `reference` names at the time; every method raises `UnreachableError`.

    What Discord refuses because of the message itself is a `CardRefusedError`.
    """

    def __init__(self, server: Server, reference: str | int) -> None:
        self._server = server
        self._reference = reference

    async def show(
        self,
        post: Post,
        place: Place | None,
        *,
        is_mine: Callable[[discord.Message], bool] | None,
        files: Callable[[], Awaitable[Sequence[PostFile]]] = no_files,
    ) -> Place:
        """Make a card show `post`, at `place` if it is there, else anew; return where it is.

        For `is_mine` and `files` see `keep_posted`. A card in another channel than this one is removed.
        """
        channel = self.channel()
        with reachable():
            if place is not None and place.channel != channel.id:
                await self.remove(place)
                place = None
            remembered = None if place is None else place.message
            message_id = await keep_posted(
                channel, post, remembered_id=remembered, is_mine=is_mine, files=files
            )
        return Place(channel.id, message_id)

    async def remove(self, place: Place) -> None:
        """Delete a message, if it is there and may be deleted."""
        guild = self._server.guild
        channel = None if guild is None else guild.get_channel(place.channel)
        if isinstance(channel, discord.TextChannel):
            with reachable(), suppress(discord.NotFound, discord.Forbidden):
                await channel.get_partial_message(place.message).delete()

    def channel(self) -> discord.TextChannel:
        """Return the channel as it is now."""
        channel = self._server.text_channel(self._reference)
        if channel is None:
            raise UnreachableError(f"There is no text channel «{self._reference}» that the bot can see.")
        return channel


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
