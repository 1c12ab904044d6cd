"""How much of the labelled texts is read rightly; `python -m` this module prints it, of one file if named."""

from __future__ import annotations

import sys

from tests.features.open_spaces.parsing.labelled import FIELDS, agreed, labelled_texts, mismatch


def main(file: str = "*") -> None:
    """Print the scores, and every text that is read wrongly with what was expected."""
    labels = labelled_texts(file)
    right = dict.fromkeys((*FIELDS, "all three"), 0)
    wrongly_scheduled = 0
    for label in labels:
        fields = agreed(label)
        for name in fields if len(fields) < len(FIELDS) else right:
            right[name] += 1
        if wrong := mismatch(label):
            wrongly_scheduled += wrong.endswith("!")
            print(wrong)  # noqa: T201 - that is its purpose
    for name, number in right.items():
        print(f"{name}: {number} of {len(labels)}, {number / len(labels):.1%}")  # noqa: T201
    print(f"wrongly scheduled: {wrongly_scheduled}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
