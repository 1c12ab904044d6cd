"""A small bot with nothing but tweets' cards and notices, on a simulated server with its moderators."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import discord
import simcord
from discord.ext import commands
from sqlmodel import col, update

from DiscordBot.discord_ui.errors import ErrorReporter, tree_reporting_to
from DiscordBot.discord_ui.permissions import Staff
from DiscordBot.feature import Neighbours
from DiscordBot.features.tweets.feature import FEATURE
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import Delivery, Source, Tweet
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.ui.cog import TweetQueue, TweetsCog
from DiscordBot.networks.port import RejectedError
from tests.features.registration.rules import StoppedClock
from tests.features.tweets.post_office import BERLIN, NOON, PaperNetwork, PlannedScheduler
from tests.features.tweets.stage_context import CHANNEL, JobBook, config_for, posting, stage_context

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from simcord import ChannelHandle, GuildHandle, MemberActor
    from simcord.results import InteractionResult, ResponseMessage

    from DiscordBot.core.database import Database
    from DiscordBot.features.tweets.service import TweetSnapshot

GUILD_ID = 4242


class QueueBot(commands.Bot):
    """A bot with the queue of tweets, which its own feature builds; subclasses add features."""

    def __init__(self, stage: Stage) -> None:
        self.reporter = ErrorReporter(stage.log.append, stage.clock.now)
        intents = discord.Intents(guilds=True, members=True, guild_messages=True)
        super().__init__("!", intents=intents, tree_cls=tree_reporting_to(self.reporter))
        self.stage = stage
        self.tasks: set[asyncio.Task[None]] = set()
        self.staff = Staff(["Organizers"], ["Volunteers"])
        self.scheduler = JobBook(stage.clock, on_error=self.reporter.report, describe=repr)
        self.tweets = FEATURE.built(
            stage_context(self, config_for(GUILD_ID), self.scheduler),
            Neighbours((), [posting(network) for network in stage.networks]),
        )
        assert isinstance(self.tweets.front_door, TweetQueue)
        self.queue = self.tweets.front_door
        self.service, self.cards = self.queue.service, self.queue.cards
        self.notices, self.digest = self.queue.notices, self.queue.digest
        (self.cog,) = (cog for cog in self.tweets.cogs if isinstance(cog, TweetsCog))

    async def setup_hook(self) -> None:
        guild = discord.Object(GUILD_ID)
        for cog in self.tweets.cogs:
            await self.add_cog(cog, guild=guild)
        await self.tree.sync(guild=guild)

    def in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


@dataclass
class Stage:
    """The server, its people and the queue behind it; `log` is what organisers were told about errors."""

    database: Database
    policy: str = "volunteers_post"
    log: list[str] = field(default_factory=list)
    expected_log: list[str] = field(default_factory=list)
    """What each line of the log contains in a test that provokes errors."""

    def __post_init__(self) -> None:
        self.clock = StoppedClock(BERLIN)
        self.clock.at = NOON
        self.network = PaperNetwork(self.clock)
        self.networks = [self.network]

    def build(self, bot: QueueBot | None = None) -> QueueBot:
        """Make another run of the bot."""
        self.bot = bot or QueueBot(self)
        return self.bot

    async def open(self) -> None:
        self.guild: GuildHandle
        bot = self.build()
        self.env = simcord.Env(bot, strict_sync=False)
        self.guild = self.env.create_guild("PyCon Example", id=GUILD_ID, owner=self.env.create_user("board"))
        volunteers = self.guild.create_role("Volunteers")
        organizers = self.guild.create_role(
            "Organizers", permissions=discord.Permissions(manage_messages=True)
        )
        self.channel: ChannelHandle = self.guild.create_text_channel(CHANNEL)
        people = {"ada": organizers, "grace": organizers, "victor": volunteers, "vera": volunteers}
        self.users = {name: self.env.create_user(name) for name in (*people, "eve")}
        self.people: dict[str, MemberActor] = {
            name: self.guild.add_member(user, roles=[people[name]] if name in people else [])
            for name, user in self.users.items()
        }
        await self.env.start()

    async def settle(self) -> None:
        """Wait until the bot has nothing to do."""
        while self.bot.tasks:
            await asyncio.wait(set(self.bot.tasks))
        await self.env.settle()

    async def restart(self) -> None:
        """Pull the plug, and start another bot on the same database."""
        for task in set(self.bot.tasks):
            task.cancel()
        await self.bot.close()
        await self.env.restart_bot(self.build())
        await self.bot.cards.begin()
        await self.settle()

    def actor(self, name: str) -> Actor:
        return Actor(
            self.people[name].id,
            name,
            is_organizer=name in {"ada", "grace"},
            is_volunteer=name in {"victor", "vera"},
        )

    async def write(self, text: str = "Hello", author: str | None = "victor", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        """Submit a tweet and wait for its card."""
        parts = {"source": Source.COMPOSED, **parts}
        who = None if author is None else self.actor(author)
        submitted = await self.bot.service.submit(Draft(text=text, author=who, **parts))
        await self.settle()
        return submitted.tweet_id

    async def approve(self, tweet_id: int, who: str = "ada") -> None:
        await self.bot.service.approve(tweet_id, self.actor(who))
        await self.settle()

    async def send(self, trouble: Exception | None = None, reading_trouble: Exception | None = None) -> None:
        """Let the outbox do what is due, and the network meet a trouble."""
        self.network.troubles.append(trouble)
        self.network.reading_troubles.append(reading_trouble)
        outbox = Outbox(
            self.database,
            self.clock,
            self.network,
            PlannedScheduler(self.clock, on_error=self.bot.reporter.report, describe=repr),
            changed=self.bot.service.changed,
            on_error=self.bot.reporter.report,
        )
        await outbox.work()
        await self.settle()

    async def fail(self, text: str = "Hello", **parts: Any) -> int:  # noqa: ANN401 - of the draft
        tweet_id = await self.write(text, **parts)
        await self.approve(tweet_id)
        await self.send(RejectedError("Paper does not like it."))
        return tweet_id

    async def view(self, tweet_id: int) -> TweetSnapshot:
        return await self.bot.service.get(tweet_id)

    async def change(self, tweet_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        """Change a tweet behind the bot's back."""
        async with self.database.transaction() as session:
            await session.execute(update(Tweet).where(col(Tweet.id) == tweet_id).values(**columns))

    async def change_delivery(self, tweet_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        """Change how far a tweet is behind the bot's back."""
        this = col(Delivery.tweet_id) == tweet_id
        async with self.database.transaction() as session:
            await session.execute(update(Delivery).where(this).values(**columns))

    async def ask_human(self, tweet_id: int) -> None:
        """Let the account's posts be out of reach for so long that somebody has to look."""
        await self.change_delivery(tweet_id, ask_human=True)
        await self.bot.service.changed(tweet_id)
        await self.settle()

    def messages(self) -> list[discord.Message]:
        return self.channel.history()

    def card(self, tweet_id: int) -> discord.Message:
        """Return the one card of a tweet."""
        (card,) = self.cards(tweet_id)
        return card

    def cards(self, tweet_id: int) -> list[discord.Message]:
        lines = [
            (message, embed.footer.text or "") for message in self.messages() for embed in message.embeds
        ]
        return [message for message, line in lines if line.startswith(f"Tweet #{tweet_id} ")]

    def title(self, tweet_id: int) -> str:
        return str(self.card(tweet_id).embeds[0].title)

    def fields(self, tweet_id: int) -> dict[str, str]:
        return {str(part.name): str(part.value) for part in self.card(tweet_id).embeds[0].fields}

    def labels(self, tweet_id: int) -> list[str]:
        return labels(self.card(tweet_id))

    async def press(self, who: str, tweet_id: int, label: str) -> str:
        """Press a button on a card; return what the person alone reads."""
        return answer(await self.people[who].click(self.card(tweet_id), label=label))

    def told(self, who: str) -> list[str]:
        """Return the direct messages that somebody got."""
        return [message.content for message in self.users[who].dm_channel.history()]

    def requests(self, method: str) -> list[str]:
        return [request.path for request in self.env.http_requests if request.method == method]


@asynccontextmanager
async def open_stage(database: Database) -> AsyncIterator[Stage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = Stage(database)
    await stage.open()
    try:
        yield stage
        await stage.settle()
        assert [type(error) for error in stage.env.errors] == []
        assert len(stage.log) == len(stage.expected_log), stage.log
        assert all(part in line for part, line in zip(stage.expected_log, stage.log, strict=True)), stage.log
    finally:
        await stage.bot.close()
        await stage.env.shutdown()


def labels(message: discord.Message | ResponseMessage) -> list[str]:
    """Return what stands on the buttons of a message, or of an answer."""
    rows: list[dict[str, Any]] = [
        row if isinstance(row, dict) else {**row.to_dict()} for row in message.components
    ]
    return [str(button.get("label")) for row in rows for button in row["components"]]


def answer(result: InteractionResult) -> str:
    assert result.response is not None
    assert result.ephemeral
    return result.response.content
