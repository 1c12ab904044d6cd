"""The whole guide, and how far the visitor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.demo.guide import before_the_doors, conference, first_minutes, next_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.demo.guide.step import Step
    from sandbox.demo.guide.witness import Witness

STEPS = {
    step.name: step
    for step in (*first_minutes.STEPS, *before_the_doors.STEPS, *conference.STEPS, *next_steps.STEPS)
}
"""In order, by their names."""


class Tour:
    """Remembers which steps were ever done or skipped, also when the world has begun anew since."""

    def __init__(self) -> None:
        self._done: set[str] = set()
        self._skipped: set[str] = set()

    def skip(self, name: str) -> None:
        """Go on without a step; doing it later still counts."""
        self._skipped.add(name)

    def progress(self, witness: Witness) -> Iterator[tuple[Step, bool, bool]]:
        """Give all steps in order, each with whether it was done, and whether it was skipped."""
        for name, step in STEPS.items():
            if name not in self._done and step.happened(witness):
                self._done.add(name)
            yield step, name in self._done, name in self._skipped and name not in self._done
