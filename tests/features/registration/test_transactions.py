"""What a registration costs the database: one look beside the writer, and two commits."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.database import Database
from DiscordBot.features.registration.outcome import Result
from sandbox.conference.known_tickets import ADA, ALAN, EMMY, HEDY, JOAN, KATHERINE
from tests.databases import database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from sandbox.conference.known_tickets import KnownTicket
    from tests.features.registration.rules import Rules

USER = 1


class CountedDatabase(Database):
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.counted: Counter[str] = Counter()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        self.counted["commit"] += 1
        async with super().transaction() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        self.counted["read"] += 1
        async with super().read() as session:
            yield session


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[CountedDatabase]:
    database = CountedDatabase(database_url(database_file))
    yield database
    await database.close()


async def registered(rules: Rules, database: CountedDatabase, *tickets: KnownTicket) -> Counter[str]:
    """Let each be registered by another member, all at once; return what the database was asked for."""
    for number, _ in enumerate(tickets, start=USER):
        rules.members.join(number)
    database.counted.clear()
    outcomes = await asyncio.gather(
        *(rules.service.register(n, t.order, t.name) for n, t in enumerate(tickets, start=USER))
    )
    assert {outcome.result for outcome in outcomes} == {Result.REGISTERED}
    return database.counted


@pytest.mark.parametrize("ticket", [ADA, EMMY], ids=lambda ticket: ticket.what)
async def test_a_registration_is_one_read_and_two_commits(
    rules: Rules, database: CountedDatabase, ticket: KnownTicket
) -> None:
    assert await registered(rules, database, ticket) == {"read": 1, "commit": 2}


async def test_members_who_come_at_once_share_them(rules: Rules, database: CountedDatabase) -> None:
    asked = await registered(rules, database, ADA, EMMY, ALAN, KATHERINE, JOAN, HEDY)
    assert asked["read"] + asked["commit"] <= 6


async def test_the_roles_are_noted_with_the_claim_before_discord_is_asked(
    rules: Rules, database: CountedDatabase
) -> None:
    rules.members.join(USER)
    rules.members.refusing = True
    database.counted.clear()
    outcome = await rules.service.register(USER, ADA.order, ADA.name)
    assert outcome.result is Result.INCOMPLETE
    assert database.counted == {"read": 1, "commit": 1}
    assert await rules.claims.given_roles(USER) == outcome.roles
    assert await rules.claims.unfinished_users() == {USER}


async def test_a_look_waits_for_no_writer(rules: Rules, database: CountedDatabase) -> None:
    rules.members.join(USER)
    await rules.service.register(USER, ADA.order, ADA.name)
    async with database.transaction():
        assert len(await rules.service.claims_of(USER)) == 1
