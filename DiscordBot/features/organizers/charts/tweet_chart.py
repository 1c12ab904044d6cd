"""Drawing tweets as a picture for Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.organizers.charts.chart_style import (
    LEFT,
    QUIET,
    REGISTERED,
    SMALL_SIZE,
    TEXT,
    figure,
    font,
    style_axes,
    subtitle,
)
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers

MOST_TICKS = 6
MOST_BAR_LABELS = 10


def sent_by_day(numbers: TweetNumbers) -> Figure:
    """Draw how many tweets went out on each day."""
    sent = numbers.by_outcome.get(Outcome.SENT, 0)
    title = f"{sent:,} tweet{'' if sent == 1 else 's'} posted" if sent else "Nothing was posted yet"
    chart = figure(title)
    days, counts = zip(*numbers.sent_by_day, strict=True)
    subtitle(chart, LEFT, f"Each day from {days[0]:%d %b} to {days[-1]:%d %b}, days at the venue", QUIET)
    axes = chart.add_axes((0.1, 0.125, 0.86, 0.63))
    places = range(len(days))
    axes.bar(places, counts, width=0.7, color=REGISTERED)
    axes.set_xlim(-0.6, len(days) - 0.4)
    axes.set_ylim(0, max(*counts, 4) * 1.1)
    style_axes(axes)
    step = -(-len(days) // MOST_TICKS)
    # Counted from the last day, which people look at first.
    ticks = [*places][::-step]
    axes.set_xticks(ticks, [f"{days[place]:%d %b}" for place in ticks])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL_SIZE))
    if len(days) <= MOST_BAR_LABELS:
        for place, count in zip(places, counts, strict=True):
            if count:
                axes.text(
                    place, count, f"{count:,}", ha="center", va="bottom", color=TEXT,
                    fontproperties=font(SMALL_SIZE),
                )  # fmt: skip
    return chart
