"""Look after an SQLite database while the bot's image changes.

It runs inside the image, whatever its version: `python -c "$(cat deploy/database.py)" keep`.

keep        copy the database before a new image may change it
bring-back  undo what the new image changed, if it changed the shape of the tables
forget      the new image is fine: remove the copy
"""  # noqa: INP001 - a script that belongs to no package

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

DATABASE = Path("data/bot.db")
KEPT = Path("data/before-switch.db")
UNDONE = Path("data/undone-switch.db")


def main(action: str) -> None:
    """Do one of the actions above; without a database there is nothing to do."""
    os.umask(0o077)
    if not DATABASE.exists():
        return
    if action == "keep":
        keep()
    elif action == "bring-back":
        bring_back()
    elif action == "forget":
        KEPT.unlink(missing_ok=True)
    else:
        sys.exit(f"there is no action {action}")


def keep() -> None:
    """Copy the database, unless an interrupted switch left a copy that the former image still needs."""
    if KEPT.exists() and shape(KEPT) != shape(DATABASE):
        return
    unfinished = KEPT.with_suffix(".part")
    unfinished.write_bytes(content(DATABASE))
    unfinished.replace(KEPT)


def bring_back() -> None:
    """Restore the copy if the former image cannot use the database as it is now; nothing is thrown away."""
    if KEPT.exists() and shape(KEPT) != shape(DATABASE):
        UNDONE.write_bytes(content(DATABASE))
        with closing(sqlite3.connect(KEPT)) as kept, closing(sqlite3.connect(DATABASE)) as database:
            kept.backup(database)
        print("The database is again as it was before the switch.")  # noqa: T201 - for switch-to.sh
    KEPT.unlink(missing_ok=True)


def shape(file: Path) -> str | None:
    """Return the migration that made the tables, or None if none ever did."""
    with closing(sqlite3.connect(file)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        (version,) = database.execute("SELECT max(version_num) FROM alembic_version").fetchone()
        return str(version)


def content(file: Path) -> bytes:
    """Return the whole database as one file, with what still stands in its write-ahead log."""
    with closing(sqlite3.connect(file)) as database, closing(sqlite3.connect(":memory:")) as copy:
        database.backup(copy)
        return copy.serialize()


if __name__ == "__main__":
    main(sys.argv[1])
