"""A message that sums up what waits; each newer one takes the place of the older at the channel's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.cards.card import Place
from DiscordBot.discord_ui.cards.channel import reachable
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import footers
from DiscordBot.discord_ui.messages.posted_message import HISTORY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.discord_ui.cards.channel import CardChannels


@dataclass(frozen=True, slots=True)
class DigestMessage:
    """The digest in the channel of some cards; no other message has its `footer`.

    `buttons` makes those inside, anew for each message.
    """

    channels: CardChannels
    title: str
    footer: str
    buttons: Callable[[], Sequence[discord.ui.Item[Any]]] = tuple

    async def replace(self, text: str | None, old: Place | None) -> Place | None:
        """Post a digest, or none at all, in place of the older ones; return where it is.

        Raises `UnreachableError`.
        """
        channel = self.channels.channel()
        with reachable():
            if old is not None:
                await self.channels.remove(old)
            # One that a crash kept from being remembered.
            async for message in channel.history(limit=HISTORY):
                if message.author.id == channel.guild.me.id and self._is_one(message):
                    await self.channels.remove(Place(channel.id, message.id))
            if text is None:
                return None
            face = CardFace(title=self.title, text=text, tone=Tone.ASKS, footer=self.footer)
            message = await channel.send(
                view=card_layout(face, self.buttons()),
                allowed_mentions=discord.AllowedMentions.none(),
                silent=True,
            )
        return Place(channel.id, message.id)

    def _is_one(self, message: discord.Message) -> bool:
        return self.footer in footers(message)
