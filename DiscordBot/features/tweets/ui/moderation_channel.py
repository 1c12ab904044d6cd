"""The moderation channel and the authors' direct messages, as the services of the queue want them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.cards.card import UnreachableError
from DiscordBot.discord_ui.cards.channel import CardChannels, reachable
from DiscordBot.discord_ui.cards.digest import DigestMessage
from DiscordBot.discord_ui.messages.posted_message import PostFile
from DiscordBot.discord_ui.texts.limits import CONTENT, clip

if TYPE_CHECKING:
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons
    from DiscordBot.networks.port import Media

PING_NOBODY = discord.AllowedMentions.none()

_DIGEST = "Waiting tweets"
_ENDINGS = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def moderation_channel(
    server: Server, reference: str | int, buttons: CardButtons, service: TweetService
) -> CardChannels:
    """Return the text channel that `reference` names, with the cards of tweets and their pictures."""

    async def files(tweet_id: int, largest: int) -> list[PostFile]:
        pictures = await service.pictures(tweet_id)
        return [_file(number, picture, largest) for number, picture in enumerate(pictures, start=1)]

    return CardChannels(server, {"": reference}, buttons.by_name, files)


def waiting_digest(channels: CardChannels) -> DigestMessage:
    """Return the message in which moderators read what is waiting."""
    return DigestMessage(channels, title="⏳ Waiting", footer=_DIGEST)


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


def _file(number: int, picture: Media, largest: int) -> PostFile:
    if len(picture.content) > largest:
        # The moderators must at least see that there is one.
        return PostFile(f"picture_{number}_is_too_large_to_be_shown_here.txt", picture.alt_text.encode())
    name = f"picture_{number}.{_ENDINGS[picture.media_type]}"
    return PostFile(name, picture.content, picture.alt_text)
