"""The server's events in the life of the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import FeatureCog

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.features.discord_events.service import EventService


class DiscordEventsCog(FeatureCog):
    """Keeps events true from the moment on when the bot is on the server."""

    def __init__(self, service: EventService) -> None:
        self._service = service

    async def begin(self) -> None:
        """Look what has to be done, and go on with it."""
        self._service.wake()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many events there are."""
        return self._service.findings()
