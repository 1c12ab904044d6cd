"""What only a server can have wrong; `make test-postgres` runs it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import unused_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from sqlalchemy.engine import make_url

from DiscordBot.core.active_bot.lease import holding
from DiscordBot.core.active_bot.lock import lock_of
from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import DatabaseUnusableError, explained
from DiscordBot.core.findings import Level
from tests.crash.takeover.proxy import open_proxy
from tests.databases import SERVER, address_on_server, database_url, sql, sql_on_server
from tests.patience import PATIENCE_SECONDS
from tests.postgres import GUARDED, running_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from DiscordBot.core.findings import Finding

pytestmark = pytest.mark.skipif(not SERVER, reason="needs a PostgreSQL server: make test-postgres")


@pytest.fixture
def empty() -> Iterator[str]:
    """Make a database without tables; give its address."""
    name = f"empty_{secrets.token_hex(6)}"
    sql_on_server(f"CREATE DATABASE {name}")
    yield address_on_server(name)
    sql_on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def check(url: str, password: str = "") -> Finding:
    finding = await Database(url, password=password).check()
    assert "postgresql://" not in f"{finding.detail}{finding.remedy}"
    return finding


def with_user(url: str, user: str) -> str:
    return make_url(url).set(username=user).render_as_string(hide_password=False)


def make_role(name: str, password: str = "") -> None:
    sql_on_server(f"DROP ROLE IF EXISTS {name}")
    sql_on_server(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")


async def test_a_database_that_can_be_used(empty: str) -> None:
    assert (await check(empty)).level is Level.OK
    assert sql(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [("0",)]


async def test_who_is_cut_off_closes_its_connections_all_the_same(empty: str) -> None:
    """A driver waits as long for the server's farewell as for a statement, and a standby would as well."""
    async with open_proxy(empty) as (proxy, url):
        database = Database(url)
        await database.start()
        await database.remembered("anything")
        proxy.cut()
        await asyncio.wait_for(database.close(), PATIENCE_SECONDS)


async def test_a_session_that_the_server_ended_meanwhile_is_told_as_that(
    empty: str, caplog: pytest.LogCaptureFixture
) -> None:
    """asyncpg has read the reason, but not yet the end of the connection: it would speak of its states."""

    async def write_in_a_session_that_ends() -> None:
        with explained():
            async with database.transaction() as session:
                own = await session.execute(text("SELECT pg_backend_pid()"))
                sql(empty, f"SELECT pg_terminate_backend({own.scalar_one()}, 5000)")
                # In its first turn the event loop reads the reason, in the second one the end.
                for _ in range(2):
                    await asyncio.sleep(0)
                await session.execute(text("SELECT 1"))

    database = Database(empty)
    await database.start()
    with pytest.raises(DatabaseUnusableError, match="cannot be reached"):
        await write_in_a_session_that_ends()
    await database.remember("key", "value")
    assert await database.remembered("key") == "value"
    await database.close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_server_that_is_not_there(empty: str, tmp_path: Path) -> None:
    for address in (
        make_url(empty).update_query_dict({"host": str(tmp_path)}).render_as_string(),
        "postgresql://bot@127.0.0.1:1/bot",
        "postgresql://bot@no.such.host.invalid/bot",
    ):
        finding = await check(address)
        assert "The server cannot be reached." in finding.detail
        assert "host and port" in finding.remedy


async def test_a_database_that_is_not_there() -> None:
    finding = await check(address_on_server("nowhere"))
    assert "no database of this name" in finding.detail
    assert "createdb" in finding.remedy


async def test_a_wrong_password(empty: str) -> None:
    make_role(GUARDED, "right")
    address = with_user(empty, GUARDED)
    for password in ("wrong", ""):
        finding = await check(address, password)
        assert "does not accept the user or the password" in finding.detail
        assert "DATABASE_PASSWORD" in finding.remedy
    # With the right one this user may come in, if only to look.
    assert "may not create tables" in (await check(address, "right")).detail


async def test_a_user_who_is_not_known(empty: str) -> None:
    finding = await check(with_user(empty, "stranger"))
    assert "does not let this user in" in finding.detail
    assert "user in database.url" in finding.remedy


async def test_whoever_works_while_the_server_is_away_is_told_so(tmp_path: Path) -> None:
    database = Database(f"postgresql://bot@/bot?host={tmp_path}")
    for open_session in (database.transaction, database.read):
        with pytest.raises(DatabaseUnusableError, match="The server cannot be reached"):
            async with open_session() as session:
                await session.connection()
    assert "cannot be reached" in (await database.health()).detail
    await database.close()


def encrypt(data: Path) -> None:
    """Let a server want encrypted connections of whoever comes by TCP; its certificate is nobody's."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    until = datetime.now(UTC) + timedelta(days=1)
    blank = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = (
        blank.not_valid_before(until - timedelta(days=2)).not_valid_after(until).sign(key, hashes.SHA256())
    )
    (data / "server.crt").write_bytes(signed.public_bytes(Encoding.PEM))
    (data / "server.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    (data / "server.key").chmod(0o600)
    rule = "hostssl all all 127.0.0.1/32 trust"
    for file, line in (("postgresql.conf", "ssl = on"), ("pg_hba.conf", rule)):
        with (data / file).open("a") as lines:
            lines.write(f"{line}\n")


async def test_encrypted_connections() -> None:
    port = unused_port()
    address = f"postgresql://bot@127.0.0.1:{port}/postgres"
    with running_postgres("listen_addresses=127.0.0.1", f"port={port}", prepare=encrypt):
        for asked in ("?ssl=require", "?sslmode=require", ""):
            assert (await check(address + asked)).level is Level.OK
        assert "?ssl=require" in (await check(f"{address}?ssl=disable")).remedy
        for asked in ("?ssl=verify-full", "?sslmode=verify-ca"):
            assert "certificate cannot be verified" in (await check(address + asked)).detail
        sql(address, "ALTER SYSTEM SET ssl = off")
        sql(address, "SELECT pg_reload_conf()")
        async with asyncio.timeout(60):
            while (await check(f"{address}?ssl=require")).level is Level.OK:
                pass
        assert "does not encrypt connections" in (await check(f"{address}?ssl=require")).detail


async def test_a_user_who_may_not_create_tables(empty: str) -> None:
    make_role("visitor")
    address = with_user(empty, "visitor")
    finding = await check(address)
    assert "may not create tables" in finding.detail
    assert "OWNER" in finding.remedy
    database = Database(address)
    with pytest.raises(DatabaseUnusableError, match="may not create tables"):
        await database.start()
    await database.close()


async def test_a_newer_schema(tmp_path: Path) -> None:
    url = database_url(tmp_path / "bot.db")
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in (await check(url)).detail
    database = Database(url)
    with pytest.raises(DatabaseUnusableError, match="newer version"):
        await database.start()
    await database.close()


async def test_processes_that_start_at_once_migrate_once(empty: str) -> None:
    databases = [Database(empty, busy_timeout_milliseconds=60_000) for _ in range(3)]
    await asyncio.gather(*(database.start() for database in databases))
    for number, database in enumerate(databases):
        await database.remember("key", number)
        assert await database.remembered("key") == number
        await database.close()


async def test_a_connection_that_was_cut_is_made_again(tmp_path: Path) -> None:
    url = database_url(tmp_path / "bot.db")
    database = Database(url)
    for number in range(3):
        await database.remember("key", number)
        assert await database.remembered("key") == number
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        sql(url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - a constant
    await database.close()


async def test_who_has_to_wait_for_too_long_is_told(tmp_path: Path) -> None:
    url = database_url(tmp_path / "bot.db")
    holder, waiting = Database(url), Database(url, busy_timeout_milliseconds=50)
    async with holder.transaction() as session:
        await session.connection()
        assert "locked" in (await waiting.health()).detail
        # Who only reads does not wait.
        assert await waiting.remembered("key") is None
    assert (await waiting.health()).level is Level.OK
    await holder.close()
    await waiting.close()


async def test_what_reads_cannot_write(tmp_path: Path) -> None:
    database = Database(database_url(tmp_path / "bot.db"))
    async with database.read() as session:
        with pytest.raises(Exception, match="read-only"):
            await (await session.connection()).exec_driver_sql("DELETE FROM stored_value")
    await database.close()


async def test_what_a_stopped_bot_has_left_open_is_ended_for_the_one_that_takes_over(tmp_path: Path) -> None:
    """Also where the server was told a statement, and waits for its values: so it has no time limit."""
    url = database_url(tmp_path / "bot.db")
    former, present = Database(url), Database(url)
    lock = lock_of(url, password="", now=datetime(2027, 7, 14, tzinfo=UTC))
    assert lock is not None
    for statement in (None, "SELECT 1 FROM stored_value WHERE key = $1"):
        async with former.transaction() as session:
            connection = await (await session.connection()).get_raw_connection()
            driver = connection.driver_connection
            assert driver is not None
            if statement is not None:
                await driver.prepare(statement)
            async with holding(lock, present, wait=False, on_waiting=list) as lease:
                await lease.begin()
                await present.remember("key", statement)
            await session.invalidate()
    await former.close()
    await present.close()
