"""How long the outbox waits before it tries or looks again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DOUBLINGS = 20
"""More would only overflow; the longest wait is reached long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """The outbox's patience.

    A failed attempt is followed by `first`, twice as long after each further one, up to `longest`; a
    quarter more or less by `chance`, which gives numbers from 0 to 1. What perhaps was posted is looked for
    `between_readings`; after `before_asking` without a readable account a human is asked as well, and the
    bot looks only every `after_asking`, or `after_giving_up` if looking tells nothing. A network that has
    not answered after `for_an_answer` is given up. `after_trouble` is for when the bot itself is in
    trouble: its database, say.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(minutes=15)
    chance: Callable[[], float] = random.random
    between_readings: timedelta = timedelta(seconds=30)
    before_asking: timedelta = timedelta(minutes=10)
    after_asking: timedelta = timedelta(minutes=5)
    after_giving_up: timedelta = timedelta(hours=1)
    for_an_answer: timedelta = timedelta(minutes=5)
    after_trouble: timedelta = timedelta(minutes=1)

    def after(self, attempts: int) -> timedelta:
        """Return how long to wait after the last of so many attempts."""
        doublings = min(max(attempts - 1, 0), MOST_DOUBLINGS)
        return min(self.first * (1 << doublings), self.longest) * (0.75 + self.chance() / 2)
