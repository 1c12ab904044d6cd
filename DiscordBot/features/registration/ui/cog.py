"""Registration on Discord: the button, `/register`, coming back, and the jobs behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import persistent_button, persistent_view
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.forms import Forms
from DiscordBot.discord_ui.messages.posted_message import edit
from DiscordBot.features.registration.config import TicketFiles, shop_sections
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.shops import file_shops
from DiscordBot.features.registration.ui.answers import answer_text
from DiscordBot.features.registration.ui.log_cards import decided_layout
from DiscordBot.features.registration.ui.organizer_texts import organizer_text
from DiscordBot.features.registration.ui.register_form import FORM, register_fields
from DiscordBot.features.registration.ui.registration_message import RegistrationMessage
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    from aiohttp import web

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.registration.matching.order_search import OrderSearch
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.roles.loss_sender import LossSender
    from DiscordBot.features.registration.service import RegistrationService
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Position
    from DiscordBot.features.registration.shop.tito_webhook import TitoWebhook
    from DiscordBot.features.registration.shop.webhook import PretixWebhook
    from DiscordBot.features.registration.ui.log_cards import LogCards
    from DiscordBot.features.registration.upkeep import Upkeep

REFRESH_JOB = "tickets"
FILES_JOB = "ticket files"
LOOK_AT_FILES = timedelta(minutes=1)
MESSAGE_JOB = "registration message"
MESSAGE_CHECK = timedelta(minutes=10)
"""When to try again to post it; as long as it is there, nothing is asked."""

_TRY_AGAIN = frozenset({Result.NO_CODE, Result.NOT_FOUND, Result.STARTING, Result.PRETIX_UNAVAILABLE})


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
    search: OrderSearch
    cards: LogCards
    losses: LossSender
    staff: Staff
    scheduler: Scheduler
    title_of: Callable[[Position], str]
    webhooks: Sequence[PretixWebhook | TitoWebhook]


class RegistrationCog(FeatureCog):
    """Everything that attendees meet, and what happens by itself."""

    def __init__(self, bot: ConferenceBot, parts: RegistrationParts) -> None:
        self._bot = bot
        self._parts = parts
        self._config = parts.config
        self._service = parts.service
        self._upkeep = parts.upkeep
        self._has_begun = self._is_leaving = False
        self._register_button = persistent_button(
            feature="registration",
            action="open",
            label=translatable("Register"),
            handler=self._open_form,
            reporter=parts.reporter,
            style=discord.ButtonStyle.success,
            emoji="🎟️",
        )
        self._message = RegistrationMessage(
            parts.config,
            parts.server,
            parts.database,
            button=lambda: self._register_button(0),
            help_channel=lambda: self._help_channel,
        )
        self._forms = Forms("registration", parts.reporter)
        # The number is always 0: it stands in the ids of forms that were opened long ago.
        self._form_kind = self._forms.kind(FORM, self._submitted, numbers=1)
        parts.cards.buttons = {
            "move": self._card_button("move", "Move it to this member", self._move),
            "speaker": self._card_button("speaker", "Yes, give the speakers' role", self._confirm_speaker),
        }

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again, and tickets known without pretix."""
        self._bot.add_dynamic_items(self._register_button, *self._parts.cards.buttons.values())
        await self._upkeep.open()

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """Where the shops tell of changes."""
        return tuple(route for webhook in self._parts.webhooks for route in webhook.routes())

    async def begin(self) -> None:
        """Show the registration message, catch up with pretix, and follow it from then on."""
        scheduler, files = self._parts.scheduler, file_shops(self._config)
        shops = shop_sections(self._config).values()
        minutes = min(
            (shop.refresh_minutes for shop in shops if not isinstance(shop, TicketFiles)), default=5
        )
        scheduler.every(timedelta(minutes=minutes), REFRESH_JOB, self._upkeep.follow_shops)
        if files:
            scheduler.every(LOOK_AT_FILES, FILES_JOB, partial(self._upkeep.follow_files, files))
        self._parts.scheduler.every(MESSAGE_CHECK, MESSAGE_JOB, self._invite)
        self._has_begun = True
        self._bot.in_background(self._parts.scheduler.run(MESSAGE_JOB), MESSAGE_JOB)
        self._bot.in_background(self._parts.scheduler.run(REFRESH_JOB), REFRESH_JOB)

    async def end(self) -> None:
        """Say in the registration message that the bot is away."""
        self._is_leaving = True
        await self._message.tell_of_pause()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how tickets and registrations are doing."""
        return (*await self._upkeep.findings(), *await self._parts.losses.findings())

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        order="Your order code, like ABC12", name="The name on the ticket, or the e-mail it was ordered with"
    )
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
        await self._forms.receive(interaction)

    @commands.Cog.listener()
    async def on_guild_role_create(self, role: discord.Role) -> None:
        """Give a role that was deleted and made again to those whose tickets promise it."""
        if role.guild.id == self._config.server.guild_id:
            self._bot.in_background(self._upkeep.follow_roles(role.name, role.id), "a new role")

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Do the same for a role that got the name, or a place below the bot's."""
        is_other = before.name != after.name or before.position != after.position
        if after.guild.id == self._config.server.guild_id and is_other:
            self._bot.in_background(self._upkeep.follow_roles(after.name, after.id), "a changed role")

    @commands.Cog.listener()
    async def on_member_remove(self, member: discord.Member) -> None:
        """Notice that somebody left, and with that lost all roles."""
        if member.guild.id == self._config.server.guild_id:
            await self._service.member_left(member.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Post the registration message anew that somebody has deleted."""
        self._look_for_message({payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Post the registration message anew that somebody has deleted."""
        self._look_for_message(payload.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Post the registration message in a channel that is new."""
        if channel.guild.id == self._config.server.guild_id:
            self._look_for_message()

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Post it in a channel that has another name now."""
        if after.guild.id == self._config.server.guild_id and before.name != after.name:
            self._look_for_message()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Look for it after a lost connection: Discord does not tell what happened meanwhile."""
        self._look_for_message()

    def _look_for_message(self, messages: Collection[int] | None = None) -> None:
        if self._has_begun and not self._is_leaving and self._message.may_be_gone(messages):
            self._bot.in_background(self._parts.scheduler.run(MESSAGE_JOB), MESSAGE_JOB)

    async def _invite(self) -> None:
        if not self._is_leaving:
            await self._message.invite()
            # Who could not be told before a restart, or while Discord was away.
            self._parts.losses.go_on()

    async def _open_form(
        self, interaction: discord.Interaction, _row_id: int, *, order: str = "", name: str = ""
    ) -> None:
        title = tr("Register for {conference}").format(conference=self._config.conference.name)
        await interaction.response.send_modal(self._form_kind.form(title, register_fields(order, name), 0))

    async def _submitted(
        self, interaction: discord.Interaction, typed: Mapping[str, str], _numbers: Sequence[int]
    ) -> None:
        await self._submit(interaction, typed["order"], typed["name"])

    def _card_button(
        self, action: str, label: str, handler: Callable[[discord.Interaction, int], Awaitable[None]]
    ) -> type[PersistentButton]:
        return persistent_button(
            feature="registration",
            action=action,
            label=label,
            handler=handler,
            reporter=self._parts.reporter,
            check=self._parts.staff.require_organizer,
            style=discord.ButtonStyle.primary,
        )

    async def _move(self, interaction: discord.Interaction, request_id: int) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        outcome = await self._service.move(request_id)
        if outcome is None:
            raise Refusal("Somebody has decided this already.")
        await self._finish_card(interaction, "✅ Ticket moved", f"Moved by {interaction.user.mention}.")
        await answer(interaction, organizer_text(outcome))

    async def _confirm_speaker(self, interaction: discord.Interaction, position_id: int) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        outcome = await self._service.confirm_speaker(position_id)
        if outcome is None:
            raise Refusal("Nobody is registered with this ticket any more.")
        await self._finish_card(
            interaction, "✅ Confirmed as a speaker", f"Confirmed by {interaction.user.mention}."
        )
        await answer(interaction, organizer_text(outcome))

    @staticmethod
    async def _finish_card(interaction: discord.Interaction, title: str, note: str) -> None:
        """Take the button away and say who pressed it."""
        if interaction.message is not None:
            await edit(interaction.message, decided_layout(interaction.message, title, note))

    async def _submit(self, interaction: discord.Interaction, order: str, name: str) -> None:
        if self._upkeep.is_over:
            await answer(
                interaction, tr("The conference is over, so registration is closed. See you next time!")
            )
            return
        await answer_in_time(interaction, self._register(interaction.user.id, order, name))

    async def _register(self, user_id: int, order: str, name: str) -> Answer:
        outcome: Outcome = await self._service.register(user_id, order, name)
        again = persistent_view(self._register_button(0)) if outcome.result in _TRY_AGAIN else None
        text = answer_text(
            outcome,
            self._help_channel,
            many_unnamed=self._upkeep.health.has_many_unnamed,
            further=self._config.features,
        )
        return Answer(text, view=again)

    @property
    def _help_channel(self) -> str:
        return self._parts.cards.help_channel
