"""How often somebody may guess."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock

MOST_FAILURES = 5
MOST_UNANSWERED = 20
"""While the shop does not answer, nobody can say whether an attempt failed: more of them are allowed."""

WITHIN = timedelta(minutes=10)


@dataclass(slots=True)
class _Member:
    failed: deque[datetime] = field(default_factory=deque)
    unanswered: deque[datetime] = field(default_factory=deque)

    def forget_before(self, moment: datetime) -> None:
        for moments in (self.failed, self.unanswered):
            while moments and moments[0] <= moment:
                moments.popleft()


@dataclass
class Attempts:
    """Attempts by member; after `MOST_FAILURES` within `WITHIN` the next has to wait.

    An attempt counts as failed from its beginning until it is forgiven, so that many at once are no
    way around the limit. Kept in memory: a restart gives everybody a fresh start.
    """

    clock: Clock
    _members: dict[int, _Member] = field(default_factory=dict)
    _swept_at: datetime | None = None

    def begin(self, user_id: int) -> datetime | None:
        """Count an attempt; return when (UTC) to try again instead if there were too many."""
        now = self.clock.now()
        self._sweep(now)
        member = self._members.setdefault(user_id, _Member())
        member.forget_before(now - WITHIN)
        if len(member.failed) >= MOST_FAILURES:
            return member.failed[0] + WITHIN
        if len(member.unanswered) >= MOST_UNANSWERED:
            return member.unanswered[0] + WITHIN
        member.failed.append(now)
        return None

    def is_exhausted(self, user_id: int) -> bool:
        """Tell whether the next attempt has to wait."""
        member = self._members.get(user_id)
        return member is not None and len(member.failed) >= MOST_FAILURES

    def forgive(self, user_id: int) -> None:
        """Take back the latest attempt: it did not fail, or not by the member's fault."""
        member = self._members.get(user_id)
        if member is not None and member.failed:
            member.failed.pop()

    def note_unanswered(self, user_id: int) -> None:
        """Count the latest attempt as one that nobody could answer, instead of as failed."""
        self.forgive(user_id)
        self._members.setdefault(user_id, _Member()).unanswered.append(self.clock.now())

    def _sweep(self, now: datetime) -> None:
        """Forget who has not come for long: now and then, since hundreds may come at once."""
        if self._swept_at is not None and now - self._swept_at < WITHIN:
            return
        self._swept_at = now
        for user_id, member in list(self._members.items()):
            member.forget_before(now - WITHIN)
            if not member.failed and not member.unanswered:
                del self._members[user_id]
