"""The bot of a soak, in a process of its own, as `bot.py` runs it, but for its clock and where Discord is.

python -m sandbox.soak.bot CONFIG DISCORD DAYS      DAYS are those of `Days`, as JSON
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from datetime import date
from pathlib import Path

import discord.gateway
import discord.http
import yarl

from DiscordBot.bot import create_bot
from DiscordBot.config import load_config
from sandbox.discord import API, GATEWAY
from sandbox.soak.days import Days, DaysClock


async def run(file: Path, days: Days) -> None:
    """Run the bot until it is told to end."""
    config = load_config(file, environment={}, need_discord_token=False)
    bot = create_bot(config, DaysClock(config.conference.timezone, days))
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGTERM, lambda: bot.in_background(bot.close(), "shutdown")
    )
    async with bot:
        await bot.start("a-token")


def main() -> None:
    """Read what is given and run."""
    file, address, given = sys.argv[1:]
    values = json.loads(given)
    discord.http.Route.BASE = f"http://{address}{API}"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{address}{GATEWAY}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    asyncio.run(run(Path(file), Days(**{**values, "first": date.fromisoformat(values["first"])})))


if __name__ == "__main__":
    main()
