"""How a configuration names channels and roles: by id, or by name as people write it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class Named(Protocol):
    """What a channel and a role have in common."""

    @property
    def id(self) -> int:
        """Discord's number for it."""

    @property
    def name(self) -> str:
        """What people see."""


Thing = TypeVar("Thing", bound=Named)


def referred_to(reference: str | int, things: Iterable[Thing]) -> list[Thing]:
    """List what `reference` can mean: the one with that id, else exactly that name, else forgiving case.

    A leading '#' or '@' is ignored where nothing is really called so. More than one is ambiguous.
    """
    candidates = list(things)
    text = unicodedata.normalize("NFC", str(reference).strip())
    bare = text.lstrip("#@")
    return (
        [thing for thing in candidates if str(thing.id) == text]
        or [thing for thing in candidates if thing.name == text]
        or [thing for thing in candidates if thing.name == bare]
        or [thing for thing in candidates if _folded(thing.name) == _folded(bare)]
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
