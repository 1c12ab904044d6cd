from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from DiscordBot.features.registration.shop.hints import MOST_WAITING
from DiscordBot.features.registration.shop.webhook import WHERE, PretixWebhook
from sandbox.conference.known_tickets import ADA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from tests.features.registration.rules import Rules

SECRET = "a-secret-in-the-path"
HINT = {"notification_id": 1, "organizer": "example", "event": "conf2027", "code": "ABC12", "action": "x"}


class Office:
    """Where hints arrive: looks at orders when `open` is set, and notes everything."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.errors: list[tuple[type[BaseException], str]] = []
        self.failing_on = ""
        self.open = asyncio.Event()
        self.open.set()
        self.tasks: list[asyncio.Task[None]] = []

    async def look_at(self, code: str) -> None:
        await self.open.wait()
        self.seen.append(code)
        if code == self.failing_on:
            raise OSError

    def report(self, error: BaseException, where: str) -> None:
        self.errors.append((type(error), where))

    def in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.tasks.append(asyncio.create_task(work, name=name))

    async def finish(self) -> None:
        self.open.set()
        await asyncio.gather(*self.tasks)


@pytest.fixture
async def office() -> Office:
    return Office()


@pytest.fixture
async def pretixs_side(office: Office) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    webhook = PretixWebhook(
        secret=SECRET,
        organizer="example",
        events=["conf2027", "tutorials"],
        look_at=office.look_at,
        look_at_items=partial(office.look_at, "items"),
        on_error=office.report,
        in_background=office.in_background,
    )
    app = web.Application()
    app.add_routes(webhook.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


Sender = TestClient[web.Request, web.Application]


async def send(client: Sender, *, secret: str = SECRET, **changed: Any) -> int:  # noqa: ANN401 - any field
    body = HINT | changed
    async with client.post(f"/pretix/{secret}", json=body) as response:
        return response.status


async def test_a_hint_has_its_order_looked_at(pretixs_side: Sender, office: Office) -> None:
    assert await send(pretixs_side) == 202
    await office.finish()
    assert office.seen == ["ABC12"]


@pytest.mark.parametrize("secret", ["wrong", SECRET + "x", SECRET.upper(), "%C3%A4", "%ED%A0%80", "%00"])
async def test_without_the_secret_there_is_nothing_here(
    pretixs_side: Sender, office: Office, secret: str
) -> None:
    assert await send(pretixs_side, secret=secret) == 404
    await office.finish()
    assert office.seen == []


@pytest.mark.parametrize(
    "changed",
    [{"event": "conf2026"}, {"organizer": "other"}, {"code": "../items"}, {"code": 12}, {"code": None}],
)
async def test_hints_about_something_else_are_taken_and_forgotten(
    pretixs_side: Sender, office: Office, changed: dict[str, Any]
) -> None:
    assert await send(pretixs_side, **changed) == 202
    await office.finish()
    assert office.seen == []


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b'"ABC12"', b"{", b"[" * 100_000])
async def test_nonsense_is_taken_and_forgotten(pretixs_side: Sender, office: Office, body: bytes) -> None:
    async with pretixs_side.post(f"/pretix/{SECRET}", data=body) as response:
        assert response.status == 202
    await office.finish()
    assert office.seen == []


async def test_pretix_does_not_wait_while_orders_are_looked_at_one_after_the_other(
    pretixs_side: Sender, office: Office
) -> None:
    office.open.clear()
    for code in ("A", "B", "B", "C"):
        assert await send(pretixs_side, code=code) == 202
    assert office.seen == []
    await office.finish()
    assert office.seen == ["A", "B", "C"]
    assert len(office.tasks) == 1
    await send(pretixs_side, code="A")
    await office.finish()
    assert office.seen == ["A", "B", "C", "A"]


async def test_one_orders_failure_is_reported_and_does_not_stop_the_others(
    pretixs_side: Sender, office: Office
) -> None:
    office.open.clear()
    office.failing_on = "A"
    for code in ("A", "B"):
        await send(pretixs_side, code=code)
    await office.finish()
    assert office.seen == ["A", "B"]
    assert office.errors == [(OSError, WHERE)]


async def test_a_flood_is_bounded(pretixs_side: Sender, office: Office) -> None:
    office.open.clear()
    codes = [f"A{number}" for number in range(MOST_WAITING + 10)]
    await asyncio.gather(*(send(pretixs_side, code=code) for code in codes))
    await office.finish()
    # One is being looked at while the others wait.
    assert MOST_WAITING <= len(office.seen) <= MOST_WAITING + 1


async def test_what_pretix_sends_is_understood(pretixs_side: Sender, office: Office, rules: Rules) -> None:
    rules.pretix.webhooks.register(
        {
            "enabled": True,
            "target_url": str(pretixs_side.make_url(f"/pretix/{SECRET}")),
            "all_events": True,
            "limit_events": [],
            "action_types": ["pretix.event.order.canceled"],
        }
    )
    await rules.pretix.orders.cancel(ADA.order)
    await office.finish()
    assert office.seen == [ADA.order]
