"""The folder of the nightly backups: what lies in it, how old it is, and whether there is room for more."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"conference-bot-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.zip")
_TIME = "%Y-%m-%dT%H-%M-%SZ"
_UNFINISHED = "conference-bot-*.zip.*.part"

LEAST_ROOM_BYTES = 64 * 2**20


class StoredBackup(NamedTuple):
    """A backup of ours; `made_at` is in UTC and stands in its name."""

    made_at: datetime
    path: Path


class BackupFolder:
    """Touches only what has a name as the bot gives it. Every method may wait for a disk.

    Raises `OSError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def file_for(self, moment: datetime) -> Path:
        """Return where a backup made at this moment belongs."""
        return self.path / f"conference-bot-{moment.astimezone(UTC):{_TIME}}.zip"

    def backups(self) -> list[StoredBackup]:
        """Return all that are there, the oldest first."""
        found = (path for path in self.path.glob("*") if path.is_file()) if self.path.is_dir() else ()
        read = ((_NAME.fullmatch(path.name), path) for path in found)
        return sorted(StoredBackup(_moment(name[1]), path) for name, path in read if name)

    def newest(self) -> StoredBackup | None:
        """Return the newest one, if there is any."""
        return max(self.backups(), default=None)

    def delete_made_before(self, moment: datetime, *, also_the_newest: bool = False) -> None:
        """Delete those made before that, and what a crash has left unfinished."""
        present = self.backups()
        for backup in present if also_the_newest else present[:-1]:
            if backup.made_at < moment:
                backup.path.unlink(missing_ok=True)
        for path in self.path.glob(_UNFINISHED):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                path.unlink(missing_ok=True)

    def has_room(self) -> bool:
        """Tell whether the disk has room for a backup twice as large as the newest one."""
        newest = self.newest()
        wanted = LEAST_ROOM_BYTES if newest is None else max(LEAST_ROOM_BYTES, 2 * newest.path.stat().st_size)
        return shutil.disk_usage(_existing(self.path)).free >= wanted

    def can_be_written(self) -> bool:
        """Tell whether the bot may write there, or make the folder if there is none."""
        effective = os.access in os.supports_effective_ids
        return os.access(_existing(self.path), os.W_OK | os.X_OK, effective_ids=effective)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.absolute().parents) if folder.is_dir())


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
