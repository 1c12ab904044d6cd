"""The board of open spaces, as markdown that fits into one card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT, clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.translation.days import DAY_OF_A_LIST, day_in_words
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from DiscordBot.core.clock import Clock

ON_FOR = timedelta(minutes=45)
"""How long an open space that has begun stays on the board, for those who are late."""

_HASHTAGS_AT_END = re.compile(r"(?<=\S)(?:\s+#\w+)+\s*$")
# Title and footer of the board take the rest.
_TOTAL = LAYOUT_TEXT - 200
_TITLE = 90
_ROOM = 60
_HEADING = "### "
_NOTHING = translatable("Nothing yet. What about yours?")
_OVER = translatable("The conference is over. Thank you all!")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One open space; `start` is in UTC, `channel` markdown that leads to the room's channel, if any.

    `links` are those to its posts, each with what is to be read there.
    """

    start: datetime
    room: str
    title: str
    links: tuple[tuple[str, str], ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class BoardDays:
    """The first and the last day of the conference, at the venue."""

    first: date
    last: date

    def shown(self, today: date) -> list[date]:
        """Return the days that the board lists: today and tomorrow; before the first day, the first two."""
        begin = max(today, self.first)
        return [day for day in (begin, begin + timedelta(days=1)) if self.first <= day <= self.last]


def invitation_to_announce(hashtags: Sequence[str]) -> str:
    """Return how to announce an open space; `hashtags` are those of posts that are read, without #."""
    if not hashtags:
        return tr("Would you like to start one? Announce it with `/openspace announce`.")
    return tr(
        "Would you like to start one? Announce it with `/openspace announce`, or in a post with #{hashtag},"
        " a room and a time."
    ).format(hashtag=hashtags[0])


def board_text(entries: Iterable[BoardLine], days: BoardDays, clock: Clock, invitation: str = "") -> str:
    """Return what the board says now; what does not fit is counted at the end.

    The `invitation` stands above until the conference begins.
    """
    today = clock.today()
    lines = [invitation] if invitation and today < days.first else []
    listed = sorted(visible(entries, days, clock), key=lambda entry: (entry.start, entry.room, entry.title))
    for day in days.shown(today):
        of_day = [line_of(entry, clock) for entry in listed if _day(entry, clock) == day]
        lines += [f"{_HEADING}{_named(day, today)}", *(of_day or [tr(_NOTHING)])]
    return _fitted(lines or [tr(_OVER)])


def visible(entries: Iterable[BoardLine], days: BoardDays, clock: Clock) -> list[BoardLine]:
    """Return the entries of the days that the board lists, without those that are over."""
    now, shown_days = clock.now(), days.shown(clock.today())
    return [entry for entry in entries if now < entry.start + ON_FOR and _day(entry, clock) in shown_days]


def next_change(entries: Iterable[BoardLine], clock: Clock) -> datetime:
    """Return the moment (UTC) from which the board of the same entries says something else."""
    now = clock.now()
    midnight = clock.moment(datetime.combine(clock.today() + timedelta(days=1), time()))
    moments = [moment for entry in entries for moment in (entry.start, entry.start + ON_FOR)]
    return min([midnight, *(moment for moment in moments if moment > now)])


def line_of(entry: BoardLine, clock: Clock) -> str:
    """Return one open space as a line of markdown; one that has begun is marked."""
    is_on = entry.start <= clock.now() < entry.start + ON_FOR
    title = shown(clip(" ".join(_HASHTAGS_AT_END.sub("", entry.title).split()), _TITLE))
    place = shown(clip(entry.room, _ROOM)) + (f" {entry.channel}" if entry.channel else "")
    links = "".join(f" · [{what}]({link})" for what, link in entry.links)
    when = time_stamp(entry.start, "t")
    return f"{'▶️ ' if is_on else ''}**{when}** · {place} · {title}{links}"


def _named(day: date, today: date) -> str:
    named = day_in_words(day, DAY_OF_A_LIST)
    if day == today:
        return tr("Today, {day}").format(day=named)
    return tr("Tomorrow, {day}").format(day=named) if day == today + timedelta(days=1) else named


def _day(entry: BoardLine, clock: Clock) -> date:
    return clock.local(entry.start).date()


def _fitted(lines: Iterable[str]) -> str:
    kept: list[str] = []
    left_out = 0
    free = _TOTAL - len(_rest(100_000))
    for line in lines:
        free -= len(line) + 1
        # Nothing stands below a gap, so that nobody takes the rest of a day for all of it.
        if free >= 0 and left_out == 0:
            kept.append(line)
        elif line != tr(_NOTHING) and not line.startswith(_HEADING):
            left_out += 1
    return "\n".join([*kept, *([_rest(left_out)] if left_out else [])])


def _rest(number: int) -> str:
    return tr("… and {number} more: `/openspace list`").format(number=number)
