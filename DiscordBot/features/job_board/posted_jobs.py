"""Taking over `posted_jobs.txt`, in which the older bot noted adverts as `timestamp;email;title;company`."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.job_board.adverts import advert_key

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database
    from DiscordBot.features.job_board.postings import Postings

_IMPORTED = "job_board.posted_jobs"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`adverts` were noted as posted; the lines in `unreadable` (by number) have another form."""

    adverts: int
    unreadable: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostedJobs:
    """Imports the file once; when it has changed since, what is new in it."""

    file: Path
    database: Database
    postings: Postings

    async def import_once(self) -> ImportReport | None:
        """Note the adverts of the file as posted; None when there is nothing to do."""
        text = await asyncio.to_thread(_read, self.file)
        if text is None:
            return None
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await self.database.remembered(_IMPORTED) == digest:
            return None
        keys = {number: _key(line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()}
        imported = await self.postings.import_posted(key for key in keys.values() if key is not None)
        await self.database.remember(_IMPORTED, digest)
        return ImportReport(imported, tuple(number for number, key in keys.items() if key is None))


def _key(line: str) -> str | None:
    # Titles and names of companies may hold semicolons themselves, time stamps and addresses do not.
    match line.split(";", 2):
        case [timestamp, author, title_and_company] if ";" in title_and_company:
            return advert_key(timestamp, author, title_and_company)
        case _:
            return None


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        return None
