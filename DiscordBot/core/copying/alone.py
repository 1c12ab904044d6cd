"""Makes sure that no bot works on a database while all of it is copied or replaced."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from DiscordBot.core.active_bot.lock import lock_of
from DiscordBot.core.active_bot.lock_errors import LockLostError
from DiscordBot.core.copying.errors import CopyRefusedError, active

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from DiscordBot.core.active_bot.lock import ActiveLock


@asynccontextmanager
async def alone_on(url: str, password: str, now: datetime) -> AsyncIterator[Callable[[], None]]:
    """Hold the active bot's lock; give what raises `CopyRefusedError` if it was lost meanwhile.

    Raises `CopyRefusedError` while a bot is active.
    """
    lock = lock_of(url, password=password, now=now)
    if lock is None:
        yield lambda: None
        return
    try:
        if not await lock.take():
            raise CopyRefusedError(active(await lock.holder()))
        keeping = asyncio.create_task(_keep(lock), name="lock while copying")

        def verify() -> None:
            if keeping.done():
                raise CopyRefusedError(active("a bot that has started meanwhile"))

        try:
            yield verify
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})
    finally:
        await lock.release()


async def _keep(lock: ActiveLock) -> None:
    """Make sure of the lock again and again, until it is lost."""
    while True:
        await asyncio.sleep(lock.confirm_seconds)
        try:
            await lock.confirm()
        except LockLostError:
            return
