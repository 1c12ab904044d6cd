from __future__ import annotations

from datetime import time
from typing import Self

from DiscordBot.config.sections import Section


class Pigeons(Section):
    """`loft` is the folder where they arrive."""

    loft: str
    posting_start: time = time(0)
    posting_end: time = time(0)
    dry_run: bool = False

    def rehearsed(self) -> Self:
        return self.model_copy(update={"dry_run": True})
