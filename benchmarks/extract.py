"""How fast posts are read; `python -m benchmarks.extract` prints only this."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

from benchmarks.measured import Measured, print_each
from DiscordBot.features.open_spaces.parsing.extract import extract
from tests.features.open_spaces.parsing.labelled import Labelled, labelled_texts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TIMES = 5
TWEET = 280
ENDLESS = 1_000_000


async def measurements() -> AsyncIterator[Measured]:
    """Measure the labelled texts as they are, as full tweets and as very long posts, on one core."""
    labels = labelled_texts()
    yield _speed(labels, "Posts read a second", "5,000")
    tweets = [_repeated(label, TWEET) for label in labels]
    yield _speed(tweets, f"The same filled up to {TWEET} characters", "")
    longest = max(_seconds([_repeated(label, ENDLESS)]) for label in labels)
    yield Measured(f"The slowest of {ENDLESS:,} characters", f"{longest * 1e3:.1f} ms", "5 ms")


def _repeated(label: Labelled, length: int) -> Labelled:
    text = (label.text + " ") * (length // (len(label.text) + 1) + 1)
    return Labelled(text[:length], label.now, label.venue, label.expected, label.about)


def _speed(labels: list[Labelled], what: str, wanted: str) -> Measured:
    return Measured(what, f"{len(labels) / _seconds(labels):,.0f}", wanted)


def _seconds(labels: list[Labelled]) -> float:
    """Return the processor's time for reading all of them, the best of some times."""
    return min(_once(labels) for _ in range(TIMES))


def _once(labels: list[Labelled]) -> float:
    began = process_time()
    for label in labels:
        extract(label.text, now=label.now, venue=label.venue)
    return process_time() - began


if __name__ == "__main__":
    print_each(measurements)
