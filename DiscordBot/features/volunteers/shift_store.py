"""The shifts as they are known: of the configuration, and of the list that was read last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import BadResponseError, ServiceError
from DiscordBot.features.volunteers.shifts import ReadShifts, Shift, UnreadableError, read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.volunteers.client import ShiftListClient

SUBJECT = "shifts"
_KEY = "volunteers.shifts"
_MOST_TOLD = 3


class ShiftStore:
    """Keeps the last list that could be read, over a restart too: no information changes nothing.

    `fixed` are the shifts of the configuration; without a `client` there are no others.
    """

    def __init__(
        self,
        database: Database,
        client: ShiftListClient | None,
        fixed: Sequence[Shift],
        *,
        who: Callable[[str], str],
        moment: Callable[[datetime], datetime],
    ) -> None:
        self._database = database
        self._client = client
        self._fixed = tuple(fixed)
        self._who = who
        self._moment = moment
        self._listed: tuple[Shift, ...] = ()
        self._mistakes: tuple[str, ...] = ()
        self._trouble = ""

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """All shifts, by start."""
        every = dict.fromkeys((*self._fixed, *self._listed))
        return tuple(sorted(every, key=lambda shift: (shift.start, shift.what, shift.who)))

    async def open(self) -> None:
        """Read what was known before a restart."""
        if self._client is not None:
            stored = await self._database.remembered(_KEY) or ()
            self._listed = tuple(Shift.from_json(one) for one in stored)

    async def refresh(self) -> bool:
        """Read the list again; return whether it says something else. Raises `ServiceError`."""
        if self._client is None:
            return False
        try:
            read = self._read(await self._client.read())
        except ServiceError as error:
            self._trouble = str(error)
            raise
        self._trouble, self._mistakes = "", read.mistakes
        if read.shifts == self._listed:
            return False
        self._listed = read.shifts
        await self._database.remember(_KEY, [shift.as_json() for shift in read.shifts])
        return True

    async def forget(self) -> None:
        """Delete what was read."""
        self._listed = ()
        await self._database.remember(_KEY, None)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the list."""
        if self._trouble:
            remedy = "Check volunteers.shifts. Until then the shifts that were read last count."
            return (Finding(SUBJECT, Level.WARNING, self._trouble, remedy),)
        if not self._mistakes:
            return ()
        told = " ".join(self._mistakes[:_MOST_TOLD])
        more = len(self._mistakes) - _MOST_TOLD
        detail = f"{told} … and {more} more lines." if more > 0 else told
        remedy = "Correct them in the list of shifts; it needs the columns who, what, where, start and end."
        return (Finding(SUBJECT, Level.WARNING, detail, remedy),)

    def _read(self, text: str) -> ReadShifts:
        try:
            return read_csv(text, self._who, self._moment)
        except UnreadableError as error:
            raise BadResponseError(str(error)) from None
