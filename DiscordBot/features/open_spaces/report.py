"""What the report after the conference tells of open spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from DiscordBot.core.report import ReportPart
from DiscordBot.features.open_spaces.models import OpenSpace, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import Network

_TOLD = {
    State.REMINDED: "Took place, with a reminder",
    State.SCHEDULED: "Still to come",
    State.CANCELLED: "Cancelled",
    State.DENIED: "Denied",
    State.EXPIRED: "Expired undecided",
}


async def report(database: Database, networks: Sequence[Network]) -> tuple[ReportPart, ...]:
    """Count open spaces by what became of them, and by where they were announced."""
    count = func.count()
    by_state = select(col(OpenSpace.state), count).group_by(col(OpenSpace.state))
    by_network = select(col(OpenSpace.network), count).group_by(col(OpenSpace.network))
    async with database.read() as session:
        states = {state: number for state, number in (await session.execute(by_state)).all()}  # noqa: C416 - rows
        places = (await session.execute(by_network)).all()
    titles = {network.name: network.title for network in networks}
    announced = sorted(("Discord" if n is None else titles.get(n, n), count) for n, count in places)
    numbers = [("Open spaces", sum(states.values()))]
    numbers += [(words, states[state]) for state, words in _TOLD.items() if states.get(state)]
    numbers += [(f"Announced on {title}", number) for title, number in announced]
    return (
        ReportPart(title="Open spaces", numbers=tuple((name, f"{number:,}") for name, number in numbers)),
    )
