"""What can be wrong with the database, in words for the person who can put it right."""

from __future__ import annotations

import errno
import socket
import sqlite3
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Iterator


class DatabaseUnusableError(Exception):
    """The database must not be worked with; the message says why, without names of people or secrets."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        super().__init__(f"The database cannot be used. {explanation.detail} {explanation.remedy}")


class Explanation(NamedTuple):
    """What is the case, and what a person can do about it."""

    detail: str
    remedy: str


BUSY = Explanation(
    "Another program keeps it locked.",
    "End what else works on the database: a second bot, a backup or a tool that shows its contents.",
)
DISK_FULL = Explanation(
    "The disk is full.", "Free some space on the disk of the database; the bot then goes on by itself."
)
DISK_FAILS = Explanation(
    "The disk cannot be read or written.",
    "Check the disk of the database: it may be full, broken or no longer mounted.",
)
NO_PERMISSION = Explanation(
    "The bot's user may not write the database's file or into its folder.",
    "Make that user the owner of both, for example: chown -R bot data",
)
NO_FILE = Explanation(
    "Its file cannot be opened or made.",
    "Check database.url: its folder must exist or be possible to make, and the bot's user may write there.",
)
DAMAGED = Explanation(
    "Its file is damaged or no database.", "Stop the bot, put the last backup in its place, and start again."
)
DELETED = Explanation(
    "Its file was deleted while the bot runs; what is stored now is lost.",
    "Stop the bot, put the last backup where the file was, and start again.",
)
REPLACED = Explanation(
    "Its file was replaced while the bot runs; the bot still works on the old one.",
    "Restart the bot, so that it works on the file that is there now.",
)
NEWER = Explanation(
    "It was changed by a newer version of the bot than this one.",
    "Start the newer version, or put back the backup that was made before it ran.",
)
NO_DRIVER = Explanation(
    "The driver for this kind of database is not installed.",
    "Install what Pipfile.lock lists (pipenv sync); PostgreSQL needs asyncpg, SQLite aiosqlite.",
)
SERVER_AWAY = Explanation(
    "The server cannot be reached.",
    "Check host and port in database.url, and that PostgreSQL runs there and accepts connections.",
)
SERVER_BUSY = Explanation(
    "The server has no connection left for the bot.",
    "End what else is connected to it, or raise max_connections of PostgreSQL.",
)
READ_ONLY = Explanation(
    "The server only answers and stores nothing: it is a standby, or was made read-only.",
    "Let database.url name the server that is written to.",
)
WRONG_PASSWORD = Explanation(
    "The server does not accept the user or the password.",
    "Check the user in database.url, and DATABASE_PASSWORD in .secrets.",
)
NOT_LET_IN = Explanation(
    "The server does not let this user in from here.",
    "Check the user in database.url, and pg_hba.conf of the server: it may know neither the user nor this"
    " address, or ask for an encrypted connection (?ssl=require).",
)
NO_ENCRYPTION = Explanation(
    "The server does not encrypt connections, which database.url asks for.",
    "Turn on ssl in postgresql.conf, or take ?ssl=... out of database.url if nobody else is on that network.",
)
NOT_TRUSTED = Explanation(
    "The server's certificate cannot be verified.",
    "Check the host in database.url, and put the certificate of the server's authority into"
    " ~/.postgresql/root.crt of the bot's user; ?ssl=require encrypts without looking at it.",
)
NO_DATABASE = Explanation(
    "The server has no database of this name.", "Create it (createdb), or correct the name in database.url."
)
NO_RIGHT = Explanation(
    "The server's user may not create tables.",
    "Make this user the owner of the database: ALTER DATABASE bot OWNER TO bot;",
)
_UNKNOWN_REMEDY = "Check database.url, and that the bot's user may write there."

_SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_IOERR": DISK_FAILS,
    "SQLITE_READONLY_DBMOVED": DELETED,
    "SQLITE_READONLY": NO_PERMISSION,
    "SQLITE_PERM": NO_PERMISSION,
    "SQLITE_AUTH": NO_PERMISSION,
    "SQLITE_CANTOPEN": NO_FILE,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "55P03": BUSY,
    "25P03": BUSY,
    "53100": DISK_FULL,
    "58030": DISK_FAILS,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "28P01": WRONG_PASSWORD,
    "28000": NOT_LET_IN,
    "3D000": NO_DATABASE,
    "42501": NO_RIGHT,
    "25006": READ_ONLY,
    "53300": SERVER_BUSY,
    "57P01": SERVER_AWAY,
    "57P02": SERVER_AWAY,
    "57P03": SERVER_AWAY,
    "08": SERVER_AWAY,
}
_SYSTEM = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EIO: DISK_FAILS,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EROFS: NO_PERMISSION,
}


@contextmanager
def explained() -> Iterator[None]:
    """Raise `DatabaseUnusableError` for whatever goes wrong with the database, in words."""
    try:
        yield
    except DatabaseUnusableError:
        raise
    except Exception as error:
        # Each driver has its own, some of them outside SQLAlchemy's; what is not known by name is a fault.
        is_ordinary = isinstance(error, (SQLAlchemyError, sqlite3.Error, OSError))
        cause = explain(error) if is_ordinary else known_cause(error)
        if cause is None:
            raise
        # Their messages may quote the address or values: hence `from None`.
        raise DatabaseUnusableError(cause) from None


def explain(error: BaseException) -> Explanation:
    """Say what an error of the database means; it quotes no statement, value, path or secret."""
    return known_cause(error) or Explanation(f"It cannot be used ({type(error).__name__}).", _UNKNOWN_REMEDY)


def known_cause(error: BaseException) -> Explanation | None:
    """Say what an error of the database means if that is known for sure; otherwise return None."""
    if isinstance(error, DatabaseUnusableError):
        return error.explanation
    return next((known for cause in _causes(error) if (known := _known(cause)) is not None), None)


def _known(cause: BaseException) -> Explanation | None:
    if isinstance(cause, ModuleNotFoundError):
        return NO_DRIVER
    # Extended codes begin with the plain ones: SQLITE_IOERR_WRITE, and 08006 is of class 08.
    for code, known in (("sqlite_errorname", _SQLITE), ("sqlstate", _POSTGRESQL)):
        given = str(getattr(cause, code, ""))
        found = next((known[plain] for plain in known if given.startswith(plain)), None)
        if found is not None:
            return found
    if is_confused(cause):
        return SERVER_AWAY
    # asyncpg's, which need not be installed.
    if isinstance(cause, ssl.SSLError) or type(cause).__name__ == "ClientConfigurationError":
        return NOT_TRUSTED
    return _of_the_system(cause) if isinstance(cause, OSError) else None


def is_confused(error: BaseException) -> bool:
    """Tell whether asyncpg has read that the server ends the session, but not yet that it did.

    It then speaks of its own states ("another operation is in progress"). Nothing was sent, and the server
    has undone the transaction.
    """
    return type(error).__name__ == "InternalClientError"


def _of_the_system(cause: OSError) -> Explanation:
    if isinstance(cause, ConnectionError) and "SSL upgrade" in str(cause):
        return NO_ENCRYPTION
    if isinstance(cause, (ConnectionError, TimeoutError, socket.gaierror, FileNotFoundError)):
        return SERVER_AWAY
    return _SYSTEM.get(cause.errno or 0, NO_FILE)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        driver_error = seen.orig if isinstance(seen, DBAPIError) else None
        seen = driver_error or seen.__cause__
