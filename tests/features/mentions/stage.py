"""Mentions on their stage: X itself on a socket, the queue of tweets behind it, and people who press."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from DiscordBot.features.mentions.config import Mentions
from DiscordBot.features.mentions.feature import FEATURE
from DiscordBot.features.mentions.models import Mention
from DiscordBot.features.mentions.rows import snapshot_of
from DiscordBot.features.mentions.ui.cog import CARDS_JOB, FEED_JOB, MentionsCog
from tests.databases import change_rows
from tests.features.tweets.command_stage import running
from tests.features.tweets.stage import QueueBot, answer
from tests.features.tweets.x_stage import XStage
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.feature import Feature
    from DiscordBot.features.mentions.snapshot import MentionSnapshot

CHANNEL = "mentions"


class MentionBot(QueueBot):
    """A bot with tweets and mentions."""

    @property
    def mentions(self) -> MentionsCog:
        return self.find_cog(MentionsCog)


class MentionStage(XStage):
    """The stage with X, and mentions on it."""

    kind = MentionBot
    bot: MentionBot

    more_channels = (CHANNEL,)

    @property
    def config(self) -> Config:
        return super().config.with_section(Mentions())

    @property
    def features(self) -> tuple[Feature, ...]:
        return (*super().features, FEATURE)

    async def open(self) -> None:
        await super().open()
        self.mention_channel = self.channels[CHANNEL]

    async def delete_personal_data(self) -> None:
        await self.bot.delete_personal_data()

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
        await change_rows(self.database, Mention.id, mention_id, **columns)

    def footers(self) -> list[str]:
        """Return the last lines of all cards, the oldest card first."""
        return [str(faces(message)[0].footer.text) for message in self.mention_channel.history()]

    def mention_card(self, mention_id: int) -> discord.Message:
        """Return the one card of a mention."""
        wanted = f"Mention #{mention_id}"
        messages = self.mention_channel.history()
        (card,) = [message for message in messages if faces(message)[0].footer.text == wanted]
        return card

    def says(self, mention_id: int) -> str:
        """Return what stands on a card."""
        embed = faces(self.mention_card(mention_id))[0]
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
        return said(await self.fill_in(who, form, text=text))


@asynccontextmanager
async def open_mentions(database: Database) -> AsyncIterator[MentionStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    async with running(MentionStage(database)) as stage:
        yield stage
