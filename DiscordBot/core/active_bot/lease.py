"""How a process becomes the active bot, keeps making sure that it is, and finds out that it is no more."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from DiscordBot.core.active_bot.lock_errors import AlreadyActiveError, LockLostError, NotActiveError
from DiscordBot.core.database_errors import DatabaseUnusableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from DiscordBot.core.active_bot.lock import ActiveLock
    from DiscordBot.core.database import Database

logger = logging.getLogger(__name__)

TRY_SECONDS = 0.5
"""How often a bot that waits tries to become active."""

GIVE_UP_SECONDS = 10.0
"""A bot that has a standby and was not sure of its lock for so long ends: the standby is active by now."""


@asynccontextmanager
async def holding(
    lock: ActiveLock, database: Database, *, wait: bool, on_waiting: Callable[[str], object]
) -> AsyncIterator[Lease]:
    """Hold the lock and keep the lease upon it. While another process has it, `wait` for that to end.

    `on_waiting` hears again and again why it waits. Raises `AlreadyActiveError` if it is not to wait, and
    `DatabaseUnusableError` or `OSError` if the first try fails; later ones are repeated.
    """
    try:
        if not await lock.take():
            if not wait:
                raise AlreadyActiveError(await lock.holder())
            await _wait_for(lock, on_waiting)
        lease = Lease(lock, database, has_standby=wait)
        keeping = asyncio.create_task(lease.keep(), name="lease of the active bot")
        try:
            yield lease
        finally:
            keeping.cancel()
            await asyncio.wait({keeping}, timeout=TRY_SECONDS)
    finally:
        await lock.release()


async def _wait_for(lock: ActiveLock, on_waiting: Callable[[str], object]) -> None:
    told = ""
    while True:
        try:
            if await lock.take():
                logger.info("I become the active bot.")
                return
            state = f"{await lock.holder()} is active"
        except (DatabaseUnusableError, OSError) as error:
            # The server may be the one that fails over; this bot goes on waiting.
            state = f"the database does not answer ({type(error).__name__})"
        if state != told:
            logger.info("Waiting: %s.", state)
            told = state
        on_waiting(state)
        await asyncio.sleep(TRY_SECONDS)


class Lease:
    """That this process is the active bot, for as long as that is certain.

    What goes out into the world no database can take back, so it is only sent while `is_certain`. With
    `has_standby` another bot is expected to take over as soon as this one may have lost the lock.
    """

    def __init__(self, lock: ActiveLock, database: Database, *, has_standby: bool) -> None:
        self._lock = lock
        self._database = database
        self._has_standby = has_standby
        self._epoch = database.epoch
        self._loop = asyncio.get_running_loop()
        self._confirmed_at = self._loop.time()

    async def begin(self) -> None:
        """Bring the database to this version's shape, and let no earlier bot commit anything any more.

        Raises `DatabaseUnusableError`, and `NotActiveError` if the lock was lost meanwhile.
        """
        has_begun = asyncio.Event()
        freeing = asyncio.create_task(self._free_database(has_begun), name="freeing the database")
        try:
            await self._database.start()
            if not self.is_certain:
                raise NotActiveError
            await self._database.begin_epoch()
        finally:
            # Not cancelled: a statement that is broken off may cost the connection, and the lock.
            has_begun.set()
            await freeing

    @property
    def is_certain(self) -> bool:
        """Whether nobody else can be active at this moment."""
        valid = self._lock.valid_seconds
        return not self.is_over and (valid is None or self._loop.time() - self._confirmed_at < valid)

    @property
    def may_answer(self) -> bool:
        """Whether people who ask this process may be answered, if only that something is wrong."""
        return self.is_certain or not (self.is_over or self._has_standby)

    @property
    def is_over(self) -> bool:
        """Whether another bot has become active, as far as anybody here can know."""
        return self._epoch.is_over.is_set()

    async def wait_until_over(self) -> None:
        """Wait until `is_over`."""
        await self._epoch.is_over.wait()

    async def keep(self) -> None:
        """Make sure of the lock again and again, and take it back where nobody else was active meanwhile.

        Ends when another bot has become active.
        """
        while not self.is_over:
            began = self._loop.time()
            try:
                await self._lock.confirm()
            except LockLostError:
                await self._take_back()
            else:
                self._confirmed_at = began
            await asyncio.sleep(self._lock.confirm_seconds)

    async def _free_database(self, has_begun: asyncio.Event) -> None:
        while not has_begun.is_set():
            # Without an answer the lock is lost as well, which `keep` finds out.
            with suppress(DatabaseUnusableError):
                await self._lock.free_database()
            with suppress(TimeoutError):
                await asyncio.wait_for(has_begun.wait(), TRY_SECONDS)

    async def _take_back(self) -> None:
        logger.warning("The lock of the active bot is lost. Nothing is sent until I have it again.")
        while not self.is_over:
            began = self._loop.time()
            try:
                has_lock = await self._lock.take()
                # Only the holder of the lock raises the epoch. So with the lock and the same epoch, nobody
                # else was active; without the lock this may be a session of ours that has not ended yet.
                self._epoch.compare(await self._database.stored_epoch())
            except NotActiveError:
                return
            except (DatabaseUnusableError, OSError):
                has_lock = False
            if has_lock:
                self._confirmed_at = began
                logger.warning("I am the active bot again; nobody else was meanwhile.")
                return
            if self._has_standby and self._loop.time() - self._confirmed_at > GIVE_UP_SECONDS:
                self._epoch.is_over.set()
            await asyncio.sleep(TRY_SECONDS)
