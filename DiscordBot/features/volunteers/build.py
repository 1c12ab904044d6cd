"""Building volunteers from their configuration."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.email_hash import email_hash
from DiscordBot.core.listed_people import is_discord_id, read_listed, without_address
from DiscordBot.feature import Built
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.volunteers.client import ShiftListClient
from DiscordBot.features.volunteers.config import VOLUNTEERS_CHANNEL, Volunteers
from DiscordBot.features.volunteers.duty import Duty
from DiscordBot.features.volunteers.rows import VolunteerRows
from DiscordBot.features.volunteers.service import VolunteerService
from DiscordBot.features.volunteers.shift_store import ShiftStore
from DiscordBot.features.volunteers.shifts import Shift
from DiscordBot.features.volunteers.ui.cog import VolunteerCommands, VolunteersCog, VolunteersParts
from DiscordBot.features.volunteers.ui.discord_ways import (
    DirectMessages,
    DiscordDutyRoles,
    VolunteersChannel,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; without registration only those are known whom lists name by their ids."""
    config, server, clock = context.config, context.server, context.clock
    section = config.require(Volunteers)
    registration = neighbours.find(RegistrationAccess)
    lookup = None if registration is None else registration.members
    rows = VolunteerRows(context.database)

    async def given_otherwise(user_id: int) -> frozenset[int]:
        return frozenset() if lookup is None else await lookup.given_roles(user_id)

    service = VolunteerService(
        _store(context, section),
        rows,
        clock,
        context.scheduler,
        duty=Duty(
            rows, DiscordDutyRoles(server, section.role_on_duty), given_otherwise, context.reporter.report
        ),
        ways=(
            DirectMessages(server),
            VolunteersChannel(server, config.channels[VOLUNTEERS_CHANNEL.key]),
        ),
        lead=timedelta(minutes=section.lead_minutes),
        members_of=_by_ids if lookup is None else lookup.members_of,
        is_over=lambda: clock.today() > config.conference.last_day_of_data,
        on_error=context.reporter.report,
    )
    parts = VolunteersParts(
        service=service,
        clock=clock,
        scheduler=context.scheduler,
        staff=context.staff,
        reporter=context.reporter,
        refresh_every=timedelta(minutes=section.refresh_minutes),
    )
    return Built(
        cogs=(VolunteersCog(context.bot, parts), VolunteerCommands(parts)),
        delete_personal_data=service.delete_personal_data,
    )


def _store(context: Context, section: Volunteers) -> ShiftStore:
    hash_email, moment = email_hash(context.config), context.clock.moment
    client = None
    if section.shifts:
        client = ShiftListClient(context.session, source=section.shifts, folder=context.config.file.parent)
    fixed = [
        Shift(
            without_address(line.who, hash_email),
            line.what,
            line.where,
            moment(line.start).astimezone(UTC),
            moment(line.end).astimezone(UTC),
        )
        for line in section.shift
    ]
    return ShiftStore(
        context.database,
        client,
        fixed,
        who=lambda text: without_address(read_listed(text), hash_email),
        moment=moment,
    )


async def _by_ids(listed: Iterable[str]) -> Mapping[str, frozenset[int]]:
    return {name: frozenset({int(name)} if is_discord_id(name) else ()) for name in listed}
