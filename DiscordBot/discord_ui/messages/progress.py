"""Showing in the answer to a command how far its work has come."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord

from DiscordBot.discord_ui.answers import answer

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_EDITS = 2.0
"""Discord lets a message be edited five times in five seconds; nobody reads faster than this."""

WIDTH = 20


class ProgressMessage:
    """One ephemeral message that counts up and is replaced by the result.

    `show` may be called as often as one likes: the message changes every two seconds at most, and an
    edit under way never delays the work.
    """

    def __init__(self, interaction: discord.Interaction[Any], title: str) -> None:
        self._interaction = interaction
        self._title = title
        self._message: discord.Message | None = None
        self._wanted = ""
        self._editing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Answer with the title."""
        self._message = await answer(self._interaction, f"⏳ {self._title} …")

    def show(self, done: int, total: int) -> None:
        """Show that `done` out of `total` are done."""
        filled = WIDTH * done // total if total else 0
        self._wanted = f"⏳ {self._title}: {done} of {total}\n`{'█' * filled}{'░' * (WIDTH - filled)}`"
        if self._editing is None or self._editing.done():
            self._editing = asyncio.create_task(self._edit())

    async def end(self, result: str) -> None:
        """Replace the progress by the result."""
        if self._editing is not None:
            self._editing.cancel()
            await asyncio.wait({self._editing})
        await self._say(result)

    async def _edit(self) -> None:
        await self._say(self._wanted)
        await asyncio.sleep(SECONDS_BETWEEN_EDITS)

    async def _say(self, text: str) -> None:
        if self._message is None:
            return
        try:
            await self._message.edit(content=text)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # After a quarter of an hour Discord takes no more of it.
            logger.warning("How far work has come could not be shown (%s)", type(error).__name__)
