"""pretix, Tito and a file at once: as one shop for everybody, and each with its own bad days."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from time import thread_time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.shop.order_code import read_any_code
from DiscordBot.features.registration.shop.port import Shop
from DiscordBot.features.registration.shop.shop_health import ShopHealth
from DiscordBot.features.registration.shop.ticket_file import TicketFile
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.ticket_table import TableFormat
from DiscordBot.features.registration.shop.tito import TitoClient
from sandbox import conference
from sandbox.conference.known_tickets import ADA
from sandbox.failures import Failure
from sandbox.tito.server import TitoStandIn
from tests.features.registration.rules import EVENT, OTHER, USER, Rules, roles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from DiscordBot.features.registration.shop.client import PretixClient
    from tests.clocks import StoppedClock

HEADER = "Order,Ticket type,Name,Email,Status\n"
BUSINESS, STUDENT = "Business", "Student"


@pytest.fixture
async def tito(clock: StoppedClock) -> AsyncIterator[TitoStandIn]:
    stand_in = TitoStandIn("full-token", "example", "conf2027", clock=clock.now)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


class Sponsors:
    """The file of sponsors' tickets, which somebody edits."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._edits = 0
        self.write("")

    def write(self, rows: str) -> None:
        self._edits += 1
        self.file.write_text(HEADER + rows, encoding="utf-8")
        os.utime(self.file, ns=(self._edits, self._edits))


@pytest.fixture
def sponsors(tmp_path: Path) -> Sponsors:
    return Sponsors(tmp_path / "sponsors.csv")


@pytest.fixture
async def others(tito: TitoStandIn, sponsors: Sponsors, clock: StoppedClock) -> AsyncIterator[list[Shop]]:
    async with aiohttp.ClientSession() as session:
        client = TitoClient(
            session,
            api_url=tito.api_url,
            account="example",
            event="conf2027",
            token="full-token",
            hash_email="hash of {}".format,
            backoff=0,
        )
        file = TicketFile(sponsors.file, TableFormat("file/sponsors", {}), clock, "hash of {}".format)
        yield [
            Shop(client, client.key, "Tito", "tito"),
            Shop(file, "file/sponsors", "sponsors.csv", "sponsors", is_file=True),
        ]


@pytest.fixture
async def several(rules: Rules, client: PretixClient, others: list[Shop]) -> Rules:
    """Return the rules with three shops, of which only pretix has sold anything."""
    for member in (USER, OTHER, 3, 4):
        rules.members.roles[member] = frozenset()
    await open_with(rules, client, others)
    await rules.store.refresh()
    return rules


async def open_with(rules: Rules, client: PretixClient | None, others: list[Shop]) -> None:
    source = EVENT if client is not None else ""
    rules.store = TicketStore(rules.database, client, rules.clock, source=source, others=others)
    await rules.store.open()
    rules.__post_init__()
    read_code = partial(read_any_code, events=[conference.EVENT])
    rules.service.read_code = read_code
    rules.search = replace(rules.search, read_code=read_code)


async def test_each_shop_gives_its_roles(several: Rules, tito: TitoStandIn, sponsors: Sponsors) -> None:
    tito.book.put("QVYZ", [(STUDENT, "Ada Lovelace", "ada@example.org")])
    sponsors.write("SP-1/7,Business,Ada Lovelace,,\n")
    await several.store.refresh()
    for code in (ADA.order, "qvyz-1", "sp1 7"):
        assert (await several.service.register(USER, code, ADA.name)).result is Result.REGISTERED
    held = roles(*ADA.roles) | roles(*conference.TICKET_TO_ROLES[STUDENT])
    assert several.members.roles[USER] == held | roles(*conference.TICKET_TO_ROLES[BUSINESS])
    assert len({claim.position_id for claim in await several.claims.of_user(USER)}) == 3


async def test_an_order_that_no_copy_has_is_looked_for_in_all_shops(
    several: Rules, tito: TitoStandIn, sponsors: Sponsors
) -> None:
    await tito.book.add("QVYZ", [(STUDENT, "Ada Lovelace", None)])
    sponsors.write("SP-1/7,Business,Grace Hopper,,\n")
    assert (await several.service.register(USER, "QVYZ", "Ada Lovelace")).result is Result.REGISTERED
    assert (await several.service.register(OTHER, "SP-1/7", "Grace Hopper")).result is Result.REGISTERED


async def test_the_same_code_in_two_shops_means_whoever_is_named(
    several: Rules, tito: TitoStandIn, sponsors: Sponsors
) -> None:
    tito.book.put(ADA.order, [(STUDENT, "Grace Hopper", None)])
    sponsors.write(f"{ADA.order},Business,Hedy Lamarr,,\n{ADA.order},Business,{ADA.name},,\n")
    await several.store.refresh()
    assert (await several.service.register(USER, ADA.order, ADA.name)).roles == roles(*ADA.roles)
    assert (await several.service.register(OTHER, ADA.order, "Grace Hopper")).roles == roles(
        *conference.TICKET_TO_ROLES[STUDENT]
    )
    third = await several.service.register(3, ADA.order, "Hedy Lamarr")
    assert third.roles == roles(*conference.TICKET_TO_ROLES[BUSINESS])
    # The ticket of that name in pretix is taken; the desk sees all orders of that code.
    assert (await several.service.register(4, ADA.order, ADA.name)).result is Result.TAKEN
    assert len((await several.search.find(order=ADA.order)).orders) == 3


async def test_one_shop_that_is_away_holds_up_no_other(
    several: Rules, tito: TitoStandIn, sponsors: Sponsors
) -> None:
    sponsors.write("SP-1/7,Business,Ada Lovelace,,\n")
    await several.store.refresh()
    await several.service.register(USER, "SP-1/7", ADA.name)
    tito.failures.fail_with(Failure.UNAUTHORIZED)
    sponsors.write("SP-1/7,Business,Ada Lovelace,,cancelled\n")
    several.clock.forward(minutes=5)
    several.store.take_changed()
    with pytest.raises(ServiceError, match="Tito"):
        await several.store.refresh()
    changed = several.store.take_changed()
    assert [several.store.get(key).code for key in changed] == ["SP-1/7"]  # type: ignore[union-attr]  # it is there
    await several.service.follow_orders(changed)
    assert several.members.roles[USER] == frozenset()
    health = ShopHealth(several.store, several.service, several.mapping)
    first = next(iter(await health.findings()))
    assert (first.subject, first.level) == ("Tito", Level.ERROR)
    # Nobody can tell an unknown order from one that Tito would know.
    assert (await several.service.register(OTHER, "NEVER", "Some Body")).result is Result.PRETIX_UNAVAILABLE
    tito.failures.recover()
    await several.store.refresh()
    assert several.store.troubles() == []


async def test_a_file_that_is_gone_or_cut_off_costs_nobody_anything(
    several: Rules, sponsors: Sponsors
) -> None:
    sponsors.write("SP-1/7,Business,Ada Lovelace,,\nSP-1/8,Business,Grace Hopper,,\n")
    await several.store.refresh()
    await several.service.register(USER, "SP-1/7", ADA.name)
    held = several.members.roles[USER]
    sponsors.file.unlink()
    with pytest.raises(ServiceError, match=r"no file sponsors\.csv"):
        await several.store.refresh()
    await several.service.follow_changes()
    assert several.members.roles[USER] == held
    sponsors.write("SP-1/8,Business,Grace Hopper,,\n")
    await several.store.refresh()
    await several.service.follow_changes()
    assert several.members.roles[USER] == held
    assert (await several.service.register(OTHER, "SP-1/7", ADA.name)).result is Result.NOT_FOUND


async def test_a_restart_knows_everything_without_any_shop(
    several: Rules, client: PretixClient, others: list[Shop], tito: TitoStandIn, sponsors: Sponsors
) -> None:
    tito.book.put("QVYZ", [(STUDENT, "Ada Lovelace", None)])
    sponsors.write("SP-1/7,Business,Grace Hopper,,\n")
    await several.store.refresh()
    before = {order.key: order for order in several.store.orders()}
    await tito.stop()
    several.pretix.failures.fail_with(Failure.DOWN)
    sponsors.file.unlink()
    await open_with(several, client, others)
    assert several.store.is_ready
    assert {order.key: order for order in several.store.orders()} == before
    assert (await several.service.register(USER, "QVYZ-1", "Ada Lovelace")).result is Result.REGISTERED
    assert (await several.service.register(OTHER, "SP-1/7", "Grace Hopper")).result is Result.REGISTERED


async def test_a_shop_that_goes_and_comes_back(
    several: Rules, client: PretixClient, others: list[Shop], tito: TitoStandIn
) -> None:
    tito.book.put("QVYZ", [(STUDENT, "Ada Lovelace", None)])
    await several.store.refresh()
    await several.service.register(USER, "QVYZ", ADA.name)
    held, of_pretix = several.members.roles[USER], len(several.store) - 1
    await open_with(several, client, [])
    await several.service.follow_changes()
    assert (len(several.store), several.members.roles[USER]) == (of_pretix, held)
    await open_with(several, client, others)
    assert not several.store.is_ready
    await several.store.refresh()
    assert len(several.store) == of_pretix + 1
    await open_with(several, None, others)
    assert [order.code for order in several.store.orders()] == ["QVYZ"]
    assert (await several.service.register(USER, "QVYZ", ADA.name)).result is Result.ALREADY_REGISTERED


async def test_a_database_of_pretix_alone_goes_on_as_it_is(
    rules: Rules, client: PretixClient, others: list[Shop]
) -> None:
    rules.members.roles[USER] = frozenset()
    await rules.service.register(USER, ADA.order, ADA.name)
    orders = {order.key: order for order in rules.store.orders()}
    await open_with(rules, client, others)
    assert {order.key: order for order in rules.store.orders()} == orders
    assert (await rules.service.register(USER, ADA.order, ADA.name)).result is Result.ALREADY_REGISTERED


async def test_a_name_that_is_handed_on_and_a_ticket_that_is_void(several: Rules, tito: TitoStandIn) -> None:
    tito.book.put("QVYZ", [(STUDENT, "Ada Lovelace", None), (STUDENT, None, None)], email="boss@example.org")
    await several.store.refresh()
    await several.service.register(USER, "QVYZ-1", "Ada Lovelace")
    # An unassigned ticket opens with the address that it was bought with.
    assert (await several.service.register(OTHER, "QVYZ", "Boss@example.org")).result is Result.REGISTERED
    several.clock.forward(minutes=10)
    await tito.book.reassign("QVYZ-1", "Grace Hopper", "grace@example.org")
    await several.store.refresh()
    assert (await several.service.register(3, "QVYZ-1", "Grace Hopper")).result is Result.REGISTERED
    assert several.members.roles[USER] == frozenset()
    several.clock.forward(minutes=10)
    await tito.book.cancel("QVYZ")
    await several.service.follow_orders(await several.store.refresh())
    assert several.members.roles[OTHER] == several.members.roles[3] == frozenset()


@pytest.mark.slow
async def test_a_hundred_thousand_rows_keep_nobody_waiting(others: list[Shop], sponsors: Sponsors) -> None:
    sponsors.write("".join(f"SP-{n},Business,Person Number{n},p{n}@example.org,\n" for n in range(100_000)))
    longest = 0.0
    is_over = False

    async def watch() -> None:
        """Measure what one turn of the loop costs, in its own thread: the machine may be busy otherwise."""
        nonlocal longest
        while not is_over:
            began = thread_time()
            await asyncio.sleep(0.002)
            longest = max(longest, thread_time() - began)

    watching = asyncio.create_task(watch())
    pages = [page async for page in others[1].client.order_pages()]
    is_over = True
    await watching
    assert sum(len(page.orders) for page in pages) == 100_000
    # To read it takes another thread a second or two; what is left is the garbage collector's.
    assert longest < 0.5
