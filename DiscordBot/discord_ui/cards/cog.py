"""What a feature's cog hears about its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord.ext import commands

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord

    from DiscordBot.discord_ui.cards.keeper import CardKeeper


class CardCog(commands.Cog):
    """Part of a cog whose feature has cards: those that somebody deletes are shown anew."""

    cards: CardKeeper[Any]

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Show a card anew that somebody has deleted."""
        self.messages_deleted(payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Show cards anew that somebody has deleted."""
        self.messages_deleted(payload.channel_id, payload.message_ids)

    def messages_deleted(self, channel_id: int, messages: Collection[int]) -> None:
        """Show anew what somebody has deleted."""
        del channel_id
        self.cards.deleted(messages)
