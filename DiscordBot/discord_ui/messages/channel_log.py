"""The bot's diary for the organisers, in a channel of theirs."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.discord_ui.texts.limits import CONTENT, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

CAPACITY = 500
# discord.py has tried five times within some seconds before it reports a failure.
RETRY_SECONDS = (10.0, 60.0)


class ChannelLog:
    """Writes lines into a channel, in order, without making the caller wait.

    `resolve` names the channel at the time of sending, or None while there is none. Lines that pile up go
    out as one message. If the channel cannot be reached, lines wait for the next try, the newest
    `capacity` of them. To be used from the event loop.
    """

    def __init__(
        self,
        resolve: Callable[[], discord.abc.Messageable | None],
        *,
        capacity: int = CAPACITY,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._resolve = resolve
        self._lines: deque[str] = deque(maxlen=capacity)
        self._dropped = 0
        self._retry_seconds = retry_seconds
        self._unsent = ""
        self._started = False
        self._complained = False
        self._sending: asyncio.Task[None] | None = None

    def write(self, line: str) -> None:
        """Send `line` soon, at most 2000 characters of it; never raise."""
        if not line.strip():
            return
        if len(self._lines) == self._lines.maxlen:
            self._dropped += 1
        self._lines.append(clip(line, CONTENT))
        self._send_soon()

    def start(self) -> None:
        """Begin to send; lines written before have been waiting."""
        self._started = True
        self._send_soon()

    async def stop(self, timeout_seconds: float = 5.0) -> None:
        """Send what is waiting, within `timeout_seconds`, and then nothing more."""
        self._started = False
        if self._sending is not None:
            await asyncio.wait({self._sending}, timeout=timeout_seconds)
            self._sending.cancel()
            await asyncio.wait({self._sending})
        if self._unsent or self._lines:
            logger.warning(
                "%d lines for the log channel were not sent", len(self._lines) + bool(self._unsent)
            )

    def _send_soon(self) -> None:
        # A task lives only while there is something to send: an idle bot has nothing running here.
        if self._started and self._lines and (self._sending is None or self._sending.done()):
            self._sending = asyncio.get_running_loop().create_task(self._send_all(), name="channel log")

    async def _send_all(self) -> None:
        while self._unsent or self._lines:
            self._unsent = self._unsent or self._next_message()
            if not await self._send_with_retries(self._unsent):
                return
            self._unsent = ""

    def _next_message(self) -> str:
        lines: list[str] = []
        if self._dropped:
            lines.append(f"({self._dropped} older lines could not be kept)")
            self._dropped = 0
        while self._lines and len("\n".join([*lines, self._lines[0]])) <= CONTENT:
            lines.append(self._lines.popleft())
        return "\n".join(lines)

    async def _send_with_retries(self, text: str) -> bool:
        # Discord takes the same nonce only once, so a try whose answer was lost is not shown twice.
        nonce = secrets.token_hex(8)
        for pause in (0.0, *self._retry_seconds):
            if pause:
                await asyncio.sleep(pause)
            if await self._send(text, nonce):
                self._complained = False
                return True
        return False

    async def _send(self, text: str, nonce: str) -> bool:
        """Tell whether `text` is done with, sent or refused for good."""
        try:
            channel = self._resolve()
            if channel is None:
                self._complain("it does not exist")
                return False
            await channel.send(
                text, nonce=nonce, suppress_embeds=True, allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            self._complain(type(error).__name__)
            # A text that Discord does not take today will not be taken tomorrow either.
            return isinstance(error, discord.HTTPException) and error.status == 400  # noqa: PLR2004 - HTTP's own
        return True

    def _complain(self, reason: str) -> None:
        if not self._complained:
            logger.error("The log channel cannot be written to: %s", reason)
        self._complained = True
