"""Whether posting is paused, by an organiser or because X refuses us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import Paused

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.database import Database

_PAUSED = "twitter.paused"
_REFUSED = "twitter.refused"

BY_SOMEBODY = "An organiser paused it."


class StoredPause:
    """Remembers, over restarts, why nothing is posted until an organiser says so.

    `tell` gets a line for the organisers when X itself is the reason.
    """

    def __init__(self, database: Database, tell: Callable[[str], None]) -> None:
        self._database = database
        self._tell = tell
        self._reasons: dict[str, str | None] = {}

    async def open(self) -> None:
        """Read what was decided before a restart."""
        for kind in (_PAUSED, _REFUSED):
            self._reasons[kind] = await self._database.remembered(kind)

    @property
    def current(self) -> Paused | None:
        """Why nothing is posted now, or None."""
        reason = self._reasons.get(_PAUSED) or self._reasons.get(_REFUSED)
        return None if reason is None else Paused(reason)

    async def pause(self, reason: str) -> None:
        """Post nothing more."""
        await self._set(_PAUSED, reason)

    async def refused(self, reason: str) -> None:
        """Post nothing more because X will not take it; the organisers are told, once."""
        if self._reasons.get(_REFUSED) != reason:
            await self._set(_REFUSED, reason)
            self._tell(f"🛑 **X is paused**: {reason} When that is settled: `/twitter resume`.")

    async def resume(self) -> None:
        """Go on."""
        await self._set(_PAUSED, None)
        await self._set(_REFUSED, None)

    async def accepted(self) -> None:
        """Go on after a refusal by X; what an organiser has paused stays so."""
        await self._set(_REFUSED, None)

    async def forget_person(self) -> None:
        """Forget who has paused it and why; paused it stays."""
        if self._reasons.get(_PAUSED) is not None:
            await self._set(_PAUSED, BY_SOMEBODY)

    async def _set(self, kind: str, reason: str | None) -> None:
        await self._database.remember(kind, reason)
        self._reasons[kind] = reason
