"""Building the server's events from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.discord_events.config import COVER, DiscordEvents
from DiscordBot.features.discord_events.planning import event_of
from DiscordBot.features.discord_events.rows import EventRows
from DiscordBot.features.discord_events.service import EventService
from DiscordBot.features.discord_events.ui.cog import DiscordEventsCog
from DiscordBot.features.discord_events.ui.server_events import GuildEvents
from DiscordBot.features.programme.front_door import ProgrammeAccess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.discord_events.planning import Event
    from DiscordBot.features.programme.schedule.sessions import Session


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature."""
    config, programme = context.config, neighbours.require(ProgrammeAccess)
    if config.rehearsal is not None:
        # Discord itself would tell people of events at times that are not true.
        return Built()

    def describe(session: Session) -> Event:
        return event_of(session, programme.cards.watch_link(session), config.conference.website or "")

    def sessions() -> Sequence[Session] | None:
        # Without a schedule nothing has been cancelled.
        return None if programme.release() is None else programme.sessions()

    service = EventService(
        EventRows(context.database),
        GuildEvents(context.server, config.files.get(COVER.name)),
        context.clock,
        context.scheduler,
        config.require(DiscordEvents),
        sessions=sessions,
        describe=describe,
        on_error=context.reporter.report,
    )
    programme.listen(service.wake)
    return Built(cogs=(DiscordEventsCog(service),))
