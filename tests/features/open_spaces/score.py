"""How much of the labelled texts is read rightly: `python -m tests.features.open_spaces.score [file]`."""

from __future__ import annotations

import sys

from DiscordBot.features.open_spaces.parsing.extract import extract
from tests.features.open_spaces.labelled import labelled_texts

FIELDS = ("rooms", "starts", "kind")


def main(file: str = "*") -> None:
    """Print the scores, and every text that is read wrongly with what was expected."""
    labels = labelled_texts(file)
    right = dict.fromkeys((*FIELDS, "all three"), 0)
    for label in labels:
        found = extract(label.text, now=label.now, venue=label.venue)
        agreed = [name for name in FIELDS if getattr(found, name) == getattr(label.expected, name)]
        for name in agreed if len(agreed) < len(FIELDS) else right:
            right[name] += 1
        if len(agreed) < len(FIELDS):
            wrong = [name for name in FIELDS if name not in agreed]
            shown = [
                f"{name}: {_shown(getattr(found, name))} instead of {_shown(getattr(label.expected, name))}"
                for name in wrong
            ]
            print(f"{label.text!r} ({label.about}): {'; '.join(shown)}")  # noqa: T201 - that is its purpose
    for name, number in right.items():
        print(f"{name}: {number} of {len(labels)}, {number / len(labels):.1%}")  # noqa: T201


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return (
            "[" + ", ".join(item if isinstance(item, str) else f"{item:%d %b %H:%M}" for item in value) + "]"
        )
    return str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
