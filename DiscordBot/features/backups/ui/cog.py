"""Nightly backups as part of the bot's life, and of what `/health` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import FeatureCog

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.features.backups.service import BackupService


class BackupsCog(FeatureCog):
    """There is nothing to type or press."""

    def __init__(self, service: BackupService) -> None:
        self._service = service

    async def begin(self) -> None:
        """Begin to make backups."""
        await self._service.begin()

    async def findings(self) -> tuple[Finding, ...]:
        """Tell how old the newest one is."""
        return await self._service.findings()
