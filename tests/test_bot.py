from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.bot import main
from DiscordBot.config import load_config
from DiscordBot.core import heartbeat
from DiscordBot.core.active_bot.lock import ActiveLock, lock_of
from DiscordBot.core.email_hash import email_hash
from DiscordBot.core.listed_people import read_listed
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.registration.config import Pretix
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from tests.config_folder import SMALLEST
from tests.patience import until
from tests.surroundings import LIMITED_TOKEN, Surroundings, open_surroundings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.conference_world import ConferenceWorld

ROOT = Path(__file__).parent.parent
# The packages may be installed for another checkout, whose bot would be the one to start.
THIS_CHECKOUT = {"PYTHONPATH": str(ROOT)}
BROKEN = """
[conference]
name = "PyCon"
timezone = "Europe/Atlantis"
first_day = 2027-07-14
last_day = 2027-07-12

[server]
gild_id = 4242

[pretix]
organizer = "example"
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program, with our own arguments
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"COLUMNS": "300", "PATH": "", **THIS_CHECKOUT},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("DiscordBot/bot.py",), ("-m", "DiscordBot.bot", "check")], ids=["script", "module"]
)
def test_all_mistakes_are_told_at_once_before_anything_starts(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(BROKEN)

    run = python(*arguments, "--config", str(file))

    assert run.returncode == 2
    assert run.stderr == ""
    for mistake in (
        "timezone",
        "last_day",
        "gild_id",
        "guild_id",
        "event",
        "PRETIX_TOKEN",
        "ticket_to_roles",
    ):
        assert re.search(rf"│ ERROR +│ .*{mistake}", run.stdout), mistake
    assert run.stdout.count("┏") == 1


@pytest.mark.slow
def test_what_the_program_writes_is_for_its_user_only(tmp_path: Path) -> None:
    program = "import os, sys; from DiscordBot.bot import main; os.umask(0o022)\n"
    program += "main(['--config', sys.argv[1]]); sys.stderr.write(oct(os.umask(0)))"
    assert python("-c", program, str(tmp_path / "none.toml")).stderr == "0o77"


def test_a_configuration_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", str(tmp_path / "none.toml")]) == 2

    assert "none.toml" in capsys.readouterr().out.replace("\n", "")


def test_an_address_is_named_by_its_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SMALLEST, encoding="utf-8")
    (tmp_path / ".secrets").write_text("DISCORD_BOT_TOKEN=of-the-bot\n", encoding="utf-8")
    hashes = []
    for address in ("ada@example.org", " Ada@Example.org"):
        assert main(["email-hash", address, "--config", str(file)]) == 0
        hashes.append(capsys.readouterr().out.strip())
    assert hashes == [email_hash(load_config(file))("ada@example.org")] * 2
    assert read_listed(hashes[0]) == hashes[0]


async def check(surroundings: Surroundings, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Run the command; return its exit status and the lines that it printed."""
    status = await asyncio.to_thread(main, ["check", "--config", str(surroundings.write())])
    return status, capsys.readouterr().out.splitlines()


@pytest.fixture
async def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Surroundings]:
    monkeypatch.setenv("COLUMNS", "300")
    async with open_surroundings(tmp_path) as opened:
        monkeypatch.setattr(discord.http.Route, "BASE", opened.discord_url)
        yield opened


def errors(lines: list[str]) -> list[str]:
    return [line for line in lines if "│ ERROR" in line]


async def test_check_finds_everything_in_order(
    surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines = await check(surroundings, capsys)

    assert errors(lines) == []
    assert status == 0
    for thing in (
        "config.toml",
        "database",
        "pretix",
        "pretalx",
        "Discord login",
        "Discord intents",
        "server «",
    ):
        assert [line for line in lines if re.match(rf"│ ok +│ {thing}", line)], thing
    assert len([line for line in lines if "│ role «" in line]) >= len(conference.ATTENDEE_ROLES)
    channels = ("bot-log", "registration", "programme", "schedule-updates", *ROOM_CHANNELS.values())
    for channel in channels:
        assert [line for line in lines if re.match(rf"│ ok +│ channel #{channel} ", line)], channel


async def test_check_tells_everything_that_is_wrong_with_its_remedy(
    surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    backend, guild, server = surroundings.backend, conference.GUILD_ID, surroundings.server
    surroundings.secrets["PRETIX_TOKEN"] = LIMITED_TOKEN
    surroundings.discord.flags = discord.ApplicationFlags()
    backend.delete_channel(server.channels["registration"].id)
    backend.delete_role(guild, server.roles["Sprint"].id)
    backend.reorder_roles(guild, [{"id": server.roles["Business"].id, "position": 50}])
    own = next(role for role in backend.guilds[guild].roles.values() if role.managed)
    backend.edit_role(
        guild, own.id, {"permissions": own.permissions & ~discord.Permissions.manage_nicknames.flag}
    )

    status, lines = await check(surroundings, capsys)

    assert status == 1
    wrong = errors(lines)
    assert len(wrong) == 6
    for text in ("pretix", "intents", "Manage Nicknames", "#registration ", "«Sprint»", "«Business»"):
        assert any(text in line for line in wrong), text
    assert len([line for line in lines if "→ " in line]) == 6


async def test_check_with_a_wrong_token_for_discord(
    surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    surroundings.secrets["DISCORD_BOT_TOKEN"] = "another-token"

    status, lines = await check(surroundings, capsys)

    assert status == 1
    (line,) = errors(lines)
    assert "Discord does not know this token." in line
    assert not any("another-token" in line for line in lines)


async def test_check_on_a_server_that_the_bot_was_not_invited_to(
    surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    surroundings.backend.remove_guild(conference.GUILD_ID)

    status, lines = await check(surroundings, capsys)

    assert status == 1
    (line,) = errors(lines)
    assert f"The bot is not on the server {conference.GUILD_ID}." in line
    assert any("https://discord.com/oauth2/authorize?client_id=" in line for line in lines)


START = """
import sys
import discord
discord.http.Route.BASE = sys.argv[1]
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.registration.config import Pretix
from DiscordBot.bot import main
from DiscordBot.config import load_config
from DiscordBot.core import heartbeat
from DiscordBot.core.active_bot.lock import ActiveLock, lock_of
from DiscordBot.discord_ui.errors import Refusal
sys.exit(main(["--config", *sys.argv[2:]]))
"""


async def begin(surroundings: Surroundings, base: str, *arguments: str) -> asyncio.subprocess.Process:
    """Start the bot in a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, base, str(surroundings.write()), *arguments),
        cwd=ROOT,
        env={**os.environ, **THIS_CHECKOUT, "TMPDIR": str(surroundings.folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def start(surroundings: Surroundings, base: str) -> tuple[int, str]:
    """Start the bot in a process of its own; return its exit status and what it printed."""
    process = await begin(surroundings, base)
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, output.decode()


@pytest.mark.slow
async def test_a_start_with_a_wrong_token_says_so_and_does_not_try_again(surroundings: Surroundings) -> None:
    surroundings.secrets["DISCORD_BOT_TOKEN"] = "another-token"

    status, output = await start(surroundings, surroundings.discord_url)

    assert status == 2
    assert "The bot cannot start" in output
    assert "Discord does not know this token." in output
    assert "Traceback" not in output
    assert "another-token" not in output


@pytest.mark.slow
async def test_a_start_without_a_network_says_so(surroundings: Surroundings) -> None:
    status, output = await start(surroundings, "http://127.0.0.1:9")

    assert status == 1
    assert "The bot cannot start" in output
    assert "Discord cannot be reached" in output
    assert "Traceback" not in output


@pytest.fixture
async def active(surroundings: Surroundings) -> AsyncIterator[ActiveLock]:
    """Have the lock, as another bot would that is active."""
    url = load_config(surroundings.write(), environment={}).database.url
    lock = lock_of(url, password="", now=datetime(2027, 7, 14, 8, tzinfo=UTC))
    assert lock is not None
    assert await lock.take()
    yield lock
    await lock.release()


@pytest.mark.slow
async def test_a_second_bot_says_who_is_active_and_has_a_status_of_its_own(
    surroundings: Surroundings, active: ActiveLock
) -> None:
    status, output = await start(surroundings, "http://127.0.0.1:9")

    assert status == 3
    assert "The bot does not start" in output
    assert await active.holder() in re.sub(r"[^\x20-\x7e]+\s*", " ", output)
    assert "--standby" in output
    # It has neither made tables nor asked Discord, which is not there.
    assert not list(surroundings.folder.glob("*.db"))


@pytest.mark.crash
async def test_a_standby_waits_in_good_health_and_takes_over_or_is_ended(
    surroundings: Surroundings, active: ActiveLock
) -> None:
    beat = surroundings.folder / heartbeat.FILE.name
    waiting = [await begin(surroundings, "http://127.0.0.1:9", "--standby") for _ in range(2)]
    await until(beat.exists)
    await until(lambda: beat.read_text().startswith("waiting: process "))
    assert heartbeat.is_alive(beat.stat().st_mtime, beat)
    # It has begun to listen to signals when it waits, and both may be the one that beats.
    for process in waiting:
        assert process.stdout is not None
        while b"Waiting: process" not in await process.stdout.readline():
            pass
    waiting[0].terminate()
    assert await waiting[0].wait() == 0

    await active.release()

    output, _ = await asyncio.wait_for(waiting[1].communicate(), 60)
    assert b"I become the active bot." in output
    # Here its way ends: there is no Discord.
    assert b"Discord cannot be reached" in output
    assert waiting[1].returncode == 1
    assert list(surroundings.folder.glob("*.db"))
    assert await active.take()


async def test_a_feature_without_its_section_is_off_and_the_rest_works(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    world.configure(without=(Pretix, Pretalx), webhooks=None)

    await world.restart()

    assert "register" not in ada_s_commands(world)
    assert (await world.command(ada, "ping")).content.startswith("🏓")
    assert "Everything is fine" in await world.health()
    world.expected_errors.append(Refusal)
    refresh = await world.command(olivia, "refresh tickets")
    assert refresh.content == "There is no [pretix] section in the configuration."


async def test_commands_are_told_to_discord_only_when_they_changed(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)
    await world.restart()
    assert not [request for request in world.requests_since(before) if "commands" in request]

    world.configure(without=(Pretix, Pretalx), webhooks=None)
    await world.restart()
    assert world.requests_since(before).count("PUT /applications/guilds/commands") == 1


def ada_s_commands(world: ConferenceWorld) -> tuple[str, ...]:
    return world.person("ada").available_commands(world.world.server.channels["lobby"])
