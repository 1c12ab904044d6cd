"""The lock that only one bot on a database has, whatever kind of database it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy.engine import make_url

from DiscordBot.core.active_bot.advisory_lock import AdvisoryLock
from DiscordBot.core.active_bot.file_lock import FileLock
from DiscordBot.core.database_file import sqlite_file

if TYPE_CHECKING:
    from datetime import datetime


class ActiveLock(Protocol):
    """A lock that the system or the server takes from a process that dies.

    `confirm_seconds` is how often its holder must make sure that it still has it, `valid_seconds` for how
    long nobody else can get it after that; None if nobody can as long as the holder's process is there.
    """

    confirm_seconds: float
    valid_seconds: float | None

    async def take(self) -> bool:
        """Take it, and tell whether that was possible. Raises `DatabaseUnusableError` and `OSError`."""

    async def confirm(self) -> None:
        """Make sure that this process still has it. Raises `LockLostError`."""

    async def free_database(self) -> None:
        """End the transaction that a former holder was stopped in. Raises `DatabaseUnusableError`."""

    async def holder(self) -> str:
        """Return who has it, in words for the person who started another bot."""

    async def release(self) -> None:
        """Give it back; harmless without it."""


def lock_of(url: str, *, password: str, now: datetime) -> ActiveLock | None:
    """Return the lock of the database at an address, None for one in memory, which nobody else can reach.

    `now` is when this process began, for those who find that it has the lock.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return AdvisoryLock(address.set(password=password) if password else address)
    file = sqlite_file(address)
    return None if file is None else FileLock(file, now)
