"""A file with tickets as a shop: read when it changed, and looked into when somebody asks for an order."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from DiscordBot.config import file_version
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.http_client import TooLargeError
from DiscordBot.core.http.json_errors import BadResponseError, ServiceError, UnreachableError
from DiscordBot.features.registration.shop.order_code import folded_code
from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.ticket_table import TableError, read_table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.registration.shop.ticket_table import TableFormat, TicketTable
    from DiscordBot.features.registration.shop.tickets import Item, Order, Subevent

logger = logging.getLogger(__name__)

ORDERS_AT_A_TIME = 250
LARGEST_FILE = 100_000_000
"""In bytes; a hundred thousand tickets with many columns are a third of it."""


class TicketFile:
    """Reads one file, in a thread, so that nobody waits. All methods but `probe` raise `ServiceError`."""

    def __init__(
        self, file: Path, table: TableFormat, clock: Clock, hash_email: Callable[[str], str]
    ) -> None:
        self._file = file
        self._table = table
        self._clock = clock
        self._hash_email = hash_email
        self._version = -1
        self._items: tuple[Item, ...] = ()
        self._items_version = -1
        self._unread: tuple[int, TicketTable] | None = None

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders, or none if only changes are wanted and the file is the one that was read."""
        began, version = self._clock.now(), file_version(self._file)
        if modified_since is not None and version == self._version:
            yield OrderPage((), 0, began)
            return
        # Most often the file was just read for what it sells.
        unread, self._unread = self._unread, None
        table = unread[1] if unread is not None and unread[0] == version else await self._read()
        for start in range(0, max(1, len(table.orders)), ORDERS_AT_A_TIME):
            page = table.orders[start : start + ORDERS_AT_A_TIME]
            yield OrderPage(page, len(table.orders), began, is_everything=True)
            # Others want to be answered between two pages.
            await asyncio.sleep(0)
        self._version = version

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look up one order, if the file changed since it was read; else it would be known."""
        if file_version(self._file) == self._version:
            return None
        try:
            async with asyncio.timeout(give_up_after):
                table = await self._read()
        except TimeoutError:
            raise UnreachableError(f"{self._file.name} could not be read in time.") from None
        folded = folded_code(code)
        return next((order for order in table.orders if folded_code(order.code) == folded), None)

    async def items(self) -> tuple[Item, ...]:
        """Read which kinds of tickets there are."""
        if file_version(self._file) != self._items_version:
            self._unread = (file_version(self._file), await self._read())
        return self._items

    async def subevents(self) -> tuple[Subevent, ...]:
        """Return nothing: a file has no event series."""
        return ()

    async def probe(self) -> tuple[Finding, ...]:
        """Read the file, and tell what is found in it."""
        subject = f"tickets in {self._file.name}"
        try:
            table = await self._read()
        except ServiceError as error:
            return (Finding(subject, Level.ERROR, str(error), ADVICE),)
        used = ", ".join(f"{meaning} = «{header}»" for meaning, header in table.used.items())
        tickets = sum(len(order.positions) for order in table.orders)
        detail = f"{tickets} tickets in {len(table.orders)} orders; {used}."
        if not {"name", "first_name", "last_name", "email", "buyer_email"} & table.used.keys():
            remedy = "Nobody can register with these: no column has names or e-mail addresses."
            return (Finding(subject, Level.ERROR, detail, remedy),)
        if table.skipped or not tickets:
            remedy = f"{table.skipped} rows have no order or no kind of ticket, and are left out."
            return (Finding(subject, Level.WARNING, detail, remedy),)
        return (Finding(subject, Level.OK, detail),)

    async def _read(self) -> TicketTable:
        version = file_version(self._file)
        try:
            table = await asyncio.to_thread(self._table_of_file)
        except TableError as error:
            raise BadResponseError(f"{self._file.name} cannot be understood. {error}") from None
        self._items, self._items_version = table.items, version
        if table.skipped:
            logger.warning("%s: %d rows are left out", self._file.name, table.skipped)
        return table

    def _table_of_file(self) -> TicketTable:
        try:
            with self._file.open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
        except FileNotFoundError:
            raise UnreachableError(f"There is no file {self._file.name} with tickets.") from None
        except OSError:
            raise UnreachableError(f"The file {self._file.name} with tickets cannot be read.") from None
        if len(content) > LARGEST_FILE:
            raise TooLargeError(self._file.name, LARGEST_FILE)
        return read_table(content, self._table, self._hash_email)


ADVICE = (
    "Check ticket_files.files: the file's name, its columns, encoding and delimiter; bot.py check reads it."
)
