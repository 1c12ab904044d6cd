"""Building attendees' lists from their configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.my_sessions.config import LEAD_MINUTES
from DiscordBot.features.my_sessions.messenger import REQUESTS_A_SECOND, Messenger
from DiscordBot.features.my_sessions.pace import Pace
from DiscordBot.features.my_sessions.service import MySessionsService
from DiscordBot.features.my_sessions.storage.list_rows import ListRows
from DiscordBot.features.my_sessions.storage.message_rows import MessageRows
from DiscordBot.features.my_sessions.ui.cog import MySessionsCog
from DiscordBot.features.my_sessions.ui.direct_messages import DiscordMessages, MessageCards
from DiscordBot.features.my_sessions.ui.list_card import ListCards
from DiscordBot.features.my_sessions.ui.session_button import SessionButtons
from DiscordBot.features.programme.front_door import ProgrammeAccess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.programme.schedule.sessions import Session


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature, and put its button below each session."""
    config, clock, programme = context.config, context.clock, neighbours.require(ProgrammeAccess)
    lead_minutes = partial(context.settings.number, LEAD_MINUTES)

    def sessions() -> Sequence[Session] | None:
        # Without a schedule nothing has been cancelled.
        return None if programme.release() is None else programme.sessions()

    def by_key() -> dict[str, Session]:
        return {session.key: session for session in sessions() or ()}

    lists = ListRows(context.database)
    direct = DiscordMessages(
        context.bot,
        context.server,
        MessageCards(programme.controls, lambda: cards, by_key),
        Pace(REQUESTS_A_SECOND).wait,
    )
    messenger = Messenger(
        lists,
        MessageRows(context.database),
        direct,
        clock,
        context.scheduler,
        lead_minutes=lead_minutes,
        sessions=sessions,
        on_error=context.reporter.report,
    )
    service = MySessionsService(
        rows=lists,
        messenger=messenger,
        direct=direct,
        clock=clock,
        sessions=sessions,
        lead_minutes=lead_minutes,
        conference=config.conference.name,
        domain=f"discord-{config.server.guild_id}",
    )
    cards = ListCards(service, programme.cards, context.reporter)
    buttons = SessionButtons(service, cards, context.reporter)
    programme.controls.offer(buttons.below)
    programme.listen(messenger.wake)

    async def with_another_lead_time() -> None:
        messenger.wake()

    context.settings.listen(LEAD_MINUTES, with_another_lead_time)
    return Built(
        cogs=(MySessionsCog(context.bot, messenger=messenger, cards=cards, buttons=buttons),),
        delete_personal_data=service.delete_personal_data,
    )
