from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core import heartbeat
from DiscordBot.core.heartbeat import DEAD_AFTER, EVERY, FILE, beat, is_alive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conference_world import ConferenceWorld


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE.name


def test_it_lives_for_a_while_after_a_beat(file: Path) -> None:
    beat(file)
    os.utime(file, (1000, 1000))
    seconds = DEAD_AFTER.total_seconds()
    assert is_alive(1000, file)
    assert is_alive(1000 + seconds - 1, file)
    assert not is_alive(1000 + seconds, file)
    beat(file)
    assert not is_alive(file.stat().st_mtime + seconds, file)
    assert is_alive(file.stat().st_mtime + 3 * EVERY.total_seconds(), file)


def test_without_a_beat_it_is_dead(file: Path) -> None:
    assert not is_alive(1000, file)


def test_the_command_tells_by_its_exit_status_and_loads_nothing_of_the_bot(file: Path) -> None:
    def status() -> int:
        command = [sys.executable, "-X", "importtime", "-m", "DiscordBot.core.heartbeat"]
        environment = os.environ | {"TMPDIR": str(file.parent)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        assert "heartbeat" not in done.stdout
        assert "discord" not in {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        return done.returncode

    assert status() == 1
    beat(file)
    assert status() == 0


async def test_no_beat_while_discord_is_lost(
    world: ConferenceWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    beats = tmp_path / "beats"
    monkeypatch.setattr(heartbeat, "beat", lambda: _write(beats, "beat "))
    run = world.bot._scheduler.run  # noqa: SLF001 - the next turn of the job would come in 20 real seconds
    for event in ("disconnect", "resumed", "disconnect", "ready"):
        world.bot.dispatch(event)
        await world.env.settle()
        await run("heartbeat")
    assert beats.read_text() == "beat beat "


def _write(file: Path, text: str) -> None:
    with file.open("a") as opened:
        opened.write(text)
