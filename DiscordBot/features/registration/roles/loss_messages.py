"""Members who are still to be told that they lost roles; kept over a restart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, delete, select

from DiscordBot.features.registration.models import LossMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database

STALE_AFTER = timedelta(days=1)
"""Who could not be told for so long has noticed, or has the roles back."""


@dataclass(slots=True)
class LossMessages:
    """The table `loss_message`. Every method is one transaction at most."""

    database: Database
    clock: Clock
    _may_wait: bool = field(init=False, default=True)

    async def add(self, user_id: int, text: str, roles: Iterable[int]) -> None:
        """Note what a member is to read who lost these roles."""
        row = LossMessage(user_id=user_id, text=text, roles=sorted(roles), queued_at=self.clock.now())
        async with self.database.transaction() as session:
            session.add(row)
        self._may_wait = True

    async def first(self) -> LossMessage | None:
        """Return what has been waiting longest, after dropping what is stale; None if nothing waits."""
        if not self._may_wait:
            return None
        oldest = self.clock.now() - STALE_AFTER
        async with self.database.transaction() as session:
            await session.execute(delete(LossMessage).where(col(LossMessage.queued_at) < oldest))
            query = select(LossMessage).order_by(col(LossMessage.id)).limit(1)
            found = (await session.execute(query)).scalar_one_or_none()
            # Before another one can be added: writers take turns.
            self._may_wait = found is not None
            return found

    async def remove(self, message: LossMessage) -> None:
        """Forget one that was sent or given up."""
        async with self.database.transaction() as session:
            await session.execute(delete(LossMessage).where(col(LossMessage.id) == message.id))

    async def count(self) -> int:
        """Return how many members are still to be told."""
        async with self.database.transaction() as session:
            return (await session.execute(select(func.count()).select_from(LossMessage))).scalar_one()
