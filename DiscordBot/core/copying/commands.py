"""`bot.py backup`, `restore` and `move-database`: what they say, and which exit status they have."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from sqlalchemy.engine import make_url

from DiscordBot.config.secrets import DATABASE_PASSWORD
from DiscordBot.config.values import DatabaseUrl
from DiscordBot.core.copying.copies import Address, back_up, move, restore
from DiscordBot.core.database_errors import DatabaseUnusableError
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.terminal import print_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import IO

    from DiscordBot.config import Config
    from DiscordBot.core.copying.backup_file import TableRecord
    from DiscordBot.core.copying.rows import TableSum

COMMANDS = {"backup": ("FILE",), "restore": ("FILE",), "move-database": ("FROM", "TO")}
"""What each wants to be told."""

STANDARD_STREAM = "-"
"""Instead of a file: standard output for `backup`, standard input for `restore`."""

FAILED = 1
WRONG_ADDRESS = 2


class CopyCommands:
    """The three commands; each returns its exit status.

    `replace` deletes what stands where something is to be written; before that of a database, `agree` is
    asked.
    """

    def __init__(self, config: Config, *, replace: bool, agree: Callable[[str], bool]) -> None:
        self._url = config.database.url
        self._password = config.secrets.reveal(DATABASE_PASSWORD)
        self._replace = replace
        self._agree = agree

    async def run(self, command: str, words: Sequence[str], now: datetime) -> int:
        """Run one of `COMMANDS` with what it wants to be told."""
        try:
            match command, [*words]:
                case "backup", [name]:
                    return await self._back_up(name, now)
                case "restore", [name]:
                    return await self._restore(name, now)
                case _, [source, target]:
                    return await self._move(source, target, now)
        except DatabaseUnusableError as error:
            trouble = Finding(command, Level.ERROR, *error.explanation)
            _print([trouble], "Nothing was copied, and nothing was changed")
        return FAILED

    async def _back_up(self, name: str, now: datetime) -> int:
        address = Address(self._url, self._password)
        if name == STANDARD_STREAM:
            # A pipe would keep the first half of what fails in the middle.
            with tempfile.TemporaryDirectory() as folder:
                manifest = await back_up(address, Path(folder) / "backup.zip", now)
                with (Path(folder) / "backup.zip").open("rb") as file:
                    shutil.copyfileobj(file, sys.stdout.buffer)
        else:
            manifest = await back_up(address, Path(name), now, replace=self._replace)
        _print(_counts(manifest.tables), f"Backed up: {_named(self._url)}")
        return 0

    async def _restore(self, name: str, now: datetime) -> int:
        question = f"This deletes everything that {_named(self._url)} holds now. Go on? [y/N] "
        if self._replace and not self._agree(question):
            refusal = Finding(
                "restore", Level.ERROR, "Nothing was changed.", "Without a terminal, use --yes."
            )
            _print([refusal], "Not restored")
            return FAILED
        try:
            with _opened_for_reading(name) as file:
                address = Address(self._url, self._password)
                manifest = await restore(address, file, now, replace=self._replace)
        except (FileNotFoundError, IsADirectoryError, PermissionError):
            trouble = Finding(name, Level.ERROR, "This file cannot be read.", "Check its name and its owner.")
            _print([trouble], "Not restored")
            return FAILED
        as_of = f"as it was on {manifest.made_at:%d %B %Y, %H:%M} UTC"
        _print(_counts(manifest.tables), f"Restored, {as_of}: {_named(self._url)}")
        return 0

    async def _move(self, source: str, target: str, now: datetime) -> int:
        wrong = [*_wrong_address("FROM", source), *_wrong_address("TO", target)]
        if wrong:
            _print(wrong, "Nothing was copied")
            return WRONG_ADDRESS
        sums = await move(Address(source, self._password), Address(target, self._password), now)
        _print(_counts(sums), "Copied; in every table number and content of the rows are the same")
        print(f'\nNow write this into config.toml and start the bot:\n\n[database]\nurl = "{target}"\n')  # noqa: T201 - to be copied
        return 0


def _wrong_address(name: str, url: str) -> Iterable[Finding]:
    try:
        TypeAdapter(DatabaseUrl).validate_python(url)
    except ValidationError as error:
        detail = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        yield Finding(name, Level.ERROR, detail, "It is written as database.url in config.toml.")


@contextmanager
def _opened_for_reading(name: str) -> Iterator[IO[bytes]]:
    if name != STANDARD_STREAM:
        with Path(name).open("rb") as file:
            yield file
        return
    # It is read twice: to check it, and to restore it.
    with tempfile.TemporaryFile() as spooled:
        shutil.copyfileobj(sys.stdin.buffer, spooled)
        yield spooled


def _named(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _counts(tables: Mapping[str, TableRecord] | Mapping[str, TableSum]) -> Iterator[Finding]:
    for name, table in tables.items():
        yield Finding(name, Level.OK, f"{table.rows} row{'' if table.rows == 1 else 's'}")


def _print(findings: Iterable[Finding], title: str) -> None:
    # Standard output may be the backup itself.
    print_findings(findings, title, Console(stderr=True))
