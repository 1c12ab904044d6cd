"""Whether a network is paused, by an organiser or because it refuses us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import Paused

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.core.database import Database
    from DiscordBot.networks.account.names import NetworkNames

BY_SOMEBODY = "An organiser paused it."


class StoredPause:
    """Remembers, over restarts, why nothing is posted until an organiser says so.

    `tell` gets a line for the organisers when the network itself is the reason.
    """

    def __init__(self, database: Database, tell: Callable[[str], None], names: NetworkNames) -> None:
        self._database = database
        self._tell = tell
        self._names = names
        self._paused, self._refused = f"{names.stored}.paused", f"{names.stored}.refused"
        self._reasons: dict[str, str | None] = {}

    async def open(self) -> None:
        """Read what was decided before a restart."""
        for kind in (self._paused, self._refused):
            self._reasons[kind] = await self._database.remembered(kind)

    @property
    def current(self) -> Paused | None:
        """Why nothing is posted now, or None."""
        reason = self._reasons.get(self._paused) or self._reasons.get(self._refused)
        return None if reason is None else Paused(reason)

    async def pause(self, reason: str) -> None:
        """Post nothing more."""
        await self._set(self._paused, reason)

    async def refused(self, reason: str) -> None:
        """Post nothing more because the network will not take it; the organisers are told, once."""
        if self._reasons.get(self._refused) != reason:
            await self._set(self._refused, reason)
            remedy = f"When that is settled: `{self._names.command('resume')}`."
            self._tell(f"🛑 **{self._names.title} is paused**: {reason} {remedy}")

    async def resume(self) -> None:
        """Go on."""
        await self._set(self._paused, None)
        await self._set(self._refused, None)

    async def accepted(self) -> None:
        """Go on after a refusal; what an organiser has paused stays so."""
        await self._set(self._refused, None)

    async def forget_person(self) -> None:
        """Forget who has paused it and why; paused it stays."""
        if self._reasons.get(self._paused) is not None:
            await self._set(self._paused, BY_SOMEBODY)

    async def _set(self, kind: str, reason: str | None) -> None:
        await self._database.remember(kind, reason)
        self._reasons[kind] = reason
