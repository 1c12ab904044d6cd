"""The file of a backup: for each table a line of JSON a row, and what there has to be, in one zip archive.

It says nothing of the engine, so a backup of the one is restored on the other.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import BaseModel, ConfigDict

from DiscordBot.core.copying.errors import (
    FILE_EXISTS,
    NEWER_BACKUP,
    NO_BACKUP,
    CopyRefusedError,
    cannot_be_written,
)
from DiscordBot.core.copying.rows import TableSum, lines_of, sum_of
from DiscordBot.core.copying.tables import tables_of
from DiscordBot.core.database_schema import known_versions, schema_versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

MANIFEST = "manifest.json"
UNFINISHED = ".part"


class TableRecord(BaseModel):
    """What a table has to hold."""

    model_config = ConfigDict(frozen=True)

    columns: Sequence[str]
    rows: int
    digest: str


class Manifest(BaseModel):
    """What a backup has to hold; `version` is the migration that made the tables, `made_at` is in UTC."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    version: str
    made_at: datetime
    tables: Mapping[str, TableRecord]


class Backup:
    """A backup that is read; whatever is wrong with it raises `CopyRefusedError`."""

    def __init__(self, file: IO[bytes]) -> None:
        with _readable():
            self._archive = ZipFile(file)
            content = json.loads(self._archive.read(MANIFEST))
            if isinstance(content, dict) and str(content.get("version")) > max(known_versions()):
                raise CopyRefusedError(NEWER_BACKUP)
            self.manifest = Manifest.model_validate_json(json.dumps(content))

    @property
    def version(self) -> str:
        """The migration that made the tables."""
        return self.manifest.version

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns of each table."""
        return {name: [*table.columns] for name, table in self.manifest.tables.items()}

    def lines(self, table: str) -> Iterator[bytes]:
        """Give the rows of a table."""
        with _readable(), self._archive.open(_member(table)) as rows:
            for line in rows:
                yield line.removesuffix(b"\n")

    def verify(self) -> None:
        """Read all of it, and compare it with what there has to be."""
        for name, table in self.manifest.tables.items():
            found = sum_of(self.lines(name))
            if (found.rows, found.digest) != (table.rows, table.digest):
                raise CopyRefusedError(NO_BACKUP)
        if self.version not in known_versions():
            raise CopyRefusedError(NO_BACKUP)


def write_backup(connection: Connection, file: IO[bytes], made_at: datetime) -> Manifest:
    """Write all that a transaction sees."""
    tables: dict[str, TableRecord] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table in tables_of(connection):
            found = TableSum()
            with archive.open(_member(table.name), "w", force_zip64=True) as rows:
                for line in lines_of(connection, table):
                    found.add(line)
                    rows.write(line + b"\n")
            tables[table.name] = TableRecord(
                columns=table.columns.keys(), rows=found.rows, digest=found.digest
            )
        manifest = Manifest(version=max(schema_versions(connection)), made_at=made_at, tables=tables)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
    return manifest


@contextmanager
def new_file(path: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """Give a file to write that has its name only when all of it is on the disk; its user alone may read it.

    Raises `CopyRefusedError` if there is one already, unless it may be replaced.
    """
    if path.exists() and not replace:
        raise CopyRefusedError(FILE_EXISTS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # It is made with mode 0600.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=UNFINISHED)
    except OSError as error:
        raise CopyRefusedError(cannot_be_written(error)) from error
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and not replace:
            raise CopyRefusedError(FILE_EXISTS)
        unfinished.replace(path)
        _sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _member(table: str) -> str:
    return f"{table}.jsonl"


def _sync_folder(folder: Path) -> None:
    # Otherwise a power cut may take the file's new name.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (BadZipFile, EOFError, KeyError, NotImplementedError, ValueError, zlib.error) as error:
        # ValueError: no JSON, or not as it has to be.
        raise CopyRefusedError(NO_BACKUP) from error
