"""What others write on networks while a demo runs: open spaces, clear and unclear, and mentions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

from DiscordBot.features.job_board.ui.cog import JOBS_JOB
from DiscordBot.features.mentions.ui.cog import FEED_JOB
from DiscordBot.features.open_spaces.ui.cog import posts_job
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.mastodon.names import MASTODON
from DiscordBot.networks.twitter.names import X
from sandbox import conference

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.clock import Clock
    from sandbox.demo.networks import DemoNetworks
    from sandbox.demo.outside import Outside
    from sandbox.x.server import XStandIn

HASHTAG = "#PyConExampleOpen"
NEWS_JOB = "news"
PAUSE_SECONDS = 45.0
"""How long nobody writes anything; of real time, since visitors have to read it."""

AHEAD = timedelta(minutes=40)
OPENS, CLOSES = time(8), time(20)
ROOM = "Club A"
UNCLEAR = "Breakfast for first-timers: Python, pancakes and porridge in Club A. Sleepyheads welcome!"
MENTION = "is there a quiet room, and may I bring my guide dog?"


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody's post; `{when}` and `{room}` in it are a time to come and one of the rooms, by its number."""

    network: str
    author: str
    text: str
    mentions: bool = False
    room: int = 5


WRITINGS = (
    Writing(X.stored, "loom_and_lambda", "Board games for parsers: {when} in {room}"),
    Writing(BLUESKY.stored, "wool.test", "Knitting circle {when}, bring needles and bugs"),
    Writing(X.stored, "tidal_tina", "Tiny databases, big feelings: {when} in {room}"),
    Writing(BLUESKY.stored, "ada.test", "loved the programme! Will the talks be recorded?", mentions=True),
    Writing(X.stored, "snakecharmer7", "Sing-along of error messages, {when} in {room}", room=2),
    Writing(MASTODON.stored, "", "thank you for the captions last year, coming again", mentions=True),
    Writing(X.stored, "rusty_hinge", "Where are the people who write extensions? I am in {room}"),
)
"""In turn; the first two on X want the same room at the same time."""


class Strangers:
    """Writes on X and other networks, and tells the bot to look, which else would take it a minute.

    `look` is told the names of the bot's jobs.
    """

    def __init__(
        self,
        clock: Clock,
        x: XStandIn,
        networks: DemoNetworks,
        outside: Outside,
        look: Callable[..., None],
    ) -> None:
        self._clock = clock
        self._x = x
        self._networks = networks
        self._outside = outside
        self._look = look
        self._handles = {
            X.stored: f"@{x.account.username}",
            MASTODON.stored: networks.mastodon.handle.rpartition("@")[0],
            BLUESKY.stored: networks.bluesky.handle,
        }

    def next_start(self) -> datetime:
        """Return when an open space may begin that is thought of now, on the venue's walls."""
        return next_start(self._clock.local(self._clock.now()))

    def post_unclear(self) -> None:
        """Let somebody call an open space without saying when."""
        self._on_x("porridge_py", f"{UNCLEAR} {HASHTAG}")
        self._look(posts_job(X.stored))

    def mention(self) -> None:
        """Let somebody ask the conference something."""
        self._on_x("hazel_and_rex", f"{self._handles[X.stored]} {MENTION}")
        self._look(FEED_JOB)

    async def keep_coming(self) -> None:
        """Write every now and then, until cancelled."""
        for number in count():
            await asyncio.sleep(PAUSE_SECONDS)
            await self.go_on(number)

    async def go_on(self, number: int) -> None:
        """Let the next thing happen, of which there are `number` before it."""
        turn, place = divmod(number, len(WRITINGS) + 2)
        if place < len(WRITINGS):
            await self._write(WRITINGS[place], turn)
        elif place == len(WRITINGS):
            self._outside.publish_news()
            self._look(NEWS_JOB)
        else:
            self._outside.advertise()
            self._look(JOBS_JOB)

    async def _write(self, writing: Writing, turn: int) -> None:
        start = self.next_start() + timedelta(hours=turn % 3)
        room = conference.ROOMS[(turn + writing.room) % len(conference.ROOMS)]
        text = writing.text.format(when=f"{start:%A %-H:%M}", room=room)
        text = f"{self._handles[writing.network]} {text}" if writing.mentions else f"{text} {HASHTAG}"
        if writing.network == X.stored:
            self._on_x(writing.author, text)
        elif writing.network == BLUESKY.stored:
            self._networks.bluesky.write(writing.author, text)
        else:
            await self._networks.mastodon.write(text)
        self._look(FEED_JOB if writing.mentions else posts_job(writing.network))

    def _on_x(self, author: str, text: str) -> None:
        self._x.write(author, text)


def next_start(local: datetime) -> datetime:
    """Return the next half hour at which an open space may begin, seen from `local` at the venue."""
    ahead = local + AHEAD
    start = ahead.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=30 * -(-ahead.minute // 30))
    first, last = conference.FIRST_DAY, conference.LAST_DAY
    if start.date() < first:
        return datetime.combine(first, OPENS, conference.TIMEZONE)
    if not OPENS <= start.time() <= CLOSES:
        start = datetime.combine(start.date() + timedelta(days=start.time() > CLOSES), OPENS, start.tzinfo)
    return min(start, datetime.combine(last, CLOSES, conference.TIMEZONE))
