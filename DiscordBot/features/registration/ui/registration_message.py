"""The message with the button Register, and what stands in its place while the bot is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.messages.posted_message import Post, has_button, keep_posted
from DiscordBot.features.registration.config import REGISTRATION_CHANNEL
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import discord

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.server import Server

_MESSAGE = "registration.message"


class RegistrationMessage:
    """Keeps the message in its channel; Discord tells when it is deleted, so that nobody has to look for it.

    `button` makes the button below it, `help_channel` names the channel where people are helped.
    """

    def __init__(
        self,
        config: Config,
        server: Server,
        database: Database,
        *,
        button: Callable[[], PersistentButton],
        help_channel: Callable[[], str],
    ) -> None:
        self._config = config
        self._server = server
        self._database = database
        self._button = button
        self._help_channel = help_channel
        self._shown: int | None = None

    async def invite(self) -> None:
        """Show the invitation to register, unless it is there."""
        if self._shown is None:
            await self._keep(invitation, self._button())

    async def tell_of_pause(self) -> None:
        """Say that nobody can register at the moment."""
        button = self._button().item
        button.disabled = True
        await self._keep(shutdown_notice, button)

    def may_be_gone(self, messages: Collection[int] | None = None) -> bool:
        """Note which messages were deleted, perhaps any (None); tell whether `invite` has to look."""
        if messages is not None and self._shown not in messages:
            return False
        self._shown = None
        return True

    async def _keep(self, text: Callable[[str, str], CardFace], button: discord.ui.Item[Any]) -> None:
        channel = self._server.text_channel(self._config.channels[REGISTRATION_CHANNEL.key])
        if channel is None:
            return
        remembered = await self._database.remembered(_MESSAGE)
        message_id = await keep_posted(
            channel,
            Post(text(self._config.conference.name, self._help_channel()), [button]),
            remembered_id=remembered if isinstance(remembered, int) else None,
            is_mine=has_button(self._button().custom_id),
        )
        if message_id != remembered:
            await self._database.remember(_MESSAGE, message_id)
        self._shown = message_id


def invitation(conference: str, help_channel: str) -> CardFace:
    """Return the registration message."""
    return CardFace(
        title=tr("Welcome to {conference}!").format(conference=conference),
        text=tr(
            "Press **Register** to get the channels that come with your ticket. You need\n"
            "• your **order code**, from the confirmation e-mail or your badge, and\n"
            "• your **name** as it stands on the ticket, or the e-mail address it was ordered with.\n\n"
            "Only you will see the answers. Something does not work? Ask in {help_channel}."
        ).format(help_channel=help_channel),
    )


def shutdown_notice(conference: str, help_channel: str) -> CardFace:
    """Return what stands in place of the registration message while the bot is away."""
    return CardFace(
        title=tr("{conference}: registration is paused").format(conference=conference),
        text=tr(
            "The bot is taking a break, so nobody can register at the moment. "
            "As soon as it is back, so is the button. In a hurry? Ask in {help_channel}."
        ).format(help_channel=help_channel),
        tone=Tone.OVER,
    )
