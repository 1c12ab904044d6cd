"""Building the room from its configuration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.programme.ui.cog import ProgrammeRoom
from DiscordBot.features.registration.front_door import Registration
from DiscordBot.features.reminders.config import SPEAKERS_CHANNEL, Reminders
from DiscordBot.features.reminders.recipients import Recipients
from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.reminders.service import ReminderService
from DiscordBot.features.reminders.ui.cog import RemindersCog
from DiscordBot.features.reminders.ui.reminder_channels import DirectMessages, SpeakersChannel
from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons, ReminderViews
from DiscordBot.features.reminders.x_messages import XMessages

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.reminders.ways import Way


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; without a network that carries messages nobody is reminded there."""
    config, server = context.config, context.server
    section, programme = config.require(Reminders), neighbours.require(ProgrammeRoom)
    registration = neighbours.find(Registration)
    messenger = next((one.messenger for one in neighbours.networks if one.messenger is not None), None)
    views = ReminderViews(programme.views)
    buttons = ReminderButtons(lambda: service, context.reporter)
    ways: list[Way] = [DirectMessages(server, views, buttons)]
    if section.twitter_messages and messenger is not None:
        on_x = XMessages(
            messenger,
            conference=config.conference.name,
            timezone=config.conference.timezone,
            watch_link=programme.views.watch_link,
        )
        ways.append(on_x)
    ways.append(SpeakersChannel(server, config.channels[SPEAKERS_CHANNEL.key], views))
    service = ReminderService(
        ReminderRows(context.database, context.clock),
        context.clock,
        context.scheduler,
        ways,
        lead=timedelta(minutes=section.lead_minutes),
        sessions=lambda: programme.service.store.sessions,
        recipient=Recipients(
            programme.directory, registration.overview.member_who_is if registration is not None else None
        ).of,
        on_error=context.reporter.report,
    )
    programme.service.listen(service.wake)
    return Built(
        cogs=(RemindersCog(context.bot, service=service, buttons=buttons),),
        delete_personal_data=service.delete_personal_data,
    )
