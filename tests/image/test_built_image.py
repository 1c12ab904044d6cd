"""The image as it is shipped: built by the Dockerfile, started as its user, with no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import DiscordBot
from tests.image.builder import ROOT

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.image.builder import Image

TOKENS = {"DISCORD_BOT_TOKEN": "made.up.token", "PRETIX_TOKEN": "made-up"}
CHECK = ("python", "DiscordBot/bot.py", "check")


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Return the output without what a table in a terminal adds."""
    return " ".join("".join(" " if letter in "│┃" else letter for letter in done.stdout).split())


def test_it_runs_as_a_user_who_may_write_data_and_nothing_else(image: Image) -> None:
    assert image.run("id", "-u").stdout.strip() == "10001"
    places = {
        place: image.run("test", "-w", place).returncode for place in ("data", ".", "DiscordBot", ".venv")
    }
    assert places == {"data": 0, ".": 1, "DiscordBot": 1, ".venv": 1}


def test_it_shows_its_help(image: Image) -> None:
    shown = image.run(*image.config["Cmd"], "--help")
    assert (shown.returncode, "check" in shown.stdout) == (0, True)


def test_tokens_in_the_environment_are_all_that_a_check_needs(image: Image) -> None:
    checked = image.run(*CHECK, environment=TOKENS)
    assert "config.toml The configuration can be used." in said(checked)
    # There is no network, so Discord is what is missing.
    assert checked.returncode == 1
    assert "Discord" in said(checked)


def test_without_tokens_it_says_which_are_missing(image: Image) -> None:
    started = image.run()
    assert started.returncode == 2
    assert all(name in said(started) for name in TOKENS)
    assert "there is no file" not in said(started)


def test_it_starts_and_says_why_it_cannot_go_on(image: Image) -> None:
    started = image.run(environment=TOKENS)
    assert started.returncode == 1
    assert "The bot cannot start" in said(started)


def test_mounted_files_replace_those_of_the_image(image: Image, tmp_path: Path) -> None:
    configuration = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    configuration.write_text(text.replace("guild_id", "gild_id"), encoding="utf-8")
    replaced = image.run(*CHECK, mounted={configuration: "/app/config.toml"}, environment=TOKENS)
    assert replaced.returncode == 2
    assert "gild_id" in said(replaced)
    mapping = tmp_path / "ticket_to_roles_prod.json"
    mapping.write_text('{"Business": []}', encoding="utf-8")
    replaced = image.run(*CHECK, mounted={mapping: "/app/ticket_to_roles_prod.json"}, environment=TOKENS)
    assert replaced.returncode == 2
    assert "Business" in said(replaced)


def test_the_database_is_readable_by_its_owner_only(image: Image) -> None:
    # What a start does once Discord has let the bot in, which it cannot here.
    program = "import asyncio; from DiscordBot.bot import main; main(['check'])\n"
    program += "from DiscordBot.core.database import Database; asyncio.run(Database('sqlite+aiosqlite:///data/bot.db').start())"
    image.run("python", "-c", program, environment=TOKENS)
    listed = image.run("stat", "--format=%a", "data", "data/bot.db")
    assert listed.stdout.split() == ["700", "600"]


def test_the_health_check_follows_the_heartbeat(image: Image) -> None:
    kind, *check = image.config["Healthcheck"]["Test"]
    assert kind == "CMD"
    assert image.run(*check).returncode == 1
    assert image.run("python", "-c", "from DiscordBot.core.heartbeat import beat; beat()").returncode == 0
    assert image.run(*check).returncode == 0


def test_charts_can_be_drawn_without_a_home(image: Image) -> None:
    drawn = image.run(
        "python", "-W", "error", "-c", "import matplotlib.pyplot as p; p.figure().savefig('/tmp/a.png')"
    )
    assert (drawn.returncode, drawn.stdout) == (0, "")
    assert image.run("ls", "/tmp/matplotlib").stdout.strip()  # noqa: S108 - in the container


def test_it_knows_its_version(image: Image) -> None:
    told = image.run("python", "-c", "import DiscordBot; print(DiscordBot.__version__)").stdout.strip()
    assert told == DiscordBot.__version__
    assert image.config["Labels"]["org.opencontainers.image.version"] == told


def test_it_holds_nothing_but_the_program_and_what_starts_it(image: Image) -> None:
    names = set(image.run("ls", "--almost-all", "/app").stdout.split())
    assert names == {
        ".venv", "DiscordBot", "compose.yaml", "config.toml", "data", "deploy", "ticket_to_roles_prod.json",
    }  # fmt: skip
    assert image.run("find", "/app/DiscordBot", "-name", "config.local.toml").stdout == ""


def test_a_server_gets_from_it_what_switches_to_it(image: Image) -> None:
    for file in (ROOT / "compose.yaml", *(ROOT / "deploy").iterdir()):
        place = file.relative_to(ROOT)
        assert image.run("cat", str(place)).stdout == file.read_text(encoding="utf-8")
        assert image.run("test", "-x", str(place)).returncode == (0 if file.suffix == ".sh" else 1)
    assert image.run("tar", "--version").returncode == 0
