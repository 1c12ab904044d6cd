"""Drawing arrivals as a picture for Discord."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.organizers.charts.chart_style import (
    LEFT,
    QUIET,
    REGISTERED,
    SMALL_SIZE,
    as_png,
    figure,
    font,
    style_axes,
    subtitle,
)
from DiscordBot.features.organizers.charts.time_axis import time_ticks
from DiscordBot.features.organizers.statistics import percentage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from matplotlib.figure import Figure

    from DiscordBot.features.organizers.arrivals import ArrivalNumbers

_SHORTEST = timedelta(hours=1)


def arrivals_over_time(numbers: ArrivalNumbers, timezone: ZoneInfo) -> bytes:
    """Draw how many had arrived when, as a PNG picture."""
    return as_png(arrival_chart(numbers, timezone))


def arrival_chart(numbers: ArrivalNumbers, timezone: ZoneInfo) -> Figure:
    """Draw how many had arrived when; hours are those of `timezone`."""
    curve = numbers.curve
    title = f"{percentage(numbers.arrived, numbers.sold)} have arrived" if curve else "Nobody has arrived yet"
    chart = figure(title)
    subtitle(chart, LEFT, f"{numbers.arrived:,} of {numbers.sold:,}, times of {timezone.key}", QUIET)
    axes = chart.add_axes((0.1, 0.125, 0.86, 0.63))
    style_axes(axes)
    if curve is None:
        axes.set_axis_off()
        return chart
    since = curve.times[0]
    until = max(curve.times[-1], since + _SHORTEST)
    times = [moment.timestamp() for moment in curve.times]
    axes.step(times, curve.counts, where="post", color=REGISTERED, linewidth=4)
    axes.fill_between(times, curve.counts, step="post", color=REGISTERED, alpha=0.18, linewidth=0)
    axes.set_xlim(since.timestamp(), until.timestamp())
    axes.set_ylim(0, max(numbers.arrived, 4) * 1.06)
    ticks = time_ticks(since, until, timezone)
    axes.set_xticks([moment.timestamp() for moment, _ in ticks], [label for _, label in ticks])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL_SIZE))
    return chart
