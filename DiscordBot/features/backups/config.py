"""What of the configuration is about nightly backups."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Self

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Text


class Backup(Section):
    """At that time of day at the venue, all data are written into the folder and kept for so many days.

    A relative folder is relative to the working directory, like the file of an SQLite database.
    """

    folder: Text = "data/backups"
    at: time = time(4)
    keep_days: int = Field(default=14, ge=1, le=3650)

    def rehearsed(self) -> Self:
        """Keep what was rehearsed apart from what is real."""
        return self.model_copy(update={"folder": str(Path(self.folder) / "rehearsal")})
