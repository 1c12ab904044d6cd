"""What people read, and what becomes of their tickets, when Discord or the database makes trouble."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import simcord
from sqlalchemy import Connection, Engine, event

from sandbox.conference import known_tickets as known
from tests.conference_world import field_ids
from tests.databases import only_on_sqlite
from tests.discord_ui.test_errors import BUSY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conference_world import ConferenceWorld

MEMBER = "/guilds/*/members/*"
INCOMPLETE = "✅ Your ticket is registered to you. I was not allowed to give you all its roles just now."


@pytest.fixture
def impatient_database() -> Iterator[None]:
    """Let the bot wait for the database 50 ms instead of 5 s."""

    def hurry(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")

    event.listen(Engine, "begin", hurry)
    yield
    event.remove(Engine, "begin", hurry)


@pytest.mark.usefixtures("impatient_database")
@only_on_sqlite
async def test_somebody_else_locks_the_database(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    with closing(sqlite3.connect(world.database_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await world.register_with(ada, known.ADA)
        other.rollback()

    assert answer.startswith(BUSY)
    (line,) = world.lines("bot-log")
    assert "OperationalError" in line
    assert (await world.register_with(ada, known.ADA)).startswith("✅ Welcome!")
    assert world.roles(ada) == set(known.ADA.roles)


@pytest.mark.usefixtures("impatient_database")
@only_on_sqlite
async def test_the_database_is_locked_while_the_roles_are_given(
    world: ConferenceWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim is committed, the change on Discord made, and what came of it cannot be noted."""
    ada, grace = world.person("ada"), world.person("grace")
    other = sqlite3.connect(world.database_file)
    edit_member = world.env.backend.edit_member

    def edit_and_lock(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on as they come
        other.execute("BEGIN IMMEDIATE")
        return edit_member(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(world.env.backend, "edit_member", edit_and_lock)
        answer = await world.register_with(ada, known.ADA)
    other.rollback()
    other.close()

    assert answer.startswith(BUSY)
    assert (await world.register_with(grace, known.ADA)).startswith("❌")
    assert world.roles(grace) == set()
    assert (await world.register_with(ada, known.ADA)).startswith("✅ Welcome!")
    assert world.roles(ada) == set(known.ADA.roles)


async def test_a_role_above_the_bots_own(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    business = world.world.server.roles["Business"]
    world.env.backend.reorder_roles(world.guild.id, [{"id": business.id, "position": 50}])

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith(INCOMPLETE)
    assert world.roles(ada) == {"Attendee", "Tutorial"}
    line, problem = world.lines("registration-log")
    assert line.startswith(f"⚠️ {ada.mention} has Conference ticket / Business")
    assert "role «Business»" in problem
    assert "Drag the role" in problem
    health = await world.health()
    assert "❌ **role «Business» (ticket_to_roles_prod.json)**" in health
    assert "wait for roles" in health

    world.env.backend.reorder_roles(world.guild.id, [{"id": business.id, "position": 1}])
    await world.command(olivia, "refresh tickets")
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.lines("registration-log")[-1].startswith(f"✅ {ada.mention} registered")


async def test_a_role_that_does_not_exist_yet(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    world.env.backend.delete_role(world.guild.id, world.world.server.roles["Business"].id)

    assert (await world.register_with(ada, known.ADA)).startswith(INCOMPLETE)
    assert world.roles(ada) == {"Attendee", "Tutorial"}
    assert "There is no such role." in world.lines("registration-log")[-1]

    world.world.server.guild.create_role("Business")
    await world.command(olivia, "refresh tickets")
    assert world.roles(ada) == set(known.ADA.roles)
    assert "wait for roles" not in await world.health()


async def test_the_owner_of_the_server_gets_roles_but_no_nickname(world: ConferenceWorld) -> None:
    guild = world.world.server.guild
    owner = simcord.MemberActor(world.env, guild, guild.owner)

    answer = await world.register_with(owner, known.OLIVIA)

    assert answer.startswith("✅ Welcome!")
    assert world.roles(owner) == set(known.OLIVIA.roles)
    assert world.nickname(owner) is None
    assert len(world.lines("registration-log")) == 1


async def test_somebody_above_the_bot_gets_roles_but_no_nickname(world: ConferenceWorld) -> None:
    guild = world.world.server.guild
    high = guild.create_role("Board")
    world.env.backend.reorder_roles(guild.id, [{"id": high.id, "position": 99}])
    sally = guild.add_member(world.env.create_user("sally"), roles=[high])

    answer = await world.register_with(sally, known.ADA)

    assert answer.startswith("✅ Welcome!")
    assert world.roles(sally) == {"Board", *known.ADA.roles}
    assert world.nickname(sally) is None


@pytest.mark.parametrize(("status", "code"), [(500, 0), (403, 50013)])
async def test_discord_does_not_make_the_change(world: ConferenceWorld, status: int, code: int) -> None:
    ada, eve = world.person("ada"), world.person("eve")
    # What is not allowed is tried once more without the nickname.
    world.env.inject_error(
        "PATCH", MEMBER, status=status, code=code, times=2 if status == HTTPStatus.FORBIDDEN else 1
    )

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith(INCOMPLETE)
    assert world.roles(ada) == set()
    line, problem = world.lines("registration-log")
    assert line.startswith(f"⚠️ {ada.mention} has Conference ticket / Business")
    assert "Discord " in problem
    assert (await world.register_with(eve, known.ADA)).startswith("❌")
    assert world.roles(eve) == set()

    await world.command(world.person("olivia"), "refresh tickets")
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == known.ADA.name


async def test_who_leaves_in_the_middle_gets_everything_on_coming_back(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    world.env.inject_error("PATCH", MEMBER, status=404, code=10007, message="Unknown Member")

    await world.register_with(ada, known.ADA)
    assert "The member is not on the server." in world.lines("registration-log")[-1]
    world.world.server.guild.remove_member(ada)
    await world.env.settle()
    await world.command(world.person("olivia"), "refresh tickets")
    ada = world.world.server.guild.add_member(ada.user)
    await world.env.settle()

    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == known.ADA.name


async def test_the_log_channel_is_away(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    channel = world.world.server.channels["registration-log"]
    world.env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50001)

    assert (await world.register_with(ada, known.ADA)).startswith("✅ Welcome!")
    await world.env.advance_time(15)

    assert len(world.lines("registration-log")) == 1


async def test_the_answer_is_lost_but_not_the_registration(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    form = await world.open_form(ada)
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062, message="Unknown interaction")

    values = dict(zip(field_ids(form), (known.ADA.order, known.ADA.name), strict=True))
    await ada.submit_modal(form, values)

    assert world.roles(ada) == set(known.ADA.roles)
    assert world.lines("bot-log") == []


async def test_a_claim_left_half_done_is_finished_at_the_next_start(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    world.env.inject_error("PATCH", MEMBER, status=500)
    await world.register_with(ada, known.ADA)
    assert world.roles(ada) == set()
    world.clock.ahead += timedelta(hours=1)

    await world.restart(orderly=False)

    assert world.roles(ada) == set(known.ADA.roles)
    assert world.lines("registration-log")[-1].startswith(f"✅ {ada.mention} registered")
