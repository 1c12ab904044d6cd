"""What all charts look like: to be read on a phone, on a dark ground, by everybody.

Only Matplotlib's object-oriented interface is used: pyplot keeps global state.
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from anyascii import anyascii
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A phone shows an embed's picture about 350 points wide. 1600 pixels are sharp there, and what is 17 points
# in a figure of eight inches is 10 points on the phone.
WIDTH_INCHES = 8.0
HEIGHT_INCHES = 5.0
PIXELS_PER_INCH = 200

TITLE_SIZE = 22
TEXT_SIZE = 17
SMALL_SIZE = 15

GROUND = "#232428"
TEXT = "#F2F3F5"
QUIET = "#B5BAC1"
FAINT = "#43464D"
# Blue and orange of Okabe and Ito's palette, which colour-blind people tell apart: https://jfly.uni-koeln.de/color/
REGISTERED = "#56B4E9"
SOLD = "#E69F00"

LEFT = 0.045

# The fonts that come with Matplotlib are the same on every machine.
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_REGULAR = _FONTS / "DejaVuSans.ttf"
_BOLD = _FONTS / "DejaVuSans-Bold.ttf"


def figure(title: str) -> Figure:
    """Make an empty chart with its title, which says what is to be seen."""
    drawn = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=PIXELS_PER_INCH, facecolor=GROUND)
    drawn.text(LEFT, 0.895, title, color=TEXT, fontproperties=font(TITLE_SIZE, bold=True))
    return drawn


def subtitle(chart: Figure, left: float, text: str, colour: str) -> None:
    """Write a line below the title; `left` is a share of the width."""
    chart.text(left, 0.825, text, color=colour, fontproperties=font(SMALL_SIZE))


def style_axes(axes: Axes) -> None:
    """Make axes quiet: few lines, few whole numbers."""
    axes.set_facecolor(GROUND)
    for side in ("left", "top", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.grid(axis="y", color=FAINT, linewidth=1.2)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=8, labelcolor=QUIET)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def as_png(chart: Figure) -> bytes:
    """Return the picture, 1600 by 1000 pixels."""
    picture = io.BytesIO()
    chart.savefig(picture, format="png")
    return picture.getvalue()


def drawable(text: str) -> str:
    """Return the text with ASCII in place of what the font cannot draw, or not in the right direction."""
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    regular = get_font(_REGULAR)
    drawn = "".join(
        character
        if regular.get_char_index(ord(character)) and unicodedata.bidirectional(character) not in {"R", "AL"}
        else anyascii(character)
        for character in one_line
    )
    return "".join(character for character in drawn if character.isprintable())


def font(size: int, *, bold: bool = False) -> FontProperties:
    """Return the same font on every machine."""
    return FontProperties(fname=_BOLD if bold else _REGULAR, size=size)
