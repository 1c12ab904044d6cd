"""A backup of the bot that runs, made while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.backups.config import Backup
from DiscordBot.features.backups.folder import BackupFolder
from tests.patience import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conference_world import ConferenceWorld


async def test_the_bot_backs_up_what_it_knows_and_says_so(world: ConferenceWorld, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "backups")
    world.configure(Backup(folder=str(folder.path)))

    await world.restart()

    await until(folder.backups)
    health = await world.health()
    assert "**backup** The last one was made <t:" in health
