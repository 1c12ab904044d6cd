"""What becomes of tweets whose time has passed while they could not go out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

GRACE: Final = timedelta(minutes=1)
"""What is late by less is on time."""


def later_times(
    planned: Mapping[int, datetime],
    interval: timedelta,
    next_open: Callable[[datetime], datetime],
    now: datetime,
) -> dict[int, datetime]:
    """Return new times for those of some tweets that would otherwise all go out at once, by their numbers.

    The first that is overdue goes out as soon as it may, each further one an `interval` after the one before
    it, in the same order, until one is reached that is planned for later anyway: from there on all stays
    as it was.
    """
    moved: dict[int, datetime] = {}
    earliest = now
    for tweet_id, due in sorted(planned.items(), key=lambda pair: (pair[1], pair[0])):
        if due >= earliest - GRACE:
            break
        moved[tweet_id] = next_open(earliest)
        earliest = moved[tweet_id] + interval
    return moved
