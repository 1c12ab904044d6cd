"""The moderation channel and the authors' direct messages, as the tweet room's services want them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from DiscordBot.discord_ui.limits import CONTENT, clip, fit_embed
from DiscordBot.discord_ui.posted_message import HISTORY, PostFile, keep_posted
from DiscordBot.tweets.backlog import RefusedError, UnreachableError
from DiscordBot.tweets.card_rows import Place
from DiscordBot.tweets.views import read_footer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.tweets.card_text import Card
    from DiscordBot.tweets.network import Media
    from DiscordBot.tweets.views import CardButtons

PING_NOBODY: Final = discord.AllowedMentions.none()

_DIGEST: Final = "Waiting tweets"
# What Discord takes neither today nor tomorrow; anything else says nothing about the one message.
_REFUSED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
_ENDINGS: Final = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class ModerationChannel:
    """The text channel that `reference` names: cards, as `cards.CardBoard`, and the digest of them."""

    def __init__(self, server: Server, reference: str | int, buttons: CardButtons) -> None:
        self._server = server
        self._reference = reference
        self._buttons = buttons

    async def show(
        self,
        card: Card,
        place: Place | None,
        *,
        pictures: Callable[[], Awaitable[Sequence[Media]]],
        is_new: bool,
    ) -> Place:
        """See `cards.CardBoard`."""
        channel = self._channel()
        with _reachable():
            if place is not None and place.channel != channel.id:
                await self._remove(place)
                place = None
            message_id = await keep_posted(
                channel,
                self._buttons.post(card),
                remembered_id=None if place is None else place.message,
                is_mine=None if is_new else partial(_shows_tweet, card.tweet_id),
                files=partial(_files, pictures, channel.guild.filesize_limit),
            )
        return Place(channel.id, message_id)

    async def replace_digest(self, text: str | None, old: Place | None) -> Place | None:
        """Post a digest, or none at all, in place of the older ones; return where it is."""
        channel = self._channel()
        with _reachable():
            if old is not None:
                await self._remove(old)
            # One that a crash kept from being remembered.
            async for message in channel.history(limit=HISTORY):
                if message.author.id == channel.guild.me.id and _is_digest(message):
                    await self._remove(Place(channel.id, message.id))
            if text is None:
                return None
            embed = discord.Embed(title="⏳ Waiting", description=text, colour=discord.Colour.orange())
            embed = fit_embed(embed.set_footer(text=_DIGEST))
            message = await channel.send(embed=embed, allowed_mentions=PING_NOBODY, silent=True)
        return Place(channel.id, message.id)

    def link(self, place: Place) -> str:
        """Return the address of a message."""
        guild = self._server.guild
        return (
            f"https://discord.com/channels/{0 if guild is None else guild.id}/{place.channel}/{place.message}"
        )

    async def _remove(self, place: Place) -> None:
        guild = self._server.guild
        channel = None if guild is None else guild.get_channel(place.channel)
        if isinstance(channel, discord.TextChannel):
            with suppress(discord.NotFound, discord.Forbidden):
                await channel.get_partial_message(place.message).delete()

    def _channel(self) -> discord.TextChannel:
        channel = self._server.text_channel(self._reference)
        if channel is None:
            raise UnreachableError(f"There is no text channel «{self._reference}» that the bot can see.")
        return channel


class AuthorMessages:
    """Direct messages to members, as `notices.Messages`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def tell(self, user_id: int, text: str, nonce: str) -> None:
        """See `notices.Messages`; who left the server or takes no messages is told nothing."""
        guild = self._server.guild
        if guild is None:
            raise UnreachableError("The bot is not connected to the server at the moment.")
        with _reachable(), suppress(discord.NotFound, discord.Forbidden):
            member = guild.get_member(user_id) or await guild.fetch_member(user_id)
            await member.send(
                clip(text, CONTENT), nonce=nonce, suppress_embeds=True, allowed_mentions=PING_NOBODY
            )


async def _files(pictures: Callable[[], Awaitable[Sequence[Media]]], largest: int) -> list[PostFile]:
    return [_file(number, picture, largest) for number, picture in enumerate(await pictures(), start=1)]


def _file(number: int, picture: Media, largest: int) -> PostFile:
    if len(picture.content) > largest:
        # The moderators must at least see that there is one.
        return PostFile(f"picture_{number}_is_too_large_to_be_shown_here.txt", picture.alt_text.encode())
    name = f"picture_{number}.{_ENDINGS[picture.media_type]}"
    return PostFile(name, picture.content, picture.alt_text)


def _shows_tweet(tweet_id: int, message: discord.Message) -> bool:
    shown = read_footer(message)
    return shown is not None and shown.tweet_id == tweet_id


def _is_digest(message: discord.Message) -> bool:
    return any(embed.footer.text == _DIGEST for embed in message.embeds)


@contextmanager
def _reachable() -> Iterator[None]:
    """Tell a message that Discord does not take from troubles that every message would have."""
    try:
        yield
    except discord.HTTPException as error:
        reason = f"(status {error.status}, code {error.code})"
        if error.status in _REFUSED:
            raise RefusedError(f"Discord does not take a message about a tweet {reason}.") from error
        raise UnreachableError(f"The moderation of tweets cannot use Discord {reason}.") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnreachableError(f"Discord cannot be reached ({type(error).__name__}).") from None
