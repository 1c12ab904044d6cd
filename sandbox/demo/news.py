"""What the bot has written lately where attendees read, for visitors who let time pass."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.types import HttpLogEntry

    from DiscordBot.core.clock import Clock
    from sandbox.demo.world import World

LOOK_SECONDS = 0.2
SHOWN = 12
CHANNELS = ("programme", "schedule-updates", "open-spaces", "speakers", *ROOM_CHANNELS.values())
LONGEST = 120
LINK, TIME = re.compile(r"\[([^\]]+)\]\([^)]*\)"), re.compile(r"<t:(\d+)(?::\w)?>")
MARKS = re.compile(r"\\|\*\*|-#|#{1,3} ")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the bot wrote in a channel, with the conference's time."""

    number: int
    time: str
    channel: str
    text: str


class News:
    """Takes note of what the bot writes."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._requests = world.env.http_requests
        self._names = {str(handle.id): name for name, handle in world.server.channels.items()}
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=SHOWN)
        self._seen = 0

    def newest(self) -> list[dict[str, Any]]:
        """Return the newest entries, the newest first."""
        return [asdict(entry) for entry in reversed(self._entries)]

    async def follow(self) -> None:
        """Go on taking note until cancelled."""
        while True:
            self._take_note(self._requests)
            await asyncio.sleep(LOOK_SECONDS)

    def _take_note(self, requests: list[HttpLogEntry]) -> None:
        for number, request in enumerate(requests[self._seen :], start=self._seen):
            _, place, channel, *_ = (*request.path.split("/"), "", "")
            text = first_words(request.method, request.json or {})
            if place == "channels" and self._names.get(channel) in CHANNELS and text:
                time = f"{self._clock.local(self._clock.now()):%H:%M}"
                self._entries.append(Entry(number, time, self._names[channel], text))
        self._seen = len(requests)


def first_words(method: str, content: dict[str, Any]) -> str:
    """Return how a request begins for readers of its channel; nothing for one that only reads."""
    if method == "PATCH" and "topic" in content:
        return f"New topic: {content['topic']}"
    if method != "POST":
        return ""
    words = " · ".join(" ".join(text.split()) for text in _texts(content) if text.strip())
    plain = MARKS.sub("", TIME.sub(_time, LINK.sub(r"\1", words)))
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rstrip()} …"


def _time(mark: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(mark[1]), conference.TIMEZONE):%H:%M}"


def _texts(content: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a message
    """Give the texts of a message in order, whatever it is made of."""
    if isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content, dict):
        for name in ("title", "description", "content"):
            if isinstance(content.get(name), str):
                yield content[name]
        for name in ("embeds", "components"):
            yield from _texts(content.get(name))
