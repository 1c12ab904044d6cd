"""Taking over `registered_log.txt`, in which the older bot noted used tickets as `ORDER-name` lines."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.registration.matching.attendees import find_attendee
from DiscordBot.features.registration.shop.order_code import parse_order_code

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position

_IMPORTED = "registration.registered_log"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`tickets` were noted as used; of the lines in `unknown` (by number) no ticket could be found."""

    tickets: int
    unknown: tuple[int, ...]


class RegisteredLog:
    """Imports the file once; when it has changed since, what is new in it."""

    def __init__(self, file: Path, database: Database, store: TicketStore, claims: Claims) -> None:
        self._file = file
        self._database = database
        self._store = store
        self._claims = claims

    async def import_once(self) -> ImportReport | None:
        """Note the tickets of the file as used; None when there is nothing to do (yet).

        Needs a loaded store: the file names people, and the store knows their tickets.
        """
        if not self._store.is_ready:
            return None
        text = await asyncio.to_thread(_read, self._file)
        if text is None:
            return None
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await self._database.remembered(_IMPORTED) == digest:
            return None
        tickets: list[tuple[Order, Position]] = []
        unknown: list[int] = []
        for number, line in enumerate(text.splitlines(), start=1):
            found = self._tickets_of(line)
            tickets.extend(found)
            if line.strip() and not found:
                unknown.append(number)
        imported = await self._claims.import_for_nobody(tickets)
        await self._database.remember(_IMPORTED, digest)
        return ImportReport(imported, tuple(unknown))

    def _tickets_of(self, line: str) -> list[tuple[Order, Position]]:
        code_text, _, name = line.partition("-")
        code = parse_order_code(code_text)
        order = self._store.get(code.code) if code is not None else None
        if order is None:
            return []
        # One person used one of several equal tickets.
        kinds = {(ticket.item, ticket.variation): ticket for ticket in reversed(find_attendee(order, name))}
        return [(order, ticket) for ticket in reversed(kinds.values())]


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
