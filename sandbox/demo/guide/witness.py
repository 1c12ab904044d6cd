"""What has happened in a demo: on Discord, in the bot's database, and what the visitor has looked at."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.conference.known_tickets import KnownTicket
    from sandbox.demo.world import World

MESSAGES = "@messages"
"""Stands for the channel of a person's direct messages."""


class Witness:
    """Watches one world. The database is only read, so that no step depends on how something looks."""

    def __init__(self, world: World, database: str) -> None:
        self._env = world.env
        self._server = world.server
        self._database = f"file:{database}?mode=ro"
        self._visited: set[tuple[str, str]] = set()
        self._read: set[str] = set()

    def visit(self, person: str, channel: str) -> None:
        """Remember that `person` has looked at `channel`."""
        self._visited.add((person, channel))

    def read(self, document: str) -> None:
        """Remember that a page of the documents was opened."""
        self._read.add(document)

    def has_visited(self, person: str, channel: str) -> bool:
        """Tell whether the visitor has looked at `channel` as `person`."""
        return (person, channel) in self._visited

    def has_read(self, document: str) -> bool:
        """Tell whether the visitor has opened a page of the documents."""
        return document in self._read

    def has_roles_of(self, person: str, ticket: KnownTicket) -> bool:
        """Tell whether `person` has all the roles of `ticket` now."""
        guild = self._server.guild
        given = self._env.backend.get_member(guild.id, self._server.people[person].id).role_ids
        return {self._server.roles[name].id for name in ticket.roles} <= set(given)

    def has_sent(self, person: str, *texts: str) -> bool:
        """Tell whether a press, form or command of `person` held all of `texts`, in small or capitals."""
        return any(
            all(text.casefold() in sent for text in texts)
            for sent in self._sent_by(self._server.people[person].id)
        )

    def has(self, query: str, *values: str) -> bool:
        """Tell whether the bot's database gives anything for a query."""
        return self.first(query, *values) is not None

    def first(self, query: str, *values: str) -> Any:  # noqa: ANN401 - whatever a column holds
        """Return the first value that the bot's database gives for a query, None if there is none."""
        with closing(sqlite3.connect(self._database, uri=True)) as connection:
            row = connection.execute(query, values).fetchone()
        return None if row is None else row[0]

    def moment(self, query: str, *values: str) -> datetime | None:
        """Return a point in time that the bot's database gives for a query, aware."""
        found = self.first(query, *values)
        return None if found is None else datetime.fromisoformat(found).replace(tzinfo=UTC)

    def has_messages(self, person: str) -> bool:
        """Tell whether the bot has written to `person` directly."""
        channel = self._env.backend.dm_channels.get(self._server.people[person].id, 0)
        return bool(self._env.backend.messages.get(channel))

    def _sent_by(self, user_id: int) -> Iterator[str]:
        for _, event, payload in self._env.backend.transcript:
            if event == "INTERACTION_CREATE" and _user_id(payload) == user_id:
                yield json.dumps(payload["data"], ensure_ascii=False).casefold()


def _user_id(interaction: dict[str, Any]) -> int:
    user = interaction["member"]["user"] if "member" in interaction else interaction["user"]
    return int(user["id"])
