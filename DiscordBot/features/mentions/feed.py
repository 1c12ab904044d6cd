"""Reading what mentions the conference: everything once, whatever goes wrong in between."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from DiscordBot.networks.port import NetworkError, NotNowError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.mentions.rows import MentionRows
    from DiscordBot.networks.port import NetworkAccess, Paused, Reader, ReadPost


class MentionFeed:
    """Stores the mentions of one network page by page.

    A page and its mark are committed together, so after a failure or a crash the next reading goes on from
    the last stored page. `trouble` is a sentence on why the last reading did not come to its end.
    """

    def __init__(self, rows: MentionRows, access: NetworkAccess, reader: Reader, clock: Clock) -> None:
        self.trouble = ""
        self.network = access.network.name
        self.title = access.network.title
        self.status_command = access.command("status")
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
            async for new in self._read():
                found += new
        except NetworkError as error:
            self.trouble = str(error)
            self._not_before = error.until if isinstance(error, NotNowError) else None
        else:
            self.trouble, self._not_before = "", None
        return found

    async def _read(self) -> AsyncIterator[int]:
        now = self._clock.now()
        async with aclosing(self._reader.mentions(after=await self._rows.mark(self.network))) as pages:
            async for page in pages:
                yield await self._rows.store(self.network, that_count(page.posts), page.mark, now)
                # The budget may be used up, or somebody may have paused the account, while it is read.
                if await self._reader.why_paused():
                    break


def that_count(posts: Sequence[ReadPost]) -> list[ReadPost]:
    """Return, the oldest first, what people say to the conference: quotes too, but no plain retweets."""
    wanted = [post for post in posts if not post.is_own and post.retweet_of is None]
    return sorted(wanted, key=lambda post: post.created_at)
