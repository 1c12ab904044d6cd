"""What ratings of a session come to. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.session_threads.models import SessionRating

FEWEST = 3
"""With fewer ratings one could guess whose they are."""


@dataclass(frozen=True, slots=True)
class Results:
    """How often each number of stars was given, and what was written, in no order."""

    counts: Counter[int]
    comments: tuple[str, ...]
    fewest: int = FEWEST

    @property
    def number(self) -> int:
        """How many ratings there are."""
        return self.counts.total()

    @property
    def average(self) -> float:
        """The mean of all stars."""
        return sum(stars * count for stars, count in self.counts.items()) / max(self.number, 1)

    @property
    def are_shown(self) -> bool:
        """Whether there are enough to be told."""
        return self.number >= self.fewest


def results(ratings: Sequence[SessionRating]) -> Results:
    """Return what ratings come to, which are sorted by their random numbers."""
    comments = (rating.comment for rating in ratings if rating.comment)
    return Results(Counter(rating.stars for rating in ratings), tuple(comments))
