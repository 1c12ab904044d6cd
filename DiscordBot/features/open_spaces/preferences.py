"""What organisers decide about open spaces, asked anew each time since it may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """See `config_sections.OpenSpaces`; `send_interval` is in minutes, hashtags are without #."""

    hashtags: Callable[[], tuple[str, ...]]
    auto_send: Callable[[], bool]
    send_interval: Callable[[], int]
    announce_as: Callable[[], str]
    template: str
