"""What is on show: one channel of the simulated Discord, seen and used by one person."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import ChannelHandle, Env, MemberActor, Preview

FOLLOW_SECONDS = 0.4
"""How often the stage moves simcord's clock on and looks whether the bot has done something by itself."""

STRIDE_SECONDS = 2.0
"""What is behind by more is not walked through: see `Stage._catch_up`."""


class Stage:
    """The one preview that simcord allows at a time, opened anew for each channel and person.

    `lock` serialises whatever makes people or the bot act, since simcord refuses what overlaps. `now` is
    the time that Discord is to have.
    """

    def __init__(
        self, env: Env, timezone: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.lock = asyncio.Lock()
        self._env = env
        self._timezone = timezone
        self._now = now
        self._preview: Preview | None = None
        self._seen = 0

    @property
    def url(self) -> str:
        """The address of the preview on show, with its key in the fragment; empty if there is none."""
        return self._preview.url if self._preview else ""

    async def show(self, channel: ChannelHandle, person: MemberActor) -> None:
        """Show `channel` as `person` sees it; raises `simcord.SetupError` if it is hidden from them.

        A channel of no server is that of their direct messages.
        """
        viewer = person if channel.guild is not None else person.user
        async with self.lock:
            await self._close()
            self._seen = self._happened()
            with self._env.time_context():
                preview = self._env.preview(
                    channel, viewers=[viewer], layout="channel", timezone=self._timezone
                )
                self._preview = await preview.__aenter__()

    async def close(self) -> None:
        """Take the preview down; harmless if there is none."""
        async with self.lock:
            await self._close()

    async def follow(self) -> None:
        """Let time pass, and show what happens without the visitor, until cancelled."""
        while True:
            await asyncio.sleep(FOLLOW_SECONDS)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Let Discord have the time of now, and show what has happened."""
        # While the bot is busy simcord gives up waiting for it; the next round shows how far it has come.
        async with self.lock:
            with suppress(TimeoutError):
                await self._catch_up()
                await self._refresh()

    async def _catch_up(self) -> None:
        behind = (self._now() - self._env.now()).total_seconds()
        if behind > STRIDE_SECONDS:
            # Walking through hours would wake up every timer of the bot on the way, and let those run out
            # by which it limits its requests. So the clock is put forward when nothing is under way.
            await self._env.settle()
            self._env.backend.advance_clock((self._now() - self._env.now()).total_seconds())
            behind = 0.0
        if behind >= 0:
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
