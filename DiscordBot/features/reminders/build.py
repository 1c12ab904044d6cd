"""Building reminders from their configuration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.reminders.service import ReminderService
from DiscordBot.features.reminders.ui.cog import RemindersCog
from DiscordBot.features.reminders.ui.discord_ways import DirectMessages, SpeakersChannel
from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons, ReminderViews
from DiscordBot.features.reminders.ways import Recipients
from DiscordBot.features.reminders.x_messages import XMessages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.config.sections import Reminders
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.programme.speakers import Speaker
    from DiscordBot.features.programme.ui.cog import ProgrammeParts
    from DiscordBot.features.reminders.ways import Way
    from DiscordBot.features.reminders.x_messages import Messenger


def build_reminders(
    shared: Shared,
    section: Reminders,
    bot: ConferenceBot,
    programme: ProgrammeParts,
    *,
    member_who_is: Callable[[Speaker], Awaitable[int | None]],
    messenger: Messenger | None,
) -> RemindersCog:
    """Build reminders; without a `messenger` nobody is reminded on X, whatever the section allows."""
    config, server = shared.config, shared.server
    views = ReminderViews(programme.embeds)
    buttons = ReminderButtons(lambda: service, shared.reporter)
    ways: list[Way] = [DirectMessages(server, views, buttons)]
    if section.twitter_messages and messenger is not None:
        on_x = XMessages(
            messenger,
            conference=config.conference.name,
            timezone=config.conference.timezone,
            watch_link=programme.embeds.watch_link,
        )
        ways.append(on_x)
    ways.append(SpeakersChannel(server, config.channels.speakers, views))
    service = ReminderService(
        ReminderRows(shared.database, shared.clock),
        shared.clock,
        shared.scheduler,
        ways,
        lead=timedelta(minutes=section.lead_minutes),
        last_day_of_data=config.conference.last_day_of_data,
        sessions=lambda: programme.service.store.sessions,
        recipient=Recipients(programme.directory, member_who_is).of,
        on_error=shared.reporter.report,
    )
    programme.service.listen(service.wake)
    return RemindersCog(bot, config=config, scheduler=shared.scheduler, service=service, buttons=buttons)
