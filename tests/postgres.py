"""Runs tests on a PostgreSQL of their own: python -m tests.postgres [arguments of pytest].

The server listens on a socket in a temporary folder only, and everything about it is gone afterwards.
PostgreSQL refuses to run as root, so root starts it as the user nobody.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from DiscordBot.core.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNPRIVILEGED: Final = "nobody"
GUARDED: Final = "guarded"
"""The one user who needs a password."""

INITDB: Final = ("--username=bot", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
# Nothing here has to survive a power cut.
SETTINGS: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
MANY: Final = ("wal_level=minimal", "max_wal_senders=0", "max_connections=300")


@contextmanager
def running_postgres(*settings: str, prepare: Callable[[Path], object] = lambda _: None) -> Iterator[str]:
    """Start a server; give its address, whose user `bot` may do everything and needs no password.

    `prepare` is given the folder of its data before the start.
    """
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)
        data = folder / "data"
        _run(programs / "initdb", "-D", data, *INITDB)
        rules = f"local all {GUARDED} scram-sha-256\nlocal all all trust\n"
        (data / "pg_hba.conf").write_text(rules, encoding="utf-8")
        prepare(data)
        if os.geteuid() == 0:
            for file in data.iterdir():
                shutil.chown(file, UNPRIVILEGED, "nogroup")
        options = ["listen_addresses=", f"unix_socket_directories={folder}", *SETTINGS, *MANY, *settings]
        given = " ".join(f"-c {option}" for option in options)
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", given, "start")
        try:
            yield f"postgresql://bot@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def is_installed() -> bool:
    """Tell whether there is a PostgreSQL to start."""
    return bool(_folders())


def _folders() -> list[Path]:
    # Debian keeps them out of the way, since several versions may be installed.
    return [*Path("/usr/lib/postgresql").glob("*/bin"), *_on_path()]


def _programs() -> Path:
    folders = _folders()
    if not folders:
        sys.exit("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    return max(folders, key=lambda folder: (folder.parent.name.isdecimal(), folder.parent.name.zfill(4)))


def _on_path() -> list[Path]:
    found = shutil.which("pg_ctl")
    return [] if found is None else [Path(found).resolve().parent]


def _run(program: Path, *arguments: str | Path) -> None:
    as_user = {"user": UNPRIVILEGED, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [program, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        # pg_ctl's child would keep a pipe open for as long as it runs.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        **as_user,  # type: ignore[call-overload]  # mypy takes them for one type
    )
    if done.returncode != 0:
        sys.exit(f"{program.name} ends with status {done.returncode}")


async def _make_template(url: str) -> None:
    database = Database(url)
    await database.start()
    await database.close()


def main() -> int:
    """Start a server and run pytest on it."""
    # Whoever ends this also wants the server to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with running_postgres() as server:
        os.environ["TEST_POSTGRES"] = server
        # Debian's psql on the path is a script that looks for the right one, each time.
        os.environ["PATH"] = f"{_programs()}{os.pathsep}{os.environ['PATH']}"
        from tests import databases  # noqa: PLC0415 - it reads the variable when it is imported

        databases.sql_on_server(f"CREATE DATABASE {databases.TEMPLATE}")
        asyncio.run(_make_template(databases.address_on_server(databases.TEMPLATE)))
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
