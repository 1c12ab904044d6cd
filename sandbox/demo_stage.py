"""What is on show: one channel of the simulated Discord, seen and used by one person."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, MemberActor, Preview

REFRESH_SECONDS = 0.4
"""How often the stage looks whether the bot has done something by itself."""


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
        """Keep the preview up to date with what happens without the visitor, until cancelled."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            if self._happened() != self._seen:
                async with self.lock:
                    await self._refresh()

    async def _refresh(self) -> None:
        if self._preview is None:
            return
        happened = self._happened()
        try:
            await self._preview.refresh()
        except TimeoutError:
            # The bot is still busy; the next round shows how far it has come.
            return
        self._seen = happened

    async def _close(self) -> None:
        if self._preview is not None:
            preview, self._preview = self._preview, None
            await preview.close()

    def _happened(self) -> int:
        return len(self._env.backend.transcript)
