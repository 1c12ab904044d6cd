"""What is on show: one channel of the simulated Discord, seen and used by one person."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, MemberActor, Preview

FOLLOW_SECONDS = 0.4
"""How often the stage moves simcord's clock on and looks whether the bot has done something by itself."""


class Stage:
    """The one preview that simcord allows at a time, opened anew for each channel and person.

    `lock` serialises whatever makes people or the bot act, since simcord refuses what overlaps.
    """

    def __init__(self, env: Env, timezone: str) -> None:
        self.lock = asyncio.Lock()
        self._env = env
        self._timezone = timezone
        self._preview: Preview | None = None
        self._seen = 0

    @property
    def url(self) -> str:
        """The address of the preview on show, with its key in the fragment; empty if there is none."""
        return self._preview.url if self._preview else ""

    async def show(self, channel: ChannelHandle, person: MemberActor) -> None:
        """Show `channel` as `person` sees it; raises `simcord.SetupError` if it is hidden from them."""
        async with self.lock:
            await self._close()
            self._seen = self._happened()
            preview = self._env.preview(channel, viewers=[person], layout="channel", timezone=self._timezone)
            self._preview = await preview.__aenter__()

    async def close(self) -> None:
        """Take the preview down; harmless if there is none."""
        async with self.lock:
            await self._close()

    async def follow(self) -> None:
        """Let time pass, and show what happens without the visitor, until cancelled."""
        while True:
            await asyncio.sleep(FOLLOW_SECONDS)
            # While the bot is busy simcord gives up waiting for it; the next round shows how far it has come.
            async with self.lock:
                with suppress(TimeoutError):
                    await self._pass_time()
                    await self._refresh()

    async def _pass_time(self) -> None:
        behind = (datetime.now(UTC) - self._env.now()).total_seconds()
        if behind > 0:
            await self._env.advance_time(behind)

    async def _refresh(self) -> None:
        happened = self._happened()
        if self._preview is not None and happened != self._seen:
            await self._preview.refresh()
            self._seen = happened

    async def _close(self) -> None:
        if self._preview is not None:
            preview, self._preview = self._preview, None
            await preview.close()

    def _happened(self) -> int:
        return len(self._env.backend.transcript)
