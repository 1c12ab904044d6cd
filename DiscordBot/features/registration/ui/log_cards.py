"""What organisers read in the log channel, and press there; and what members read in direct messages."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.layout.reading import components, walk
from DiscordBot.discord_ui.texts.limits import CONTENT, clip
from DiscordBot.features.registration.config import HELP_CHANNEL, LOG_CHANNEL
from DiscordBot.features.registration.matching.attendees import changed_hands
from DiscordBot.features.registration.roles.loss_sender import Fate
from DiscordBot.features.registration.ui.answers import loss_text
from DiscordBot.features.registration.ui.organizer_texts import (
    log_line,
    renamed_ticket_line,
    speaker_question,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.messages.channel_log import ChannelLog
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.registration.models import Claim, LossMessage
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.roles.loss_messages import LossMessages
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Position

logger = logging.getLogger(__name__)

TOO_FAST = 40003
"""Discord's code for conversations that are begun too fast."""


@dataclass
class LogCards:
    """Tells organisers and members, see `service.Announcer`; `direct_messages` is asked before each of those.

    What members lost goes into `loss_messages`; `tell_losses` lets them be told. The buttons are made by the
    cog, which knows what they do.
    """

    config: Config
    server: Server
    channel_log: ChannelLog
    store: TicketStore
    direct_messages: Callable[[], bool]
    loss_messages: LossMessages
    tell_losses: Callable[[], None] = field(init=False)
    buttons: dict[str, type[PersistentButton]] = field(default_factory=dict)

    def log(self, outcome: Outcome) -> None:
        """See `Announcer`."""
        self.channel_log.write(log_line(outcome))

    def log_renamed_ticket(self, claim: Claim, ticket: Position) -> None:
        """See `Announcer`."""
        self.channel_log.write(
            renamed_ticket_line(
                claim,
                self._order_of(claim),
                ticket.positionid,
                is_another=changed_hands(claim, ticket),
            )
        )

    async def offer_transfer(self, request_id: int, outcome: Outcome) -> bool:
        """See `Announcer`."""
        return await self._ask("❓ Move this ticket?", log_line(outcome), "move", request_id)

    async def ask_about_speaker(self, claim: Claim, ticket: Position) -> bool:
        """See `Announcer`."""
        text = speaker_question(claim, self._order_of(claim), ticket.positionid)
        return await self._ask("❓ Is this a speaker?", text, "speaker", claim.position_id)

    async def tell_loss(self, outcome: Outcome) -> None:
        """See `Announcer`; the message goes out when it is its turn."""
        guild = self.server.guild
        member = guild.get_member(outcome.user_id) if guild is not None else None
        if guild is None or member is None or not self.direct_messages():
            return
        roles = (guild.get_role(role_id) for role_id in sorted(outcome.removed))
        names = [role.name for role in roles if role is not None]
        text = loss_text(outcome, names, self.help_channel, self.config.conference.name)
        await self.loss_messages.add(outcome.user_id, clip(text, CONTENT), outcome.removed)
        self.tell_losses()

    async def deliver_loss(self, message: LossMessage) -> Fate:
        """Tell a member that they lost roles; many people take no messages from bots."""
        guild = self.server.guild
        if guild is None:
            return Fate.OFFLINE
        member = guild.get_member(message.user_id)
        if member is None or not self.direct_messages():
            return Fate.NEEDLESS
        try:
            await member.send(
                message.text,
                # Discord takes a nonce once, so a try whose answer was lost is not read twice.
                nonce=f"loss-{message.id}",
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.info("A member could not be told of lost roles (%s)", type(error).__name__)
            return fate_after(error)
        return Fate.SENT

    @property
    def help_channel(self) -> str:
        """Where people are helped, as Discord shows it."""
        reference = self.config.channels[HELP_CHANNEL.key]
        channel = self.server.channel(reference)
        return channel.mention if channel is not None else f"#{reference}"

    async def _ask(self, question: str, text: str, button: str, row_id: int) -> bool:
        channel = self.server.text_channel(self.config.channels[LOG_CHANNEL.key])
        if channel is None:
            return False
        try:
            await channel.send(
                view=card_layout(
                    CardFace(title=question, tone=Tone.ASKS, text=text), [self.buttons[button](row_id)]
                ),
                allowed_mentions=discord.AllowedMentions.none(),
                silent=True,
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.warning("A card could not be shown to organisers (%s)", type(error).__name__)
            return False
        return True

    def _order_of(self, claim: Claim) -> str:
        order = self.store.holding(claim.position_id)
        return order.code if order is not None else claim.order_code


def decided_layout(message: discord.Message, title: str, note: str) -> discord.ui.LayoutView:
    """Return what a card says once its question is decided; those of older versions were plain text."""
    texts = [part["content"] for part in walk(components(message)) if "content" in part]
    asked = [text for text in texts if not text.startswith("### ")] or [message.content]
    return card_layout(CardFace(title=title, tone=Tone.DONE, text="\n".join([*asked, note])))


def fate_after(error: Exception) -> Fate:
    """Tell what becomes of a direct message that Discord did not take."""
    if not isinstance(error, discord.HTTPException) or error.code == TOO_FAST:
        return Fate.LATER
    if error.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return Fate.CLOSED
    return Fate.FAILED if error.status == HTTPStatus.BAD_REQUEST else Fate.LATER
