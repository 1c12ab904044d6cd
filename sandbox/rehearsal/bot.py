"""One bot of a rehearsal, in a Discord that remembers what earlier bots have done; to be killed any time."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import simcord
from simcord.http.router import dispatch

from DiscordBot.bot import create_bot
from DiscordBot.config import load_config
from DiscordBot.core.rehearsal import rehearsal_clock, with_rehearsal
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS, build_server
from sandbox.rehearsal.timetable import DAYS, LEAD_MINUTES, REMINDER_MINUTES, ROOM_LEAD_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import discord

    from DiscordBot.core.clock import Clock
    from sandbox.conference.server import DemoServer

CONFIG_FILE, LEDGER_FILE, LOG_FILE = "config.toml", "discord.jsonl", "bot.log"
WRITING = {"POST", "PATCH"}
CONFIG = """\
[conference]
name = "{name}"
timezone = "{timezone}"
first_day = {first_day}
last_day = {last_day}

[server]
guild_id = {guild_id}

[pretalx]
base_url = "{pretalx_url}"
event = "{event}"

[reminders]
lead_minutes = {reminder_minutes}

[programme]
lead_minutes = {lead_minutes}
room_lead_minutes = {room_lead_minutes}

[database]
url = "sqlite+aiosqlite:///{folder}/bot.db"
"""
ROOM = """
[[rooms]]
name = "{name}"
channel = "{channel}"
[rooms.livestreams]
"""


class Request(NamedTuple):
    """Something that the bot did to a channel; `at` is the rehearsal's time, in UTC."""

    at: datetime
    method: str
    channel: str
    rest: str
    content: Mapping[str, Any]


class Ledger(list[Any]):
    """The requests that reach Discord; those that change a channel are also written to a file at once."""

    def __init__(self, file: Path, clock: Clock, channels: Mapping[str, str]) -> None:
        super().__init__()
        self._file = file.open("a", encoding="utf-8", buffering=1)
        self._clock = clock
        self._channels = channels

    def append(self, request: Any) -> None:  # noqa: ANN401 - simcord's entry
        """Take note of a request before it has any effect."""
        super().append(request)
        _, place, *rest = request.path.split("/", 3)
        if request.method in WRITING and place == "channels" and request.json is not None:
            channel, _, what = "/".join(rest).partition("/")
            at = self._clock.now().isoformat()
            line = (at, request.method, self._channels.get(channel, channel), what, request.json)
            self._file.write(json.dumps(line) + "\n")


def read_ledger(file: Path) -> Iterator[Request]:
    """Give what reached Discord, whichever bot it came from."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            at, *rest = json.loads(line)
            yield Request(datetime.fromisoformat(at), *rest)


def write_rehearsal(folder: Path, pretalx_url: str, rooms: Mapping[str, str] = ROOM_CHANNELS) -> None:
    """Write the configuration of the three days, each room with a livestream a day."""
    config = CONFIG.format(
        name=conference.NAME,
        timezone=conference.TIMEZONE.key,
        first_day=DAYS[0],
        last_day=DAYS[-1],
        guild_id=conference.GUILD_ID,
        pretalx_url=pretalx_url,
        event=conference.EVENT,
        reminder_minutes=REMINDER_MINUTES,
        lead_minutes=LEAD_MINUTES,
        room_lead_minutes=ROOM_LEAD_MINUTES,
        folder=folder,
    )
    for name, channel in rooms.items():
        config += ROOM.format(name=name, channel=channel)
        config += "".join(f'{day} = {{ url = "https://youtu.be/{channel}-{day.day}" }}\n' for day in DAYS)
    (folder / CONFIG_FILE).write_text(config, encoding="utf-8")


class HastyEnv(simcord.Env):
    """A simulated Discord that starts a bot without waiting until that has nothing to do for a while.

    Otherwise a start fails when the bot is busy at that very moment; and nobody acts here who has to wait.
    """

    _starting = False

    async def start(self) -> None:
        """Connect the bot."""
        self._starting = True
        await super().start()
        self._starting = False

    async def restart_bot(self, bot: discord.Client | None = None) -> None:
        """Connect another bot."""
        self._starting = True
        await super().restart_bot(bot)
        self._starting = False

    async def _settle_internal(self, **options: Any) -> None:  # noqa: ANN401 - simcord's own
        if not self._starting:
            await super()._settle_internal(**options)


async def rehearse(folder: Path, start: datetime, speed: float) -> None:
    """Let a bot rehearse until this process is killed."""
    logging.basicConfig(filename=folder / LOG_FILE, level=logging.WARNING)
    config = load_config(folder / CONFIG_FILE, environment={}, need_discord_token=False)
    config = with_rehearsal(config, start, speed)
    assert config.rehearsal is not None  # noqa: S101 - with_rehearsal saw to it
    clock = await rehearsal_clock(config, config.rehearsal)
    env = HastyEnv(create_bot(config, clock))
    server = build_server(env)
    _repeat(env, server, folder / LEDGER_FILE)
    names = {str(handle.id): name for name, handle in server.channels.items()}
    env.backend.http_requests = Ledger(folder / LEDGER_FILE, clock, names)
    await env.start()
    await asyncio.Event().wait()


def _repeat(env: simcord.Env, server: DemoServer, ledger: Path) -> None:
    """Bring the new Discord to where the old one was."""
    for request in read_ledger(ledger):
        path = "/".join(filter(None, (f"/channels/{server.channels[request.channel].id}", request.rest)))
        if request.method == "POST" or not request.rest:
            dispatch(env.backend, request.method, path, json=dict(request.content))
