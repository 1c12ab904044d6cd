"""Makes a backup every night, keeps the last ones, and tells how old the newest one is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.copying.copies import back_up
from DiscordBot.core.database_errors import DatabaseUnusableError
from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from datetime import date, time
    from pathlib import Path

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.copying.copies import Address
    from DiscordBot.core.database_errors import Explanation
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.backups.folder import BackupFolder

SUBJECT = "backup"
JOB = "backup"
OLD = timedelta(hours=26)
"""One was missed: there should be one a day, and none takes two hours."""

AGAIN_AFTER = timedelta(hours=1)
NO_ROOM_REMEDY = "Free some space, or let backup.folder name another disk."
WRITE_REMEDY = "Make the bot's user the owner of the folder, or let backup.folder name another one."


class BackupService:
    """Nightly backups of the database at `address`, at a time of day at the venue."""

    def __init__(
        self,
        address: Address,
        folder: BackupFolder,
        *,
        at: time,
        keep: timedelta,
        last_day_of_data: date,
        clock: Clock,
        scheduler: Scheduler,
    ) -> None:
        self._address = address
        self._folder = folder
        self._at = at
        self._keep = keep
        self._last_day_of_data = last_day_of_data
        self._clock = clock
        self._scheduler = scheduler
        self._failure: Explanation | None = None

    async def begin(self) -> None:
        """Make one at once if the last night's is missing, and one every night from now on."""
        newest = await asyncio.to_thread(self._folder.newest)
        is_missed = newest is not None and self._clock.now() - newest.made_at > timedelta(days=1)
        self._plan(self._clock.now() if is_missed or newest is None else self._next_night())

    async def back_up(self) -> None:
        """Make a backup and delete the oldest ones. Raises `DatabaseUnusableError` in words, or `OSError`.

        Whatever happens, the next one is planned.
        """
        self._plan(self._clock.now() + AGAIN_AFTER)
        now = self._clock.now()
        # Compression and digests would hold up the event loop, so it has another thread and another loop.
        try:
            await asyncio.to_thread(self._write, self._folder.file_for(now), now)
        except DatabaseUnusableError as error:
            self._failure = error.explanation
            raise
        self._failure = None
        self._plan(self._next_night())
        await asyncio.to_thread(self._folder.delete_made_before, now - self._keep)

    async def findings(self) -> tuple[Finding, ...]:
        """Tell how old the newest one is, and whether there is room for another."""
        try:
            return await asyncio.to_thread(self._findings)
        except OSError as error:
            detail = f"{self._folder.path} cannot be read ({error.strerror})."
            return (Finding(SUBJECT, Level.ERROR, detail, WRITE_REMEDY),)

    async def delete_personal_data(self) -> None:
        """Delete the backups that were made while there were personal data."""
        # The day after: data are deleted some time in its course.
        end = datetime.combine(self._last_day_of_data + timedelta(days=2), datetime.min.time())
        moment = self._clock.moment(end)
        await asyncio.to_thread(self._folder.delete_made_before, moment, also_the_newest=True)

    def _write(self, file: Path, now: datetime) -> None:
        asyncio.run(back_up(self._address, file, now))

    def _plan(self, moment: datetime) -> None:
        self._scheduler.at(moment, JOB, self.back_up)

    def _next_night(self) -> datetime:
        tonight = self._clock.moment(datetime.combine(self._clock.today(), self._at))
        if tonight > self._clock.now():
            return tonight
        return self._clock.moment(datetime.combine(self._clock.today() + timedelta(days=1), self._at))

    def _findings(self) -> tuple[Finding, ...]:
        failed: tuple[Finding, ...] = ()
        if self._failure is not None:
            detail = f"The last try failed. {self._failure.detail}"
            failed = (Finding(SUBJECT, Level.ERROR, detail, self._failure.remedy, self._repair),)
        return (*failed, self._age(), *_room(self._folder))

    def _age(self) -> Finding:
        newest = self._folder.newest()
        remedy = "See the job «backup» and the bot's log; bot.py backup FILE makes one by hand."
        if newest is None:
            detail = f"There is none in {self._folder.path} yet."
            return Finding(SUBJECT, Level.WARNING, detail, remedy, self._repair)
        detail = f"The last one was made {time_stamp(newest.made_at, 'R')}."
        if self._clock.now() - newest.made_at > OLD:
            return Finding(SUBJECT, Level.WARNING, detail, remedy, self._repair)
        return Finding(SUBJECT, Level.OK, detail)

    @property
    def _repair(self) -> Repair:
        return Repair("Back up now", self._back_up_now)

    async def _back_up_now(self) -> str:
        try:
            await self.back_up()
        except DatabaseUnusableError as error:
            raise NotRepairedError(f"{error.explanation.detail} {error.explanation.remedy}".strip()) from None
        except OSError as error:
            raise NotRepairedError(f"{self._folder.path} cannot be written ({error.strerror}).") from None
        return "A backup was made."


def folder_findings(folder: BackupFolder) -> tuple[Finding, ...]:
    """Try before a start whether backups could be written; nothing is changed."""
    if not folder.can_be_written():
        detail = f"The bot's user may not write into {folder.path}."
        return (Finding(SUBJECT, Level.ERROR, detail, WRITE_REMEDY),)
    return _room(folder) or (Finding(SUBJECT, Level.OK, f"They can be written into {folder.path}."),)


def _room(folder: BackupFolder) -> tuple[Finding, ...]:
    if folder.has_room():
        return ()
    detail = f"The disk of {folder.path} has hardly any room for another one."
    return (Finding(SUBJECT, Level.WARNING, detail, NO_ROOM_REMEDY),)
