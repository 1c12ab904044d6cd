"""Everything around the bot of a soak: shop, programme, X and Discord here, the bot in its own process."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from DiscordBot.config import load_config
from sandbox import conference
from sandbox.demo.configuration import write_config
from sandbox.demo.world import WEBHOOK_ACTIONS, connect_account, free_port, x_secrets
from sandbox.discord.server import DiscordServer
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from sandbox.processes import kill
from sandbox.soak.days import Days, DaysClock
from sandbox.soak.ledger import Ledger
from sandbox.x.server import XStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sandbox.soak.plan import Plan

HASHTAG = "PyConExampleOpen"
DISCORD_SECONDS = 0.02
TO_START_SECONDS = 300.0
CHANGES = {
    "min_gap_seconds = 5": "min_gap_seconds = 5\nmonthly_budget_usd = 1000000",
    # At speed, the minutes before a session are a second or two, in which a busy machine does nothing.
    "[programme]": "[programme]\nlead_minutes = 15\nroom_lead_minutes = 10",
    "[reminders]": "[reminders]\nlead_minutes = 30",
}
BACKUP = """
[backup]
folder = "{folder}/backups"
"""
DATABASE, LOG = "bot.db", "bot.log"


@dataclass(frozen=True, slots=True)
class World:
    """What a soak is played on; `members` are the ids of the attendees on Discord, by order."""

    folder: Path
    days: Days
    clock: DaysClock
    shop: PretixStandIn
    programme: PretalxStandIn
    x: XStandIn
    discord: DiscordServer
    ledger: Ledger
    members: dict[str, int]
    bot: asyncio.subprocess.Process

    def mebibytes(self) -> float:
        """Return what of the bot is resident."""
        status = Path(f"/proc/{self.bot.pid}/status").read_text(encoding="utf-8")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    async def until(self, minute: float) -> None:
        """Wait until so many minutes of the conference have passed, nights left out."""
        moment = self.days.origin + minute * 60 / self.days.speed
        await asyncio.sleep(max(0.0, moment - time.monotonic()))


@asynccontextmanager
async def open_soak(folder: Path, planned: Plan, days: Days) -> AsyncIterator[World]:
    """Start everything; the bot is ready when this gives it. `days.origin` should lie a while ahead."""
    clock = DaysClock(conference.TIMEZONE, days)
    token, webhook_secret, port = secrets.token_hex(16), secrets.token_hex(16), free_port()
    shop = PretixStandIn(
        conference.items(), planned.orders, token, conference.ORGANIZER, conference.EVENT, clock=clock.now
    )
    shop.webhooks.register(
        {
            "enabled": True,
            "target_url": f"http://127.0.0.1:{port}/pretix/{webhook_secret}",
            "all_events": True,
            "limit_events": [],
            "action_types": sorted(WEBHOOK_ACTIONS),
        }
    )
    programme = PretalxStandIn(planned.programme, token, conference.EVENT, clock=clock.now)
    x = XStandIn(name=conference.NAME, clock=clock.now)
    ledger = Ledger(clock)
    discord = DiscordServer(DISCORD_SECONDS, ledger.note)
    ledger.know(discord.server)
    members = {one.order: discord.join(f"member{number}") for number, one in enumerate(planned.attendees)}
    async with AsyncExitStack() as stack:
        urls = []
        for stand_in in (shop, programme, x):
            urls.append(await stand_in.start())
            stack.push_async_callback(stand_in.stop)
        given = {"PRETIX_TOKEN": token, "PRETALX_TOKEN": token, "PRETIX_WEBHOOK_SECRET": webhook_secret}
        file = write_config(
            folder,
            base_url=urls[0],
            pretalx_url=urls[1],
            webhook_port=port,
            given=given | x_secrets(x),
            x_url=urls[2],
        )
        _change(file, folder)
        await connect_account(load_config(file, environment={}, need_discord_token=False), x)
        address = await discord.start()
        stack.push_async_callback(discord.stop)
        bot = await _start_bot(folder, file, address, days)
        stack.push_async_callback(_end, bot)
        await _until_ready(folder / LOG, bot)
        yield World(folder, days, clock, shop, programme, x, discord, ledger, members, bot)


def _change(file: Path, folder: Path) -> None:
    text = file.read_text(encoding="utf-8") + BACKUP.format(folder=folder)
    for old, new in CHANGES.items():
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


async def _start_bot(folder: Path, file: Path, address: str, days: Days) -> asyncio.subprocess.Process:
    given = json.dumps({**asdict(days), "first": days.first.isoformat()})
    with (folder / LOG).open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "ignore", "-m", "sandbox.soak.bot", str(file), address, given),
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
        )


async def _until_ready(log: Path, bot: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(TO_START_SECONDS):
        while "Ready." not in _text(log):
            if bot.returncode is not None:
                raise RuntimeError(_text(log)[-2000:])
            await asyncio.sleep(0.1)


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8")


async def _end(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is None:
        bot.terminate()
    try:
        await asyncio.wait_for(bot.wait(), 60)
    except TimeoutError:
        await kill(bot)
