"""The moderation channel and the authors' direct messages, as the services of the queue want them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.cards.card import UnreachableError
from DiscordBot.discord_ui.cards.channel import CardChannels, reachable
from DiscordBot.discord_ui.cards.digest import DigestMessage
from DiscordBot.discord_ui.messages.posted_message import PostFile
from DiscordBot.discord_ui.texts.limits import CONTENT, UPLOAD, clip
from DiscordBot.features.tweets.cards.card_details import file_name

if TYPE_CHECKING:
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons

PING_NOBODY = discord.AllowedMentions.none()

_DIGEST = "Waiting tweets"


def moderation_channel(
    server: Server, reference: str | int, buttons: CardButtons, service: TweetService
) -> CardChannels:
    """Return the text channel that `reference` names, with the cards of tweets and their pictures."""

    async def files(tweet_id: int) -> list[PostFile]:
        pictures = enumerate(await service.pictures(tweet_id), start=1)
        return [
            PostFile(file_name(number, picture.media_type), picture.content, picture.alt_text)
            for number, picture in pictures
            if len(picture.content) <= UPLOAD
        ]

    return CardChannels(server, {"": reference}, buttons.by_name, files)


def waiting_digest(channels: CardChannels, button: type[PersistentButton]) -> DigestMessage:
    """Return the message in which moderators read what is waiting; `button` opens all of it."""
    return DigestMessage(channels, title="⏳ Waiting", footer=_DIGEST, buttons=lambda: [button(0)])


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
