"""A small bot with nothing but tweets' cards and notices, on a simulated server with its moderators."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import discord
import simcord

from DiscordBot.features.tweets.config import POLICY, Moderation
from DiscordBot.features.tweets.feature import FEATURE as TWEETS
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import Delivery, Source, Tweet
from DiscordBot.features.tweets.ui.cog import TweetsCog
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.networks.port import RejectedError
from tests.clocks import StoppedClock
from tests.databases import change_rows
from tests.features.tweets.post_office import BERLIN, NOON, PaperNetwork
from tests.made_up_config import config_with
from tests.shown_commands import show_all_commands
from tests.shown_messages import controls, faces, said
from tests.whole_bot import WholeBot, made_by, network

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from simcord import ChannelHandle, GuildHandle, MemberActor
    from simcord.results import InteractionResult, ResponseMessage

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.feature import Built, Feature, Neighbours
    from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
    from DiscordBot.features.tweets.service import TweetService, TweetSnapshot
    from DiscordBot.networks.port import NetworkAccess

CHANNEL = "tweet-moderation"
GUILD_ID = 4242


class QueueBot(WholeBot):
    """A bot with the queue of tweets, and its parts."""

    @property
    def queue(self) -> TweetQueue:
        return self.front_door(TweetQueue)

    @property
    def service(self) -> TweetService:
        return self.queue.service

    @property
    def cards(self) -> CardKeeper[TweetSnapshot]:
        return self.queue.cards

    @property
    def notices(self) -> AuthorNotices:
        return self.queue.notices

    @property
    def digest(self) -> WaitingDigest:
        return self.queue.digest

    @property
    def cog(self) -> TweetsCog:
        return self.find_cog(TweetsCog)


@dataclass
class Stage:
    """The server, its people and the queue behind it; `policy` counts at once.

    What is approved waits until a test sends it.
    """

    kind: ClassVar = QueueBot
    more_channels: ClassVar[Sequence[str]] = ()

    database: Database
    policy: str = "volunteers_post"
    expected_log: list[str] = field(default_factory=list)
    """What each line of the log contains in a test that provokes errors."""

    def __post_init__(self) -> None:
        self.clock = StoppedClock(BERLIN)
        self.clock.at = NOON
        self.network = PaperNetwork(self.clock)
        self.networks = [self.network]

    @property
    def config(self) -> Config:
        """The configuration of the next bot to be started."""
        return config_with(Moderation(), guild_id=GUILD_ID, channels={"moderation": CHANNEL})

    @property
    def features(self) -> tuple[Feature, ...]:
        """All that the next bot to be started has."""
        networks = [network(one.name, partial(self.access, one)) for one in self.networks]
        return (*networks, made_by(self._build_queue, TWEETS))

    def access(self, one: PaperNetwork, _context: Context) -> NetworkAccess:
        """Return what features may use of a network."""
        return one.access()

    def build(self) -> ConferenceBot:
        """Make another run of the bot."""
        self.bot = self.kind(self.config, self.clock, self.features, database=self.database)
        return self.bot.client

    def _build_queue(self, context: Context, neighbours: Neighbours) -> Built:
        choice = context.settings.choice
        context.settings.choice = lambda name: self.policy if name == POLICY else choice(name)  # type: ignore[method-assign]  # without a line in the log
        built = TWEETS.built(context, neighbours)
        assert isinstance(built.front_door, TweetQueue)
        for outbox in built.front_door.outboxes:
            outbox.begin = rest  # type: ignore[method-assign]  # as long as no test lets it send
        return built

    async def open(self) -> None:
        self.guild: GuildHandle
        self.env = simcord.Env(self.build(), strict_sync=False)
        self.guild = self.env.create_guild("PyCon Example", id=GUILD_ID, owner=self.env.create_user("board"))
        show_all_commands(self.guild)
        volunteers = self.guild.create_role("Volunteers")
        organizers = self.guild.create_role(
            "Organizers", permissions=discord.Permissions(manage_messages=True)
        )
        self.channel: ChannelHandle = self.guild.create_text_channel(CHANNEL)
        self.channels = {name: self.guild.create_text_channel(name) for name in self.more_channels}
        self.log_channel = self.guild.create_text_channel("bot-log")
        people = {"ada": organizers, "grace": organizers, "victor": volunteers, "vera": volunteers}
        self.users = {name: self.env.create_user(name) for name in (*people, "eve")}
        self.people: dict[str, MemberActor] = {
            name: self.guild.add_member(user, roles=[people[name]] if name in people else [])
            for name, user in self.users.items()
        }
        await self.env.start()
        await self.settle()

    async def close(self) -> None:
        await self.bot.client.close()
        await self.env.shutdown()

    async def settle(self) -> None:
        """Wait until the bot has nothing to do."""
        await self.bot.rest()
        await self.env.settle()

    async def restart(self) -> None:
        """Pull the plug, and start another bot on the same database."""
        await self.bot.pull_the_plug()
        await self.env.restart_bot(self.build())
        await self.settle()

    @property
    def log(self) -> list[str]:
        """What organisers were told about errors."""
        lines = [line for message in self.log_channel.history() for line in message.content.splitlines()]
        return [line for line in lines if line.startswith("⚠️ Error")]

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
        for outbox in self.bot.queue.outboxes:
            await self.bot.scheduler.run(outbox.job)
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
        await change_rows(self.database, Tweet.id, tweet_id, **columns)

    async def change_delivery(self, tweet_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        """Change how far a tweet is behind the bot's back."""
        await change_rows(self.database, Delivery.tweet_id, tweet_id, **columns)

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
            (message, embed.footer.text or "") for message in self.messages() for embed in faces(message)
        ]
        return [message for message, line in lines if line.startswith(f"Tweet #{tweet_id} ")]

    def title(self, tweet_id: int) -> str:
        return str(faces(self.card(tweet_id))[0].title)

    def fields(self, tweet_id: int) -> dict[str, str]:
        return {str(part.name): str(part.value) for part in faces(self.card(tweet_id))[0].fields}

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
        await stage.close()


async def rest() -> None:
    """Do nothing."""


def labels(message: discord.Message | ResponseMessage) -> list[str]:
    """Return what stands on the buttons of a message, or of an answer."""
    return [str(control.get("label")) for control in controls(message)]


def answer(result: InteractionResult) -> str:
    assert result.response is not None
    assert result.ephemeral
    return said(result.response)
