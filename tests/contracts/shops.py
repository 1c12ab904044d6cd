"""Ticket shops of every kind, as the contract that they share needs them."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.ticket_file import TicketFile
from DiscordBot.features.registration.shop.ticket_table import TableFormat
from DiscordBot.features.registration.shop.tito import TitoClient
from sandbox import conference
from sandbox.conference.catalogue import BUSINESS, CONFERENCE
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from tests.conference_world import as_order

if TYPE_CHECKING:
    from pathlib import Path

    import aiohttp

    from DiscordBot.features.registration.shop.port import ProbedSource
    from sandbox.pretix.server import PretixStandIn
    from sandbox.tito.server import TitoStandIn
    from tests.clocks import StoppedClock


@dataclass(frozen=True)
class Sold:
    """A ticket that somebody bought."""

    name: str | None
    email: str | None = None


class ShopWorld(Protocol):
    """A shop in which something can happen; time passes with everything that does."""

    @property
    def client(self) -> ProbedSource: ...

    ticket: str
    """What a ticket of the conference is called there."""

    async def sell(self, code: str, *tickets: Sold, buyer: str) -> None: ...
    async def cancel_ticket(self, code: str, number: int) -> None: ...
    async def cancel(self, code: str) -> None: ...
    async def rename_attendee(self, code: str, number: int, name: str) -> None: ...


class PretixWorld:
    ticket = "Conference ticket"

    def __init__(self, session: aiohttp.ClientSession, pretix: PretixStandIn, clock: StoppedClock) -> None:
        self._pretix, self._clock = pretix, clock
        self.client = PretixClient(
            session,
            base_url=pretix.base_url,
            organizer=conference.ORGANIZER,
            event=conference.EVENT,
            token="full-token",
            hash_email="hash of {}".format,
            backoff=0,
        )

    async def sell(self, code: str, *tickets: Sold, buyer: str) -> None:
        self._clock.forward(minutes=10)
        bought = tuple(
            Ticket(named(one.name) if one.name else None, BUSINESS, CONFERENCE, one.email) for one in tickets
        )
        await self._pretix.orders.add(as_order(Purchase(code, bought)) | {"email": buyer})

    async def cancel_ticket(self, code: str, number: int) -> None:
        self._clock.forward(minutes=10)
        await self._pretix.orders.cancel_position(code, number)

    async def cancel(self, code: str) -> None:
        self._clock.forward(minutes=10)
        await self._pretix.orders.cancel(code)

    async def rename_attendee(self, code: str, number: int, name: str) -> None:
        self._clock.forward(minutes=10)
        await self._pretix.orders.rename_attendee(code, number, name)


class TitoWorld:
    ticket = "Conference ticket"

    def __init__(self, session: aiohttp.ClientSession, tito: TitoStandIn, clock: StoppedClock) -> None:
        self._tito, self._clock = tito, clock
        self.client = TitoClient(
            session,
            api_url=tito.api_url,
            account="example",
            event="conf2027",
            token="full-token",
            hash_email="hash of {}".format,
            backoff=0,
        )

    async def sell(self, code: str, *tickets: Sold, buyer: str) -> None:
        self._clock.forward(minutes=10)
        await self._tito.book.add(code, [(self.ticket, one.name, one.email) for one in tickets], email=buyer)

    async def cancel_ticket(self, code: str, number: int) -> None:
        self._clock.forward(minutes=10)
        await self._tito.book.void(f"{code}-{number}")

    async def cancel(self, code: str) -> None:
        self._clock.forward(minutes=10)
        await self._tito.book.cancel(code)

    async def rename_attendee(self, code: str, number: int, name: str) -> None:
        self._clock.forward(minutes=10)
        await self._tito.book.reassign(f"{code}-{number}", name, "new@example.org")


@dataclass
class FileWorld:
    """Somebody exports the tickets again whenever anything happened."""

    file: Path
    clock: StoppedClock
    ticket = "Conference ticket"
    rows: list[dict[str, str]] = field(default_factory=list)
    exports: int = 0

    def __post_init__(self) -> None:
        table = TableFormat("file/sponsors", {})
        self.client = TicketFile(self.file, table, self.clock, "hash of {}".format)
        self._export()

    async def sell(self, code: str, *tickets: Sold, buyer: str) -> None:
        for number, one in enumerate(tickets, start=1):
            row = {"Order #": code, "Attendee #": f"{code}{number:03}", "Ticket Type": self.ticket}
            told = {"Attendee Name": one.name or "", "Email": one.email or "", "Buyer Email": buyer}
            self.rows.append(row | told | {"Attendee Status": "Attending"})
        self._export()

    async def cancel_ticket(self, code: str, number: int) -> None:
        self._of(code)[number - 1]["Attendee Status"] = "Cancelled"
        self._export()

    async def cancel(self, code: str) -> None:
        for row in self._of(code):
            row["Attendee Status"] = "Refunded"
        self._export()

    async def rename_attendee(self, code: str, number: int, name: str) -> None:
        self._of(code)[number - 1]["Attendee Name"] = name
        self._export()

    def _of(self, code: str) -> list[dict[str, str]]:
        return [row for row in self.rows if row["Order #"] == code]

    def _export(self) -> None:
        self.clock.forward(minutes=10)
        self.exports += 1
        headers = ["Order #", "Attendee #", "Ticket Type", "Attendee Name", "Email", "Buyer Email"]
        text = io.StringIO()
        writer = csv.DictWriter(text, [*headers, "Attendee Status"])
        writer.writeheader()
        writer.writerows(self.rows)
        self.file.write_text(text.getvalue(), encoding="utf-8-sig")
        # Two exports of the same moment shall still be two.
        os.utime(self.file, ns=(self.exports, self.exports))
