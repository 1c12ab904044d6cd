"""Building registration from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.email_hash import email_hash
from DiscordBot.discord_ui.channel_log import ChannelLog
from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.feature import Built
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.config import (
    LOG_CHANNEL,
    PRETIX_TOKEN,
    PRETIX_WEBHOOK_SECRET,
    REVOKE_ON_CANCEL,
    SET_NICKNAME,
    Pretix,
    ticket_roles,
)
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.registration.overview import Overview
from DiscordBot.features.registration.registered_log import RegisteredLog
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.roles.role_sync import RoleSync
from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles
from DiscordBot.features.registration.service import RegistrationService
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.order_lookup import FreshLook
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.webhook import PretixWebhook
from DiscordBot.features.registration.ui.answers import log_line
from DiscordBot.features.registration.ui.attendee_commands import AttendeeCog
from DiscordBot.features.registration.ui.cog import RegistrationCog, RegistrationParts
from DiscordBot.features.registration.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.registration.roles.speaker_roles import Speaker


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; where the programme is on, it is asked who speaks."""
    programme = neighbours.find(ProgrammeAccess)
    parts = _parts(context, speakers=programme.speakers if programme is not None else tuple)
    if programme is not None:
        programme.listen_to_speakers(parts.upkeep.follow_speakers)
    config = context.config
    overview = Overview(
        parts.store,
        Claims(context.database, context.clock),
        partial(_role_mapping, config, parts.store),
        config.roles.speakers,
    )
    return Built(
        cogs=(RegistrationCog(context.bot, parts), AttendeeCog(parts, context.staff)),
        front_door=RegistrationAccess(overview, parts.upkeep.load_everything),
        delete_personal_data=parts.upkeep.delete_personal_data,
    )


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether pretix answers as it must."""
    return await pretix_client(config, config.require(Pretix), session).probe()


def _parts(context: Context, speakers: Callable[[], Sequence[Speaker]]) -> RegistrationParts:
    config, clock, database, settings = context.config, context.clock, context.database, context.settings
    pretix = config.require(Pretix)
    log = context.bot.add_log(
        ChannelLog(lambda: context.server.text_channel(config.channels[LOG_CHANNEL.key]))
    )
    store = TicketStore(
        database, pretix_client(config, pretix, context.session), clock, source=_source(config, pretix)
    )
    claims = Claims(database, clock)
    members = DiscordMembers(context.server)
    mapping = partial(_role_mapping, config, store)
    role_sync = RoleSync(
        claims=claims,
        store=store,
        mapping=mapping,
        members=members,
        speaker_roles=SpeakerRoles(speakers, config.roles.speakers).roles_for,
        revoke=partial(settings.switch, REVOKE_ON_CANCEL),
    )
    service = RegistrationService(
        store=store,
        fresh_look=FreshLook(store, clock),
        claims=claims,
        role_sync=role_sync,
        members=members,
        attempts=Attempts(clock),
        log=lambda outcome: log.write(log_line(outcome)),
        set_nickname=partial(settings.switch, SET_NICKNAME),
    )
    upkeep = Upkeep(
        store=store,
        service=service,
        registered_log=RegisteredLog(config.file.parent / "registered_log.txt", database, store, claims),
        mapping=mapping,
        clock=clock,
        last_day_of_data=config.conference.last_day_of_data,
    )
    return RegistrationParts(
        config=config,
        database=database,
        server=context.server,
        reporter=context.reporter,
        service=service,
        store=store,
        upkeep=upkeep,
        scheduler=context.scheduler,
        title_of=lambda ticket: mapping().title(ticket),
        webhook=_webhook(context, pretix, upkeep),
    )


def pretix_client(config: Config, pretix: Pretix, session: aiohttp.ClientSession) -> PretixClient:
    """Build the client of the ticket shop."""
    token = config.secrets.reveal(PRETIX_TOKEN)
    return PretixClient(
        session,
        base_url=pretix.base_url,
        organizer=pretix.organizer,
        event=pretix.event,
        token=token,
        hash_email=email_hash(config),
    )


def _webhook(context: Context, pretix: Pretix, upkeep: Upkeep) -> PretixWebhook | None:
    secret = context.config.secrets.reveal(PRETIX_WEBHOOK_SECRET)
    if context.config.webhooks is None or not secret:
        return None
    return PretixWebhook(
        secret=secret,
        organizer=pretix.organizer,
        event=pretix.event,
        look_at=upkeep.look_at,
        on_error=context.reporter.report,
        in_background=context.bot.in_background,
    )


def _source(config: Config, pretix: Pretix) -> str:
    # Hashes of another key are as useless as another event's orders, and would cost speakers their roles.
    key = email_hash(config)("")[:8]
    return f"{pretix.base_url}/organizers/{pretix.organizer}/events/{pretix.event} {key}"


def _role_mapping(config: Config, store: TicketStore) -> RoleMapping:
    return RoleMapping(ticket_roles(config)).with_items(store.items)
