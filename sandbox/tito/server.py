"""A stand-in for Tito on a real socket: it answers, pages, refuses and calls back as Tito's documents say.

https://ti.to/docs/api/admin/3.1 - the real one is nobody's to run.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from sandbox.failures import Failures
from sandbox.listening import Listener
from sandbox.pretix.server import Call
from sandbox.tito.book import RegistrationBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.typedefs import Handler
    from multidict import MultiMapping

Json = dict[str, Any]

EVENT = "/v3/{account}/{event}/"
DEFAULT_SIZE, LARGEST_SIZE = 100, 1_000
# What is left out of lists unless it is asked for.
HIDDEN = {"tickets": {"void"}, "registrations": {"cancelled"}}
COMPARISONS: dict[str, Callable[[datetime, datetime], bool]] = {
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
}


class TitoStandIn:
    """One event of one account. What happens, happens through `book`: `await tito.book.void("ABCD-1")`.

    `failures` spoils answers. `token` may see everything; `requests_per_minute` limits it (none: no limit).
    Whoever is in `endpoints` is told of what happens, signed with `security_token`. `clock` tells the time
    (aware, UTC). Requests that came are in `calls`.
    """

    def __init__(
        self,
        token: str,
        account: str,
        event: str,
        *,
        security_token: str = "",
        requests_per_minute: int | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.calls: list[Call] = []
        self.failures = Failures()
        self.endpoints: list[str] = []
        self.book = RegistrationBook(clock=clock, publish=self._publish)
        self.api_url = ""
        self.security_token = security_token
        self._authorization = f"Token token={token}"
        self._account = account
        self._event = event
        self._requests_per_minute = requests_per_minute
        self._clock = clock
        self._recent: deque[datetime] = deque()
        self._listener = Listener()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on any free port by default; returns the address that goes into `tito.api_url`."""
        self.api_url = f"http://{await self._listener.start(self._application(), host, port)}/v3"
        return self.api_url

    async def stop(self) -> None:
        """Refuse connections from now on; `start` on the same port brings it back as it was."""
        await self._listener.stop()

    def payload(self, registration: Json, ticket: Json | None) -> Json:
        """Return what a webhook is told: of a ticket with its registration, or of a registration."""
        event = {"_type": "event", "account_slug": self._account, "slug": self._event, "title": "Conference"}
        if ticket is None:
            kept = ("_type", "id", "slug", "reference", "name", "email", "test_mode", "updated_at")
            return {key: registration[key] for key in kept} | {"event": event}
        of_ticket = ("_type", "id", "slug", "reference", "name", "email", "updated_at", "release_id")
        purchase = {key: registration[key] for key in ("id", "slug", "name", "email")}
        more = {
            "state_name": ticket["state"],
            "registration_id": registration["id"],
            "registration_slug": registration["slug"],
        }
        return {key: ticket[key] for key in of_ticket} | more | {"registration": purchase, "event": event}

    def signature(self, body: bytes) -> str:
        """Sign a body as the header `Tito-Signature` does."""
        return base64.b64encode(
            hmac.new(self.security_token.encode(), body, hashlib.sha256).digest()
        ).decode()

    async def _publish(self, trigger: str, registration: Json, ticket: Json | None) -> None:
        body = json.dumps(self.payload(registration, ticket)).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Webhook-Name": trigger,
            "Tito-Signature": self.signature(body),
        }
        async with aiohttp.ClientSession() as session:
            for endpoint in self.endpoints:
                async with session.post(endpoint, data=body, headers=headers) as response:
                    await response.read()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._record, self._fail, self._admit])
        application.add_routes(
            [
                web.get("/v3/hello", self._hello),
                web.get(EVENT + "releases", self._list_releases),
                web.get(EVENT + "tickets", self._list_tickets),
                web.get(EVENT + "registrations", self._list_registrations),
                web.get(EVENT + "registrations/{slug}", self._show_registration),
            ]
        )
        return application

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = _refuse(refusal.status, "Resource not found")
        body = response.body if isinstance(response, web.Response) else None
        sent = len(body) if isinstance(body, bytes) else 0
        self.calls.append(Call(request.method, request.path, request.query_string, response.status, sent))
        if not response.prepared:
            response.headers["Date"] = format_datetime(self._clock(), usegmt=True)
        return response

    @web.middleware
    async def _fail(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        failure = await self.failures.meet()
        if failure is None or failure.value == "slow":
            return await handler(request)
        return await self.failures.answer(failure, request)

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Authorization") != self._authorization:
            return _refuse(401, "You are not authenticated.")
        if request.headers.get("Accept") != "application/json":
            return _refuse(406, "Only application/json is served.")
        if self._is_too_fast():
            return _refuse(429, "Slow down, pal!")
        place = request.match_info
        if "account" in place and place["account"] != self._account:
            return _refuse(403, "You do not have access to this account.")
        if "event" in place and place["event"] != self._event:
            return _refuse(404, "Resource not found")
        return await handler(request)

    def _is_too_fast(self) -> bool:
        now = self._clock()
        while self._recent and now - self._recent[0] >= timedelta(minutes=1):
            self._recent.popleft()
        if self._requests_per_minute is None or len(self._recent) < self._requests_per_minute:
            self._recent.append(now)
            return False
        return True

    async def _hello(self, _request: web.Request) -> web.Response:
        token = self._authorization[-4:]
        return web.json_response(
            {
                "authenticated": True,
                "access_token": f"*{token}",
                "lookup_mode": "live",
                "accounts": [self._account],
            }
        )

    async def _list_releases(self, request: web.Request) -> web.Response:
        wants_archived = "archived" in request.query.getall("search[states][]", [])
        shown = [one for one in self.book.releases if one["archived"] == wants_archived]
        return _page("releases", shown, request.query)

    async def _list_tickets(self, request: web.Request) -> web.Response:
        query = request.query
        states = set(query.getall("search[states][]", []))
        shown = [
            one for one in self.book.tickets if _is_among(one["state"], states - {"archived"}, "tickets")
        ]
        if "archived" not in states:
            shown = [one for one in shown if not self.book.release_of(one)["archived"]]
        words = query.get("q") or query.get("search[q]") or ""
        looked_at = ("email", "name", "reference", "slug")
        shown = [
            one for one in shown if any(words.lower() in str(one[key] or "").lower() for key in looked_at)
        ]
        told = [self._ticket(one, query) for one in _sorted(_changed(shown, query), query)]
        return _page("tickets", told, query)

    async def _list_registrations(self, request: web.Request) -> web.Response:
        states = set(request.query.getall("search[states][]", []))
        shown = [
            one for one in self.book.registrations.values() if _is_among(_kinds(one), states, "registrations")
        ]
        return _page("registrations", _sorted(_changed(shown, request.query), request.query), request.query)

    async def _show_registration(self, request: web.Request) -> web.Response:
        for registration in self.book.registrations.values():
            if registration["slug"] == request.match_info["slug"]:
                told = dict(registration)
                if "tickets" in _expanded(request.query):
                    told["tickets"] = self.book.tickets_of(registration)
                return web.json_response({"registration": told, "meta": {"api_version": "3.1.0"}})
        return _refuse(404, "Resource not found")

    def _ticket(self, ticket: Json, query: MultiMapping[str]) -> Json:
        # Version 3.1 has nothing but what is asked for.
        if "registration" in _expanded(query):
            return ticket | {"registration": self.book.registration_of(ticket)}
        return ticket


def _kinds(registration: Json) -> str:
    return "cancelled" if registration["cancelled"] else str(registration["state"])


def _is_among(state: str, wanted: set[str], kind: str) -> bool:
    return state in wanted if wanted else state not in HIDDEN[kind]


def _expanded(query: MultiMapping[str]) -> list[str]:
    return query.get("expand", "").split(",") if query.get("version") == "3.1" else []


def _changed(records: list[Json], query: MultiMapping[str]) -> list[Json]:
    for attribute in ("created_at", "updated_at"):
        for name, is_fitting in COMPARISONS.items():
            asked = query.get(f"search[{attribute}][{name}]")
            if asked is None:
                continue
            # In an address a + is a space; without UTC the event's own zone would be meant.
            moment = datetime.strptime(asked, "%Y-%m-%dT%H:%M:%S UTC").replace(tzinfo=UTC)
            records = [one for one in records if is_fitting(datetime.fromisoformat(one[attribute]), moment)]
    return records


def _sorted(records: list[Json], query: MultiMapping[str]) -> list[Json]:
    attribute, direction = query.get("search[sort]", "created_at"), query.get("search[direction]", "desc")
    return sorted(records, key=lambda one: (one[attribute], one["id"]), reverse=direction == "desc")


def _page(kind: str, records: list[Json], query: MultiMapping[str]) -> web.Response:
    number = int(query.get("page[number]", query.get("page", "1")))
    size = min(int(query.get("page[size]", DEFAULT_SIZE)), LARGEST_SIZE)
    pages = max(1, -(-len(records) // size))
    return web.json_response(
        {
            kind: records[(number - 1) * size : number * size],
            "meta": {
                "api_version": "3.1.0",
                "current_page": number,
                "next_page": number + 1 if number < pages else None,
                "prev_page": number - 1 if number > 1 else None,
                "total_pages": pages,
                "total_count": len(records),
                "per_page": size,
                "overall_total": len(records),
            },
        }
    )


def _refuse(status: int, message: str) -> web.Response:
    return web.json_response({"status": status, "message": message}, status=status)
