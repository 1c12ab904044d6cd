"""The demo's rehearsal: a morning in minutes, with something to read."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.config.sections import Rehearsal
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.demo.command import demo, main
from sandbox.demo.rehearsal import DemoRehearsal
from sandbox.demo.world import open_world
from tests.patience import until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

START = datetime(2027, 7, 14, 8, 54)  # noqa: DTZ001 - on the venue's walls
SPEED = 120
ROOMS = set(ROOM_CHANNELS.values())


async def test_announcements_topics_and_a_change_of_the_schedule(tmp_path: Path) -> None:
    rehearsal = DemoRehearsal(Rehearsal(start=START, speed=SPEED))

    def news() -> list[tuple[str, str]]:
        return [(news["channel"], news["text"]) for news in rehearsal.state()["news"]]

    async with open_world(tmp_path, rehearsal.make_bot, orders=[], with_livestreams=True) as world:
        running = asyncio.create_task(rehearsal.run(world))
        await until(lambda: any(channel == "programme" for channel, _ in news()))
        told = news()
        assert ("programme", "Twenty years of being wrong in public") in told
        assert {channel for channel, text in told if text.startswith("New topic: 📺 Wed https://")} == ROOMS

        await until(lambda: (world.programme.programme.current or {})["version"] == "v2")
        lobby, olivia = world.server.channels["lobby"], world.server.people["olivia"]
        await olivia.slash(lobby, "refresh programme")
        await until(lambda: ("schedule-updates", "4 changes of the schedule") in news())
        running.cancel()

    state = rehearsal.state()
    assert state["day"] == "Wednesday, 14 July"
    assert state["time"] > "09:08"
    assert "main-stage-14" in (tmp_path / "config.toml").read_text()


async def test_the_page_has_the_clock(tmp_path: Path) -> None:
    rehearsal = DemoRehearsal(Rehearsal(start=START, speed=SPEED))
    async with (
        demo(tmp_path, 0, rehearsal.make_bot, rehearsal) as url,
        aiohttp.ClientSession() as http,
        http.get(f"{url}/api/state") as answer,
    ):
        state = await answer.json()

    assert state["channel"] == "programme"
    assert state["rehearsal"]["speed"] == "120"
    assert {channel["name"] for group in state["groups"] for channel in group["channels"]} >= ROOMS


@pytest.mark.parametrize("start", ["tomorrow", "2027-07-14T08:45+02:00"])
def test_mistakes_on_the_command_line_are_told(
    start: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["demo", "--rehearse", start])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert "--rehearse" in capsys.readouterr().err
