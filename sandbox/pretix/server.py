"""A stand-in for pretix on a real socket: it answers, pages, refuses and calls back as pretix 2026.8 does."""

from __future__ import annotations

import copy
import gzip
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.failures import Failure, Failures, rate_limited
from sandbox.listening import Listener
from sandbox.pretix.orders import Change, OrderBook, format_time
from sandbox.pretix.query import (
    BadQueryError,
    NoSuchPageError,
    paginate,
    represent_order,
    select_orders,
    select_positions,
)
from sandbox.pretix.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aiohttp.typedefs import Handler
    from multidict import MultiMapping

Json = dict[str, Any]

ORGANIZER = "/api/v1/organizers/{organizer}/"
EVENT = ORGANIZER + "events/{event}/"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that arrived, and how many bytes of body went back."""

    method: str
    path: str
    query: str
    status: int
    sent: int


class PretixStandIn:
    """One organizer with one event; `items` and `orders` are in the shape of pretix's API.

    What happens to orders, happens through `orders`: `await pretix.orders.cancel("ABC12")`; webhooks tell
    of it. `failures` spoils answers: `pretix.failures.fail_next(Failure.HTML, times=3)`.

    `token` may do everything, `limited_token` may see the event but no orders. `requests_per_minute`
    limits each token (none: no limit), `gzip_answers` compresses for those who accept it, as a proxy in
    front does. A webhook that fails is tried again after each of `retry_seconds`. `clock` tells the
    time (aware, UTC). Requests that came are in `calls`.
    """

    def __init__(
        self,
        items: Iterable[Json],
        orders: Iterable[Json],
        token: str,
        organizer: str,
        event: str,
        *,
        limited_token: str | None = None,
        requests_per_minute: int | None = None,
        gzip_answers: bool = False,
        retry_seconds: Sequence[float] = (5, 30, 60, 300),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.calls: list[Call] = []
        self.failures = Failures()
        self.webhooks = Webhooks(organizer, event, retry_seconds)
        self.orders = OrderBook(orders, clock=clock, publish=self.webhooks.notify)
        self.base_url = ""
        self.subevents: list[Json] = []
        self.checkin_lists: list[Json] = []
        self._items = sorted(items, key=lambda item: (item["position"], item["id"]))
        self._organizer = organizer
        self._event = event
        self._tokens = {f"Token {known}" for known in (token, limited_token) if known}
        self._limited_token = f"Token {limited_token}"
        self._requests_per_minute = requests_per_minute
        self._gzip_answers = gzip_answers
        self._clock = clock
        self._recent: dict[str, deque[datetime]] = {}
        self._listener = Listener()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on any free port by default; returns the base URL, which ends in `/api/v1`."""
        self.base_url = f"http://{await self._listener.start(self._application(), host, port)}/api/v1"
        return self.base_url

    async def rename_item(self, item_id: int, name: str, *, variation_id: int | None = None) -> None:
        """Call something else from now on, in every language: a product, or a variation of it."""
        self._items = copy.deepcopy(self._items)
        item = next(item for item in self._items if item["id"] == item_id)
        if variation_id is None:
            item["name"] = dict.fromkeys(item["name"], name)
            item["internal_name"] = None
        else:
            variation = next(one for one in item["variations"] if one["id"] == variation_id)
            variation["value"] = dict.fromkeys(variation["value"], name)
        thing = "item" if variation_id is None else "item.variation"
        await self.webhooks.notify([Change(None, f"pretix.event.{thing}.changed", {"item": item_id})])

    async def add_date(self, name: str) -> tuple[str, int]:
        """Make the event a series with one more date; return its short form, and the date's id."""
        number = 1 + max((one["id"] for one in self.subevents), default=0)
        self.subevents.append({"id": number, "name": {"en": name}, "active": True})
        return self._event, number

    def add_checkin_list(self, name: str) -> int:
        """Let there be one more list on which people are checked in; return its id."""
        number = 1 + len(self.checkin_lists)
        self.checkin_lists.append({"id": number, "name": name, "all_products": True, "subevent": None})
        return number

    async def stop(self) -> None:
        """Refuse connections from now on; `start` on the same port brings it back with all its orders."""
        await self.webhooks.close()
        await self._listener.stop()

    def _application(self) -> web.Application:
        add_slash = web.normalize_path_middleware(
            append_slash=True, merge_slashes=False, redirect_class=web.HTTPMovedPermanently
        )
        application = web.Application(middlewares=[self._record, self._fail, add_slash, self._admit])
        application.add_routes(
            [
                web.get(ORGANIZER, self._show_organizer),
                web.get(EVENT + "items/", self._list_items),
                web.get(EVENT + "subevents/", self._list_subevents),
                web.get(EVENT + "checkinlists/", self._list_checkin_lists),
                web.get(EVENT + "orders/", self._list_orders),
                web.get(EVENT + "orders/{code}/", self._show_order),
                web.get(EVENT + "orderpositions/", self._list_positions),
                web.get(ORGANIZER + "webhooks/", self._list_webhooks),
                web.post(ORGANIZER + "webhooks/", self._create_webhook),
                web.get(ORGANIZER + "webhooks/{id}/", self._show_webhook),
                web.delete(ORGANIZER + "webhooks/{id}/", self._disable_webhook),
            ]
        )
        return application

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = refusal
        sent = 0
        if isinstance(response, web.Response) and isinstance(response.body, bytes):
            if self._gzip_answers and "gzip" in request.headers.get("Accept-Encoding", ""):
                response.body = gzip.compress(response.body)
                response.headers["Content-Encoding"] = "gzip"
            sent = len(response.body)
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
            return web.json_response({error.parameter: [str(error)]}, status=400)

    def _refusal(self, request: web.Request) -> web.Response | None:
        authorization = request.headers.get("Authorization", "")
        if request.match_info.http_exception is not None:
            return web.Response(text="<h1>Not found</h1>", content_type="text/html", status=404)
        if not authorization:
            return _refuse(401, "Authentication credentials were not provided.")
        if authorization not in self._tokens:
            return _refuse(401, "Invalid token.")
        if self._is_too_fast(authorization):
            return rate_limited(60)
        if not self._may(authorization, request):
            return _refuse(403, "You do not have permission to perform this action.")
        return None

    def _may(self, authorization: str, request: web.Request) -> bool:
        place = request.match_info
        if place["organizer"] != self._organizer or place.get("event", self._event) != self._event:
            return False
        needs_right = any(
            part in request.path for part in ("/orders/", "/orderpositions/", "/webhooks/", "/checkinlists/")
        )
        return authorization != self._limited_token or not needs_right

    def _is_too_fast(self, authorization: str) -> bool:
        if self._requests_per_minute is None:
            return False
        recent = self._recent.setdefault(authorization, deque())
        now = self._clock()
        while recent and now - recent[0] > timedelta(minutes=1):
            recent.popleft()
        recent.append(now)
        return len(recent) > self._requests_per_minute

    async def _show_organizer(self, _request: web.Request) -> web.Response:
        return web.json_response({"name": self._organizer, "slug": self._organizer})

    async def _list_items(self, request: web.Request) -> web.Response:
        return _page(self._items, request)

    async def _list_subevents(self, request: web.Request) -> web.Response:
        return _page(self.subevents, request)

    async def _list_checkin_lists(self, request: web.Request) -> web.Response:
        return _page(self.checkin_lists, request)

    async def _list_orders(self, request: web.Request) -> web.Response:
        generated = format_time(self._clock())
        response = _page(select_orders(self.orders, request.query), request, represent_order)
        response.headers["X-Page-Generated"] = generated
        return response

    async def _show_order(self, request: web.Request) -> web.Response:
        order = self.orders.get(request.match_info["code"])
        if order is None:
            return _refuse(404, "No Order matches the given query.")
        return web.json_response(represent_order(order, request.query))

    async def _list_positions(self, request: web.Request) -> web.Response:
        return _page(select_positions(self.orders, request.query), request)

    async def _list_webhooks(self, request: web.Request) -> web.Response:
        return _page(list(self.webhooks.registered.values()), request)

    async def _create_webhook(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self.webhooks.register(await request.json()), status=201)
        except ValueError as error:
            return web.json_response({"action_types": [str(error)]}, status=400)

    async def _show_webhook(self, request: web.Request) -> web.Response:
        return web.json_response(self.webhooks.registered[int(request.match_info["id"])])

    async def _disable_webhook(self, request: web.Request) -> web.Response:
        self.webhooks.registered[int(request.match_info["id"])]["enabled"] = False
        return web.Response(status=204)


def _page(
    results: list[Json],
    request: web.Request,
    represent: Callable[[Json, MultiMapping[str]], Json] = lambda result, _query: result,
) -> web.Response:
    shown, number, has_more = paginate(results, request.query)
    next_address = _address(request, number + 1) if has_more else None
    previous_address = _address(request, number - 1) if number > 1 else None
    return web.json_response(
        {
            "count": len(results),
            "next": next_address,
            "previous": previous_address,
            "results": [represent(result, request.query) for result in shown],
        }
    )


def _address(request: web.Request, page: int) -> str:
    query = [(key, value) for key, value in request.query.items() if key != "page"]
    if page > 1:
        query.append(("page", str(page)))
    return str(request.url.with_query(sorted(query)))


def _refuse(status: int, detail: str) -> web.Response:
    return web.json_response({"detail": detail}, status=status)
