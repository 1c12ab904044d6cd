"""How many open spaces one person may announce without somebody looking at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.models import OpenSpace


class Limit(NamedTuple):
    """So many, on a day at the venue or in all."""

    most: int
    is_of_today: bool


def limit_reached(announced: Sequence[OpenSpace], preferences: Preferences, clock: Clock) -> Limit | None:
    """Return the limit that somebody has reached who has `announced` these, None if they may go on."""
    a_day, in_all = preferences.most_a_day(), preferences.most_in_all()
    today = clock.today()
    if len(announced) >= in_all:
        return Limit(in_all, is_of_today=False)
    if sum(clock.local(row.created_at).date() == today for row in announced) >= a_day:
        return Limit(a_day, is_of_today=True)
    return None
