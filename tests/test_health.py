"""What `/health` says when something outside the bot is broken: never that everything is fine."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core import heartbeat
from DiscordBot.core.database_errors import DELETED
from sandbox.conference import known_tickets as known
from sandbox.failures import Failure
from tests.databases import only_on_sqlite
from tests.discord_ui.test_errors import APOLOGY

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld


def take_away(database_file: str) -> Path:
    return Path(database_file).rename(f"{database_file}.kept")


async def test_the_port_for_webhooks_is_taken(world: ConferenceWorld) -> None:
    webhooks = world.world.config.webhooks
    assert webhooks is not None
    await world.bot.close()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((webhooks.host, webhooks.port))
        other.listen()
        await world.restart()
        shown = await world.health()
    assert f"Port {webhooks.port} is taken by another program" in shown
    assert "Everything is fine" not in shown

    await world.bot._scheduler.run("web server")  # noqa: SLF001 - its next turn would come in 30 seconds
    assert "Everything is fine" in await world.health()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure.UNAUTHORIZED, "does not accept the token"),
        (Failure.FORBIDDEN, "denies access"),
    ],
)
async def test_pretix_rejects_the_token(world: ConferenceWorld, failure: Failure, words: str) -> None:
    world.shop.failures.fail_with(failure)
    await world.bot._scheduler.run("tickets")  # noqa: SLF001 - its next turn would come in five minutes
    shown = await world.health()
    assert words in shown
    assert "PRETIX_TOKEN" in shown
    assert "Everything is fine" not in shown

    world.shop.failures.recover()
    await world.bot._scheduler.run("tickets")  # noqa: SLF001 - the same
    assert "Everything is fine" in await world.health()


@only_on_sqlite
async def test_the_database_is_deleted_while_the_bot_runs(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    kept = take_away(world.database_file)

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith(APOLOGY)
    assert world.roles(ada) == set()
    shown = await world.health()
    assert DELETED.detail in shown
    assert "Everything is fine" not in shown
    kept.rename(world.database_file)
    assert "Everything is fine" in await world.health()


@only_on_sqlite
async def test_no_sign_of_life_without_a_database(
    world: ConferenceWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[int] = []
    monkeypatch.setattr(heartbeat, "beat", lambda: beats.append(1))
    run = world.bot._scheduler.run  # noqa: SLF001 - its next turn would come in 20 seconds
    await run("heartbeat")
    assert len(beats) == 1
    kept = take_away(world.database_file)
    await run("heartbeat")
    assert len(beats) == 1
    await world.env.settle()
    assert DELETED.detail in "".join(world.lines("bot-log"))
    kept.rename(world.database_file)
    await run("heartbeat")
    assert len(beats) == 2
