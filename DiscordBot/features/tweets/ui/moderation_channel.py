"""The moderation channel and the authors' direct messages, as the tweet room's services want them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import discord

from DiscordBot.discord_ui.card_channel import CardChannel, Place, UnreachableError, reachable
from DiscordBot.discord_ui.limits import CONTENT, clip, fit_embed
from DiscordBot.discord_ui.message_links import message_link
from DiscordBot.discord_ui.posted_message import HISTORY, PostFile
from DiscordBot.features.tweets.ui.card_buttons import read_footer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.tweets.cards.card_text import Card
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons
    from DiscordBot.networks.port import Media

PING_NOBODY: Final = discord.AllowedMentions.none()

_DIGEST: Final = "Waiting tweets"
_ENDINGS: Final = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class ModerationChannel:
    """The text channel that `reference` names: cards, as `cards.CardBoard`, and the digest of them."""

    def __init__(self, server: Server, reference: str | int, buttons: CardButtons) -> None:
        self._server = server
        self._cards = CardChannel(server, reference)
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
        return await self._cards.show(
            self._buttons.post(card),
            place,
            is_mine=None if is_new else partial(_shows_tweet, card.tweet_id),
            files=partial(_files, pictures, self._cards.channel().guild.filesize_limit),
        )

    async def replace_digest(self, text: str | None, old: Place | None) -> Place | None:
        """Post a digest, or none at all, in place of the older ones; return where it is."""
        channel = self._cards.channel()
        with reachable():
            if old is not None:
                await self._cards.remove(old)
            # One that a crash kept from being remembered.
            async for message in channel.history(limit=HISTORY):
                if message.author.id == channel.guild.me.id and _is_digest(message):
                    await self._cards.remove(Place(channel.id, message.id))
            if text is None:
                return None
            embed = discord.Embed(title="⏳ Waiting", description=text, colour=discord.Colour.orange())
            embed = fit_embed(embed.set_footer(text=_DIGEST))
            message = await channel.send(embed=embed, allowed_mentions=PING_NOBODY, silent=True)
        return Place(channel.id, message.id)

    def link(self, place: Place) -> str:
        """Return the address of a message."""
        guild = self._server.guild
        return message_link(0 if guild is None else guild.id, place.channel, place.message)


class AuthorMessages:
    """Direct messages to members, as `notices.Messages`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def tell(self, user_id: int, text: str, nonce: str) -> None:
        """See `notices.Messages`; who left the server or takes no messages is told nothing."""
        guild = self._server.guild
        if guild is None:
            raise UnreachableError("The bot is not connected to the server at the moment.")
        with reachable(), suppress(discord.NotFound, discord.Forbidden):
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
