"""What can happen to orders, done to a real pretix through its API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aiohttp

Json = dict[str, Any]

SILENT = {"send_email": False}


@dataclass(frozen=True)
class RealChanges:
    """Uses a token that may do everything; `event_url` ends in a slash."""

    session: aiohttp.ClientSession
    event_url: str
    token: str

    async def add(self, order: Json) -> None:
        new = {key: order[key] for key in ("code", "status", "email", "locale")}
        new["positions"] = [
            {key: one[key] for key in ("positionid", "item", "variation", "price", "attendee_name")}
            for one in order["positions"]
        ]
        await self._request("POST", "orders/", new)

    async def delete_test_order(self, code: str) -> None:
        await self._request("DELETE", f"orders/{code}/")

    async def cancel(self, code: str) -> None:
        await self._request("POST", f"orders/{code}/mark_canceled/", SILENT)

    async def cancel_with_fee(self, code: str) -> None:
        await self._request("POST", f"orders/{code}/mark_canceled/", SILENT | {"cancellation_fee": "20.00"})

    async def cancel_position(self, code: str, positionid: int) -> None:
        await self._request("DELETE", f"orderpositions/{await self._id(code, positionid)}/")

    async def mark_paid(self, code: str) -> None:
        await self._request("POST", f"orders/{code}/mark_paid/", SILENT)

    async def approve(self, code: str) -> None:
        await self._request("POST", f"orders/{code}/approve/", SILENT)

    async def expire(self, code: str) -> None:
        await self._request("POST", f"orders/{code}/mark_expired/", SILENT)

    async def rename_attendee(self, code: str, positionid: int, name: str) -> None:
        given, _, family = name.rpartition(" ")
        parts = {"_scheme": "given_family", "given_name": given, "family_name": family}
        await self._patch(code, positionid, {"attendee_name_parts": parts})

    async def change_variation(self, code: str, positionid: int, variation: int) -> None:
        await self._patch(code, positionid, {"variation": variation})

    async def block_position(self, code: str, positionid: int) -> None:
        position = await self._id(code, positionid)
        await self._request("POST", f"orderpositions/{position}/add_block/", {"name": "admin"})

    async def rename_item(self, item_id: int, name: str, *, variation_id: int | None = None) -> None:
        names = {"en": name, "de": name}
        if variation_id is None:
            await self._request("PATCH", f"items/{item_id}/", {"name": names})
        else:
            path = f"items/{item_id}/variations/{variation_id}/"
            await self._request("PATCH", path, {"value": names})

    async def add_date(self, name: str) -> tuple[str, int]:
        series = {
            "name": {"en": "Days"},
            "slug": "days",
            "currency": "EUR",
            "date_from": "2027-07-14T09:00:00+02:00",
            "has_subevents": True,
            "is_public": True,
        }
        await self._request("POST", "../", series)
        date = {
            "name": {"en": name},
            "active": True,
            "date_from": "2027-07-14T09:00:00+02:00",
            "item_price_overrides": [],
            "variation_price_overrides": [],
            "meta_data": {},
        }
        made = await self._request("POST", "../days/subevents/", date)
        return "days", int(made["id"])

    async def _patch(self, code: str, positionid: int, change: Json) -> None:
        await self._request("PATCH", f"orderpositions/{await self._id(code, positionid)}/", change)

    async def _id(self, code: str, positionid: int) -> int:
        order = await self._request("GET", f"orders/{code}/")
        return next(int(one["id"]) for one in order["positions"] if one["positionid"] == positionid)

    async def _request(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401 - JSON
        headers = {"Authorization": f"Token {self.token}"}
        async with self.session.request(
            method, self.event_url + path, headers=headers, json=body
        ) as response:
            assert response.ok, (response.status, await response.text())
            return None if response.status == 204 else await response.json()
