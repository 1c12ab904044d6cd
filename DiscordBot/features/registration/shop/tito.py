"""Orders and items from Tito's Admin API, version 3.1, https://ti.to/docs/api/admin/3.1.

What Tito calls a registration is an order, a release is an item, and a ticket is a position.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import tenacity
from pydantic import BaseModel, ConfigDict
from yarl import URL

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_client import JsonApi, Query
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    NotFoundError,
    RateLimitedError,
    ServiceError,
    TokenRejectedError,
    UnreachableError,
)
from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.tickets import Item
from DiscordBot.features.registration.shop.tito_orders import (
    KIND,
    SentRegistration,
    SentTicket,
    item_id,
    read_order,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import aiohttp

    from DiscordBot.features.registration.shop.tickets import Order, Subevent

SERVICE = "Tito"
PAGE_SIZE = 1_000
"""The most that Tito gives at once."""

ORDERS_AT_A_TIME = 250
MOST_CHANGES = 100
"""Each changed registration costs a request, so that with more of them everything is read instead."""

REFERENCE = re.compile(r"[A-Z0-9]{3,16}")
SLUG = re.compile(r"[A-Za-z0-9_-]{8,64}")

# Without these, what was cancelled since would look as it was before.
TICKET_STATES = tuple(
    ("search[states][]", state) for state in ("complete", "incomplete", "unassigned", "void", "archived")
)
REGISTRATION_STATES = tuple(
    ("search[states][]", state)
    for state in ("paid", "unpaid", "complete", "confirmed", "incomplete", "cancelled")
)
VERSION = (("version", "3.1"),)
# Sorted by when they were made nothing moves while pages are read.
OLDEST_FIRST = (("search[sort]", "created_at"), ("search[direction]", "asc"))


class _Meta(BaseModel):
    next_page: int | None = None
    total_count: int = 0


class _Registrations(BaseModel):
    registrations: tuple[SentRegistration, ...]
    meta: _Meta


class _Tickets(BaseModel):
    tickets: tuple[SentTicket, ...]
    meta: _Meta


class _Release(BaseModel):
    id: int
    title: str
    slug: str = ""


class _Releases(BaseModel):
    releases: tuple[_Release, ...]
    meta: _Meta


class _Registration(BaseModel):
    registration: SentRegistration


class _Anything(BaseModel):
    model_config = ConfigDict(extra="ignore")


class TitoClient:
    """Reads one event of one account of Tito; `api_url` ends in `/v3`.

    `hash_email` turns an address, in lower case, into what `Position.email_hash` keeps. With `unpaid_counts`
    tickets count before their invoice is paid. A request gives up after `timeout` seconds; the pause before
    the first repetition is about `backoff` seconds and doubles. All methods but `probe` raise `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        api_url: str,
        account: str,
        event: str,
        token: str,
        hash_email: Callable[[str], str],
        unpaid_counts: bool = False,
        timeout: float = 20.0,
        backoff: float = 1.0,
    ) -> None:
        headers = {"Authorization": f"Token token={token}"}
        self._api = JsonApi(session, SERVICE, headers, timeout=timeout, backoff=backoff)
        self._api_url = URL(api_url)
        self._event_url = self._api_url / account / event
        self._account = account
        self.key = f"tito/{account}/{event}"
        self._hash_email = hash_email
        self._unpaid_counts = unpaid_counts

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders, or those changed since an aware time; see `OrderSource`."""
        if modified_since is not None:
            changed, began = await self._changed(modified_since)
            if changed is not None:
                shown = [await self._show(slug) for slug in changed]
                yield OrderPage(tuple(order for order in shown if order is not None), len(changed), began)
                return
        # Registrations before tickets: one that comes meanwhile is read with the next changes.
        registrations, began = await self._all_registrations()
        tickets: dict[int, list[SentTicket]] = {}
        of_tickets = (*TICKET_STATES, *OLDEST_FIRST)
        async for page, _ in self._pages("tickets", of_tickets, _Tickets):
            for ticket in page.tickets:
                tickets.setdefault(ticket.registration_id, []).append(ticket)
        for start in range(0, max(1, len(registrations)), ORDERS_AT_A_TIME):
            part = registrations[start : start + ORDERS_AT_A_TIME]
            orders = tuple(self._order(one, tickets.pop(one.id, [])) for one in part)
            yield OrderPage(orders, len(registrations), began, is_everything=True)

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look up a registration by its reference (`ABCD`) or the end of its link; else `None`."""
        if not (REFERENCE.fullmatch(code) or SLUG.fullmatch(code)):
            return None
        try:
            async with asyncio.timeout(give_up_after):
                stop = None if give_up_after is None else tenacity.stop_after_attempt(2)
                slug = await self._slug_of(code, stop) if REFERENCE.fullmatch(code) else code
                return await self._show(slug, stop) if slug is not None else None
        except TimeoutError:
            raise UnreachableError(f"{SERVICE} did not answer in time.") from None

    async def items(self) -> tuple[Item, ...]:
        """Read the releases, those that are archived too: their tickets still count."""
        found: dict[int, Item] = {}
        for query in ((), (("search[states][]", "archived"),)):
            async for page, _ in self._pages("releases", query, _Releases):
                for release in page.releases:
                    own = {"id": item_id(release.id), "name": {"en": release.title}, "kind": KIND}
                    found[release.id] = Item(**own, internal_name=release.slug or None)
        return tuple(found[number] for number in sorted(found))

    async def subevents(self) -> tuple[Subevent, ...]:
        """Return nothing: Tito knows no event series."""
        return ()

    async def probe(self) -> tuple[Finding, ...]:
        """Try token, event and permission in this order, once each; stop at the first that fails."""
        event_remedy = (
            "Check tito.account and tito.event in the configuration: they stand in the address of the "
            "event, ti.to/account/event. The token must be of somebody who may see it."
        )
        steps = (
            ("Tito: token", self._api_url / "hello", "Address and token are right.", event_remedy),
            ("Tito: event", self._event_url / "releases", "Its releases can be read.", event_remedy),
            ("Tito: tickets", self._event_url / "tickets", "They can be read.", event_remedy),
        )
        findings: list[Finding] = []
        for subject, url, success, remedy in steps:
            try:
                await self._api.get_once(url, (*VERSION, ("page[size]", "1")), _Anything)
            except ServiceError as error:
                is_unknown = isinstance(error, (AccessDeniedError, NotFoundError))
                advice = remedy if is_unknown else _remedy(error)
                return (*findings, Finding(subject, Level.ERROR, str(error), advice))
            findings.append(Finding(subject, Level.OK, success))
        return tuple(findings)

    async def _changed(self, since: datetime) -> tuple[list[str] | None, datetime | None]:
        """Return the slugs of registrations that changed, or of which a ticket did; None if they are many."""
        # In the address the space is a +, as Tito documents it.
        updated = (("search[updated_at][gte]", f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S} UTC"),)
        slugs: dict[str, None] = {}
        began: datetime | None = None
        of_tickets = (*TICKET_STATES, *updated, ("expand", "registration"))
        async for page, at in self._pages("tickets", of_tickets, _Tickets):
            began = began or at
            slugs |= dict.fromkeys(filter(None, (ticket.slug_of_registration for ticket in page.tickets)))
            if len(slugs) > MOST_CHANGES:
                return None, None
        async for changed, _ in self._pages(
            "registrations", (*REGISTRATION_STATES, *updated), _Registrations
        ):
            slugs |= dict.fromkeys(one.slug for one in changed.registrations)
            if len(slugs) > MOST_CHANGES:
                return None, None
        return list(slugs), began

    async def _all_registrations(self) -> tuple[list[SentRegistration], datetime | None]:
        found: dict[int, SentRegistration] = {}
        began: datetime | None = None
        query = (*REGISTRATION_STATES, *OLDEST_FIRST)
        async for page, at in self._pages("registrations", query, _Registrations):
            began = began or at
            found |= {one.id: one for one in page.registrations}
        return list(found.values()), began

    async def _slug_of(self, reference: str, stop: Any) -> str | None:  # noqa: ANN401 - tenacity's own
        """Find a registration by its reference: Tito searches in those of tickets, and in much else."""
        query = (
            ("q", reference),
            ("search[q]", reference),
            ("expand", "registration"),
            ("page[size]", "100"),
        )
        found = await self._get("tickets", (*query, *TICKET_STATES), _Tickets, stop)
        slugs = [
            ticket.slug_of_registration
            for ticket in found.tickets
            if ticket.reference.upper() == reference or ticket.reference.upper().startswith(f"{reference}-")
        ]
        return next(iter(slugs), None)

    async def _show(self, slug: str, stop: Any = None) -> Order | None:  # noqa: ANN401 - tenacity's own
        try:
            found = await self._get(f"registrations/{slug}", (("expand", "tickets"),), _Registration, stop)
        except NotFoundError:
            return None
        return self._order(found.registration, found.registration.tickets)

    async def _get(self, path: str, query: Query, shape: Any, stop: Any) -> Any:  # noqa: ANN401 - of that shape
        given = {} if stop is None else {"stop": stop}
        found, _ = await self._api.get(
            self._event_url.joinpath(*path.split("/")), (*VERSION, *query), shape, **given
        )
        return found

    async def _pages(
        self,
        kind: str,
        query: Query,
        shape: Any,  # noqa: ANN401 - of that shape
    ) -> AsyncIterator[tuple[Any, datetime | None]]:
        """Read a list to its end, each page with the server's time."""
        for number in count(1):
            paged = (*VERSION, *query, ("page[size]", str(PAGE_SIZE)), ("page[number]", str(number)))
            page, headers = await self._api.get(self._event_url / kind, paged, shape)
            yield page, _server_time(headers.get("Date"))
            # `next_page` only says whether there is more, so that no answer can lead in a circle.
            if page.meta.next_page is None or page.meta.next_page <= number:
                return

    def _order(self, registration: SentRegistration, tickets: Any) -> Order:  # noqa: ANN401 - any sequence
        return read_order(
            registration,
            tickets,
            shop=self.key,
            hash_email=self._hash_email,
            unpaid_counts=self._unpaid_counts,
        )


def _server_time(date: str | None) -> datetime | None:
    """Return the server's time, to whole seconds and surely not too late."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC) - timedelta(seconds=1) if date else None
    except ValueError:
        return None


def _remedy(error: ServiceError) -> str:
    """Tell what a person who sets the bot up can do about an error."""
    match error:
        case TokenRejectedError():
            return "At id.tito.io generate a token that is secret and live, and put it into TITO_TOKEN."
        case RateLimitedError():
            return "Wait a minute and try again; see whether another program uses the same token."
        case UnreachableError():
            return "Check the network, tito.api_url if it is set, and whether Tito is up."
        case _:
            return "Check tito.api_url if it is set; Tito's own is https://api.tito.io/v3. Is Tito up?"
