from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from matplotlib.text import Text

from DiscordBot.features.organizers.charts.chart_style import as_png, drawable
from DiscordBot.features.organizers.charts.registration_charts import by_kind, over_time
from DiscordBot.features.organizers.statistics import Period, RegistrationNumbers, count_registrations
from DiscordBot.features.registration.overview import SoldTicket

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
ODD_KINDS = ("一般チケット 🎟️", "تذكرة", r"$\frac$", "W" * 80, "", "line\nbreak\x07", "e\u0301", "\U000e0001")


def count(sold: int, registered: int, *kinds: str, period: Period = Period.SALE) -> RegistrationNumbers:
    """Count tickets sold over a hundred days, of which the first were registered in the last ten."""
    tickets = [
        SoldTicket(
            kinds[number % len(kinds)] if kinds else "Personal",
            NOW - timedelta(days=100) * (1 - number / sold),
            NOW - timedelta(days=10) * (1 - number / sold) if number < registered else None,
        )
        for number in range(sold)
    ]
    return count_registrations(tickets, period, NOW)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


@pytest.mark.slow
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize(("sold", "registered"), [(0, 0), (1, 0), (1, 1), (300, 0), (5_000, 4_900)])
def test_every_number_of_tickets_makes_two_pictures_of_the_right_size(
    sold: int, registered: int, period: Period
) -> None:
    numbers = count(sold, registered, period=period)
    for figure in (over_time(numbers, BERLIN), by_kind(numbers)):
        picture = as_png(figure)
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", picture[16:24]) == (1600, 1000)


def test_both_curves_share_axes_that_show_all_of_them() -> None:
    numbers = count(400, 100)
    (axes,) = over_time(numbers, BERLIN).axes

    assert axes.get_xlim() == ((NOW - timedelta(days=100)).timestamp(), NOW.timestamp())
    assert axes.get_ylim()[0] == 0
    assert 400 < axes.get_ylim()[1] < 440
    assert [np.asarray(line.get_ydata())[-1] for line in axes.lines] == [400, 100]


def test_the_picture_over_time_says_what_it_shows() -> None:
    shown = texts(over_time(count(4_000, 1_000), BERLIN))

    assert {"25 % of tickets are registered", "4,000", "sold", "1,000", "registered"} <= set(shown)
    assert "Since the first ticket was sold, times of Europe/Berlin" in shown
    assert "14 Jul" in shown


@pytest.mark.parametrize(("sold", "registered"), [(0, 0), (100, 0), (100, 99), (100, 100)])
def test_the_names_of_the_curves_stay_apart_and_inside(sold: int, registered: int) -> None:
    figure = over_time(count(sold, registered), BERLIN)
    figure.draw_without_rendering()
    boxes = [
        text.get_window_extent()
        for text in figure.axes[0].texts
        if text.get_text() in {"sold", "registered", str(sold), str(registered)}
    ]

    assert len(boxes) == 4
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)
    assert all(box.x1 <= 1600 and box.y0 > 0 and box.y1 < 1000 for box in boxes)


@pytest.mark.parametrize(
    ("sold", "registered", "title"),
    [
        (0, 0, "No tickets are sold yet"),
        (9, 0, "9 tickets are not registered yet"),
        (9, 8, "1 ticket is not registered yet"),
        (9, 9, "All tickets are registered"),
    ],
)
def test_the_picture_by_kind_says_how_many_are_missing(sold: int, registered: int, title: str) -> None:
    assert title in texts(by_kind(count(sold, registered)))


def test_many_kinds_are_few_bars() -> None:
    shown = texts(by_kind(count(100, 50, *(f"kind {number}" for number in range(10)))))

    assert {"kind 0", "5 of 10", "5 other kinds", "25 of 50"} <= set(shown)
    assert "kind 5" not in shown


def test_odd_names_are_drawn_without_a_warning() -> None:
    for kind in ODD_KINDS:
        assert as_png(by_kind(count(3, 1, kind)))


def test_names_stay_beside_their_numbers() -> None:
    figure = by_kind(count(5_000, 4_000, "A rather long name of a conference ticket with everything"))
    figure.draw_without_rendering()
    name, numbers = figure.axes[0].texts

    assert name.get_text().endswith("…")
    assert not name.get_window_extent().overlaps(numbers.get_window_extent())


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Früh ✓ Билет", "Früh ✓ Билет"),
        ("e\u0301", "é"),
        ("一般", "YiBan"),
        ("تذكرة", "tdhkrh"),
        ("a \n\t b", "a b"),
    ],
)
def test_what_the_font_lacks_is_written_in_ascii(text: str, drawn: str) -> None:
    assert drawable(text) == drawn
