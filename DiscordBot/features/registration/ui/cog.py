"""Registration on Discord: the button, `/register`, coming back, and the jobs behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import persistent_button, persistent_view
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.posted_message import Post, has_button, keep_posted
from DiscordBot.features.registration.config import HELP_CHANNEL, REGISTRATION_CHANNEL, Pretix
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.ui.answers import answer_text
from DiscordBot.features.registration.ui.register_form import RegistrationForm, typed_into_form
from DiscordBot.features.registration.ui.registration_message import invitation, shutdown_notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.service import RegistrationService
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Position
    from DiscordBot.features.registration.shop.webhook import PretixWebhook
    from DiscordBot.features.registration.upkeep import Upkeep

REFRESH_JOB = "tickets"
MESSAGE_JOB = "registration message"
MESSAGE_CHECK = timedelta(minutes=10)

_MESSAGE = "registration.message"
_TRY_AGAIN = frozenset({Result.NOT_FOUND, Result.PRETIX_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class RegistrationParts:
    """What the cogs of registration work with."""

    config: Config
    database: Database
    server: Server
    reporter: ErrorReporter
    service: RegistrationService
    store: TicketStore
    upkeep: Upkeep
    scheduler: Scheduler
    title_of: Callable[[Position], str]
    webhook: PretixWebhook | None


class RegistrationCog(FeatureCog):
    """Everything that attendees meet, and what happens by itself."""

    def __init__(self, bot: ConferenceBot, parts: RegistrationParts) -> None:
        self._bot = bot
        self._parts = parts
        self._config = parts.config
        self._service = parts.service
        self._upkeep = parts.upkeep
        self._is_leaving = False
        self._register_button = persistent_button(
            feature="registration",
            action="open",
            label="Register",
            handler=self._open_form,
            reporter=parts.reporter,
            style=discord.ButtonStyle.success,
            emoji="🎟️",
        )

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again, and tickets known without pretix."""
        self._bot.add_dynamic_items(self._register_button)
        await self._upkeep.open()

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """Where pretix tells of changes."""
        return self._parts.webhook.routes() if self._parts.webhook is not None else ()

    async def begin(self) -> None:
        """Show the registration message, catch up with pretix, and follow it from then on."""
        minutes = self._config.require(Pretix).refresh_minutes
        self._parts.scheduler.every(timedelta(minutes=minutes), REFRESH_JOB, self._upkeep.follow_pretix)
        self._parts.scheduler.every(MESSAGE_CHECK, MESSAGE_JOB, self._invite)
        self._bot.in_background(self._parts.scheduler.run(MESSAGE_JOB), MESSAGE_JOB)
        self._bot.in_background(self._parts.scheduler.run(REFRESH_JOB), REFRESH_JOB)

    async def end(self) -> None:
        """Say in the registration message that the bot is away."""
        self._is_leaving = True
        button = self._register_button(0).item
        button.disabled = True
        view = discord.ui.View(timeout=None)
        view.add_item(button)
        await self._keep_message(shutdown_notice, view)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how tickets and registrations are doing."""
        return await self._upkeep.findings()

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(order="Your order code, like ABC12", name="Your name as it stands on the ticket")
    async def register(
        self, interaction: discord.Interaction, order: str | None = None, name: str | None = None
    ) -> None:
        """Get the roles that come with your conference ticket."""
        if order and name:
            await self._submit(interaction, order, name)
        else:
            await self._open_form(interaction, 0, order=order or "", name=name or "")

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Give somebody who left and came back the roles again."""
        if member.guild.id == self._config.server.guild_id:
            await self._service.member_joined(member.id)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take what somebody submitted, be it into a form that was opened before a restart."""
        typed = typed_into_form(interaction)
        if typed is None:
            return
        try:
            await self._submit(interaction, *typed)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must read an answer
            await self._parts.reporter.handle(interaction, error)

    @commands.Cog.listener()
    async def on_member_remove(self, member: discord.Member) -> None:
        """Notice that somebody left, and with that lost all roles."""
        if member.guild.id == self._config.server.guild_id:
            await self._service.member_left(member.id)

    async def _invite(self) -> None:
        if not self._is_leaving:
            await self._keep_message(invitation, persistent_view(self._register_button(0)))

    async def _open_form(
        self, interaction: discord.Interaction, _row_id: int, *, order: str = "", name: str = ""
    ) -> None:
        form = RegistrationForm(
            self._parts.reporter, conference=self._config.conference.name, order=order, name=name
        )
        await interaction.response.send_modal(form)

    async def _submit(self, interaction: discord.Interaction, order: str, name: str) -> None:
        if self._upkeep.is_over:
            await answer(interaction, "The conference is over, so registration is closed. See you next time!")
            return
        await answer_in_time(interaction, self._register(interaction.user.id, order, name))

    async def _register(self, user_id: int, order: str, name: str) -> Answer:
        outcome: Outcome = await self._service.register(user_id, order, name)
        again = persistent_view(self._register_button(0)) if outcome.result in _TRY_AGAIN else None
        return Answer(answer_text(outcome, self._help_channel), view=again)

    async def _keep_message(self, text: Callable[[str, str], discord.Embed], view: discord.ui.View) -> None:
        channel = self._parts.server.text_channel(self._config.channels[REGISTRATION_CHANNEL.key])
        if channel is None:
            return
        remembered = await self._parts.database.remembered(_MESSAGE)
        message_id = await keep_posted(
            channel,
            Post(embed=text(self._config.conference.name, self._help_channel), view=view),
            remembered_id=remembered if isinstance(remembered, int) else None,
            is_mine=has_button(self._register_button(0).custom_id),
        )
        await self._parts.database.remember(_MESSAGE, message_id)

    @property
    def _help_channel(self) -> str:
        reference = self._config.channels[HELP_CHANNEL.key]
        channel = self._parts.server.channel(reference)
        return channel.mention if channel is not None else f"#{reference}"
