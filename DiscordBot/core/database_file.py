"""The file of an SQLite database: private, and still the one that was opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from DiscordBot.core.database_errors import (
    DAMAGED,
    DELETED,
    NO_PERMISSION,
    REPLACED,
    DatabaseUnusableError,
    Explanation,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_COMPANIONS = ("", "-wal", "-shm")
"""SQLite keeps two more files beside the database: https://www.sqlite.org/wal.html"""

_TIMEOUT_SECONDS = 1.0


def sqlite_file(url: URL) -> Path | None:
    """Return the file that a database's address names, or None if it names none."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


class DatabaseFile:
    """Watches one file. It never opens it but through SQLite: closing a file gives up all its locks.

    https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    """

    def __init__(self, path: Path) -> None:
        # As it is now: another working directory would name another file.
        self._path = path.absolute()
        self._identity: tuple[int, int] | None = None

    def make_folder(self) -> None:
        """Create the file's folder if need be. Raises `OSError`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return self._path.exists()

    def remember(self) -> None:
        """Take the file that is there now for the one that is open, and let nobody else read it."""
        for suffix in _COMPANIONS:
            # It may belong to another user; then that one decides.
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).chmod(0o600)
        self._identity = self._present_identity()

    def verify(self) -> None:
        """Raise `DatabaseUnusableError` unless the file is the one that is open."""
        if self._identity is None:
            return
        present = self._present_identity()
        if present is None:
            raise DatabaseUnusableError(DELETED)
        if present != self._identity:
            raise DatabaseUnusableError(REPLACED)

    def verify_permission(self) -> None:
        """Raise `DatabaseUnusableError` if the folder or the file cannot be written."""
        effective = os.access in os.supports_effective_ids
        places = [place for place in (self._path.parent, self._path) if place.exists()]
        if not all(os.access(place, os.W_OK, effective_ids=effective) for place in places):
            raise DatabaseUnusableError(NO_PERMISSION)

    def verify_contents(self, *, thoroughly: bool) -> None:
        """Read the file as another program would; `thoroughly` reads all of it, which takes its time.

        Raises `DatabaseUnusableError`, or `sqlite3.Error`.
        """
        uri = f"{self._path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=_TIMEOUT_SECONDS)) as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                raise DatabaseUnusableError(
                    Explanation("Its file is empty, though the bot has stored something.", DAMAGED.remedy)
                )
            if thoroughly and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise DatabaseUnusableError(DAMAGED)

    def _present_identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
