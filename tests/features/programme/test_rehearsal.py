"""In a rehearsal people are told so above everything, and other servers are left alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from DiscordBot.config import load_config
from DiscordBot.core.clock import WarpedClock
from DiscordBot.core.rehearsal import with_rehearsal
from sandbox import conference
from tests.features.programme.hall import open_hall
from tests.shown_messages import said
from tests.whole_bot import restart

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.programme.hall import Hall

pytestmark = pytest.mark.slow

NIGHT = datetime(2027, 7, 14, 3)  # noqa: DTZ001 - on the venue's walls
NEARLY_TEN = datetime(2027, 7, 14, 9, 59)  # noqa: DTZ001 - as above
# As fast as real time: whatever the machine is busy with, the bot is there before the minute is over.
SPEED = 1
NOTE = "🎭 Rehearsal: here it is Wed 14 July, "


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of each test: where the real database is no file, that of a rehearsal is there."""
    monkeypatch.chdir(tmp_path)


async def rehearse(hall: Hall, start: datetime, secrets: dict[str, str] | None = None) -> None:
    """Start a bot anew, in a rehearsal."""
    config = load_config(hall.config.file, environment=secrets or {}, need_discord_token=False)
    config = with_rehearsal(config, start, SPEED)
    await restart(hall.env, config, WarpedClock(conference.TIMEZONE, start, SPEED))


async def test_announcements_say_so_and_do_not_count_down_in_real_time(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        hall.write_config("[programme]\n", "[programme]\nlead_minutes = 2\nroom_lead_minutes = 1\n")
        await rehearse(hall, NEARLY_TEN)
        await hall.until(lambda: hall.messages("programme") and hall.messages("club-a"))

        assert said(hall.messages("programme")[0]) == f"{NOTE}09:59."
        assert hall.faces("programme")[0].title == "🔔 **6 sessions** start at 10:00"
        assert said(hall.messages("club-a")[0]).startswith(f"{NOTE}09:59.\n🔔 **")


async def test_changes_say_so(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        await rehearse(hall, NIGHT)
        await hall.until(lambda: hall.topic("terrace-2a"))
        await hall.pretalx.programme.cancel("TALK01")
        await hall.pretalx.programme.release("v2")
        await hall.ask("refresh programme", who="olivia")

        (message,) = hall.messages("schedule-updates")
        assert said(message).startswith(f"{NOTE}03:")


async def test_other_servers_get_nothing(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        addresses = {"ALL": hall.webhook("lobby"), "CLUB": hall.webhook("speakers")}
        settings = '[programme]\nlead_minutes = 2\nroom_lead_minutes = 1\nwebhook = "ALL"\n'
        hall.write_config("[programme]\n", settings)
        hall.write_config('channel = "club-a"\n', 'channel = "club-a"\nwebhook = "CLUB"\n')
        await rehearse(hall, NEARLY_TEN, addresses)
        await hall.until(lambda: hall.messages("terrace-2a"))
        sent = [request.path for request in hall.env.http_requests if "/webhooks/" in request.path]

        assert hall.messages("lobby") == hall.messages("speakers") == sent == []


async def test_ping_says_so(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        before = await hall.ask("ping")
        await rehearse(hall, NIGHT)
        during = await hall.ask("ping")

        assert "Rehearsal" not in before.content
        assert during.content.splitlines()[1].startswith(f"{NOTE}03:")
