"""What the contract tests need of a pretix, whether it is the stand-in or the real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import aiohttp

Json = dict[str, Any]


class Changes(Protocol):
    """What can happen to orders; returns when pretix has told its webhooks."""

    async def add(self, order: Json) -> None: ...
    async def delete_test_order(self, code: str) -> None: ...
    async def cancel(self, code: str) -> None: ...
    async def cancel_with_fee(self, code: str) -> None: ...
    async def cancel_position(self, code: str, positionid: int) -> None: ...
    async def mark_paid(self, code: str) -> None: ...
    async def approve(self, code: str) -> None: ...
    async def expire(self, code: str) -> None: ...
    async def rename_attendee(self, code: str, positionid: int, name: str) -> None: ...
    async def change_variation(self, code: str, positionid: int, variation: int) -> None: ...
    async def block_position(self, code: str, positionid: int) -> None: ...


class Shop(Protocol):
    """What can happen to what is sold; returns when pretix has told its webhooks."""

    async def rename_item(self, item_id: int, name: str, *, variation_id: int | None = None) -> None: ...

    async def add_date(self, name: str) -> tuple[str, int]:
        """Add a date to an event series; return the event's short form, and the date's id."""


@dataclass(frozen=True)
class PretixServer:
    """A running pretix with the made-up conference in it."""

    base_url: str
    token: str
    limited_token: str
    organizer: str
    event: str
    changes: Changes
    shop: Shop

    @property
    def organizer_url(self) -> str:
        return f"{self.base_url}/organizers/{self.organizer}/"

    @property
    def event_url(self) -> str:
        return f"{self.organizer_url}events/{self.event}/"


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    headers: dict[str, str]
    json: Any


@dataclass(frozen=True)
class Api:
    """Plain HTTP with a token, to see what a server really says."""

    session: aiohttp.ClientSession
    server: PretixServer

    async def get(self, path: str, *query: tuple[str, str], token: str | None = None) -> Answer:
        """GET a path below the event."""
        return await self.request("GET", self.server.event_url + path, *query, token=token)

    async def orders(self, *query: tuple[str, str]) -> Json:
        answer = await self.get("orders/", *query)
        assert answer.status == 200
        page: Json = answer.json
        return page

    async def codes(self, *query: tuple[str, str]) -> list[str]:
        page = await self.orders(("include", "code"), *query)
        return [order["code"] for order in page["results"]]

    async def request(
        self,
        method: str,
        url: str,
        *query: tuple[str, str],
        token: str | None = None,
        body: Json | None = None,
    ) -> Answer:
        authorization = self.server.token if token is None else token
        headers = {"Authorization": f"Token {authorization}"} if authorization else {}
        async with self.session.request(
            method, url, params=query, headers=headers, json=body, allow_redirects=False
        ) as response:
            is_json = response.content_type == "application/json"
            parsed = await response.json() if is_json and response.status != 204 else None
            return Answer(response.status, response.content_type, dict(response.headers), parsed)
