"""The cards by which organisers approve adverts before anybody else sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.cards.card import CardRefusedError, Place, UnreachableError
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.job_board.service import (
    AdvertRefusedError,
    DecidedAlreadyError,
    ForumUnavailableError,
)
from DiscordBot.features.job_board.ui.advert_thread import review_card

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Protocol

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.models import Posting

    class Decide(Protocol):
        """What notes a decision; see `JobBoardService.decide`."""

        def __call__(self, reference: str, *, is_approved: bool) -> Awaitable[None]:
            """Note it."""


class AdvertCards:
    """Cards with Approve and Discard; `decided` is called after each decision.

    `decide` is set when the service exists that the cards are given to.
    """

    decide: Decide
    decided: Callable[[], None]

    def __init__(
        self, server: Server, reference: str | int, *, clock: Clock, staff: Staff, reporter: ErrorReporter
    ) -> None:
        self._clock = clock
        self._approve = persistent_button(
            feature="jobs",
            action="approve",
            label="Approve",
            style=discord.ButtonStyle.success,
            handler=self._approved,
            reporter=reporter,
            check=staff.require_organizer,
        )
        self._discard = persistent_button(
            feature="jobs",
            action="discard",
            label="Discard",
            style=discord.ButtonStyle.danger,
            handler=self._discarded,
            reporter=reporter,
            check=staff.require_organizer,
        )

        buttons = {"approve": self._approve, "discard": self._discard}
        self._channels = CardChannels(server, {"": reference}, buttons)

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """The kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return (self._approve, self._discard)

    async def show(self, advert: Advert, posting: Posting) -> tuple[int, int]:
        """See `service.ReviewCards`."""
        card = review_card(
            advert, posting.reference, int(posting.reference, 16), is_edited=posting.thread_id is not None
        )
        place = None
        if posting.card_channel is not None and posting.card_message is not None:
            place = Place(posting.card_channel, posting.card_message)
        try:
            shown = await self._channels.show(card, place, may_exist=True)
        except CardRefusedError as error:
            raise AdvertRefusedError(str(error).removesuffix(".")) from None
        except UnreachableError as error:
            raise ForumUnavailableError(str(error)) from None
        return shown.channel, shown.message

    async def _approved(self, interaction: discord.Interaction[Any], number: int) -> None:
        await self._decide(interaction, number, is_approved=True)

    async def _discarded(self, interaction: discord.Interaction[Any], number: int) -> None:
        await self._decide(interaction, number, is_approved=False)

    async def _decide(self, interaction: discord.Interaction[Any], number: int, *, is_approved: bool) -> None:
        try:
            await self.decide(f"{number:012x}", is_approved=is_approved)
        except DecidedAlreadyError as error:
            raise Refusal(str(error)) from None
        if interaction.message is not None and interaction.message.embeds:
            embed = interaction.message.embeds[0]
            name = "✅ Approved" if is_approved else "🗑️ Discarded"
            when = time_stamp_and_distance(self._clock.now())
            embed.set_field_at(0, name=name, value=f"by {interaction.user.mention}, {when}", inline=False)
            await interaction.response.edit_message(embed=embed, view=None)
        self.decided()
