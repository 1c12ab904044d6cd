"""The ways to speakers that lead over Discord: direct messages, and the speakers' channel."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import components, texts_of
from DiscordBot.discord_ui.messages.posting import HISTORY, RefusedError, certainties
from DiscordBot.features.reminders.ui.reminder_message import reminded_in
from DiscordBot.features.reminders.ways import NotSentError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.reminders.reminder import Reminder, ReminderKey
    from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons, ReminderViews
    from DiscordBot.features.reminders.ways import Recipient

PING_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class DirectMessages:
    """Direct messages to members of the server, each with a button against further ones."""

    name = "discord"

    server: Server
    views: ReminderViews
    buttons: ReminderButtons

    def leads_to(self, recipient: Recipient) -> bool:
        """See `Way`."""
        return recipient.user_id is not None

    async def send(self, reminder: Reminder, recipient: Recipient) -> None:
        """See `Way`; many people take no messages from bots."""
        member = _member(self.server, recipient)
        if member is None:
            raise UnreachableError("The speaker has left the server.")
        with _certainties():
            try:
                await member.send(
                    view=card_layout(
                        self.views.card(reminder),
                        self.buttons.below_a_reminder(member.id),
                        above=self.views.direct(reminder),
                    ),
                    nonce=_nonce(self.name, reminder.key),
                    allowed_mentions=PING_NOBODY,
                )
            except discord.HTTPException as error:
                if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                reason = f"status {error.status}, code {error.code}"
                raise UnreachableError(f"Discord does not deliver it ({reason}).") from None

    async def has_sent(self, key: ReminderKey, recipient: Recipient) -> bool | None:
        """See `Way`; of somebody who has left nobody knows."""
        member = _member(self.server, recipient)
        if member is None:
            return None
        return await _is_among(key, member.dm_channel or await member.create_dm(), member.guild.me.id)


@dataclass(frozen=True, slots=True)
class SpeakersChannel:
    """The text channel that `reference` names; it pings the speaker if that is a member, and nobody else."""

    name = "channel"

    server: Server
    reference: str | int
    views: ReminderViews

    def leads_to(self, _recipient: Recipient) -> bool:
        """See `Way`; the channel is for everybody."""
        return True

    async def send(self, reminder: Reminder, recipient: Recipient) -> None:
        """See `Way`; it never leads nowhere."""
        member = _member(self.server, recipient)
        with _certainties():
            text = self.views.public(reminder, member.mention if member is not None else "")
            await self._channel().send(
                view=card_layout(self.views.card(reminder), above=text),
                nonce=_nonce(self.name, reminder.key),
                allowed_mentions=PING_NOBODY
                if member is None
                else discord.AllowedMentions(everyone=False, roles=False, users=[member]),
            )

    async def has_sent(self, key: ReminderKey, _recipient: Recipient) -> bool:
        """See `Way`."""
        channel = self._channel()
        return await _is_among(key, channel, channel.guild.me.id)

    def _channel(self) -> discord.TextChannel:
        channel = self.server.text_channel(self.reference)
        if channel is None:
            raise NotSentError(f"There is no text channel «{self.reference}» that the bot can see.")
        return channel


@contextmanager
def _certainties() -> Iterator[None]:
    try:
        with certainties():
            yield
    except RefusedError as error:
        raise NotSentError(str(error)) from None


def _member(server: Server, recipient: Recipient) -> discord.Member | None:
    if server.guild is None or recipient.user_id is None:
        return None
    return server.guild.get_member(recipient.user_id)


async def _is_among(key: ReminderKey, channel: discord.abc.Messageable, my_id: int) -> bool:
    """Tell whether the bot's messages among the last ones of a channel contain a reminder."""
    async for message in channel.history(limit=HISTORY):
        if message.author.id == my_id and reminded_in(texts_of(components(message))) == key:
            return True
    return False


def _nonce(way: str, key: ReminderKey) -> str:
    # Discord takes a nonce once, so a try whose answer was lost is not shown twice.
    what = f"{way} {key.speaker_code} {key.submission} {key.start.timestamp()}"
    return hashlib.sha256(what.encode()).hexdigest()[:24]
