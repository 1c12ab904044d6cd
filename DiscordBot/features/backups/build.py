"""Building nightly backups from their configuration."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from DiscordBot.config.secrets import DATABASE_PASSWORD
from DiscordBot.core.copying.copies import Address
from DiscordBot.feature import Built
from DiscordBot.features.backups.config import Backup
from DiscordBot.features.backups.folder import BackupFolder
from DiscordBot.features.backups.service import BackupService, folder_findings
from DiscordBot.features.backups.ui.cog import BackupsCog

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.feature import Neighbours


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the feature."""
    config = context.config
    section = config.require(Backup)
    service = BackupService(
        Address(config.database.url, config.secrets.reveal(DATABASE_PASSWORD)),
        BackupFolder(Path(section.folder)),
        at=section.at,
        keep=timedelta(days=section.keep_days),
        last_day_of_data=config.conference.last_day_of_data,
        clock=context.clock,
        scheduler=context.scheduler,
    )
    return Built(cogs=(BackupsCog(service),), delete_personal_data=service.delete_personal_data)


async def probe(config: Config, _session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether backups could be written."""
    folder = BackupFolder(Path(config.require(Backup).folder))
    return await asyncio.to_thread(folder_findings, folder)
