"""The active bot's lock on SQLite: a lock of the operating system on a file beside the database.

It is gone with the process, however that ends, and no other process can get it before: not even while this
one is stopped. The file stays, since deleting it would let two processes lock two files of one name. On
network file systems such locks may be missing or work within one machine only, and SQLite itself is not safe
there: https://www.sqlite.org/faq.html#q5
"""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from DiscordBot.core.active_bot.lock_errors import LockLostError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_UNKNOWN = "a process that does not tell its name"
_LONGEST_NAME = 500


class FileLock:
    """The lock of the database in the file `database`; see `lock.ActiveLock`."""

    confirm_seconds = 5.0
    valid_seconds: float | None = None

    def __init__(self, database: Path, now: datetime) -> None:
        self._path = database.absolute().with_name(f"{database.name}.lock")
        self._me = f"process {os.getpid()} on {platform.node()}, since {now:%Y-%m-%d %H:%M} UTC"
        self._file: int | None = None

    async def take(self) -> bool:
        """Take it, and tell whether that was possible. Raises `OSError`."""
        import fcntl  # noqa: PLC0415 - Windows has none, where one can set up and check, but not run

        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        except OSError:
            os.close(file)
            raise
        await self.release()
        os.ftruncate(file, 0)
        os.write(file, self._me.encode())
        self._file = file
        return self._is_the_one_there()

    async def confirm(self) -> None:
        """Raise `LockLostError` if the file was deleted or replaced, so that others can lock another one."""
        if not self._is_the_one_there():
            raise LockLostError

    async def free_database(self) -> None:
        """Do nothing: whoever held the lock before is gone, with all that was open."""

    async def holder(self) -> str:
        """Return who has it."""
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                return file.read(_LONGEST_NAME).strip() or _UNKNOWN
        except OSError:
            return _UNKNOWN

    async def release(self) -> None:
        """Give it back; the file forgets who had it."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _is_the_one_there(self) -> bool:
        if self._file is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False
