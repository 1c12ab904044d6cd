"""The commands `/attendee …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.messages.progress import ProgressMessage
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.features.registration.matching.order_search import FoundOrders
from DiscordBot.features.registration.ui.order_pages import order_pages, with_more
from DiscordBot.features.registration.ui.organizer_texts import nothing_found, organizer_text, summary

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.registration.outcome import Outcome
    from DiscordBot.features.registration.ui.cog import RegistrationParts


FOR_DESK_HELPERS = frozenset({"lookup", "register"})


@app_commands.guild_only()
@app_commands.default_permissions(FOR_STAFF)
class AttendeeCog(commands.GroupCog, name="attendee"):
    """Help with registration, by organisers and helpers at the registration desk."""

    def __init__(self, parts: RegistrationParts, staff: Staff) -> None:
        self._parts = parts
        self._service = parts.service
        self._staff = staff

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, and desk helpers where they help; asked at every command."""
        if interaction.command is not None and interaction.command.name in FOR_DESK_HELPERS:
            return await self._staff.require_desk_helper(interaction)
        return await self._staff.require_organizer(interaction)

    @app_commands.command()
    @app_commands.describe(
        member="The member whose orders you want to see",
        order="An order code, like ABC12",
        name="An attendee's name or a part of it, or an e-mail address",
    )
    async def lookup(
        self,
        interaction: discord.Interaction,
        member: discord.Member | None = None,
        order: str = "",
        name: str = "",
    ) -> None:
        """Find an order by member, code, name or e-mail, and see who is registered with it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = FoundOrders()
        if member is not None:
            claims = await self._service.claims_of(member.id)
            held = [self._parts.store.holding(claim.position_id) for claim in claims]
            orders = {order.code: order for order in held if order is not None}
            found = FoundOrders(tuple(orders.values()))
        else:
            found = await self._parts.search.find(order=order, name=name)
        if not found.orders:
            await answer(interaction, nothing_found(member, order or name, unasked=found.unasked))
            return
        pages = [
            page
            for one in found.orders
            for page in order_pages(one, self._parts.title_of, await self._service.claims_on(one))
        ]
        await show_pages(interaction, with_more(pages, found), self._parts.reporter)

    @app_commands.command()
    @app_commands.describe(
        member="The member to register",
        order="The order code (ABC12), or one ticket of the order (ABC12-2)",
        name="The name on the ticket; not needed when the order has only one",
    )
    async def register(
        self, interaction: discord.Interaction, member: discord.Member, order: str, name: str | None = None
    ) -> None:
        """Register a member with their ticket."""
        await answer_in_time(interaction, self._tell(self._service.register_for(member.id, order, name)))

    @app_commands.command()
    @app_commands.describe(
        member="The member to unregister",
        ticket="An order (ABC12) or one ticket of it (ABC12-2); all if left out",
    )
    async def unregister(
        self, interaction: discord.Interaction, member: discord.Member, ticket: str = ""
    ) -> None:
        """Unregister a member: remove the roles, so that the ticket can be used again."""
        await answer_in_time(interaction, self._tell(self._service.unregister(member.id, ticket)))

    @app_commands.command()
    @app_commands.describe(member="The member to check; everybody if left out")
    async def sync(self, interaction: discord.Interaction, member: discord.Member | None = None) -> None:
        """Check roles against tickets, and add or remove roles where they differ."""
        if member is not None:
            await answer_in_time(interaction, self._tell(self._service.sync(member.id)))
        else:
            await self._sync_everybody(interaction)

    async def _sync_everybody(self, interaction: discord.Interaction) -> None:
        progress = ProgressMessage(interaction, "Checking everybody's roles")
        await progress.begin()
        try:
            outcomes = await self._service.sync_everybody(progress.show)
        except Exception:
            await progress.end("❌ Not everybody's roles could be checked. Please try again.")
            raise
        text = summary(outcomes, to_tell=await self._parts.losses.messages.count())
        await progress.end(text)
        # With very many members the answer may come too late for Discord.
        self._parts.cards.channel_log.write(
            f"🔄 {interaction.user.mention} checked everybody's roles. {text}"
        )

    async def _tell(self, work: Awaitable[Outcome]) -> Answer:
        return Answer(organizer_text(await work))
