"""All charts as PNG pictures. Importing it loads Matplotlib: import it when something is to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.organizers.charts.chart_style import as_png
from DiscordBot.features.organizers.charts.registration_charts import by_kind, over_time
from DiscordBot.features.organizers.charts.tweet_chart import sent_by_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from DiscordBot.features.organizers.statistics import RegistrationNumbers
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers


def registrations_over_time(numbers: RegistrationNumbers, timezone: ZoneInfo) -> bytes:
    """Draw how many were registered when."""
    return as_png(over_time(numbers, timezone))


def registrations_by_kind(numbers: RegistrationNumbers) -> bytes:
    """Draw registered against sold tickets of each kind."""
    return as_png(by_kind(numbers))


def tweets_by_day(numbers: TweetNumbers) -> bytes:
    """Draw how much was posted each day."""
    return as_png(sent_by_day(numbers))
