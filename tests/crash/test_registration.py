"""Killed (SIGKILL) at every await of a registration: the ticket is free or granted, never lost."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import unused_port
from yarl import URL

from sandbox import conference
from sandbox.conference import known_tickets as known
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from sandbox.conference.programme import everything
from sandbox.demo.configuration import write_config
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from tests.conference_world import as_order
from tests.crash.registration import DATABASE, running_bot
from tests.databases import database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-for-everything-in-this-test-0123"
NEW = Purchase("NEW77", (Ticket(Name("Sally", "Ride")),))
ROLES = {"ADA37": sorted(known.ADA.roles), "NEW77": ["Attendee", "Personal"]}

pytestmark = pytest.mark.crash


@pytest.fixture
async def prepared(tmp_path: Path, orders: list[dict[str, Any]]) -> AsyncIterator[Path]:
    """Let a bot fill its database, and have one more order in the shop that it knows nothing of."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    programme = PretalxStandIn(everything(), SECRET, conference.EVENT)
    shop, later = shop_with(orders), shop_with([*orders, as_order(NEW)])
    write_config(
        folder,
        base_url=await shop.start(),
        pretalx_url=await programme.start(),
        webhook_port=unused_port(),
        given=dict.fromkeys(("PRETIX_TOKEN", "PRETALX_TOKEN", "PRETIX_WEBHOOK_SECRET"), SECRET),
        database=database_url(folder / DATABASE),
    )
    async with running_bot(folder):
        pass
    await shop.stop()
    await later.start(port=URL(shop.base_url).port or 0)
    yield folder
    await later.stop()
    await programme.stop()


def shop_with(orders: list[dict[str, Any]]) -> PretixStandIn:
    return PretixStandIn(conference.items(), orders, SECRET, conference.ORGANIZER, conference.EVENT)


async def killed_at_every_await(folder: Path, order: str, name: str) -> list[dict[str, Any]]:
    """Return what became of it each time."""
    halves = await asyncio.gather(*(killed_at(folder, order, name, first) for first in (1, 2)))
    return [report for half in halves for report in half]


async def killed_at(folder: Path, order: str, name: str, first: int) -> list[dict[str, Any]]:
    """Return what became of it at every second await."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.registration", str(folder), order, name, str(first), "2"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, mistakes = await process.communicate()
    assert process.returncode == 0, mistakes.decode()
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize(("order", "name"), [("ADA37", "Ada Lovelace"), ("NEW77", "Sally Ride")])
async def test_the_ticket_is_free_or_granted_and_the_user_can_finish(
    prepared: Path, order: str, name: str
) -> None:
    """One order is in the bot's store, for the other it has to ask pretix."""
    reports = await killed_at_every_await(prepared, order, name)

    for report in reports:
        free = report["after_the_start"] == [] and report["roles_after_the_start"] == []
        granted = report["after_the_start"] == ["granted"] and report["roles_after_the_start"] == ROLES[order]
        assert free or granted, report
        assert report["answer"].startswith("✅ Welcome!" if free else "✅"), report
        assert report["roles"] == ROLES[order], report
        assert report["at_the_end"] == ["granted"], report
        assert report["answer_to_eve"].startswith("❌"), report
        assert report["bot_log"] == report["errors"] == [], report
    assert len(reports) > 50
    moments = {(tuple(report["after_the_kill"]), report["discord_was_asked"]) for report in reports}
    assert moments == {((), False), (("claimed",), False), (("claimed",), True), (("granted",), True)}
