"""Building registration from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.config.secrets import revealed
from DiscordBot.core.email_hash import email_hash
from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
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
from DiscordBot.features.registration.ui.cog import RegistrationParts
from DiscordBot.features.registration.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Pretix
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.registration.roles.speaker_roles import Speaker


def build_registration(
    shared: Shared,
    pretix: Pretix,
    bot: ConferenceBot,
    session: aiohttp.ClientSession,
    *,
    speakers: Callable[[], Sequence[Speaker]],
    revoke: Callable[[], bool],
    set_nickname: Callable[[], bool],
) -> RegistrationParts:
    """Build it; `speakers`, `revoke` and `set_nickname` are asked each time."""
    config, clock, database = shared.config, shared.clock, shared.database
    store = TicketStore(
        database, pretix_client(config, pretix, session), clock, source=_source(config, pretix)
    )
    claims = Claims(database, clock)
    members = DiscordMembers(shared.server)
    mapping = partial(_role_mapping, config, store)
    role_sync = RoleSync(
        claims=claims,
        store=store,
        mapping=mapping,
        members=members,
        speaker_roles=SpeakerRoles(speakers, config.roles.speakers).roles_for,
        revoke=revoke,
    )
    service = RegistrationService(
        store=store,
        fresh_look=FreshLook(store, clock),
        claims=claims,
        role_sync=role_sync,
        members=members,
        attempts=Attempts(clock),
        log=lambda outcome: shared.registration_log.write(log_line(outcome)),
        set_nickname=set_nickname,
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
        server=shared.server,
        reporter=shared.reporter,
        service=service,
        store=store,
        upkeep=upkeep,
        scheduler=shared.scheduler,
        title_of=lambda ticket: mapping().title(ticket),
        webhook=_webhook(shared, pretix, bot, upkeep),
    )


def build_overview(shared: Shared, store: TicketStore) -> Overview:
    """Build what tells other features about tickets and registrations."""
    config = shared.config
    claims = Claims(shared.database, shared.clock)
    return Overview(store, claims, partial(_role_mapping, config, store), config.roles.speakers)


def pretix_client(config: Config, pretix: Pretix, session: aiohttp.ClientSession) -> PretixClient:
    """Build the client of the ticket shop."""
    token = revealed(config.secrets.pretix_token)
    return PretixClient(
        session,
        base_url=pretix.base_url,
        organizer=pretix.organizer,
        event=pretix.event,
        token=token,
        hash_email=email_hash(config),
    )


def _webhook(shared: Shared, pretix: Pretix, bot: ConferenceBot, upkeep: Upkeep) -> PretixWebhook | None:
    secret = shared.config.secrets.pretix_webhook_secret
    if shared.config.webhooks is None or secret is None:
        return None
    return PretixWebhook(
        secret=secret.get_secret_value(),
        organizer=pretix.organizer,
        event=pretix.event,
        look_at=upkeep.look_at,
        on_error=shared.reporter.report,
        in_background=bot.in_background,
    )


def _source(config: Config, pretix: Pretix) -> str:
    # Hashes of another key are as useless as another event's orders, and would cost speakers their roles.
    key = email_hash(config)("")[:8]
    return f"{pretix.base_url}/organizers/{pretix.organizer}/events/{pretix.event} {key}"


def _role_mapping(config: Config, store: TicketStore) -> RoleMapping:
    return RoleMapping(config.ticket_roles).with_items(store.items)
