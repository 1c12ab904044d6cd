"""Whether posting is paused, by an organiser or because X refuses us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from DiscordBot.tweets.network import Hold

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.database import Database

_STORED: Final = "twitter.paused"


class Pause:
    """Remembers, over restarts, why nothing is posted until an organiser says so.

    `tell` gets a line for the organisers when X itself is the reason.
    """

    def __init__(self, database: Database, tell: Callable[[str], None]) -> None:
        self._database = database
        self._tell = tell
        self._reason: str | None = None

    async def open(self) -> None:
        """Read what was decided before a restart."""
        self._reason = await self._database.remembered(_STORED)

    @property
    def hold(self) -> Hold | None:
        """Why nothing is posted now, or None."""
        return None if self._reason is None else Hold(self._reason)

    async def pause(self, reason: str) -> None:
        """Post nothing more."""
        await self._set(reason)

    async def refused(self, reason: str) -> None:
        """Post nothing more because X will not take it; the organisers are told, once."""
        if self._reason != reason:
            await self._set(reason)
            self._tell(f"🛑 **X is paused**: {reason} When that is settled: `/twitter resume`.")

    async def resume(self) -> None:
        """Go on."""
        await self._set(None)

    async def _set(self, reason: str | None) -> None:
        await self._database.remember(_STORED, reason)
        self._reason = reason
