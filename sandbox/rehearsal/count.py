"""What a rehearsal has shown, counted from what arrived on the server."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.features.programme.cards.session_cards import announced_in
from DiscordBot.features.reminders.ui.reminder_message import reminded_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sandbox.rehearsal.bot import Request
    from sandbox.rehearsal.timetable import Expected


@dataclass(slots=True)
class Count:
    """Numbers of a rehearsal; `seconds_late` are real seconds, one for each expected message."""

    expected: int
    missing: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    seconds_late: list[float] = field(default_factory=list)
    seconds_early: float = 0.0
    most_requests_beyond: int = 0
    topics: Counter[date] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)

    @property
    def is_perfect(self) -> bool:
        """Whether everything was announced, and everybody reminded, once and not before its time."""
        return not (self.missing or self.repeated or self.unexpected or self.seconds_early)

    @property
    def latest(self) -> float:
        """The lateness of the latest message, in real seconds."""
        return max(self.seconds_late, default=0.0)

    def lines(self) -> list[str]:
        """Return the numbers as they are printed."""
        return [
            f"messages expected        {self.expected}",
            f"missing                  {len(self.missing)} {' '.join(self.missing[:5])}",
            f"repeated                 {len(self.repeated)} {' '.join(self.repeated[:5])}",
            f"not expected             {len(self.unexpected)} {' '.join(self.unexpected[:5])}",
            f"late, median             {median(self.seconds_late or [0.0]):.3f} s (real time)",
            f"late, the latest         {self.latest:.3f} s",
            f"requests beyond 1 + rooms, for any start  {self.most_requests_beyond}",
            f"topics edited by day     {', '.join(f'{day}: {n}' for day, n in self.topics.items())}",
            f"other messages           {dict(self.elsewhere)}",
        ]


def count(
    requests: Iterable[Request], expected: Collection[Expected], *, timezone: ZoneInfo, speed: float
) -> Count:
    """Compare what arrived with what was expected."""
    wanted = {(one.channel, one.key, one.start): one for one in expected}
    channels = {one.channel for one in expected}
    result = Count(len(wanted))
    arrived = Counter[tuple[str, str, datetime]]()
    posts = Counter[datetime]()
    for request in requests:
        if request.method == "PATCH" and "topic" in request.content:
            result.topics[request.at.astimezone(timezone).date()] += 1
        elif request.method == "POST" and request.channel not in channels:
            result.elsewhere[request.channel] += 1
        elif request.method == "POST":
            announced = _announced(texts_of(request.content.get("components", [])))
            posts.update({start for _, start in announced})
            for key, start in announced:
                what = (request.channel, key, start)
                arrived[what] += 1
                if what in wanted and arrived[what] == 1:
                    result.seconds_late.append((request.at - wanted[what].due).total_seconds() / speed)
    _compare(result, wanted, arrived, posts)
    return result


def _announced(texts: Sequence[str]) -> list[tuple[str, datetime]]:
    """Return the sessions in a message, and when they start; of a reminder with whoever speaks."""
    reminded = reminded_in(texts)
    if reminded is not None:
        return [(f"{reminded.submission} · {reminded.speaker_code}", reminded.start)]
    return [*announced_in(texts)]


def _compare(
    result: Count,
    wanted: dict[tuple[str, str, datetime], Expected],
    arrived: Counter[tuple[str, str, datetime]],
    posts: Counter[datetime],
) -> None:
    result.missing = [f"{channel}/{key}" for channel, key, start in wanted.keys() - arrived.keys()]
    result.unexpected = [f"{channel}/{key}" for channel, key, start in arrived.keys() - wanted.keys()]
    result.repeated = [f"{channel}/{key}" for (channel, key, _), number in arrived.items() if number > 1]
    result.seconds_early = -min([0.0, *result.seconds_late])
    # In the programme's channel all sessions of a start are one message, and each room's channel has its own.
    rooms = Counter(start for channel, _, start in wanted if channel != "programme")
    result.most_requests_beyond = max((posts[start] - 1 - rooms[start] for start in posts), default=0)
