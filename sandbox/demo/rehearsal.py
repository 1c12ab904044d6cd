"""A morning of the conference passing in minutes: what happens in it, and what there was to read."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.bot import create_bot
from DiscordBot.core.clock import WarpedClock
from DiscordBot.core.rehearsal import with_rehearsal
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.conference.timetable import LAST_DAY, ROOMS, SPEAKERS, talks

if TYPE_CHECKING:
    from datetime import datetime

    from simcord.types import HttpLogEntry

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Rehearsal
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from sandbox.demo.world import World

RELEASE_AFTER = timedelta(minutes=15)
"""When organisers change the schedule, in the conference's time after the start."""

NOTICE = timedelta(hours=2)
"""Only sessions that are so far away are changed, so that those that are announced soon are as planned."""

LOOK_SECONDS = 0.2
SHOWN = 12
CHANNELS = ("programme", "schedule-updates", *ROOM_CHANNELS.values())


@dataclass(frozen=True, slots=True)
class News:
    """Something that the bot wrote in a channel, with the conference's time."""

    number: int
    time: str
    channel: str
    text: str


class DemoRehearsal:
    """The rehearsal of a demo; its clock begins when the bot is made."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._clock = self._new_clock()
        self._news: deque[News] = deque(maxlen=SHOWN)
        self._seen = 0

    def make_bot(self, config: Config) -> ConferenceBot:
        """Build the bot as `bot.py --rehearse` does."""
        self._clock = self._new_clock()
        return create_bot(with_rehearsal(config, self._rehearsal.start, self._rehearsal.speed), self._clock)

    def state(self) -> dict[str, Any]:
        """Return what the page shows."""
        local = self._clock.local(self._clock.now())
        return {
            "time": f"{local:%H:%M}",
            "day": f"{local:%A, %d %B}",
            "speed": f"{self._clock.speed:g}",
            "news": [asdict(news) for news in reversed(self._news)],
        }

    async def run(self, world: World) -> None:
        """Take note of what the bot writes, and change the schedule at its time, until cancelled."""
        names = {str(handle.id): name for name, handle in world.server.channels.items()}
        release_at = self._clock.now() + RELEASE_AFTER
        released = False
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._take_note(world.env.http_requests, names)
            if not released and self._clock.now() >= release_at:
                released = True
                await _change_schedule(world, self._clock.now())

    def _new_clock(self) -> WarpedClock:
        return WarpedClock(conference.TIMEZONE, self._rehearsal.start, self._rehearsal.speed)

    def _take_note(self, requests: list[HttpLogEntry], names: dict[str, str]) -> None:
        for number, request in enumerate(requests[self._seen :], start=self._seen):
            _, place, channel, *_ = (*request.path.split("/"), "")
            text = _in_a_line(request.method, request.json or {})
            if place == "channels" and names.get(channel) in CHANNELS and text:
                time = f"{self._clock.local(self._clock.now()):%H:%M}"
                self._news.append(News(number, time, names[channel], text))
        self._seen = len(requests)


def _in_a_line(method: str, content: dict[str, Any]) -> str:
    """Return what a request tells readers of its channel; nothing for one that only reads."""
    if method == "PATCH" and "topic" in content:
        return f"New topic: {content['topic']}"
    if method != "POST":
        return ""
    titles = [embed["title"].replace("\\", "") for embed in content.get("embeds") or ()]
    return titles[0] if len(titles) == 1 else f"{len(titles)} sessions: {', '.join(titles)}" if titles else ""


async def _change_schedule(world: World, now: datetime) -> None:
    """Move, cancel and retitle talks, let somebody step in, and put another livestream into the file."""
    programme = world.programme.programme
    codes = list(dict.fromkeys(talk.code for talk in talks() if talk.start > now + NOTICE))
    if len(codes) > len(ROOMS):
        moved, cancelled, retitled, stepped_in, *_ = codes
        later = next(talk.start for talk in reversed(talks()) if talk.start.date() == LAST_DAY)
        await programme.move(moved, start=later + timedelta(hours=1), room=ROOMS[1])
        await programme.cancel(cancelled)
        await programme.rename_title(retitled, f"{programme.submissions[retitled]['title']} (sold out)")
        absent = programme.submissions[stepped_in]["speakers"][0]
        substitute = next(speaker.code for speaker in SPEAKERS if speaker.code != absent)
        await programme.change_speaker(stepped_in, absent, substitute)
        await programme.release("v2")
    file = world.config.file
    file.write_text(file.read_text().replace("forum-hall-1", "main-stage-1"))
