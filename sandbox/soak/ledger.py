"""What reaches Discord in a soak, counted while it arrives, so that nothing of it is kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.features.programme.cards.session_cards import announced_in
from DiscordBot.features.reminders.ui.reminder_message import reminded_in
from sandbox.conference.server import ROOM_CHANNELS

if TYPE_CHECKING:
    from datetime import datetime

    from simcord.types import HttpLogEntry

    from sandbox.conference.server import DemoServer
    from sandbox.soak.days import DaysClock

ANNOUNCING = {"programme", "speakers", *ROOM_CHANNELS.values()}
_MESSAGES = re.compile(r"/channels/(\d+)/messages")
_MEMBER = re.compile(r"/guilds/\d+/members/(\d+)")


class Announced(NamedTuple):
    """A session in a channel, or a reminder of one: `key` is what stands in the footer."""

    channel: str
    key: str
    start: datetime


class Ledger:
    """Counts what is announced, who got roles how often, and which lines of schedule changes were posted."""

    def __init__(self, clock: DaysClock) -> None:
        self._clock = clock
        self._channels: dict[str, str] = {}
        self.announced = Counter[Announced]()
        self.given = Counter[int]()
        self.posted = Counter[str]()
        self.changes: list[str] = []
        self.requests = 0

    def know(self, server: DemoServer) -> None:
        """Learn the names of the channels."""
        self._channels = {str(handle.id): name for name, handle in server.channels.items()}

    def note(self, request: HttpLogEntry) -> None:
        """Take note of a request before it has any effect."""
        self.requests += 1
        content: Any = request.json or {}
        member = _MEMBER.fullmatch(request.path)
        if member and request.method == "PATCH" and "roles" in content:
            self.given[int(member[1])] += 1
        message = _MESSAGES.fullmatch(request.path)
        if message and request.method == "POST":
            self._note_message(self._channels.get(message[1], "direct message"), content)

    def _note_message(self, channel: str, content: Any) -> None:  # noqa: ANN401 - what was sent
        self.posted[channel] += 1
        if channel == "schedule-updates":
            self.changes.append(str(content))
        if channel in ANNOUNCING or channel == "direct message":
            texts = texts_of(content.get("components") or [])
            reminded = reminded_in(texts)
            if reminded is not None:
                key = f"{reminded.submission} · {reminded.speaker_code}"
                self.announced[Announced(channel, key, reminded.start)] += 1
            for key, start in announced_in(texts):
                self.announced[Announced(channel, key, start)] += 1
