"""A conference that has nothing but a job board, on a simulated server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.config import load_config
from DiscordBot.features.job_board.pictures import Pictures
from DiscordBot.features.job_board.ui.cog import JobBoardCog
from sandbox import conference
from tests.conference_world import MovableClock, bot_on_server
from tests.config_folder import CONFERENCE
from tests.databases import database_url
from tests.whole_bot import restart

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord
    import simcord
    from simcord.builders import ChannelHandle

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from sandbox.conference.server import DemoServer

CONFIG = (
    CONFERENCE
    + """\
[server]
guild_id = {guild_id}
[job_board]
source = "jobs.csv"
approve = {approve}
[database]
url = "{database}"
"""
)


@dataclass
class JobWorld:
    """The running bot, its forum, and the sheet that it reads."""

    env: simcord.Env
    server: DemoServer
    config: Config
    clock: MovableClock
    review: ChannelHandle | None = None
    expected_errors: list[type[BaseException]] = field(default_factory=list)

    @property
    def bot(self) -> ConferenceBot:
        bot: ConferenceBot = self.env.bot  # type: ignore[assignment]  # simcord knows it as any Client
        return bot

    @property
    def folder(self) -> Path:
        return self.config.file.parent

    def write(self, sheet: str) -> None:
        (self.folder / "jobs.csv").write_text(sheet, encoding="utf-8", newline="")

    async def start(self, sheet: str | None) -> None:
        """Start the bot with a sheet, and wait until it has looked at it."""
        if sheet is not None:
            self.write(sheet)
        await self.env.start()
        await self.env.settle()

    async def refresh(self) -> str:
        """Look at the sheet now, as organisers do, and return what they are told."""
        (cog,) = (cog for cog in self.bot.cogs.values() if isinstance(cog, JobBoardCog))
        told = await cog.refresh()
        await self.env.settle()
        return told

    async def restart(self) -> None:
        await restart(self.env, self.config, self.clock)
        await self.env.settle()

    def threads(self) -> dict[str, list[discord.Message]]:
        """Return what stands on the board: titles, and the messages below them."""
        threads = self.server.channels["jobs"].threads
        assert len({thread.name for thread in threads}) == len(threads), "an advert was posted twice"
        return {str(thread.name): thread.history() for thread in threads}

    def cards(self) -> list[discord.Message]:
        """Return the cards that ask for approval."""
        assert self.review is not None
        return self.review.history()

    async def press(self, who: str, label: str, card: int = 0) -> simcord.InteractionResult:
        """Let somebody press a button of a card, and wait for what follows."""
        result = await self.server.people[who].click(self.cards()[card], label=label)
        await self.env.settle()
        return result

    def log(self) -> list[str]:
        history = self.server.channels["bot-log"].history()
        return [line for message in history for line in message.content.splitlines()]


@dataclass
class Drive:
    """Google Drive: a picture for each id in `open`, for all others the page where people sign in."""

    open: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    async def thumbnail(self, request: web.Request) -> web.Response:
        number = request.query["id"]
        self.asked.append(number)
        if number in self.open:
            return web.Response(body=b"...", content_type="image/png")
        raise web.HTTPFound("/sign-in")

    async def sign_in(self, _request: web.Request) -> web.Response:
        return web.Response(text="<html>Sign in</html>", content_type="text/html")


@pytest.fixture
async def drive(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Drive]:
    """A stand-in that the bot asks instead of Google Drive."""
    stand_in = Drive()
    app = web.Application()
    app.router.add_get("/thumbnail", stand_in.thumbnail)
    app.router.add_get("/sign-in", stand_in.sign_in)
    async with TestServer(app) as http:
        address = str(http.make_url("")).rstrip("/")
        monkeypatch.setattr("DiscordBot.features.job_board.build.Pictures", partial(Pictures, drive=address))
        yield stand_in


@pytest.fixture
async def jobs(tmp_path: Path) -> AsyncIterator[JobWorld]:
    async with open_jobs(tmp_path, approve="false") as world:
        yield world


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[JobWorld]:
    """A job board whose adverts organisers approve first."""
    async with open_jobs(tmp_path, approve="true") as world:
        yield world


@asynccontextmanager
async def open_jobs(tmp_path: Path, *, approve: str) -> AsyncIterator[JobWorld]:
    file = tmp_path / "config.toml"
    database = database_url(tmp_path / "bot.db")
    file.write_text(CONFIG.format(guild_id=conference.GUILD_ID, database=database, approve=approve))
    config = load_config(file, environment={}, need_discord_token=False)
    clock = MovableClock(conference.TIMEZONE)
    async with bot_on_server(config, clock) as (env, server):
        world = JobWorld(env, server, config, clock)
        if approve == "true":
            world.review = world.server.channels["job-adverts-review"]
        yield world
        assert [type(error) for error in env.errors] == world.expected_errors
