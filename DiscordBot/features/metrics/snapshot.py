"""What the bot tells of itself at one moment; numbers alone, and nothing of any person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from DiscordBot.core.scheduler import JobReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Numbers of one moment; None where the feature is off.

    `latency_seconds` is None while Discord does not hear the bot. `requests` counts Discord's answers by
    method and status, `tweets` by state, `deliveries` by network and state.
    """

    version: str
    is_connected: bool
    latency_seconds: float | None
    requests: Mapping[tuple[str, int], int]
    jobs: Sequence[JobReport]
    tweets: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, str], int] = field(default_factory=dict)
    orders: int | None = None
    registrations: int | None = None
