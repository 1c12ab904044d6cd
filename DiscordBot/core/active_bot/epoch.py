"""The epoch: how many bots were active on a database so far, by which a former one is told from the present.

It is a fencing token. The lock alone does not keep a process from writing that was stopped, or cut off from
the server, and does not know yet that another one has become active. So whoever becomes active raises the
number in the database, and every transaction that writes compares it with its own before anything else.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from DiscordBot.core.active_bot.lock_errors import NotActiveError

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY = "active_bot.epoch"
"""Under which the database remembers it."""

_QUERY = f"SELECT value FROM stored_value WHERE key = '{KEY}'"  # noqa: S608 - a name of ours


def stored_epoch(connection: Connection) -> int:
    """Return the epoch of the bot that became active last; 0 where none ever did."""
    if not inspect(connection).has_table("stored_value"):
        return 0
    return int(json.loads(connection.exec_driver_sql(_QUERY).scalar() or "0"))


def end_epoch(connection: Connection, epoch: int) -> None:
    """Let no bot of this epoch or an earlier one commit anything, though all data were exchanged."""
    number = max(epoch, stored_epoch(connection)) + 1
    forget = "DELETE FROM stored_value WHERE key = :key"
    remember = "INSERT INTO stored_value (key, value) VALUES (:key, :value)"
    for statement in (forget, remember):
        connection.execute(text(statement), {"key": KEY, "value": str(number)})


@dataclass(slots=True)
class Epoch:
    """The `number` of this process's time as the active bot, None as long as it has not begun.

    `is_over` is set as soon as it is known that another bot has become active.
    """

    number: int | None = None
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    def verify(self, connection: Connection) -> None:
        """Compare it with the database's, in a transaction that nobody can overtake.

        Raises `NotActiveError` if they differ. Without a number nothing is compared: tools and tests write
        without being the active bot.
        """
        if self.number is None:
            return
        self.compare(json.loads(connection.exec_driver_sql(_QUERY).scalar() or "0"))

    def compare(self, stored: int) -> None:
        """Raise `NotActiveError` unless the number that was read from the database is still this one."""
        if self.number is not None and stored != self.number:
            self.is_over.set()
            raise NotActiveError
