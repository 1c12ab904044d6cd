"""Orders and items from pretix's REST API, https://docs.pretix.eu/dev/api/."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import tenacity
from pydantic import BaseModel, ConfigDict
from yarl import URL

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_client import JsonApi, Page, Query
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    NotFoundError,
    RateLimitedError,
    ServiceError,
    TokenRejectedError,
    UnreachableError,
    shape_errors,
)
from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.tickets import Item, Order, Subevent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import aiohttp

SERVICE = "pretix"
PAGE_SIZE = 50
PAGES_AT_ONCE = 2
"""As many as a small pretix has workers. The next page is on its way while one is stored."""

ORDER_CODE = re.compile(r"[A-Z0-9]{1,16}")

# Naming the wanted fields makes an answer five times smaller; naming the unwanted relations too
# spares pretix the queries for them.
ORDER_QUERY = (
    ("include", "code"),
    ("include", "email"),
    ("include", "status"),
    ("include", "datetime"),
    ("include", "last_modified"),
    ("include", "testmode"),
    ("include", "require_approval"),
    ("include", "valid_if_pending"),
    ("include", "positions.id"),
    ("include", "positions.positionid"),
    ("include", "positions.item"),
    ("include", "positions.variation"),
    ("include", "positions.subevent"),
    ("include", "positions.attendee_name"),
    ("include", "positions.attendee_email"),
    ("include", "positions.addon_to"),
    ("include", "positions.canceled"),
    ("include", "positions.blocked"),
    ("exclude", "fees"),
    ("exclude", "payments"),
    ("exclude", "refunds"),
    ("exclude", "invoice_address"),
    ("exclude", "customer"),
    ("include_canceled_positions", "true"),
)
CHECKINS = ("include", "positions.checkins")

ORGANIZER_REMEDY = "Check pretix.organizer in the configuration; the token must be of one of its teams."
EVENT_REMEDY = "Check pretix.event in the configuration, and that the token's team has access to this event."
LIST_SUBJECT = "pretix: check-in list"
ORDERS_REMEDY = "In pretix, give the token's team the permission to view orders (Orders: View all)."


class _SentOrder(BaseModel):
    model_config = ConfigDict(extra="allow")
    positions: list[dict[str, Any]]


class _CheckinList(BaseModel):
    id: int
    name: str


class _Anything(BaseModel):
    pass


class PretixClient:
    """Reads one event of one pretix server; `base_url` ends in `/api/v1`.

    `hash_email` turns an attendee's address, in lower case, into what `Position.email_hash` keeps. Who was
    checked in on the list that is called `checkin_list` has arrived; without, nobody asks for that.
    A request gives up after `timeout` seconds; the pause before the first repetition is about
    `backoff` seconds and doubles. All methods but `probe` raise `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        organizer: str,
        event: str,
        token: str,
        hash_email: Callable[[str], str],
        checkin_list: str = "",
        timeout: float = 10.0,
        backoff: float = 1.0,
    ) -> None:
        headers = {"Authorization": f"Token {token}"}
        self._api = JsonApi(session, SERVICE, headers, timeout=timeout, backoff=backoff)
        self.event = event
        self._organizer_url = URL(base_url) / "organizers" / organizer
        self._event_url = self._organizer_url / "events" / event
        self._hash_email = hash_email
        self._checkin_list = checkin_list
        self._query: Query = (*ORDER_QUERY, CHECKINS) if checkin_list else ORDER_QUERY
        # Of a list that is looked for anew with all orders: it may have been made, or renamed, meanwhile.
        self._list_ids: frozenset[int] = frozenset()

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders that can ever be tickets, or those changed since an aware time, inclusive.

        To follow changes, ask again with `generated` of the first page. An order may come twice.
        """
        # Sorted by date of purchase nothing moves while pages are read; sorted by last_modified, an order
        # that is changed meanwhile jumps to the end, and the one that slides onto its page is missed.
        # Orders of the test mode never become valid, and are the only ones that pretix ever deletes.
        if self._checkin_list and (modified_since is None or not self._list_ids):
            await self._find_list()
        query: Query = (*self._query, ("ordering", "datetime"), ("testmode", "false"))
        if modified_since is not None:
            query = (*query, ("modified_since", modified_since.astimezone(UTC).isoformat()))
        url = self._event_url / "orders" / ""
        pages = self._api.pages(url, query, Page[_SentOrder], page_size=PAGE_SIZE, at_once=PAGES_AT_ONCE)
        async for page, headers in pages:
            orders = tuple(self._order(sent) for sent in page.results)
            yield OrderPage(orders, page.count, _time(headers.get("X-Page-Generated")))

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look up one order by its exact code; `None` when there is none.

        Somebody who waits for the answer sets `give_up_after` seconds: then there is one repetition at
        most, and `UnreachableError` when the time is over.
        """
        if not ORDER_CODE.fullmatch(code):
            return None
        url = self._event_url / "orders" / code / ""
        try:
            if give_up_after is None:
                sent, _ = await self._api.get(url, self._query, _SentOrder)
            else:
                async with asyncio.timeout(give_up_after):
                    stop = tenacity.stop_after_attempt(2) | tenacity.stop_before_delay(give_up_after)
                    sent, _ = await self._api.get(url, self._query, _SentOrder, stop=stop)
        except NotFoundError:
            return None
        except TimeoutError:
            raise UnreachableError(f"{SERVICE} did not answer in time.") from None
        return self._order(sent)

    async def items(self) -> tuple[Item, ...]:
        """Read everything that the event sells, with its variations."""
        url = self._event_url / "items" / ""
        pages = [page async for page, _ in self._api.pages(url, (), Page[Item], page_size=PAGE_SIZE)]
        return tuple(item.model_copy(update={"event": self.event}) for page in pages for item in page.results)

    async def subevents(self) -> tuple[Subevent, ...]:
        """Read the dates of an event series; an event that is none has none."""
        url = self._event_url / "subevents" / ""
        try:
            pages = [page async for page, _ in self._api.pages(url, (), Page[Subevent], page_size=PAGE_SIZE)]
        except NotFoundError:
            return ()
        return tuple(subevent for page in pages for subevent in page.results)

    async def probe(self) -> tuple[Finding, ...]:
        """Try address, token, event and permission in this order, once each; stop at the first that fails."""
        steps = (
            ("pretix: organizer", self._organizer_url / "", "Address and token are right.", ORGANIZER_REMEDY),
            ("pretix: event", self._event_url / "items" / "", "Its items can be read.", EVENT_REMEDY),
            ("pretix: orders", self._event_url / "orders" / "", "They can be read.", ORDERS_REMEDY),
        )
        findings: list[Finding] = []
        for subject, url, success, when_denied in steps:
            try:
                await self._api.get_once(url, (("page_size", "1"),), _Anything)
            except ServiceError as error:
                advice = when_denied if isinstance(error, AccessDeniedError) else _remedy(error)
                return (*findings, Finding(subject, Level.ERROR, str(error), advice))
            findings.append(Finding(subject, Level.OK, success))
        return (*findings, *await self._probe_list())

    async def _probe_list(self) -> tuple[Finding, ...]:
        if not self._checkin_list:
            return ()
        try:
            await self._find_list()
        except ServiceError as error:
            return (Finding(LIST_SUBJECT, Level.WARNING, str(error), ORDERS_REMEDY),)
        if self._list_ids:
            return (Finding(LIST_SUBJECT, Level.OK, "It is there."),)
        detail = f"The event {self.event} has no check-in list «{self._checkin_list}»."
        remedy = "Check pretix.checkin_list: it is the name of the list in pretix. Until then nobody arrives."
        return (Finding(LIST_SUBJECT, Level.WARNING, detail, remedy),)

    async def _find_list(self) -> None:
        url = self._event_url / "checkinlists" / ""
        pages = [page async for page, _ in self._api.pages(url, (), Page[_CheckinList], page_size=PAGE_SIZE)]
        wanted = self._checkin_list.strip().casefold()
        found = {one.id for page in pages for one in page.results if one.name.strip().casefold() == wanted}
        # Somebody who has arrived does not leave because a list is renamed.
        self._list_ids = frozenset(found) or self._list_ids

    def _arrived_at(self, told: list[dict[str, Any]] | None) -> str | None:
        """Return when somebody was first let in; who goes out again has arrived all the same."""
        times = [
            str(one["datetime"])
            for one in told or ()
            if one.get("list") in self._list_ids and one.get("type", "entry") == "entry"
        ]
        return min(times, key=datetime.fromisoformat, default=None)

    def _order(self, sent: _SentOrder) -> Order:
        told = self._without_address(sent.model_dump(), "email")
        positions = [self._without_address(one, "attendee_email") for one in sent.positions]
        with shape_errors(SERVICE):
            for one in positions if self._checkin_list else ():
                one["arrived_at"] = self._arrived_at(one.pop("checkins", None))
            told["positions"] = positions
            return Order.read(told | {"event": self.event})

    def _without_address(self, record: dict[str, Any], key: str) -> dict[str, Any]:
        kept = {name: value for name, value in record.items() if name != key}
        address = record.get(key)
        if isinstance(address, str) and address.strip():
            kept["email_hash"] = self._hash_email(address.strip().lower())
        return kept


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def _remedy(error: ServiceError) -> str:
    """Tell what a person who sets the bot up can do about an error."""
    match error:
        case TokenRejectedError():
            return "In pretix, create an API token in a team of the organizer and put it into PRETIX_TOKEN."
        case RateLimitedError():
            return "Wait a minute and try again; see whether another program uses the same token."
        case UnreachableError():
            return "Check pretix.base_url in the configuration, the network, and whether pretix is up."
        case _:
            return "Check pretix.base_url: https://, the name of the server, then /api/v1. Is pretix up?"
