"""A stand-in for pretalx on a real socket: it answers, pages and refuses as pretalx 2025.2 does."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.conference.timetable import FIRST_DAY, LAST_DAY, TIMEZONE
from sandbox.failures import Failure, Failures
from sandbox.listening import Listener
from sandbox.pretalx.export import frab_schedule
from sandbox.pretalx.programme import ProgrammeBook
from sandbox.pretalx.query import (
    BadQueryError,
    CrashError,
    NoSuchPageError,
    limit,
    paginate,
    read_wanted,
    select_answers,
    select_slots,
    select_submissions,
)
from sandbox.pretalx.records import Records
from sandbox.pretix.server import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aiohttp.typedefs import Handler

Json = dict[str, Any]

EVENT = "/api/events/{event}/"
VERSIONS = ("v1", "DEV_PREVIEW")
# These are public before anything is released.
ALWAYS_PUBLIC = ("event", "types", "schedule", "export")
NEVER_PUBLIC = ("answers",)
as_pretalx_writes = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class PretalxStandIn:
    """One event; `everything` is in it, and released as `first_version` (`None`: nothing is released yet).

    What happens to the programme, happens through `programme`: `await pretalx.programme.cancel("TALK03")`.
    `failures` spoils answers: `pretalx.failures.fail_next(Failure.HTML, times=3)`.

    `token` may do everything, `limited_token` may see the event alone; without a token one sees what is
    public. `clock` tells the time (aware). Requests that came are in `calls`.
    """

    def __init__(
        self,
        everything: Mapping[str, Iterable[Json]],
        token: str,
        event: str,
        *,
        first_version: str | None = "v1",
        limited_token: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.calls: list[Call] = []
        self.failures = Failures()
        self.programme = ProgrammeBook(everything, clock=clock)
        self.base_url = ""
        if first_version is not None:
            self.programme.publish(first_version)
        self._event = event
        self._token = f"Token {token}"
        self._limited_token = f"Token {limited_token}" if limited_token else None
        self._listener = Listener()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on any free port by default; returns the address that goes into `pretalx.base_url`."""
        self.base_url = f"http://{await self._listener.start(self._application(), host, port)}"
        return self.base_url

    async def stop(self) -> None:
        """Refuse connections from now on; `start` on the same port brings it back as it was."""
        await self._listener.stop()

    def _application(self) -> web.Application:
        add_slash = web.normalize_path_middleware(
            append_slash=True, merge_slashes=False, redirect_class=web.HTTPMovedPermanently
        )
        application = web.Application(middlewares=[self._record, self._fail, add_slash, self._admit])
        application.add_routes(
            [
                web.get(EVENT, self._show_event, name="event"),
                web.get(EVENT + "schedules/", self._list_schedules, name="schedules"),
                web.get(EVENT + "schedules/{id}/", self._show_schedule, name="schedule"),
                web.get(EVENT + "slots/", self._list_slots, name="slots"),
                web.get(EVENT + "rooms/", self._list_rooms, name="rooms"),
                web.get(EVENT + "tracks/", self._list_tracks, name="tracks"),
                web.get(EVENT + "submission-types/", self._list_types, name="types"),
                web.get(EVENT + "submissions/", self._list_submissions, name="submissions"),
                web.get(EVENT + "speakers/", self._list_speakers, name="speakers"),
                web.get(EVENT + "answers/", self._list_answers, name="answers"),
                web.get("/{event}/schedule/export/schedule.json", self._export, name="export"),
            ]
        )
        return application

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = refusal
        body = response.body if isinstance(response, web.Response) else None
        sent = len(body) if isinstance(body, bytes) else 0
        self.calls.append(Call(request.method, request.path, request.query_string, response.status, sent))
        if isinstance(response, web.HTTPException):
            raise response
        return response

    @web.middleware
    async def _fail(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        failure = await self.failures.meet()
        if failure is None or failure is Failure.SLOW:
            return await handler(request)
        return await self.failures.answer(failure, request)

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        try:
            return await handler(request)
        except NoSuchPageError:
            return _refuse(404, "Invalid page.")
        except BadQueryError as error:
            return _answer({error.parameter: [str(error)]}, status=400)
        except CrashError:
            return _page_for_people(500)

    def _refusal(self, request: web.Request) -> web.Response | None:
        place = request.match_info
        if place.http_exception is not None or place["event"] != self._event:
            return _page_for_people(404)
        authorization = request.headers.get("Authorization")
        if authorization not in {None, self._token, self._limited_token}:
            return _refuse(401, "Invalid token.")
        if request.headers.get("Pretalx-Version", VERSIONS[0]) not in VERSIONS:
            return _refuse(400, "API version not supported.")
        kind = place.route.name
        is_public = kind in ALWAYS_PUBLIC or (self.programme.current is not None and kind not in NEVER_PUBLIC)
        if authorization is None and not is_public:
            return _refuse(401, "Authentication credentials were not provided.")
        if authorization is not None and authorization == self._limited_token and kind != "event":
            return _refuse(403, "You do not have permission to perform this action.")
        return None

    def _records(self, request: web.Request) -> Records:
        sees_all = request.headers.get("Authorization") == self._token
        return Records(self.programme, self.base_url, sees_all=sees_all)

    async def _export(self, _request: web.Request) -> web.Response:
        if self.programme.current is None:
            return _page_for_people(404)
        told = frab_schedule(self.programme, self.base_url, self._event)
        response = _answer(told)
        # pretalx sends this, and then never answers 304: it compares what comes back without the quotes.
        response.headers["ETag"] = f'"{hashlib.sha256(as_pretalx_writes(told).encode()).hexdigest()}"'
        return response

    async def _show_event(self, _request: web.Request) -> web.Response:
        return _answer(
            {
                "name": {"de": "Konferenz", "en": "Conference"},
                "slug": self._event,
                "is_public": True,
                "date_from": FIRST_DAY.isoformat(),
                "date_to": LAST_DAY.isoformat(),
                "timezone": TIMEZONE.key,
                "email": "organisers@example.org",
                "primary_color": None,
                "custom_domain": None,
                "logo": None,
                "header_image": None,
                "locale": "en",
                "locales": ["en", "de"],
                "content_locales": ["en", "de"],
            }
        )

    async def _list_schedules(self, request: web.Request) -> web.Response:
        fields = ("id", "version", "published")
        shown = [{field: one[field] for field in fields} for one in self._records(request).schedules()]
        return _list([one | {"version": one["version"] or "wip"} for one in shown], request)

    async def _show_schedule(self, request: web.Request) -> web.Response:
        records, wanted = self._records(request), request.match_info["id"]
        if wanted == "latest" and self.programme.current is None:
            return _refuse(404, "Not found.")
        latest = self.programme.current or {"id": None}
        number = str(latest["id"]) if wanted == "latest" else wanted
        for schedule in records.schedules():
            if number == str(schedule["id"]) or (number == "wip" and not schedule["version"]):
                return _answer(records.schedule(schedule, read_wanted(request.query)))
        return _refuse(404, "No Schedule matches the given query.")

    async def _list_slots(self, request: web.Request) -> web.Response:
        records, wanted = self._records(request), read_wanted(request.query)
        slots = select_slots(records.slots(), self.programme.schedules, request.query)
        if slots is None:
            current = self.programme.current or {"id": None}
            slots = [slot for slot in records.slots() if slot["schedule"] == current["id"]]
        return _list(slots, request, lambda slot: records.slot(slot, wanted))

    async def _list_rooms(self, request: web.Request) -> web.Response:
        shown, following = limit(self.programme.rooms, request.query)
        return _part(shown, len(self.programme.rooms), following, request)

    async def _list_tracks(self, request: web.Request) -> web.Response:
        return _list(self.programme.tracks, request)

    async def _list_types(self, request: web.Request) -> web.Response:
        return _list(self.programme.types, request)

    async def _list_submissions(self, request: web.Request) -> web.Response:
        records, wanted = self._records(request), read_wanted(request.query)
        chosen = select_submissions(records.submissions(), request.query)
        return _list(chosen, request, lambda submission: records.submission(submission, wanted))

    async def _list_speakers(self, request: web.Request) -> web.Response:
        records, wanted = self._records(request), read_wanted(request.query)
        return _list(records.speakers(), request, lambda speaker: records.speaker(speaker, wanted))

    async def _list_answers(self, request: web.Request) -> web.Response:
        wanted = read_wanted(request.query)
        return _list(select_answers(self.programme.answers, request.query), request, wanted.cut)


def _list(
    results: list[Json], request: web.Request, represent: Callable[[Json], Json] = lambda result: result
) -> web.Response:
    shown, following = paginate(results, request.query)
    return _part([represent(result) for result in shown], len(results), following, request)


def _part(
    shown: list[Json], count: int, following: dict[str, int] | None, request: web.Request
) -> web.Response:
    address = str(request.url.update_query(following)) if following else None
    return _answer({"count": count, "next": address, "previous": None, "results": shown})


def _answer(data: Json, status: int = 200) -> web.Response:
    return web.json_response(data, status=status, dumps=as_pretalx_writes)


def _refuse(status: int, detail: str) -> web.Response:
    return _answer({"detail": detail}, status)


def _page_for_people(status: int) -> web.Response:
    return web.Response(text=f"<h4>HTTP {status}</h4>", content_type="text/html", status=status)
