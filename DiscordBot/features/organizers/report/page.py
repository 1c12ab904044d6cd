"""The report as one HTML file: nothing is fetched from anywhere, and it can be printed."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from DiscordBot.core.report import Link

if TYPE_CHECKING:
    from datetime import date, datetime

    from DiscordBot.core.report import ReportPart

_TEMPLATE = Path(__file__).parent / "report.html"


@dataclass(frozen=True, slots=True)
class Chart:
    """A PNG picture, and what it says to those who do not see it."""

    content: bytes
    alt_text: str

    @property
    def picture(self) -> str:
        """The picture as text that stands in the page."""
        return base64.b64encode(self.content).decode()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its charts."""

    part: ReportPart
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the page says; `made_at` is local at the venue."""

    conference: str
    first_day: date
    last_day: date
    made_at: datetime
    timezone: str
    sections: tuple[Section, ...]


def as_html(report: Report) -> bytes:
    """Return the file (UTF-8). Texts of people are shown as they are, and lead nowhere but to the web."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        conference=report.conference,
        days=_days(report.first_day, report.last_day),
        made_at=f"{report.made_at:%-d %B %Y, %H:%M}",
        timezone=report.timezone,
        sections=report.sections,
        leads_to_the_web=_leads_to_the_web,
    ).encode()


def _leads_to_the_web(cell: object) -> bool:
    return isinstance(cell, Link) and cell.address.startswith(("https://", "http://"))


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{first:%-d %B %Y}"
    beginning = f"{first:%-d}" if (first.year, first.month) == (last.year, last.month) else f"{first:%-d %B}"
    beginning = beginning if first.year == last.year else f"{first:%-d %B %Y}"
    return f"{beginning} to {last:%-d %B %Y}"
