"""News on Discord: the jobs that follow the feeds, and `/news post`."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.features.news.service import KnownNewsError
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.confirmation import Confirmations
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.news.following import FeedFollower
    from DiscordBot.features.news.service import NewsService
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.previews import Previews
    from DiscordBot.features.tweets.ui.receipts import Receipts

Title = app_commands.Range[str, 1, 500]
Link = app_commands.Range[str, 1, 1000]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsParts:
    """What the cogs of the news work with; `feeds` come with the minutes between two readings."""

    feeds: tuple[tuple[FeedFollower, int], ...]
    scheduler: Scheduler
    staff: Staff
    service: NewsService
    tweets: TweetService
    previews: Previews
    receipts: Receipts
    confirmations: Confirmations


class NewsCog(FeatureCog):
    """Follows the feeds, each by a job of its own."""

    def __init__(self, bot: ConferenceBot, parts: NewsParts) -> None:
        self._bot = bot
        self._parts = parts

    async def cog_load(self) -> None:
        """Let the buttons of earlier questions answer."""
        self._bot.add_dynamic_items(*self._parts.confirmations.kinds)

    async def begin(self) -> None:
        """Catch up with the feeds, and follow them from then on."""
        scheduler = self._parts.scheduler
        for feed, minutes in self._parts.feeds:
            scheduler.every(timedelta(minutes=minutes), feed.job, feed.look)
            self._bot.in_background(scheduler.run(feed.job), feed.job)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the feeds are doing."""
        return await self._parts.service.findings()


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class NewsPostCog(commands.GroupCog, name="news"):
    """News that are in no feed; for organisers."""

    def __init__(self, parts: NewsParts) -> None:
        self._parts = parts

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._parts.staff.require_organizer(interaction)

    @app_commands.command()
    @app_commands.describe(title="What it is about; cut if it is too long", link="https://…")
    async def post(self, interaction: discord.Interaction, title: Title, link: Link) -> None:
        """Queue a title and a link as a tweet."""
        with self._refusals():
            await answer_in_time(interaction, self._question(interaction, title, link))

    async def _question(self, interaction: discord.Interaction[Any], title: str, link: str) -> Answer:
        parts = self._parts
        draft = await parts.service.draft(title, link, actor_of(interaction.user, parts.staff))
        face = await parts.previews.face(await parts.tweets.prepare(draft))

        async def act(pressed: discord.Interaction[Any]) -> Answer:
            return await self._queue(pressed, title, link)

        return parts.confirmations.question("Shall I queue this?", act, face=face)

    async def _queue(self, interaction: discord.Interaction[Any], title: str, link: str) -> Answer:
        parts = self._parts
        with self._refusals():
            # Anew: the person's roles and the queue may have changed since the question.
            draft = await parts.service.draft(title, link, actor_of(interaction.user, parts.staff))
            return Answer(await parts.receipts.receipt(await parts.service.queue(draft)))

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        with refusals():
            try:
                yield
            except KnownNewsError as error:
                raise Refusal(f"{error} {self._parts.receipts.card_link(error.tweet)}".strip()) from None
