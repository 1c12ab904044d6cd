"""What charts say, for those who do not see them: the numbers themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.organizers.statistics import combine_rest, percentage

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from DiscordBot.features.organizers.statistics import RegistrationNumbers
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers

MOST_KINDS = 12
MOST_MOMENTS = 5
"""Of a curve: enough to hear how it rises."""


def over_time(numbers: RegistrationNumbers, timezone: ZoneInfo) -> str:
    """Tell how tickets were sold and registered over the time of the chart."""
    since, until = numbers.sales.times[0], numbers.sales.times[-1]
    with_time = until - since < timedelta(days=MOST_MOMENTS)
    told = [
        f"{_moment(moment.astimezone(timezone), with_time=with_time)}: {numbers.sales.at(moment):,} sold, "
        f"{numbers.registrations.at(moment):,} registered"
        for moment in (since + (until - since) * part / (MOST_MOMENTS - 1) for part in range(MOST_MOMENTS))
    ]
    return (
        f"Chart of tickets {numbers.period}. {'; '.join(told)}. "
        f"That is {percentage(numbers.registered, numbers.sold)} registered."
    )


def by_kind(numbers: RegistrationNumbers) -> str:
    """Tell of each kind of ticket how many are sold, and how many of them registered."""
    kinds = combine_rest(numbers.by_kind, MOST_KINDS)
    told = [f"{kind.kind}: {kind.registered:,} of {kind.sold:,} registered" for kind in kinds]
    return f"Chart of tickets by kind. {'; '.join(told) or 'There are none yet'}."


def sent_by_day(numbers: TweetNumbers) -> str:
    """Tell how many tweets went out on each day; days without any are left out."""
    days = numbers.sent_by_day
    told = [f"{_date(day)}: {count:,}" for day, count in days if count]
    span = f"from {_date(days[0][0])} to {_date(days[-1][0])}"
    return f"Chart of tweets posted each day {span}. {'; '.join(told) or 'None were posted'}."


def _moment(local: datetime, *, with_time: bool) -> str:
    day = _date(local.date())
    return f"{day} {local:%H:%M}" if with_time else day


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"
