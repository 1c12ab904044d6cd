"""One request as the simulated Discord gets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """`known_files` are what is attached already, None if nobody can tell; `channel_type` the channel's."""

    method: str
    path: str
    body: Any = None
    query: Json = field(default_factory=dict)
    files: tuple[str, ...] = ()
    reason: str | None = None
    known_files: tuple[str, ...] | None = ()
    channel_type: int | None = None
    is_layout_already: bool = False
