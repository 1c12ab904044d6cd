"""How long an account lets the bot act for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

Account = TypeVar("Account")


def _nobody_knows(_account: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Access(Generic[Account]):
    """What a network can tell of that.

    `verified` asks whether an account may still act, and returns it as it is from now on; it raises
    `PausedError` if it may not, and other `NetworkError`s if the network does not tell. `ends` is when it
    ceases to (UTC); None if it does not, or nobody knows.
    """

    verified: Callable[[Account], Awaitable[Account]]
    ends: Callable[[Account], datetime | None] = _nobody_knows
