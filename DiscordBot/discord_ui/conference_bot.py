"""The life of the bot: from the connection to the shutdown, whatever features it has."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from DiscordBot.core import heartbeat
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.http_client import only_while, open_session
from DiscordBot.core.http.request_counts import RequestCounts
from DiscordBot.core.http.web_server import WebServer
from DiscordBot.discord_ui.errors import describe, tree_reporting_to
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.languages import CommandTranslator
from DiscordBot.discord_ui.outgoing import discord_takes, others_take
from DiscordBot.discord_ui.server import NOT_CONNECTED, check_server, invite_link
from DiscordBot.server_setup.missing import MissingThings
from DiscordBot.translation.language import SOURCE, speak, speaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
    from typing import Any

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.core.active_bot.lease import Lease
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.messages.channel_log import ChannelLog
    from DiscordBot.feature import Built
    from DiscordBot.server_setup.layout import Layout

    Build = Callable[["ConferenceBot", aiohttp.ClientSession], Awaitable[Sequence[Built]]]

logger = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 3.0
LAST_LINES_SECONDS = 2.0
GIVE_WAY_SECONDS = 3.0
MEMBERS_SECONDS = 60.0
COMMANDS_CHECK = timedelta(minutes=5)
RETENTION_CHECK = timedelta(hours=6)
PULSE_SECONDS = 55.0
"""The one thing that an idle bot asks of its database: whether it can still be written, each minute."""

SERVE_AGAIN = timedelta(seconds=30)

_COMMANDS = "discord.commands"


class ConferenceBot(commands.Bot):
    """The bot of one conference on one server.

    `build` makes the features once there is a session for HTTP. What needs a connection waits in
    `_go_to_work`, which runs once, however often Discord connects again. `wanted` is what the server must
    have; `tell` shows findings to the person who started the bot. The public reads `language`. Without a
    `lease` nobody else can be the active bot.
    """

    def __init__(
        self,
        config: Config,
        *,
        build: Build,
        database: Database,
        scheduler: Scheduler,
        clock: Clock,
        reporter: ErrorReporter,
        bot_log: ChannelLog,
        wanted: Layout,
        tell: Callable[[Iterable[Finding], str], None],
        lease: Lease | None = None,
        language: str = SOURCE,
    ) -> None:
        self.requests = RequestCounts()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            # Messages without their texts: that one was deleted is all the bot wants to know.
            intents=discord.Intents(guilds=True, members=True, guild_messages=True),
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=tree_reporting_to(reporter),
            http_trace=self.requests.watching(only_while(discord_takes(lease))),
        )
        self._config = config
        self._build = build
        self._database = database
        self._scheduler = scheduler
        self._clock = clock
        self._reporter = reporter
        self._logs = [bot_log]
        self._wanted = wanted
        self._tell = tell
        self._lease = lease
        self._language = language
        self._translator = CommandTranslator()
        self._session: aiohttp.ClientSession | None = None
        self._web_server: WebServer | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.features: Sequence[Built] = ()
        self._arrived = asyncio.Event()
        self._has_closed = asyncio.Event()
        self._working = False
        self._connected = False
        self._commands_known = False
        self._pulsed_at: float | None = None

    @property
    def conference_server(self) -> discord.Guild | None:
        """The one server that the bot works on, or None while it is not there."""
        guild = self.get_guild(self._config.server.guild_id)
        return None if guild is None or guild.unavailable else guild

    async def setup_hook(self) -> None:
        """Build the features. Nothing here may wait for the gateway, which connects afterwards."""
        await self._database.start()
        speak(self._language)
        await self.tree.set_translator(self._translator)
        self._session = open_session(others_take(self._lease))
        self.features = await self._build(self, self._session)
        for cog in (cog for feature in self.features for cog in feature.cogs):
            await self.add_cog(cog, guild=discord.Object(self._config.server.guild_id))
        self.in_background(self._go_to_work(), "start")

    def add_log(self, channel_log: ChannelLog) -> ChannelLog:
        """Start and stop a log with the bot; for features, while they are built."""
        self._logs.append(channel_log)
        return channel_log

    def in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run something beside everything else until the bot is closed; an error that ends it is reported."""
        task = asyncio.create_task(self._guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def on_disconnect(self) -> None:
        """Notice that Discord does not hear us; discord.py keeps trying."""
        self._connected = False

    async def on_resumed(self) -> None:
        """Notice that the lost connection is back."""
        self._connected = True

    async def on_ready(self) -> None:
        """Notice a new connection; this happens after every one that could not be resumed."""
        self._connected = True

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Notice that the conference's server is there."""
        if guild.id == self._config.server.guild_id:
            self._arrived.set()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Notice an invitation; if the bot was here before, Discord has forgotten its commands."""
        if guild.id == self._config.server.guild_id:
            await self._database.remember(_COMMANDS, None)
            self._commands_known = False
            self._arrived.set()
            if self._working:
                self.in_background(self._scheduler.run("commands"), "commands")

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Report what a listener did not handle."""
        error = sys.exc_info()[1]
        if error is not None:
            self._reporter.report(error, event_method)

    async def close(self) -> None:
        """Let features say that they stop, let jobs finish, and give everything back; safe to call twice."""
        if self.is_closed():
            return
        try:
            await self._stop_working()
        finally:
            try:
                await super().close()
                if self._session is not None:
                    await self._session.close()
                await self._database.close()
            finally:
                self._has_closed.set()

    async def wait_until_closed(self) -> None:
        """Wait for the end of `close`; `start` already ends in the midst of it."""
        await self._has_closed.wait()

    async def give_way(self) -> None:
        """Stop without a word on Discord, and soon: another bot has become the active one."""
        self._working = False
        try:
            async with asyncio.timeout(GIVE_WAY_SECONDS):
                await self._stop_working()
        except TimeoutError:
            logger.warning("Not everything has ended in time; it can do nothing any more.")
        await self.close()

    async def findings(self) -> tuple[Finding, ...]:
        """Return what there is to say about configuration, server and features."""
        of_features = [finding for cog in self._feature_cogs for finding in await self._findings_of(cog)]
        of_port = () if self._web_server is None else (self._web_server.finding(),)
        of_database = await self._database.health(thoroughly=True)
        missing = MissingThings(
            self._config, self._wanted, lambda: self.conference_server, self.application_id or 0
        )
        return (
            *self._config.warnings,
            of_database,
            *missing.offered(self.server_findings()),
            *of_port,
            *of_features,
        )

    async def _findings_of(self, cog: FeatureCog) -> tuple[Finding, ...]:
        name = type(cog).__name__
        try:
            return await cog.findings()
        except Exception as error:  # noqa: BLE001 - one looks at this most of all when something is broken
            detail = (
                f"It cannot tell how it is: {describe(error)} (ref. {self._reporter.report(error, name)})."
            )
            return (Finding(name, Level.ERROR, detail, "See the bot's log under this reference."),)

    def server_findings(self) -> tuple[Finding, ...]:
        """Look at the channels, roles and permissions that the features need."""
        guild = self.conference_server
        if guild is None:
            return (NOT_CONNECTED,)
        return check_server(guild, guild.channels, guild.me, self._wanted)

    @property
    def _feature_cogs(self) -> list[FeatureCog]:
        return [cog for cog in self.cogs.values() if isinstance(cog, FeatureCog)]

    async def _go_to_work(self) -> None:
        await self.wait_until_ready()
        if self.conference_server is None:
            self._tell([NOT_CONNECTED], f"Waiting for an invitation: {invite_link(self.application_id or 0)}")
            await self._arrived.wait()
        for channel_log in self._logs:
            channel_log.start()
        # Each step is guarded: a hiccup of Discord in one of them must not keep the bot from working.
        await self._guarded(self._get_to_know_members(), "members")
        self._scheduler.every(COMMANDS_CHECK, "commands", self._sync_commands)
        await self._scheduler.run("commands")
        troubles = [finding for finding in self.server_findings() if finding.level is not Level.OK]
        if troubles:
            self._tell(troubles, "On the server, something keeps the bot from working")
        self._working = True
        for cog in self._feature_cogs:
            await self._guarded(cog.begin(), type(cog).__name__)
        self._scheduler.every(RETENTION_CHECK, "delete personal data", self._delete_personal_data)
        await self._guarded(self._serve(), "web server")
        self._scheduler.every(heartbeat.EVERY, "heartbeat", self._beat)
        self._scheduler.start()
        logger.info("Ready.")

    async def _stop_working(self) -> None:
        # Side by side, and nothing for long: whoever takes over waits for it.
        ends = [(type(cog).__name__, cog.end()) for cog in self._feature_cogs] if self._working else []
        if self._web_server is not None:
            ends.append(("web server", self._web_server.close()))
        ending = asyncio.gather(
            *(self._guarded(asyncio.wait_for(end, SHUTDOWN_SECONDS), name) for name, end in ends)
        )
        await self._scheduler.close()
        await ending
        await self._end_tasks()
        await asyncio.gather(*(channel_log.stop(LAST_LINES_SECONDS) for channel_log in self._logs))

    async def _end_tasks(self) -> None:
        me = asyncio.current_task()
        others = {task for task in self._tasks if task is not me}
        for task in others:
            task.cancel()
        if others:
            _, unfinished = await asyncio.wait(others, timeout=SHUTDOWN_SECONDS)
            for task in unfinished:
                logger.warning("%s does not end.", task.get_name())

    async def _get_to_know_members(self) -> None:
        guild = self.conference_server
        if guild is not None and not guild.chunked:
            # discord.py waits for ever for an answer that got lost.
            await asyncio.wait_for(guild.chunk(), MEMBERS_SECONDS)

    async def _sync_commands(self) -> None:
        """Tell Discord our commands when they changed; each telling counts against a daily limit."""
        if self._commands_known:
            return
        server = discord.Object(self._config.server.guild_id)
        wanted = self.tree.get_commands(guild=server)
        payload = [await command.get_translated_payload(self.tree, self._translator) for command in wanted]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        if await self._database.remembered(_COMMANDS) != digest:
            await self.tree.sync(guild=server)
            await self._database.remember(_COMMANDS, digest)
        self._commands_known = True

    async def _serve(self) -> None:
        routes = [route for cog in self._feature_cogs for route in cog.routes]
        if self._config.webhooks is None or not routes:
            return
        server = self._web_server = WebServer(
            self._config.webhooks.host, self._config.webhooks.port, routes=routes
        )
        await server.start()
        if not server.is_open:
            self._tell([server.finding()], "Other services cannot call the bot")
            # The bot before this one may still be leaving.
            self._scheduler.every(SERVE_AGAIN, "web server", server.start)

    async def _delete_personal_data(self) -> None:
        if self._clock.today() <= self._config.conference.last_day_of_data:
            return
        for feature in self.features:
            if feature.delete_personal_data is not None:
                await self._guarded(_awaited(feature.delete_personal_data), "deleting personal data")

    async def _beat(self) -> None:
        self._database.verify_file()
        now = asyncio.get_running_loop().time()
        if self._pulsed_at is None or now - self._pulsed_at >= PULSE_SECONDS:
            await self._database.pulse()
            self._pulsed_at = now
        if self._connected and self.conference_server is not None:
            await asyncio.to_thread(heartbeat.beat)

    async def _guarded(self, work: Awaitable[None], name: str) -> None:
        try:
            # Whoever has caused it: what comes of it, the public reads.
            with speaking(self._language):
                await work
        except Exception as error:  # noqa: BLE001 - one feature's failure must not keep the others from working
            self._reporter.report(error, name)


async def _awaited(work: Callable[[], Awaitable[object]]) -> None:
    await work()
