"""Drawing registrations as pictures for Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.organizers.charts.chart_style import (
    FAINT,
    LEFT,
    QUIET,
    REGISTERED,
    SMALL_SIZE,
    SOLD,
    TEXT,
    TEXT_SIZE,
    TITLE_SIZE,
    drawable,
    figure,
    font,
    style_axes,
    subtitle,
)
from DiscordBot.features.organizers.charts.time_axis import time_ticks
from DiscordBot.features.organizers.statistics import combine_rest, percentage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from DiscordBot.features.organizers.statistics import KindCount, RegistrationNumbers

MOST_KINDS = 6
LONGEST_KIND = 32
LABEL_DISTANCE = 0.21


def over_time(numbers: RegistrationNumbers, timezone: ZoneInfo) -> Figure:
    """Draw how tickets were sold and registered; days and hours are those of `timezone`."""
    chart = figure(_over_time_title(numbers))
    period = f"{numbers.period[:1].upper()}{numbers.period[1:]}, times of {timezone.key}"
    subtitle(chart, LEFT, period, QUIET)
    axes = chart.add_axes((0.12, 0.125, 0.66, 0.63))
    since, until = numbers.sales.times[0], numbers.sales.times[-1]
    top = max(numbers.sold, numbers.registered, 4) * 1.06
    for curve, colour, width in ((numbers.sales, SOLD, 3), (numbers.registrations, REGISTERED, 4)):
        axes.step(_seconds(curve.times), curve.counts, where="post", color=colour, linewidth=width)
    line = numbers.registrations
    axes.fill_between(
        _seconds(line.times), line.counts, step="post", color=REGISTERED, alpha=0.18, linewidth=0
    )
    axes.set_xlim(since.timestamp(), until.timestamp())
    axes.set_ylim(0, top)
    style_axes(axes)
    ticks = time_ticks(since, until, timezone)
    axes.set_xticks([moment.timestamp() for moment, _ in ticks], [label for _, label in ticks])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL_SIZE))
    _label_ends(axes, numbers, top)
    return chart


def by_kind(numbers: RegistrationNumbers) -> Figure:
    """Draw for each kind of ticket how many are sold, and what part of them is registered."""
    chart = figure(_by_kind_title(numbers))
    # The words are the legend.
    subtitle(chart, LEFT, "Registered", REGISTERED)
    subtitle(chart, 0.2, "of all that are sold", SOLD)
    axes = chart.add_axes((LEFT, 0.03, 1 - 2 * LEFT, 0.74))
    axes.set_axis_off()
    kinds = combine_rest(numbers.by_kind, MOST_KINDS)
    most = max((max(kind.sold, kind.registered) for kind in kinds), default=1)
    axes.set_xlim(0, most)
    # Few bars keep the thickness that many have.
    axes.set_ylim(max(len(kinds), 4), 0)
    for row, kind in enumerate(kinds):
        _draw_kind(axes, row, kind, most)
    return chart


def _over_time_title(numbers: RegistrationNumbers) -> str:
    if not numbers.sold:
        return "No tickets are sold yet"
    if not numbers.registered:
        return "Nobody is registered yet"
    return f"{percentage(numbers.registered, numbers.sold)} of tickets are registered"


def _by_kind_title(numbers: RegistrationNumbers) -> str:
    if not numbers.sold:
        return "No tickets are sold yet"
    missing = numbers.sold - numbers.registered
    if not missing:
        return "All tickets are registered"
    return f"{missing:,} ticket{'s are' if missing > 1 else ' is'} not registered yet"


def _label_ends(axes: Axes, numbers: RegistrationNumbers, top: float) -> None:
    """Name the curves where they end, so that nobody has to look colours up in a legend."""
    low, high = max(numbers.registered / top, LABEL_DISTANCE / 2), numbers.sold / top
    if high - low < LABEL_DISTANCE:
        middle = min(max((low + high) / 2, LABEL_DISTANCE), 1 - LABEL_DISTANCE / 2)
        low, high = middle - LABEL_DISTANCE / 2, middle + LABEL_DISTANCE / 2
    ends = ((high, numbers.sold, "sold", SOLD), (low, numbers.registered, "registered", REGISTERED))
    for height, count, word, colour in ends:
        axes.text(
            1.03, height, f"{count:,}", transform=axes.transAxes, va="center", color=colour,
            fontproperties=font(TITLE_SIZE, bold=True),
        )  # fmt: skip
        axes.text(
            1.03, height - 0.085, word, transform=axes.transAxes, va="center", color=colour,
            fontproperties=font(SMALL_SIZE),
        )  # fmt: skip


def _draw_kind(axes: Axes, row: int, kind: KindCount, most: int) -> None:
    name = drawable(kind.kind)
    if len(name) > LONGEST_KIND:
        name = f"{name[: LONGEST_KIND - 1].rstrip()}…"
    # A name is no formula: without parse_math=False, dollar signs would make it one.
    axes.text(0, row + 0.34, name, color=TEXT, va="center", fontproperties=font(TEXT_SIZE), parse_math=False)
    axes.text(
        most, row + 0.34, f"{kind.registered:,} of {kind.sold:,}",
        color=QUIET, va="center", ha="right", fontproperties=font(TEXT_SIZE),
    )  # fmt: skip
    middle = row + 0.72
    axes.barh(middle, most, height=0.2, color=FAINT, alpha=0.35)
    axes.barh(middle, kind.sold, height=0.2, color=SOLD, alpha=0.7)
    axes.barh(middle, kind.registered, height=0.2, color=REGISTERED)


def _seconds(times: Iterable[datetime]) -> list[float]:
    # The marks of the time axis are our own, so Matplotlib need not know that these numbers are times.
    return [moment.timestamp() for moment in times]
