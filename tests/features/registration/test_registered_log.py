from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.registered_log import ImportReport, RegisteredLog
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from sandbox.conference.known_tickets import ADA, ALAN, EMMY, MUELLER

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.shop.client import PretixClient
    from tests.clocks import StoppedClock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "registered_log.txt"


@pytest.fixture
def registered_log(file: Path, database: Database, store: TicketStore, claims: Claims) -> RegisteredLog:
    return RegisteredLog(file, database, store, claims)


def write(file: Path, *tickets: str, encoding: str = "utf-8") -> None:
    file.write_bytes("".join(f"{ticket}\n" for ticket in tickets).encode(encoding, "surrogateescape"))


async def holders(claims: Claims, store: TicketStore, code: str) -> list[int | None]:
    order = store.get(code)
    assert order is not None
    return [claim.user_id for claim in await claims.of_tickets([p.id for p in order.positions])]


async def test_tickets_in_the_file_count_as_used(
    registered_log: RegisteredLog, file: Path, claims: Claims, store: TicketStore
) -> None:
    used = (f"{ADA.order}-{ADA.name}", "mllr7-juergen mueller", f"{EMMY.order}-{EMMY.name}")
    write(file, *used, encoding="utf-8-sig")
    assert await registered_log.import_once() == ImportReport(tickets=5, unknown=())
    assert await holders(claims, store, ADA.order) == [None]
    assert await holders(claims, store, MUELLER.order) == [None]
    assert await holders(claims, store, EMMY.order) == [None, None, None]
    assert await holders(claims, store, ALAN.order) == []


async def test_lines_without_a_ticket_are_told_by_their_numbers(
    registered_log: RegisteredLog, file: Path
) -> None:
    ada, nobody = f"{ADA.order}-{ADA.name}", f"{ALAN.order}-Nobody"
    write(file, "NONE9-Somebody", ada, "", nobody, "?", "-", "ABC12-\udcff")
    assert await registered_log.import_once() == ImportReport(tickets=1, unknown=(1, 4, 5, 6, 7))


async def test_the_file_is_imported_once_and_again_when_it_grew(
    registered_log: RegisteredLog, file: Path, claims: Claims
) -> None:
    assert await registered_log.import_once() is None
    write(file, f"{ADA.order}-{ADA.name}")
    assert await registered_log.import_once() == ImportReport(1, ())
    await claims.forget_everything()
    assert await registered_log.import_once() is None
    write(file, f"{ADA.order}-{ADA.name}", f"{ALAN.order}-{ALAN.name}")
    assert await registered_log.import_once() == ImportReport(2, ())
    write(file, f"{ADA.order}-{ADA.name}")
    assert await registered_log.import_once() == ImportReport(0, ())


async def test_nothing_is_imported_before_the_tickets_are_known(
    file: Path, database: Database, client: PretixClient, clock: StoppedClock, claims: Claims
) -> None:
    write(file, f"{ADA.order}-{ADA.name}")
    store = TicketStore(database, client, clock, source="example/conf2027")
    registered_log = RegisteredLog(file, database, store, claims)
    assert await registered_log.import_once() is None
    await store.refresh()
    assert await registered_log.import_once() == ImportReport(1, ())
