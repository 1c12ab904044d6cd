"""What the last line of a message says about it, for the buttons below: they must work after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAGE = re.compile(
    r"Campaign #(?P<campaign>[0-9]{1,10}) · page (?P<page>[0-9]{1,5}) of [0-9]+ · (?P<read>[0-9a-f]+)"
)
_CHOICE = re.compile(
    r"Campaign #(?P<campaign>[0-9]{1,10}) · tweets (?P<tweets>[0-9, –]+) · (?P<read>[0-9a-f]+)"
)


@dataclass(frozen=True, slots=True)
class PageState:
    """Which page of a campaign is shown; `read` is another one as soon as what there is to read is."""

    campaign_id: int
    page: int
    read: str


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """Which tweets of a campaign were chosen; `read` as in `PageState`."""

    campaign_id: int
    tweet_ids: tuple[int, ...]
    read: str


def page_footer(state: PageState, pages: int) -> str:
    """Return the last line of a page; pages count from 1."""
    return f"Campaign #{state.campaign_id} · page {state.page} of {pages} · {state.read}"


def read_page(line: str) -> PageState | None:
    """Return what such a line says; None if it is none."""
    found = _PAGE.fullmatch(line)
    return PageState(int(found["campaign"]), int(found["page"]), found["read"]) if found else None


def choice_footer(state: ChoiceState) -> str:
    """Return the last line of a message about some tweets."""
    return f"Campaign #{state.campaign_id} · tweets {_ranges(state.tweet_ids)} · {state.read}"


def read_choice(line: str) -> ChoiceState | None:
    """Return what such a line says; None if it is none."""
    found = _CHOICE.fullmatch(line)
    if found is None:
        return None
    return ChoiceState(int(found["campaign"]), tuple(_numbers(found["tweets"])), found["read"])


def _ranges(numbers: Iterable[int]) -> str:
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def _numbers(ranges: str) -> Iterator[int]:
    for part in ranges.split(", "):
        first, _, last = part.partition("–")
        yield from range(int(first), int(last or first) + 1)
