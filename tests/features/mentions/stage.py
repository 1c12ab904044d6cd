"""Mentions on their stage: X itself on a socket, the queue of tweets behind it, and people who press."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from sqlmodel import col, select, update

from DiscordBot.feature import Neighbours
from DiscordBot.features.mentions.config import Mentions
from DiscordBot.features.mentions.feature import FEATURE
from DiscordBot.features.mentions.models import Mention
from DiscordBot.features.mentions.rows import snapshot_of
from DiscordBot.features.mentions.ui.cog import CARDS_JOB, FEED_JOB, MentionsCog
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.server import XStandIn
from tests.features.tweets.command_stage import CommandStage, running
from tests.features.tweets.stage import QueueBot, answer
from tests.features.tweets.stage_context import config_for, readable, stage_context
from tests.networks.twitter.x_account import credentials_of
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from decimal import Decimal

    from simcord import ChannelHandle

    from DiscordBot.core.database import Database
    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.networks.port import Paused

CHANNEL = "mentions"


class MentionBot(QueueBot):
    """A bot with tweets and mentions."""

    stage: MentionStage

    async def setup_hook(self) -> None:
        await super().setup_hook()
        guild = discord.Object(self.stage.guild.id)
        config = config_for(self.stage.guild.id).with_section(Mentions())
        context = stage_context(self, config, self.scheduler)
        neighbours = Neighbours((self.queue,), (readable(self.stage.reader),))
        self.built = FEATURE.built(context, neighbours)
        (self.mentions,) = (cog for cog in self.built.cogs if isinstance(cog, MentionsCog))
        await self.add_cog(self.mentions, guild=guild)
        await self.tree.sync(guild=guild)


class MentionStage(CommandStage):
    """The stage with X; `on_refusal` is why nothing shall be read, `spent` what the reading has cost."""

    bot: MentionBot

    def __init__(self, database: Database, session: aiohttp.ClientSession) -> None:
        super().__init__(database)
        self.x = XStandIn(clock=self.clock.now)
        self.paused: Paused | None = None
        self.spent: list[Decimal] = []
        self._session = session

    def build(self, bot: QueueBot | None = None) -> QueueBot:
        return super().build(bot or MentionBot(self))

    async def open(self) -> None:
        await self.x.start()
        self.reader = XReader(
            XSession(self._session, self.x.base_url, timeout=PATIENCE_SECONDS),
            credentials=lambda: credentials_of(self.x),
            why_paused=self._why_paused,
            spent=self._spend,
            on_refusal=self._refused,
            now=self.x.book.clock,
        )
        await super().open()
        self.mention_channel: ChannelHandle = self.guild.create_text_channel(CHANNEL)
        await self.begin()

    async def delete_personal_data(self) -> None:
        assert self.bot.built.delete_personal_data is not None
        await self.bot.built.delete_personal_data()

    async def begin(self) -> None:
        """Let the feature begin, and read what there is."""
        await self.bot.mentions.begin()
        await self.settle()

    async def restart(self) -> None:
        await super().restart()
        await self.begin()

    async def poll(self) -> None:
        """Let the time come at which X is read."""
        await self.bot.scheduler.run(FEED_JOB)
        await self.settle()

    async def look(self) -> None:
        """Let the time come at which the cards are looked at."""
        await self.bot.scheduler.run(CARDS_JOB)
        await self.settle()

    async def mention(self, text: str = "@pyconexample hello", author: str = "ada", **parts: Any) -> int:  # noqa: ANN401 - of the post
        """Let somebody mention us, wait for the card, and return the mention's number."""
        post = self.x.write(author, text, **parts)
        await self.poll()
        return next(view.id for view in await self.views() if view.post_id == post.id)

    async def views(self) -> list[MentionSnapshot]:
        async with self.database.transaction() as session:
            rows = (await session.execute(select(Mention).order_by(col(Mention.id)))).scalars()
            return [snapshot_of(row) for row in rows]

    async def seen(self, mention_id: int) -> MentionSnapshot:
        return next(view for view in await self.views() if view.id == mention_id)

    async def change_mention(self, mention_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        """Change a mention behind the bot's back."""
        async with self.database.transaction() as session:
            await session.execute(update(Mention).where(col(Mention.id) == mention_id).values(**columns))

    def footers(self) -> list[str]:
        """Return the last lines of all cards, the oldest card first."""
        return [str(message.embeds[0].footer.text) for message in self.mention_channel.history()]

    def mention_card(self, mention_id: int) -> discord.Message:
        """Return the one card of a mention."""
        wanted = f"Mention #{mention_id}"
        messages = self.mention_channel.history()
        (card,) = [message for message in messages if message.embeds[0].footer.text == wanted]
        return card

    def says(self, mention_id: int) -> str:
        """Return what stands on a card."""
        embed = self.mention_card(mention_id).embeds[0]
        parts = [embed.title, embed.author.name, embed.description]
        return "\n".join(map(str, [*parts, *(f"{field.name}: {field.value}" for field in embed.fields)]))

    async def do(self, who: str, mention_id: int, label: str) -> str:
        """Press a button that answers at once; return what the person alone reads."""
        said = answer(await self.people[who].click(self.mention_card(mention_id), label=label))
        await self.settle()
        return said

    async def reply(self, who: str, mention_id: int, text: str) -> str:
        """Press Reply and write something; return what the person alone reads."""
        form = await self.people[who].click(self.mention_card(mention_id), label="Reply")
        return (await self.fill_in(who, form, text=text)).content

    async def _why_paused(self) -> Paused | None:
        return self.paused

    async def _spend(self, price: Decimal, _kind: str, _count: int) -> None:
        self.spent.append(price)

    async def _refused(self, reason: str) -> None:
        raise AssertionError(reason)


@asynccontextmanager
async def open_mentions(database: Database) -> AsyncIterator[MentionStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    async with aiohttp.ClientSession() as session:
        stage = MentionStage(database, session)
        try:
            async with running(stage):
                yield stage
        finally:
            await stage.x.stop()
