"""Building reminders from their configuration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.reminders.config import SPEAKERS_CHANNEL, Reminders
from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.reminders.service import ReminderService
from DiscordBot.features.reminders.ui.cog import RemindersCog
from DiscordBot.features.reminders.ui.discord_ways import DirectMessages, SpeakersChannel
from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons, ReminderViews
from DiscordBot.features.reminders.ways import Recipients
from DiscordBot.features.reminders.x_messages import XMessages

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.reminders.ways import Way


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; without a network that carries messages nobody is reminded there."""
    config, server = context.config, context.server
    section, programme = config.require(Reminders), neighbours.require(ProgrammeAccess)
    registration = neighbours.find(RegistrationAccess)
    messenger = next((one.messenger for one in neighbours.networks if one.messenger is not None), None)
    views = ReminderViews(programme.embeds)
    buttons = ReminderButtons(lambda: service, context.reporter)
    ways: list[Way] = [DirectMessages(server, views, buttons)]
    if section.twitter_messages and messenger is not None:
        on_x = XMessages(
            messenger,
            conference=config.conference.name,
            timezone=config.conference.timezone,
            watch_link=programme.embeds.watch_link,
        )
        ways.append(on_x)
    ways.append(SpeakersChannel(server, config.channels[SPEAKERS_CHANNEL.key], views))
    service = ReminderService(
        ReminderRows(context.database, context.clock),
        context.clock,
        context.scheduler,
        ways,
        lead=timedelta(minutes=section.lead_minutes),
        sessions=programme.sessions,
        recipient=Recipients(
            known=programme.known,
            twitter_name=lambda code: programme.handles(code).get("twitter", ""),
            member_who_is=registration.overview.member_who_is if registration is not None else None,
        ).of,
        on_error=context.reporter.report,
    )
    programme.listen(service.wake)
    return Built(
        cogs=(RemindersCog(context.bot, service=service, buttons=buttons),),
        delete_personal_data=service.delete_personal_data,
    )
