"""Speakers and schedule from pretalx's REST API, https://docs.pretalx.org/api/."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, Field
from yarl import URL

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_client import JsonApi, Page, Query, Record
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    BadResponseError,
    NotFoundError,
    ServiceError,
    TokenRejectedError,
)
from DiscordBot.features.programme.schedule.sessions import EventDates, Release, Schedule
from DiscordBot.features.programme.schedule.slots import (
    SentSlot,
    Surroundings,
    Text,
    in_language,
    read_sessions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import aiohttp

SERVICE = "pretalx"
PAGE_SIZE = 250

# A proposal's author is listed among the speakers too, when the token may see proposals.
ON_STAGE = (("state", "accepted"), ("state", "confirmed"))
SUBMISSION_QUERY = (*ON_STAGE, ("fields", "code,speakers"))
SPEAKER_QUERY = (("fields", "code,name,email"),)
ANSWER_QUERY = (("fields", "answer,person"),)

# pretalx can be told which fields of an expanded record to leave out, not which ones to send (it fails), nor
# to leave out `tags` (it fails too). Rooms, tracks and types come whole, so each is read once instead of
# repeated in every slot. Together this makes a schedule a third as large.
UNREAD = (
    "schedule",
    "duration",
    "submission.description",
    "submission.slot_count",
    "submission.content_locale",
    "submission.do_not_record",
    "submission.image",
    "submission.resources",
    "submission.slots",
    "submission.answers",
    "submission.speakers.biography",
    "submission.speakers.submissions",
    "submission.speakers.answers",
)
SLOT_QUERY = (("expand", "submission,submission.speakers"), ("omit", ",".join(UNREAD)))
_READABLE = Finding("pretalx", Level.OK, "The event can be read.")
# Rooms are paged by `limit`, unlike everything else.
ROOM_QUERY = (("limit", "1000"),)


def dates_finding(
    subject: str, theirs: EventDates, ours: EventDates, *, origin: str = SERVICE
) -> Finding | None:
    """Return the warning that `origin` and the configuration do not agree on when the conference is."""
    differences = theirs.differences(ours)
    if not differences:
        return None
    detail = f"{origin} and the configuration do not agree: {differences}."
    remedy = f"Correct conference.first_day, last_day or timezone, or the event in {origin}."
    return Finding(subject, Level.WARNING, detail, remedy)


class SentSpeaker(BaseModel):
    """Somebody with a talk; `email` only where the token may read it."""

    code: str
    name: str
    email: str | None = None


class SentAnswer(BaseModel):
    """What somebody answered to a question; `person` is a speaker's code, None if it is about a talk."""

    answer: str
    person: str | None = None


class _Submission(BaseModel):
    code: str
    speakers: tuple[str, ...]


class _Event(BaseModel):
    slug: str
    language: str = Field(alias="locale")
    first_day: date | None = Field(default=None, alias="date_from")
    last_day: date | None = Field(default=None, alias="date_to")
    timezone: str = ""

    @property
    def dates(self) -> EventDates | None:
        if self.first_day is None or self.last_day is None or not self.timezone:
            return None
        return EventDates(first_day=self.first_day, last_day=self.last_day, timezone=self.timezone)


class _Release(BaseModel):
    id: int
    version: str
    published: AwareDatetime | None


class _Named(BaseModel):
    id: int
    name: Text


class PretalxClient:
    """Reads one event of one pretalx server; without a token it sees what is public.

    `base_url` is the server's own address. A request gives up after `timeout` seconds; the pause before the
    first repetition is about `backoff` seconds and doubles. All methods but `probe` raise `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        event: str,
        token: str = "",
        timeout: float = 10.0,
        backoff: float = 1.0,
    ) -> None:
        # Without a version in the request, a token stays at the one of its first call for ever.
        headers = {"Pretalx-Version": "v1"} | ({"Authorization": f"Token {token}"} if token else {})
        self._api = JsonApi(session, SERVICE, headers, timeout=timeout, backoff=backoff)
        self._has_token = bool(token)
        self._event_url = URL(base_url) / "api" / "events" / event
        self._event_page = URL(base_url) / event

    async def probe(self, expected: EventDates | None = None) -> Finding:
        """Try the address, the event and, if there is one, the token; compare when the event is."""
        try:
            event, _ = await self._api.get_once(self._event_url / "", (), _Event)
        except ServiceError as error:
            remedy = "Check pretalx.base_url and pretalx.event in the configuration, and PRETALX_TOKEN."
            return Finding("pretalx", Level.ERROR, str(error), remedy)
        if expected is not None and event.dates is not None:
            return dates_finding("pretalx", event.dates, expected) or _READABLE
        return _READABLE

    async def release(self) -> Release | None:
        """Ask which schedule is the published one (100 bytes); `None` before the first release.

        Retitled talks, other speakers and renamed rooms show at once and make no new release, nor does a
        cancelled talk.
        """
        url = self._event_url / "schedules" / "latest" / ""
        try:
            with self._visitor_errors():
                sent, _ = await self._api.get(url, (("omit", "slots"),), _Release)
        except NotFoundError:
            return None
        published = sent.published.astimezone(UTC) if sent.published else None
        return Release(id=sent.id, version=sent.version, published=published)

    async def schedule(self, release: Release) -> Schedule:
        """Read all sessions of a release that the public may see; an empty schedule has none.

        Left out: hidden slots, slots without a start, talks no longer accepted or confirmed. An end that is
        not after its start is made from the talk's duration; a break with such an end has no length.
        """
        with self._visitor_errors():
            event = await self._event()
            language = event.language
            surroundings = Surroundings(
                rooms=_by_id(await self._rooms(), language),
                tracks=_by_id(await self._all("tracks", Page[_Named]), language),
                types=_by_id(await self._all("submission-types", Page[_Named]), language),
                language=language,
                event_page=self._event_page,
            )
            slots = await self._slots(release)
        return Schedule(release=release, sessions=read_sessions(slots, surroundings), event=event.dates)

    async def rooms(self) -> tuple[str, ...]:
        """Read the rooms' names in the conference's language, in pretalx's order."""
        with self._visitor_errors():
            return tuple(_by_id(await self._rooms(), (await self._event()).language).values())

    async def speakers(self) -> tuple[SentSpeaker, ...]:
        """Read the speakers of all accepted and confirmed submissions."""
        with self._visitor_errors():
            submissions = await self._all("submissions", Page[_Submission], SUBMISSION_QUERY)
            speakers = await self._all("speakers", Page[SentSpeaker], SPEAKER_QUERY)
        on_stage = {code for submission in submissions for code in submission.speakers}
        return tuple(speaker for speaker in speakers if speaker.code in on_stage)

    async def answers(self, question: int) -> tuple[SentAnswer, ...]:
        """Read all answers to the question with this number; one that does not exist has none.

        Without a token `AccessDeniedError` is raised.
        """
        if not self._has_token:
            raise AccessDeniedError(f"{SERVICE} shows answers only with a token.")
        return await self._all("answers", Page[SentAnswer], (("question", str(question)), *ANSWER_QUERY))

    @contextmanager
    def _visitor_errors(self) -> Iterator[None]:
        """Raise `AccessDeniedError` where nobody was asked for a token: pretalx then says 401, too."""
        try:
            yield
        except TokenRejectedError:
            if self._has_token:
                raise
            raise AccessDeniedError(
                f"{SERVICE} shows this without a token only once the event is public and a schedule released."
            ) from None

    async def _event(self) -> _Event:
        event, _ = await self._api.get(self._event_url / "", (), _Event)
        return event

    async def _rooms(self) -> tuple[_Named, ...]:
        page, _ = await self._api.get(self._event_url / "rooms" / "", ROOM_QUERY, Page[_Named])
        return page.results

    async def _slots(self, release: Release) -> list[SentSlot]:
        # Another schedule may be released between two pages; this one's slots stay as they are.
        query = (*SLOT_QUERY, ("schedule", str(release.id)))
        url = self._event_url / "slots" / ""
        pages = [page async for page, _ in self._api.pages(url, query, Page[SentSlot], page_size=PAGE_SIZE)]
        slots = {slot.id: slot for page in pages for slot in page.results}
        if len(slots) != pages[-1].count:
            raise BadResponseError(f"{SERVICE} did not send all slots of the schedule.")
        return list(slots.values())

    async def _all(self, kind: str, shape: type[Page[Record]], query: Query = ()) -> tuple[Record, ...]:
        pages = self._api.pages(self._event_url / kind / "", query, shape, page_size=PAGE_SIZE)
        return tuple([record async for page, _ in pages for record in page.results])


def _by_id(records: tuple[_Named, ...], language: str) -> dict[int, str]:
    return {record.id: in_language(record.name, language) for record in records}
