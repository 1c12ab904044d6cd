from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.bot import create_bot, main
from DiscordBot.config import load_config
from DiscordBot.config.sections import Rehearsal
from DiscordBot.core.clock import SystemClock, WarpedClock
from DiscordBot.core.database import Database
from DiscordBot.core.findings import Level
from DiscordBot.core.rehearsal import rehearsal_clock, rehearsal_findings, rehearsal_note, with_rehearsal
from DiscordBot.features.programme.config import Programme
from DiscordBot.networks.twitter.config import Twitter
from sandbox import conference
from sandbox.demo.world import open_world
from tests.conference_world import answer_of
from tests.config_folder import CONFERENCE
from tests.databases import only_on_sqlite
from tests.shown_messages import faces

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.conference_bot import ConferenceBot

pytestmark = only_on_sqlite

START = datetime(2027, 7, 14, 8, 45)  # noqa: DTZ001 - on the venue's walls
AT_START = datetime(2027, 7, 14, 6, 45, tzinfo=UTC)
ADDRESS = "https://discord.com/api/webhooks/1/token"
CONFIG = (
    CONFERENCE
    + """\

[server]
guild_id = 4242

[pretalx]
event = "conf2027"

[programme]
webhook = "OTHER"

[[rooms]]
name = "Forum Hall"
channel = "forum-hall"
webhook = "OTHER"

[twitter]
dry_run = true

[database]
url = "sqlite+aiosqlite:///{folder}/bot.db"
"""
)


def write(folder: Path, more: str = "") -> Path:
    file = folder / "config.toml"
    file.write_text(CONFIG.format(folder=folder) + more)
    return file


def load(folder: Path, more: str = "") -> Config:
    secrets = {"OTHER": ADDRESS}
    return load_config(write(folder, more), environment=secrets, need_discord_token=False)


async def clock_of(config: Config) -> WarpedClock:
    assert config.rehearsal is not None
    return await rehearsal_clock(config, config.rehearsal)


async def remember(config: Config, key: str, value: str) -> None:
    database = Database(config.database.url)
    await database.start()
    await database.remember(key, value)
    await database.close()


async def remembered(config: Config, key: str) -> object:
    database = Database(config.database.url)
    await database.start()
    value: object = await database.remembered(key)
    await database.close()
    return value


def pretend_it_began(folder: Path, ago: timedelta) -> None:
    """Let the rehearsal in the database have begun at another time."""
    began = (SystemClock(conference.TIMEZONE).now() - ago).isoformat()
    with closing(sqlite3.connect(folder / "rehearsal.db")) as connection, connection:
        key = ("rehearsal.origin",)
        (stored,) = connection.execute("SELECT value FROM stored_value WHERE key = ?", key).fetchone()
        stored = re.sub(r'"began": ".*?"', f'"began": "{began}"', stored)
        connection.execute("UPDATE stored_value SET value = ? WHERE key = ?", (stored, *key))


def test_without_a_rehearsal_everything_stays_as_it_is(tmp_path: Path) -> None:
    config = load(tmp_path)

    assert with_rehearsal(config) is config
    assert rehearsal_note(config, SystemClock(conference.TIMEZONE)) == ""
    assert rehearsal_findings(config, SystemClock(conference.TIMEZONE)) == ()


def test_a_rehearsal_leaves_the_real_data_and_other_peoples_servers_alone(tmp_path: Path) -> None:
    config = load(tmp_path)
    live = config.with_section(config.require(Twitter).model_copy(update={"dry_run": False}))
    safe = with_rehearsal(live, START, 60)

    assert safe.rehearsal == Rehearsal(start=START, speed=60)
    assert safe.database.url == f"sqlite+aiosqlite:///{tmp_path}/rehearsal.db"
    assert safe.require(Programme).webhook is None
    assert [(room.channel, room.webhook) for room in safe.rooms] == [("forum-hall", None)]
    assert safe.require(Twitter).dry_run
    assert with_rehearsal(safe) == safe


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://user@localhost/bot"])
def test_a_real_database_that_is_no_file(tmp_path: Path, url: str) -> None:
    config = load(tmp_path)
    config = config.model_copy(update={"database": config.database.model_copy(update={"url": url})})

    assert with_rehearsal(config, START).database.url == "sqlite+aiosqlite:///data/rehearsal.db"


@pytest.mark.parametrize(
    ("start", "speed", "wanted"),
    [
        (None, None, Rehearsal(start=START, speed=30)),
        (None, 5, Rehearsal(start=START, speed=5)),
        (datetime(2027, 7, 15, 9), None, Rehearsal(start=datetime(2027, 7, 15, 9), speed=30)),  # noqa: DTZ001 - as above
    ],
)
def test_the_command_line_wins_over_the_configuration(
    tmp_path: Path, start: datetime | None, speed: float | None, wanted: Rehearsal
) -> None:
    config = load(tmp_path, "[rehearsal]\nstart = 2027-07-14T08:45:00\nspeed = 30\n")

    assert with_rehearsal(config, start, speed).rehearsal == wanted


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--speed", "60"], "needs a start as well"),
        (["--rehearse", "2027-07-14T08:45+02:00"], "leave out the offset"),
        (["--rehearse", "2027-07-14T08:45", "--speed", "0"], "speed"),
        (["--rehearse", "tomorrow"], "tomorrow"),
    ],
)
def test_mistakes_on_the_command_line_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    fault: str,
) -> None:
    for name in ("OTHER", "DISCORD_BOT_TOKEN"):
        monkeypatch.setenv(name, ADDRESS)

    with pytest.raises(SystemExit) as end:
        main(["--config", str(write(tmp_path)), *arguments])

    assert end.value.code == 2
    assert fault in capsys.readouterr().err


async def test_a_rehearsal_begins_at_its_start_and_runs_fast(tmp_path: Path) -> None:
    config = with_rehearsal(load(tmp_path), START, 1000)
    clock = await clock_of(config)
    first = clock.now()
    await asyncio.sleep(0.01)

    assert AT_START <= first < AT_START + timedelta(minutes=10)
    assert clock.now() - first >= timedelta(seconds=10)
    assert rehearsal_note(config, clock).startswith("🎭 Rehearsal: here it is Wed 14 July, 08:")


async def test_an_interrupted_rehearsal_goes_on_with_its_data(tmp_path: Path) -> None:
    config = with_rehearsal(load(tmp_path), START, 60)
    await clock_of(config)
    await remember(config, "announced", "all")
    pretend_it_began(tmp_path, timedelta(minutes=2))

    now = (await clock_of(config)).now()

    assert timedelta(hours=2) <= now - AT_START < timedelta(hours=2, minutes=10)
    assert await remembered(config, "announced") == "all"


async def test_it_goes_on_over_a_clock_change(tmp_path: Path) -> None:
    start = datetime(2027, 10, 31, 1, 30)  # noqa: DTZ001 - on the venue's walls; clocks go back at three
    config = load(tmp_path)
    days = {"first_day": start.date(), "last_day": start.date()}
    config = config.model_copy(update={"conference": config.conference.model_copy(update=days)})
    config = with_rehearsal(config, start, 60)
    await clock_of(config)
    pretend_it_began(tmp_path, timedelta(minutes=2))

    now = (await clock_of(config)).now()

    assert now - datetime(2027, 10, 31, 1, 30, tzinfo=UTC) < timedelta(minutes=10)
    assert now >= datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "speed", "ago"),
    [
        (START + timedelta(hours=1), 60, timedelta(minutes=2)),
        (START, 30, timedelta(minutes=2)),
        (START, 60, timedelta(days=1)),
        (START, 60, timedelta(days=-1)),
    ],
    ids=["another start", "another speed", "its conference is over", "a clock that was set back"],
)
async def test_another_rehearsal_begins_anew(
    tmp_path: Path, start: datetime, speed: float, ago: timedelta
) -> None:
    first = with_rehearsal(load(tmp_path), START, 60)
    await clock_of(first)
    await remember(first, "announced", "all")
    pretend_it_began(tmp_path, ago)

    config = with_rehearsal(load(tmp_path), start, speed)
    clock = await clock_of(config)

    assert clock.now() - clock.moment(start) < timedelta(minutes=10)
    assert await remembered(config, "announced") is None


@pytest.mark.slow
async def test_organisers_are_told(tmp_path: Path) -> None:
    def make_bot(config: Config) -> ConferenceBot:
        safe = with_rehearsal(config, START, 60)
        return create_bot(safe, WarpedClock(conference.TIMEZONE, START, 60))

    async with open_world(tmp_path, make_bot, orders=[]) as world:
        lobby, olivia = world.server.channels["lobby"], world.server.people["olivia"]
        health = faces(answer_of(await olivia.slash(lobby, "health")))[0]
        (line,) = world.server.channels["bot-log"].history()

        assert line.content.startswith("🎭 Rehearsal: here it is Wed 14 July, 08:4")
        assert "⚠️ **rehearsal**\n🎭 Rehearsal: here it is Wed 14 July, " in health.description
        assert "60 times as fast" in health.description
        assert (tmp_path / "rehearsal.db").exists()
        assert not (tmp_path / "bot.db").exists()


def test_findings_tell_how_to_begin_anew(tmp_path: Path) -> None:
    config = with_rehearsal(load(tmp_path), START, 60)
    (finding,) = rehearsal_findings(config, WarpedClock(conference.TIMEZONE, START, 60))

    assert finding.level is Level.WARNING
    assert "keeps real time" in finding.detail
    assert str(tmp_path / "rehearsal.db") in finding.remedy
