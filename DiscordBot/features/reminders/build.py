"""Building reminders from their configuration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.reminders.config import SPEAKERS_CHANNEL, Reminders
from DiscordBot.features.reminders.network_messages import NetworkMessages
from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.reminders.service import ReminderService
from DiscordBot.features.reminders.ui.cog import RemindersCog
from DiscordBot.features.reminders.ui.discord_ways import DirectMessages, SpeakersChannel
from DiscordBot.features.reminders.ui.reminder_message import ReminderButtons, ReminderViews
from DiscordBot.features.reminders.ways import Recipients

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.reminders.ways import Way


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; ways by networks that carry no messages are left out."""
    config, server = context.config, context.server
    section, programme = config.require(Reminders), neighbours.require(ProgrammeAccess)
    registration = neighbours.find(RegistrationAccess)
    views = ReminderViews(programme.cards)
    buttons = ReminderButtons(lambda: service, context.reporter)
    on_discord: dict[str, Way] = {
        "discord": DirectMessages(server, views, buttons),
        "channel": SpeakersChannel(server, config.channels[SPEAKERS_CHANNEL.key], views),
    }
    messages = {
        one.network.name: NetworkMessages(
            one.network.name,
            one.messenger,
            conference=config.conference.name,
            timezone=config.conference.timezone,
            watch_link=programme.cards.watch_link,
        )
        for one in neighbours.networks
        if one.messenger is not None
    }
    possible = {**messages, **on_discord}
    service = ReminderService(
        ReminderRows(context.database, context.clock),
        context.clock,
        context.scheduler,
        [possible[name] for name in section.in_order if name in possible],
        missing=[name for name in section.in_order if name not in possible],
        lead=timedelta(minutes=section.lead_minutes),
        sessions=programme.sessions,
        recipient=Recipients(
            known=programme.known,
            handles=programme.handles,
            member_who_is=registration.overview.member_who_is if registration is not None else None,
        ).of,
        on_error=context.reporter.report,
    )
    programme.listen(service.wake)
    return Built(
        cogs=(RemindersCog(context.bot, service=service, buttons=buttons),),
        delete_personal_data=service.delete_personal_data,
    )
