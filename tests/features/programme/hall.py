"""The conference with its programme, in warped time: what the bot posts, and what pretalx does meanwhile."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simcord

from DiscordBot.config import load_config
from DiscordBot.core.clock import Clock, WarpedClock
from sandbox import conference
from sandbox.conference import programme
from sandbox.conference.server import ROOM_CHANNELS, DemoServer
from sandbox.pretalx.server import PretalxStandIn
from tests.conference_world import bot_on_server
from tests.config_folder import CONFERENCE
from tests.databases import database_url
from tests.patience import until
from tests.shown_messages import Face, faces
from tests.whole_bot import restart

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    import discord

    from DiscordBot.config import Config

TOKEN = "a-token-of-pretalx"
CONFIG = (
    CONFERENCE
    + """\

[server]
guild_id = {guild_id}

[pretalx]
base_url = "{base_url}"
event = "{event}"

[database]
url = "{database}"
"""
)
ROOM = """
[[rooms]]
name = "{name}"
channel = "{channel}"
"""
STREAMS = """
[rooms.livestreams]
2027-07-14 = {{ url = "https://youtu.be/{channel}", starts = 08:30:00 }}
"""


@dataclass
class Hall:
    """The running bot, its server and its pretalx. The configuration's file may be changed by tests."""

    env: simcord.Env
    server: DemoServer
    pretalx: PretalxStandIn
    config: Config
    clock: Clock

    def messages(self, channel: str) -> list[discord.Message]:
        return self.server.channels[channel].history()

    def topic(self, channel: str) -> str:
        return self.env.backend.channels[self.server.channels[channel].id].topic or ""

    def write_config(self, old: str, new: str) -> None:
        """Let an organiser edit the file."""
        text = self.config.file.read_text()
        assert old in text
        self.config.file.write_text(text.replace(old, new))

    def webhook(self, channel: str) -> str:
        """Return the address of a new webhook of a channel, with a token as long as Discord's."""
        backend = self.env.backend
        handle = self.server.guild.create_webhook(self.server.channels[channel])
        webhook = backend.webhooks[handle.id]
        webhook.token = "t" * 68 + str(handle.id)
        backend.webhook_tokens[webhook.token] = handle.id
        return f"https://discord.com/api/webhooks/{handle.id}/{webhook.token}"

    def reload(self, secrets: dict[str, str]) -> None:
        """Let the next bot begin with the configuration's file as it is now."""
        self.config = load_config(self.config.file, environment=secrets, need_discord_token=False)

    def faces(self, channel: str) -> list[Face]:
        return [face for message in self.messages(channel) for face in faces(message)]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something has come true."""
        await until(condition)

    async def restart(self, at: datetime | None = None, speed: float = 1) -> None:
        """Start a new bot as after a pulled plug, without a good-bye; it is `at` at the venue then."""
        if at is not None:
            self.clock = WarpedClock(conference.TIMEZONE, at, speed)
        await restart(self.env, self.config, self.clock, orderly=False)

    async def ask(self, name: str, *, who: str = "ada", **options: str) -> simcord.ResponseMessage:
        """Let somebody type a command; return what that person alone can read."""
        result = await self.server.people[who].slash(self.server.channels["lobby"], name, **options)
        assert result.response is not None
        assert result.ephemeral
        return result.response


@asynccontextmanager
async def open_hall(
    folder: Path,
    start: datetime,
    *,
    speed: float = 1,
    settings: str | None = "",
    from_export: bool = False,
    published: bool = True,
    discord: type[simcord.Env] = simcord.Env,
) -> AsyncIterator[Hall]:
    """Start everything at `start` (on the venue's walls, naive); the bot must raise nothing unexpected.

    `settings` are those of the programme's section, None for none at all. With `from_export` the bot reads
    no pretalx but the schedule.json that it exports.
    """
    pretalx = PretalxStandIn(
        programme.everything(), TOKEN, conference.EVENT, first_version="v1" if published else None
    )
    base_url = await pretalx.start()
    file = folder / "config.toml"
    text = CONFIG.format(
        guild_id=conference.GUILD_ID,
        base_url=base_url,
        event=conference.EVENT,
        database=database_url(folder / "bot.db"),
    )
    if from_export:
        address = f"{base_url}/{conference.EVENT}/schedule/export/schedule.json"
        text = re.sub(r"\[pretalx\][^\[]*", f'[schedule_json]\nsource = "{address}"\n\n', text)
    text += f"[programme]\n{settings}\n" if settings is not None else ""
    rooms = ((ROOM + STREAMS).format(name=name, channel=channel) for name, channel in ROOM_CHANNELS.items())
    file.write_text(text + "".join(rooms))
    config = load_config(file, environment={}, need_discord_token=False)
    clock = WarpedClock(conference.TIMEZONE, start, speed)
    try:
        async with bot_on_server(config, clock, discord=discord) as (env, server):
            await env.start()
            yield Hall(env, server, pretalx, config, clock)
            assert env.errors == []
    finally:
        await pretalx.stop()
