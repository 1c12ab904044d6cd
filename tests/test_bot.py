from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.bot import main
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.registration.config import Pretix
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
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
from DiscordBot.discord_ui.errors import Refusal
sys.exit(main(["--config", sys.argv[2]]))
"""


async def start(surroundings: Surroundings, base: str) -> tuple[int, str]:
    """Start the bot in a process of its own; return its exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, base, str(surroundings.write())),
        cwd=ROOT,
        env={**os.environ, **THIS_CHECKOUT},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
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


async def test_a_room_without_its_section_is_off_and_the_rest_works(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    world.configure(without=(Pretix, Pretalx), webhooks=None)

    await world.restart()

    assert "register" not in ada_s_commands(world)
    assert (await world.command(ada, "ping")).content.startswith("🏓")
    assert "Everything is fine" in world.text_of(await world.command(olivia, "health"))
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
