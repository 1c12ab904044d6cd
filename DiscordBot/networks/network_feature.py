"""What a network declares of itself, beyond what every feature does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.feature import Feature

if TYPE_CHECKING:
    from DiscordBot.networks.handle_spelling import HandleSpelling


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFeature(Feature):
    """A network.

    `name` is that of its section as well, and what its deliveries are stored under; it is never changed.
    """

    handles: HandleSpelling | None = None
    """How handles are written, which speakers and sponsors can give then; None if posts can name nobody."""
    has_messages: bool = False
    """Whether it has a `Messenger`, so that speakers can be reminded by it."""
    shares_token_key: bool = True
    """Whether its account is encrypted with NETWORKS_TOKEN_KEY, and not with a key of the network's own."""
