"""Building the threads of sessions from their configuration."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.forms import Forms
from DiscordBot.feature import Built
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.session_threads.config import FORUM_CHANNEL, SessionThreads
from DiscordBot.features.session_threads.keeping import ThreadKeeper
from DiscordBot.features.session_threads.rating_rows import RatingRows
from DiscordBot.features.session_threads.report import report
from DiscordBot.features.session_threads.rows import ThreadRows
from DiscordBot.features.session_threads.service import SessionThreadService
from DiscordBot.features.session_threads.timing import Timing
from DiscordBot.features.session_threads.ui.buttons import FEATURE, ThreadButtons
from DiscordBot.features.session_threads.ui.cog import QuestionsCog, SessionThreadsCog
from DiscordBot.features.session_threads.ui.threads import ForumThreads, RoomThreads
from DiscordBot.translation.language import SOURCE, supported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.programme.schedule.sessions import Person, Session
    from DiscordBot.features.session_threads.places import Places


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature."""
    config, section = context.config, context.config.require(SessionThreads)
    conference = config.conference
    programme = neighbours.require(ProgrammeAccess)
    registration = neighbours.find(RegistrationAccess)
    rows = ThreadRows(context.database, context.clock)
    forms = Forms(FEATURE, context.reporter)

    def wake() -> None:
        keeper.wake()

    service = SessionThreadService(
        clock=context.clock,
        rows=rows,
        ratings=RatingRows(context.database),
        sessions=programme.sessions,
        wake=wake,
        has_pages=config.has("pretalx"),
    )
    buttons = ThreadButtons(
        service,
        staff=context.staff,
        reporter=context.reporter,
        forms=forms,
        retention_days=conference.retention_days,
        language=supported(conference.language) or SOURCE,
    )
    keeper = ThreadKeeper(
        rows,
        context.clock,
        context.scheduler,
        _places(context, section, buttons),
        Timing(
            section,
            context.clock.moment(datetime.combine(conference.first_day, time())),
            has_place=partial(_has_place, config, section),
        ),
        sessions=programme.sessions,
        members_who_are=partial(_members_who_are, programme, registration),
        on_error=context.reporter.report,
    )
    programme.listen(keeper.wake)
    programme.controls.offer(lambda session: buttons.ask_button(keeper.askable(session.key)))
    return Built(
        cogs=(
            SessionThreadsCog(context.bot, keeper=keeper, buttons=buttons, forms=forms),
            QuestionsCog(service, staff=context.staff, write_log=context.bot_log.write),
        ),
        delete_personal_data=service.delete_personal_data,
        report=partial(report, context.database),
    )


def _places(context: Context, section: SessionThreads, buttons: ThreadButtons) -> Places:
    config, server = context.config, context.server
    if section.where == "forum":
        return ForumThreads(server, buttons.by_name, config.channels[FORUM_CHANNEL.key])
    return RoomThreads(server, buttons.by_name, partial(_channel_of, config))


def _has_place(config: Config, section: SessionThreads, session: Session) -> bool:
    return section.where == "forum" or _channel_of(config, session.room) is not None


def _channel_of(config: Config, room_name: str) -> str | int | None:
    folded = " ".join(room_name.split()).casefold()
    return next((room.channel for room in config.rooms if folded in room.words), None)


async def _members_who_are(
    programme: ProgrammeAccess, registration: RegistrationAccess | None, speakers: Sequence[Person]
) -> list[int]:
    """Return which members of the server these speakers are, as far as they have registered."""
    if registration is None:
        return []
    known = [programme.known(speaker.code) for speaker in speakers]
    found = [await registration.overview.member_who_is(each) for each in known if each is not None]
    return [user_id for user_id in found if user_id is not None]
