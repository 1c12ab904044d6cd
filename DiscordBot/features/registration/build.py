"""Building registration from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.config.secrets import revealed
from DiscordBot.core.email_hash import email_hash
from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.order_search import OrderSearch
from DiscordBot.features.registration.overview import Overview
from DiscordBot.features.registration.registered_log import RegisteredLog
from DiscordBot.features.registration.roles.entitlement import Entitlements
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.roles.role_sync import RoleSync
from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles
from DiscordBot.features.registration.service import RegistrationService
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.order_lookup import FreshLook
from DiscordBot.features.registration.shop.several_events import SeveralEvents
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.webhook import PretixWebhook
from DiscordBot.features.registration.ui.cog import RegistrationParts
from DiscordBot.features.registration.ui.log_cards import LogCards
from DiscordBot.features.registration.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Pretix
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.server import Server
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
    direct_messages: Callable[[], bool],
) -> RegistrationParts:
    """Build it; `speakers` and the settings are asked each time."""
    config, clock, database = shared.config, shared.clock, shared.database
    clients = pretix_clients(config, pretix, session)
    # Hashes of another key are as useless as another event's orders, and would cost speakers their roles.
    store = TicketStore(
        database,
        clients[0] if len(clients) == 1 else SeveralEvents(clients),
        clock,
        source=f"{pretix.base_url}/organizers/{pretix.organizer}/events/{'+'.join(pretix.event)}",
        key=email_hash(config)("")[:8],
    )
    claims = Claims(database, clock)
    members = DiscordMembers(shared.server)
    mapping = _CurrentMapping(config, store)
    hash_email = email_hash(config)
    fresh_look = FreshLook(store, clock)
    cards = LogCards(config, shared.server, shared.registration_log, store, direct_messages)
    service = RegistrationService(
        store=store,
        fresh_look=fresh_look,
        claims=claims,
        role_sync=RoleSync(
            claims=claims,
            members=members,
            entitlements=Entitlements(store, mapping, members, SpeakerRoles(speakers, config.roles.speakers)),
            revoke=revoke,
        ),
        members=members,
        attempts=Attempts(clock),
        announcer=cards,
        set_nickname=set_nickname,
        hash_email=hash_email,
        reserved_names=partial(_staff_names, config, shared.server),
        events=pretix.event,
    )
    upkeep = Upkeep(
        store=store,
        service=service,
        registered_log=RegisteredLog(config.file.parent / "registered_log.txt", database, store, claims),
        mapping=mapping,
        clock=clock,
        last_day_of_data=config.conference.last_day_of_data,
        write=shared.registration_log.write,
    )
    return RegistrationParts(
        config=config,
        database=database,
        server=shared.server,
        reporter=shared.reporter,
        service=service,
        store=store,
        upkeep=upkeep,
        search=OrderSearch(store, fresh_look, hash_email, pretix.event),
        cards=cards,
        staff=shared.staff,
        scheduler=shared.scheduler,
        title_of=lambda ticket: mapping().title(ticket),
        webhook=_webhook(shared, pretix, bot, upkeep),
    )


def build_overview(shared: Shared, store: TicketStore) -> Overview:
    """Build what tells other features about tickets and registrations."""
    config = shared.config
    claims = Claims(shared.database, shared.clock)
    return Overview(store, claims, _CurrentMapping(config, store), config.roles.speakers)


def pretix_clients(config: Config, pretix: Pretix, session: aiohttp.ClientSession) -> list[PretixClient]:
    """Build a client for each event of the ticket shop."""
    return [
        PretixClient(
            session,
            base_url=pretix.base_url,
            organizer=pretix.organizer,
            event=event,
            token=revealed(config.secrets.pretix_token),
            hash_email=email_hash(config),
        )
        for event in pretix.event
    ]


def _webhook(shared: Shared, pretix: Pretix, bot: ConferenceBot, upkeep: Upkeep) -> PretixWebhook | None:
    secret = shared.config.secrets.pretix_webhook_secret
    if shared.config.webhooks is None or secret is None:
        return None
    return PretixWebhook(
        secret=secret.get_secret_value(),
        organizer=pretix.organizer,
        events=pretix.event,
        look_at=upkeep.look_at,
        look_at_items=upkeep.look_at_items,
        on_error=shared.reporter.report,
        in_background=bot.in_background,
    )


class _CurrentMapping:
    """Makes the mapping for the shop's catalogue as it is now, anew only when that changed."""

    def __init__(self, config: Config, store: TicketStore) -> None:
        self._store = store
        self._made_of: tuple[object, object] = (None, None)
        self._mapping = RoleMapping(config.ticket_roles)

    def __call__(self) -> RoleMapping:
        made_of = (self._store.items, self._store.subevents)
        if self._made_of[0] is not made_of[0] or self._made_of[1] is not made_of[1]:
            self._mapping, self._made_of = self._mapping.with_items(*made_of), made_of
        return self._mapping


def _staff_names(config: Config, server: Server) -> list[str]:
    """Return the names that nobody may have as a nickname: of staff roles and of the bot."""
    references = (*config.roles.organizers, *config.roles.volunteers, *config.roles.desk)
    names = [str(reference) for reference in references if isinstance(reference, str)]
    roles = [server.role(reference) for reference in references if not isinstance(reference, str)]
    me = server.guild.me if server.guild is not None else None
    names += [role.name for role in roles if role is not None]
    return [*names, *([me.name, me.display_name] if me is not None else [])]
