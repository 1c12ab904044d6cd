"""Building registration from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.email_hash import email_hash
from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.discord_ui.messages.channel_log import ChannelLog
from DiscordBot.feature import Built
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.arrivals import arrived_roles, counts_arrivals
from DiscordBot.features.registration.attempts import Attempts
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.config import (
    DIRECT_MESSAGES,
    LOG_CHANNEL,
    PRETIX_WEBHOOK_SECRET,
    REVOKE_ON_CANCEL,
    SET_NICKNAME,
    TITO_WEBHOOK_TOKEN,
    Pretix,
    Tito,
    rule_name,
    ticket_roles,
    ticket_roles_by_event,
)
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.registration.matching.order_search import OrderSearch
from DiscordBot.features.registration.matching.ticket_finder import TicketFinder
from DiscordBot.features.registration.member_lookup import MemberLookup
from DiscordBot.features.registration.overview import Overview
from DiscordBot.features.registration.registered_log import RegisteredLog
from DiscordBot.features.registration.roles.entitlement import Entitlements
from DiscordBot.features.registration.roles.loss_messages import LossMessages
from DiscordBot.features.registration.roles.loss_sender import LossSender
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.roles.role_sync import RoleSync
from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles
from DiscordBot.features.registration.service import RegistrationService
from DiscordBot.features.registration.shop.order_lookup import FreshLook
from DiscordBot.features.registration.shop.tito_webhook import TitoWebhook
from DiscordBot.features.registration.shop.webhook import PretixWebhook
from DiscordBot.features.registration.shops import build_store, code_reader, probed_sources, tito_clients
from DiscordBot.features.registration.staff_list import listed_roles
from DiscordBot.features.registration.ui.attendee_commands import AttendeeCog
from DiscordBot.features.registration.ui.cog import RegistrationCog, RegistrationParts
from DiscordBot.features.registration.ui.log_cards import LogCards
from DiscordBot.features.registration.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.registration.announcer import Announcer
    from DiscordBot.features.registration.roles.speaker_roles import Speaker
    from DiscordBot.features.registration.shop.ticket_store import TicketStore


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
        _CurrentMapping(config, parts.store),
        config.roles.speakers,
        counts_arrivals=counts_arrivals(config),
    )
    return Built(
        cogs=(RegistrationCog(context.bot, parts), AttendeeCog(parts, context.staff)),
        front_door=RegistrationAccess(
            overview,
            parts.upkeep.load_everything,
            MemberLookup(parts.store, Claims(context.database, context.clock)),
        ),
        delete_personal_data=parts.upkeep.delete_personal_data,
    )


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether all shops answer as they must, for each event and file."""
    sources = probed_sources(config, session, SystemClock(config.conference.timezone))
    return [finding for source in sources for finding in await source.probe()]


def _parts(context: Context, speakers: Callable[[], Sequence[Speaker]]) -> RegistrationParts:
    config, clock, database, settings = context.config, context.clock, context.database, context.settings
    log = context.bot.add_log(
        ChannelLog(lambda: context.server.text_channel(config.channels[LOG_CHANNEL.key]))
    )
    store = build_store(config, database, context.session, clock)
    mapping = _CurrentMapping(config, store)
    fresh_look = FreshLook(store, clock)
    messages = LossMessages(database, clock)
    tells = partial(settings.switch, rule_name(config, DIRECT_MESSAGES))
    cards = LogCards(config, context.server, log, store, tells, messages)
    given_roles = Claims(database, clock).given_roles
    losses = LossSender(messages, given_roles, cards.deliver_loss, log.write, context.bot.in_background)
    cards.tell_losses = losses.go_on
    service = _service(
        context, store, mapping, SpeakerRoles(speakers, config.roles.speakers), cards, fresh_look
    )
    upkeep = Upkeep(
        store=store,
        service=service,
        registered_log=RegisteredLog(
            config.file.parent / "registered_log.txt", database, store, service.claims
        ),
        mapping=mapping,
        clock=clock,
        last_day_of_data=config.conference.last_day_of_data,
        write=log.write,
    )
    return RegistrationParts(
        config=config,
        database=database,
        server=context.server,
        reporter=context.reporter,
        service=service,
        store=store,
        upkeep=upkeep,
        search=OrderSearch(store, fresh_look, email_hash(config), code_reader(config)),
        cards=cards,
        losses=losses,
        staff=context.staff,
        scheduler=context.scheduler,
        title_of=lambda ticket: mapping().title(ticket),
        webhooks=_webhooks(context, upkeep),
    )


def _service(
    context: Context,
    store: TicketStore,
    mapping: Callable[[], RoleMapping],
    speakers: SpeakerRoles,
    announcer: Announcer,
    fresh_look: FreshLook,
) -> RegistrationService:
    config, settings = context.config, context.settings
    claims = Claims(context.database, context.clock)
    members = DiscordMembers(context.server)
    listed = listed_roles(config, email_hash(config), store.first_shop)
    entitlements = Entitlements(store, mapping, members, speakers, listed, arrived_roles(config))
    return RegistrationService(
        store=store,
        finder=TicketFinder(store, fresh_look, entitlements, email_hash(config)),
        claims=claims,
        role_sync=RoleSync(
            claims=claims,
            members=members,
            entitlements=entitlements,
            revoke=partial(settings.switch, rule_name(config, REVOKE_ON_CANCEL)),
        ),
        members=members,
        attempts=Attempts(context.clock),
        announcer=announcer,
        set_nickname=partial(settings.switch, rule_name(config, SET_NICKNAME)),
        reserved_names=partial(_staff_names, config, context.server),
        read_code=code_reader(config),
    )


def _webhooks(context: Context, upkeep: Upkeep) -> list[PretixWebhook | TitoWebhook]:
    """Build what takes the shops' calls, for the shops that have a secret for them."""
    config = context.config
    secrets, found = config.secrets, list[PretixWebhook | TitoWebhook]()
    pretix, tito = config.section(Pretix), config.section(Tito)
    report, in_background = context.reporter.report, context.bot.in_background
    if config.webhooks is None:
        return found
    if pretix is not None and (secret := secrets.reveal(PRETIX_WEBHOOK_SECRET)):
        found.append(
            PretixWebhook(
                secret=secret,
                organizer=pretix.organizer,
                events=pretix.event,
                look_at=upkeep.look_at,
                look_at_items=upkeep.look_at_items,
                on_error=report,
                in_background=in_background,
            )
        )
    if tito is not None and (token := secrets.reveal(TITO_WEBHOOK_TOKEN)):
        shops = {
            (tito.account, event): client.key
            for event, client in zip(tito.event, tito_clients(config, context.session), strict=True)
        }
        found.append(
            TitoWebhook(
                token=token,
                shops=shops,
                look_at=upkeep.look_at_order,
                on_error=report,
                in_background=in_background,
            )
        )
    return found


class _CurrentMapping:
    """Makes the mapping for the shop's catalogue as it is now, anew only when that changed."""

    def __init__(self, config: Config, store: TicketStore) -> None:
        self._store = store
        self._made_of: tuple[object, object] = (None, None)
        self._mapping = RoleMapping(ticket_roles(config), by_event=ticket_roles_by_event(config))

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
