"""What a Mastodon server allows, asked once in a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.networks.api_client import NotTheApiError, Request
from DiscordBot.networks.mastodon.shapes import Instance
from DiscordBot.networks.port import NetworkError, RejectedError

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock
    from DiscordBot.networks.api_client import ApiClient

KEPT = timedelta(hours=12)
KEPT_WHILE_AWAY = timedelta(minutes=5)


class MastodonServer:
    """Tells the server's limits; Mastodon's own defaults until it has answered."""

    def __init__(self, client: ApiClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known = Instance()
        self._asked_again_at: datetime | None = None

    async def limits(self) -> Instance:
        """Return what it allows, as far as is known."""
        now = self._clock.now()
        if self._asked_again_at is None or now >= self._asked_again_at:
            try:
                self._known = await self._ask()
            except NetworkError:
                self._asked_again_at = now + KEPT_WHILE_AWAY
            else:
                self._asked_again_at = now + KEPT
        return self._known

    async def _ask(self) -> Instance:
        try:
            answer = await self._client.ask(Request(method="GET", path="/api/v2/instance"))
        except (NotTheApiError, RejectedError):
            # Mastodon before 4.0, and some others with its API, tell the same at the older address only.
            answer = await self._client.ask(Request(method="GET", path="/api/v1/instance"))
        return answer.read(Instance)
