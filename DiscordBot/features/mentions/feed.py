"""Reading what mentions the conference: everything once, whatever goes wrong in between."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from DiscordBot.features.mentions.progress import not_too_old, that_count
from DiscordBot.networks.port import NetworkError, NotNowError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.mentions.progress import Progress
    from DiscordBot.features.mentions.rows import MentionRows
    from DiscordBot.networks.port import Paused, Reader


class MentionFeed:
    """Stores mentions page by page.

    A page and how far the reading has come are committed together. So after a failure or a crash the next
    reading goes on below the last stored page, and only when that has reached what was known before, newer
    posts are asked for. `trouble` is a sentence on why the last reading did not come to its end.
    """

    def __init__(self, rows: MentionRows, reader: Reader, clock: Clock) -> None:
        self.trouble = ""
        self._rows = rows
        self._reader = reader
        self._clock = clock
        self._not_before: datetime | None = None

    async def why_paused(self) -> Paused | None:
        """Return why nothing is read now, or None."""
        return await self._reader.why_paused()

    async def poll(self) -> int:
        """Read what is new, unless the network shall be left alone; return how many mentions are new."""
        now = self._clock.now()
        if (self._not_before is not None and now < self._not_before) or await self._reader.why_paused():
            return 0
        found = 0
        try:
            async for new in self._readings():
                found += new
        except NetworkError as error:
            self.trouble = str(error)
            self._not_before = error.until if isinstance(error, NotNowError) else None
        else:
            self.trouble, self._not_before = "", None
        return found

    async def _readings(self) -> AsyncIterator[int]:
        """Finish the reading that was under way, if there is one, and then read what is newer."""
        progress = await self._rows.progress()
        async for new in self._read(progress):
            yield new
        if progress.is_under_way and not (progress := await self._rows.progress()).is_under_way:
            async for new in self._read(progress):
                yield new

    async def _read(self, progress: Progress) -> AsyncIterator[int]:
        now = self._clock.now()
        pages = self._reader.mentions(since_id=progress.since, until_id=progress.before)
        async with aclosing(pages):
            async for page in pages:
                taken = not_too_old(page.posts, now, since=progress.since)
                is_first_reading = progress.since is None
                is_last = page.is_last or (is_first_reading and len(taken) < len(page.posts))
                progress = progress.after(page, is_last=is_last)
                yield await self._rows.store(that_count(taken), progress, now)
                # The budget may be used up, or somebody may have paused the account, while it is read.
                if is_last or await self._reader.why_paused():
                    break
