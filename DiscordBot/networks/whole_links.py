"""Links as people can follow them, of texts that show them shortened."""

from __future__ import annotations


def whole_link(written: str, address: str) -> str:
    """Return the address where a part of it is written, else what is written and the address after it."""
    shown = written.strip().removesuffix("…").removesuffix("...").rstrip("/")
    return address if shown in address else f"{written} ({address})"
