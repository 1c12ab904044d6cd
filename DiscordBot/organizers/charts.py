"""Drawing numbers as pictures for Discord: to be read on a phone, on a dark ground, by everybody.

Only Matplotlib's object-oriented interface is used: pyplot keeps global state.
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from anyascii import anyascii
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from DiscordBot.organizers.statistics import combine_rest, percentage
from DiscordBot.organizers.time_axis import time_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from matplotlib.axes import Axes

    from DiscordBot.organizers.statistics import KindCount, RegistrationNumbers

# A phone shows an embed's picture about 350 points wide. 1600 pixels are sharp there, and what is 17 points
# in a figure of eight inches is 10 points on the phone.
WIDTH_INCHES: Final = 8.0
HEIGHT_INCHES: Final = 5.0
PIXELS_PER_INCH: Final = 200

TITLE_SIZE: Final = 22
TEXT_SIZE: Final = 17
SMALL_SIZE: Final = 15

GROUND: Final = "#232428"
TEXT: Final = "#F2F3F5"
QUIET: Final = "#B5BAC1"
FAINT: Final = "#43464D"
# Blue and orange of Okabe and Ito's palette, which colour-blind people tell apart: https://jfly.uni-koeln.de/color/
REGISTERED: Final = "#56B4E9"
SOLD: Final = "#E69F00"

LEFT: Final = 0.045
MOST_KINDS: Final = 6
LONGEST_KIND: Final = 32
LABEL_DISTANCE: Final = 0.21

# The fonts that come with Matplotlib are the same on every machine.
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_REGULAR: Final = _FONTS / "DejaVuSans.ttf"
_BOLD: Final = _FONTS / "DejaVuSans-Bold.ttf"


def over_time(numbers: RegistrationNumbers, timezone: ZoneInfo) -> Figure:
    """Draw how tickets were sold and registered; days and hours are those of `timezone`."""
    figure = _figure(_over_time_title(numbers))
    period = f"{numbers.period[:1].upper()}{numbers.period[1:]}, times of {timezone.key}"
    _subtitle(figure, LEFT, period, QUIET)
    axes = figure.add_axes((0.12, 0.125, 0.66, 0.63))
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
    _style_axes(axes)
    ticks = time_ticks(since, until, timezone)
    axes.set_xticks([moment.timestamp() for moment, _ in ticks], [label for _, label in ticks])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font(SMALL_SIZE))
    _label_ends(axes, numbers, top)
    return figure


def by_kind(numbers: RegistrationNumbers) -> Figure:
    """Draw for each kind of ticket how many are sold, and what part of them is registered."""
    figure = _figure(_by_kind_title(numbers))
    # The words are the legend.
    _subtitle(figure, LEFT, "Registered", REGISTERED)
    _subtitle(figure, 0.2, "of all that are sold", SOLD)
    axes = figure.add_axes((LEFT, 0.03, 1 - 2 * LEFT, 0.74))
    axes.set_axis_off()
    kinds = combine_rest(numbers.by_kind, MOST_KINDS)
    most = max((max(kind.sold, kind.registered) for kind in kinds), default=1)
    axes.set_xlim(0, most)
    # Few bars keep the thickness that many have.
    axes.set_ylim(max(len(kinds), 4), 0)
    for row, kind in enumerate(kinds):
        _draw_kind(axes, row, kind, most)
    return figure


def as_png(figure: Figure) -> bytes:
    """Return the picture, 1600 by 1000 pixels."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def drawable(text: str) -> str:
    """Return the text with ASCII in place of what the font cannot draw, or not in the right direction."""
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    font = get_font(_REGULAR)
    drawn = "".join(
        character
        if font.get_char_index(ord(character)) and unicodedata.bidirectional(character) not in {"R", "AL"}
        else anyascii(character)
        for character in one_line
    )
    return "".join(character for character in drawn if character.isprintable())


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


def _figure(title: str) -> Figure:
    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=PIXELS_PER_INCH, facecolor=GROUND)
    figure.text(LEFT, 0.895, title, color=TEXT, fontproperties=_font(TITLE_SIZE, bold=True))
    return figure


def _subtitle(figure: Figure, left: float, text: str, colour: str) -> None:
    figure.text(left, 0.825, text, color=colour, fontproperties=_font(SMALL_SIZE))


def _style_axes(axes: Axes) -> None:
    axes.set_facecolor(GROUND)
    for side in ("left", "top", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.grid(axis="y", color=FAINT, linewidth=1.2)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=8, labelcolor=QUIET)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


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
            fontproperties=_font(TITLE_SIZE, bold=True),
        )  # fmt: skip
        axes.text(
            1.03, height - 0.085, word, transform=axes.transAxes, va="center", color=colour,
            fontproperties=_font(SMALL_SIZE),
        )  # fmt: skip


def _draw_kind(axes: Axes, row: int, kind: KindCount, most: int) -> None:
    name = drawable(kind.kind)
    if len(name) > LONGEST_KIND:
        name = f"{name[: LONGEST_KIND - 1].rstrip()}…"
    # A name is no formula: without parse_math=False, dollar signs would make it one.
    axes.text(0, row + 0.34, name, color=TEXT, va="center", fontproperties=_font(TEXT_SIZE), parse_math=False)
    axes.text(
        most, row + 0.34, f"{kind.registered:,} of {kind.sold:,}",
        color=QUIET, va="center", ha="right", fontproperties=_font(TEXT_SIZE),
    )  # fmt: skip
    middle = row + 0.72
    axes.barh(middle, most, height=0.2, color=FAINT, alpha=0.35)
    axes.barh(middle, kind.sold, height=0.2, color=SOLD, alpha=0.7)
    axes.barh(middle, kind.registered, height=0.2, color=REGISTERED)


def _seconds(times: Iterable[datetime]) -> list[float]:
    # The marks of the time axis are our own, so Matplotlib need not know that these numbers are times.
    return [moment.timestamp() for moment in times]


def _font(size: int, *, bold: bool = False) -> FontProperties:
    return FontProperties(fname=_BOLD if bold else _REGULAR, size=size)
