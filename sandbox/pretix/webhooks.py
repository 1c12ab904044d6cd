"""Webhooks of the stand-in pretix: registered through the API, sent when an order changes."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sandbox.pretix.orders import Change

Json = dict[str, Any]

GONE = 410
LAST_GOOD = 299
ANSWER_SECONDS = 30
ACTION_TYPES = frozenset(
    f"pretix.event.{action}"
    for action in (
        "checkin",
        "item.*",
        "order.approved",
        "order.canceled",
        "order.changed.*",
        "order.contact.changed",
        "order.deleted",
        "order.denied",
        "order.expired",
        "order.expirychanged",
        "order.modified",
        "order.paid",
        "order.payment.confirmed",
        "order.placed",
        "order.placed.require_approval",
        "order.reactivated",
    )
)


class Webhooks:
    """Knows who wants to hear of what, and tells them; waits `retry_seconds` between tries that fail."""

    def __init__(self, organizer: str, event: str, retry_seconds: Sequence[float]) -> None:
        self._organizer = organizer
        self._event = event
        self._retry_seconds = retry_seconds
        self._numbers = itertools.count(1)
        self._notifications = itertools.count(1)
        self._retries: set[asyncio.Task[None]] = set()
        self.registered: dict[int, Json] = {}

    def register(self, wanted: Json) -> Json:
        """Store a webhook as the API's POST does; raises `ValueError` for an unknown action."""
        for action in wanted["action_types"]:
            if action not in ACTION_TYPES:
                raise ValueError(f'Invalid action type "{action}".')
        webhook = {"id": next(self._numbers), "comment": None, **wanted}
        self.registered[webhook["id"]] = webhook
        return webhook

    async def notify(self, changes: Iterable[Change]) -> None:
        """Send every change to everyone who wants it; returns when all were tried once, as pretix does."""
        for change in changes:
            body = {
                "notification_id": next(self._notifications),
                "organizer": self._organizer,
                "event": self._event,
                **({"code": change.code} if change.code is not None else {}),
                "action": change.action,
                **change.details,
            }
            wanting = [webhook for webhook in self.registered.values() if self._wants(webhook, change)]
            await asyncio.gather(*(self._send(webhook, body, 0) for webhook in wanting))

    async def close(self) -> None:
        """Give up all tries still to come."""
        for retry in self._retries:
            retry.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)

    def _wants(self, webhook: Json, change: Change) -> bool:
        if not webhook["enabled"] or not (webhook["all_events"] or self._event in webhook["limit_events"]):
            return False
        return any(
            change.action == wanted or (wanted.endswith("*") and change.action.startswith(wanted[:-1]))
            for wanted in webhook["action_types"]
        )

    async def _send(self, webhook: Json, body: Json, tries: int) -> None:
        if not webhook["enabled"]:
            return
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(webhook["target_url"], json=body, allow_redirects=False) as response,
            ):
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        if status == GONE:
            webhook["enabled"] = False
        elif (status == 0 or status > LAST_GOOD) and tries < len(self._retry_seconds):
            retry = asyncio.create_task(self._send_later(webhook, body, tries))
            self._retries.add(retry)
            retry.add_done_callback(self._retries.discard)

    async def _send_later(self, webhook: Json, body: Json, tries: int) -> None:
        await asyncio.sleep(self._retry_seconds[tries])
        await self._send(webhook, body, tries + 1)
