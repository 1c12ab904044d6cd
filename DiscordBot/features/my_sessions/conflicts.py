"""Sessions that nobody can be in both of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.programme.schedule.sessions import Session


def at_the_same_time(session: Session, others: Iterable[Session]) -> list[Session]:
    """Return the `others` that are on while `session` is."""
    return [
        other
        for other in others
        if other.key != session.key and other.start < session.end and session.start < other.end
    ]
