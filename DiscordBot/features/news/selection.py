"""Which entries of a feed are news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.news.entries import Entry, names_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

MAX_AGE = timedelta(days=7)
MOST_AT_ONCE = 25
"""A feed that suddenly has more news than these was moved or made anew: nobody wants so many cards."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The news, the oldest first, and how many were left out because there are too many.

    `names` are all that were not known before, of news and old entries alike.
    """

    news: tuple[Entry, ...]
    left_out: int
    names: frozenset[str]


def select_news(
    entries: Sequence[Entry], known: AbstractSet[str], now: datetime, *, is_first_look: bool
) -> Selection:
    """Return what is new in a feed, given the names of all that was ever seen in it.

    An entry without a date is as old as its first sight, and at the first look as old as anything. One that
    is dated in the future counts as new: it waits in the queue for its time.
    """
    seen: set[str] = set()
    news: list[Entry] = []
    for entry in entries:
        names = names_of(entry)
        is_known = not names.isdisjoint(known) or not names.isdisjoint(seen)
        seen |= names
        if not is_known and _is_recent(entry, now, is_first_look=is_first_look):
            news.append(entry)
    # Feeds begin with the newest, which settles the order of those without a date.
    news.reverse()
    news.sort(key=lambda entry: entry.published or now)
    newest = tuple(news[-MOST_AT_ONCE:])
    return Selection(newest, len(news) - len(newest), frozenset(seen - known))


def _is_recent(entry: Entry, now: datetime, *, is_first_look: bool) -> bool:
    if entry.published is None:
        return not is_first_look
    return entry.published >= now - MAX_AGE
