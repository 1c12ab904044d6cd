"""The connected account, and that nobody can use it who only has the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.twitter.account.connection import Account
from tests.databases import all_that_is_stored, database_url

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database

KEY = "any long random text"
ACCOUNT = Account("42", "conf2027", "the-token", "the-token-secret")


async def test_an_account_outlives_a_restart(database: Database) -> None:
    accounts = StoredAccount(database, "twitter", KEY, Account)
    await accounts.open()
    assert (accounts.current, accounts.is_unreadable) == (None, False)
    await accounts.connect(ACCOUNT)
    after_restart = StoredAccount(database, "twitter", KEY, Account)
    await after_restart.open()
    assert after_restart.current == accounts.current == ACCOUNT


async def test_the_database_alone_is_worth_nothing(database: Database, tmp_path: Path) -> None:
    await StoredAccount(database, "twitter", KEY, Account).connect(ACCOUNT)
    await database.close()
    stored = all_that_is_stored(database_url(tmp_path / "bot.db"))
    assert b"twitter.account" in stored
    assert [secret for secret in (b"the-token", b"conf2027") if secret in stored] == []


async def test_another_key_cannot_read_it_and_a_new_connection_replaces_it(database: Database) -> None:
    await StoredAccount(database, "twitter", KEY, Account).connect(ACCOUNT)
    accounts = StoredAccount(database, "twitter", "another key", Account)
    await accounts.open()
    assert (accounts.current, accounts.is_unreadable) == (None, True)
    await accounts.connect(ACCOUNT)
    assert (accounts.current, accounts.is_unreadable) == (ACCOUNT, False)


def test_tokens_do_not_show_when_an_account_is_printed() -> None:
    assert "the-token" not in repr(ACCOUNT)
