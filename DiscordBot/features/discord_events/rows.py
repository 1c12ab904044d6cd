"""Which events are about which sessions. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from DiscordBot.features.discord_events.models import EventState, SessionEvent

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


@dataclass(frozen=True, slots=True)
class EventRows:
    """The table `session_event`."""

    database: Database

    async def all(self) -> dict[str, SessionEvent]:
        """Return what is kept, by the keys of sessions."""
        async with self.database.read() as session:
            rows = (await session.execute(select(SessionEvent))).scalars().all()
        return {row.session_key: row for row in rows}

    async def note(
        self, session_key: str, state: EventState, event_id: int | None = None, shown: str = ""
    ) -> None:
        """Note how far the event of a session is."""
        row = SessionEvent(session_key=session_key, state=state, event_id=event_id, shown=shown)
        async with self.database.transaction() as session:
            await session.merge(row)

    async def forget(self, session_key: str) -> None:
        """Forget the event of a session."""
        async with self.database.transaction() as session:
            await session.execute(delete(SessionEvent).where(col(SessionEvent.session_key) == session_key))
