"""What features tell after the conference, for `/stats report`: numbers, and nothing of any person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address."""

    text: str
    address: str


Cell = str | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One heading of the report: `numbers` are what was counted and how much of it, then perhaps a table.

    Everybody may read the report, so it names only what was public already.
    """

    title: str
    numbers: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
