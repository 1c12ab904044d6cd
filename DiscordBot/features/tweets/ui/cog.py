"""The queue on Discord: commands, the message menu, and what happens by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.features.tweets.queue_health import findings
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.tweet_number import named
from DiscordBot.features.tweets.ui.card_buttons import refusals
from DiscordBot.features.tweets.ui.edit_forms import LONGEST_REASON

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.ui.front_door import TweetQueue

CARDS_JOB = "tweet cards and notices"
DIGEST_JOB = "waiting tweets"
LOOK_EVERY = timedelta(minutes=1)
DIGEST_EVERY = timedelta(minutes=10)
MENU = "Queue as tweet"

Reason = app_commands.Range[str, 0, LONGEST_REASON]


class TweetsCog(CardCog, FeatureCog):
    """Moderation, and what the queue does by itself."""

    def __init__(self, bot: ConferenceBot, queue: TweetQueue) -> None:
        self._bot = bot
        self._queue = queue
        self.cards = queue.cards
        self._service = queue.service
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._queue_message)
        self._menu.guild_only = True
        self._menu.default_permissions = FOR_STAFF

    async def cog_load(self) -> None:
        """Make the buttons of earlier cards work again, and add the message menu."""
        self._bot.add_dynamic_items(*self._queue.buttons.kinds, self._queue.desk.button)
        self._bot.tree.add_command(self._menu, guild=self._guild)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type, guild=self._guild)

    async def begin(self) -> None:
        """Settle what an earlier run left behind, send what is due, and show the truth on all cards."""
        queue = self._queue
        await queue.service.begin()
        for outbox in queue.outboxes:
            await outbox.begin()
        self._bot.in_background(queue.cards.begin(), CARDS_JOB)
        queue.scheduler.every(LOOK_EVERY, CARDS_JOB, self._look)
        queue.scheduler.every(DIGEST_EVERY, DIGEST_JOB, queue.digest.look)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the queue is doing."""
        return await findings(self._service, self._queue.networks, self._queue.policy())

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(FOR_STAFF)
    @app_commands.describe(tweet="Its number", now="Post it at once, whatever the hour (organisers)")
    async def approve(self, interaction: discord.Interaction, tweet: str, now: bool = False) -> None:  # noqa: FBT001, FBT002 - an option of the command
        """Approve a tweet."""
        with refusals():
            (tweet_id, revision), actor = named(tweet), self._queue.actor(interaction)
            await answer_in_time(
                interaction, self._queue.buttons.approve(tweet_id, actor, revision, post_now=now)
            )

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(FOR_STAFF)
    @app_commands.describe(tweet="Its number", reason="Its author reads this")
    async def deny(self, interaction: discord.Interaction, tweet: str, reason: Reason = "") -> None:
        """Deny a tweet."""

        async def work() -> Answer:
            tweet_id, revision = named(tweet)
            await self._service.deny(tweet_id, self._queue.actor(interaction), reason, revision=revision)
            return Answer(f"⛔ Tweet #{tweet_id} is denied.")

        with refusals():
            await answer_in_time(interaction, work())

    @approve.autocomplete("tweet")
    @deny.autocomplete("tweet")
    async def _pending(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._queue.choices(interaction, typed, self._service.open_tweets(), {Outcome.PENDING})

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take what is submitted in forms, also in those that were opened before a restart."""
        await self._queue.forms.receive(interaction)

    async def _queue_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Let a staff member read, complete and submit what stands in a message."""
        await self._queue.composer.quote(interaction, message)

    async def _look(self) -> None:
        await self._queue.cards.look()
        await self._queue.notices.look()

    @property
    def _guild(self) -> discord.Object:
        return discord.Object(self._queue.config.server.guild_id)
