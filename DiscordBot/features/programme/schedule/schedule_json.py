"""Speakers and schedule from a `schedule.json`, which is a file or has an address."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import tenacity

from DiscordBot.config import file_version
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.core.http.json_errors import (
    BadResponseError,
    ServiceError,
    UnreachableError,
    connection_errors,
    raise_for_status,
)
from DiscordBot.features.programme.schedule.client import SentAnswer, SentSpeaker, dates_finding
from DiscordBot.features.programme.schedule.frab import FrabDocument, NotAScheduleError, read_frab

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.programme.schedule.sessions import EventDates, Release, Schedule

logger = logging.getLogger(__name__)

SERVICE = "schedule.json"
ATTEMPTS = 3
LONGEST_PAUSE = 30.0
LARGEST_DOCUMENT = 20_000_000
"""In bytes, unpacked; the exports of the largest conferences are a quarter of it."""

_REMEDY = "Check schedule_json.source in the configuration; it is the schedule.json that a planner exports."


CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""By these headers a server can tell that nothing changed, without sending everything again."""


def is_address(source: str) -> bool:
    """Tell whether a source is on the web rather than a file."""
    return source.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What was read and understood: a version of a file, or by which conditions to ask for another one."""

    content: bytes = field(repr=False)
    version: int = 0
    conditions: dict[str, str] = field(default_factory=dict)


class ScheduleJson:
    """Reads the schedule from `source`: a web address, or a path relative to `folder`.

    A file is read when it changed. An address is asked whenever somebody wants to know, if its server can
    answer that nothing changed, else every `interval` only. Times without an offset are of `zone`. All
    methods but `probe` raise `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        clock: Clock,
        *,
        source: str,
        folder: Path,
        zone: ZoneInfo,
        interval: timedelta,
        timeout: float = 20.0,
        backoff: float = 1.0,
    ) -> None:
        self._session = session
        self._clock = clock
        self._source = source
        self._file = None if is_address(source) else folder / source
        self._zone = zone
        self._interval = interval
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._backoff = tenacity.wait_random_exponential(multiplier=backoff, max=LONGEST_PAUSE)
        self._document: FrabDocument | None = None
        self._read_at: datetime | None = None
        self._fetched: _Fetched | None = None
        self._is_news = False
        self._is_cheap = True
        self._turn = asyncio.Lock()

    async def probe(self, expected: EventDates | None = None) -> Finding:
        """Read it; compare when the conference is."""
        try:
            document = await self._now()
        except ServiceError as error:
            return Finding(SERVICE, Level.ERROR, str(error), _REMEDY)
        event = document.schedule.event
        if expected is not None and event is not None:
            finding = dates_finding(SERVICE, event, expected, origin=SERVICE)
            if finding is not None:
                return finding
        count = len(document.schedule.sessions)
        if document.skipped or not count:
            detail = f"{count} sessions; {document.skipped} entries have no title, time or id."
            remedy = "Entries that are not read are not announced. Look at them where the file was made."
            return Finding(SERVICE, Level.WARNING, detail, remedy)
        return Finding(SERVICE, Level.OK, f"{count} sessions can be read.")

    async def release(self) -> Release | None:
        """Tell which schedule there is; other words in the same version make another one as well."""
        async with self._turn:
            document = self._document
            if document is None or self._is_cheap or self._is_due:
                document = await self._read()
        return document.schedule.release

    async def schedule(self, _release: Release) -> Schedule:
        """Read all sessions, as they are now."""
        return (await self._now()).schedule

    async def rooms(self) -> tuple[str, ...]:
        """Read the names of the rooms that have sessions."""
        sessions = (await self._now()).schedule.sessions
        return tuple(sorted({session.room for session in sessions if session.room}))

    async def speakers(self) -> tuple[SentSpeaker, ...]:
        """Read everybody who has a session; a schedule.json has no e-mail addresses."""
        sessions = (await self._now()).schedule.sessions
        names = {person.code: person.name for session in sessions for person in session.speakers}
        return tuple(SentSpeaker(code=code, name=name) for code, name in sorted(names.items()))

    async def answers(self, _question: int) -> tuple[SentAnswer, ...]:
        """Return nothing: a schedule.json has no answers."""
        return ()

    @property
    def _is_due(self) -> bool:
        return self._read_at is None or self._clock.now() - self._read_at >= self._interval

    async def _now(self) -> FrabDocument:
        """Return what was just read, or read it again."""
        async with self._turn:
            if self._document is None or not self._is_news:
                await self._read()
            self._is_news = False
            if self._document is None:
                raise BadResponseError(f"{SERVICE} was not read.")
            return self._document

    async def _read(self) -> FrabDocument:
        before, self._is_news = self._document, False
        fetched = await (self._read_file(self._file) if self._file is not None else self._download())
        if fetched is not None or self._document is None:
            content = fetched.content if fetched is not None else b""
            self._document = await asyncio.to_thread(_parse, content, self._zone)
            self._fetched = replace(fetched, content=b"") if fetched is not None else None
            self._is_news = before is None or before.schedule != self._document.schedule
            # Some send an ETag, pretalx for one, and then everything again in spite of it.
            self._is_cheap = self._file is not None or (
                self._is_news and bool(fetched and fetched.conditions)
            )
            if self._document.skipped:
                logger.warning("schedule.json: %d entries could not be read", self._document.skipped)
        self._read_at = self._clock.now()
        return self._document

    async def _read_file(self, file: Path) -> _Fetched | None:
        """Return the file, None if it is the one that was read before."""
        version = file_version(file)
        if self._fetched is not None and version == self._fetched.version:
            return None
        return _Fetched(await asyncio.to_thread(_content, file), version=version)

    async def _download(self) -> _Fetched | None:
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type((UnreachableError, BadResponseError))
            & tenacity.retry_if_not_exception_type(TooLargeError),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=self._backoff,
            reraise=True,
        )
        return await retrying(self._download_once)

    async def _download_once(self) -> _Fetched | None:
        conditions = self._fetched.conditions if self._fetched is not None else {}
        headers = {"Accept": "application/json", **conditions}
        with connection_errors(SERVICE):
            async with self._session.get(self._source, headers=headers, timeout=self._timeout) as response:
                if response.status == HTTPStatus.NOT_MODIFIED and self._fetched is not None:
                    return None
                # Plain web servers call such a file what they like.
                if response.status != HTTPStatus.OK or response.content_type == "text/html":
                    raise_for_status(SERVICE, response)
                content = await read_body(response, SERVICE, LARGEST_DOCUMENT)
        known = response.headers
        conditions = {ask: known[told] for told, ask in CONDITIONS.items() if told in known}
        return _Fetched(content, conditions=conditions)


def _parse(content: bytes, zone: ZoneInfo) -> FrabDocument:
    try:
        return read_frab(content, zone)
    except NotAScheduleError as error:
        raise BadResponseError(f"{SERVICE} cannot be understood. {error}") from None


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_DOCUMENT + 1)
    except FileNotFoundError:
        raise UnreachableError(f"There is no file {file.name} with the schedule.") from None
    except OSError:
        raise UnreachableError(f"The file {file.name} with the schedule cannot be read.") from None
    if len(content) > LARGEST_DOCUMENT:
        raise TooLargeError(SERVICE, LARGEST_DOCUMENT)
    return content
