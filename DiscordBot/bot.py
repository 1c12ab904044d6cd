"""Entry point, and the only place that builds objects.

python DiscordBot/bot.py            run the bot
python DiscordBot/bot.py check      try everything that a start needs, and say what is wrong
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import logging
import signal
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from DiscordBot.clock import Clock, SystemClock, WarpedClock
from DiscordBot.config import Config, ConfigurationError, find_config_file, load_config
from DiscordBot.database import Database
from DiscordBot.discord_ui.channel_log import ChannelLog
from DiscordBot.discord_ui.check import check_discord, check_login
from DiscordBot.discord_ui.conference_bot import ConferenceBot
from DiscordBot.discord_ui.errors import ErrorReporter, describe
from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.discord_ui.permissions import Staff
from DiscordBot.discord_ui.room import Needs, all_needs
from DiscordBot.discord_ui.server import Server
from DiscordBot.health import Finding, Level
from DiscordBot.organizers.cog import OrganizersCog, RefreshCog, Services, organizers_needs
from DiscordBot.programme.client import PretalxClient
from DiscordBot.programme.cog import ProgrammeCog, programme_needs
from DiscordBot.programme.speakers import SpeakerDirectory
from DiscordBot.registration.attempts import Attempts
from DiscordBot.registration.claims import Claims
from DiscordBot.registration.client import PretixClient
from DiscordBot.registration.cog import AttendeeCog, RegistrationCog, RegistrationRoom, registration_needs
from DiscordBot.registration.fresh_look import FreshLook
from DiscordBot.registration.grants import Grants
from DiscordBot.registration.registered_log import RegisteredLog
from DiscordBot.registration.role_mapping import RoleMapping
from DiscordBot.registration.service import RegistrationService
from DiscordBot.registration.speaker_roles import SpeakerRoles
from DiscordBot.registration.ticket_store import TicketStore
from DiscordBot.registration.upkeep import Upkeep
from DiscordBot.registration.views import journal_line
from DiscordBot.registration.webhook import PretixWebhook
from DiscordBot.scheduler import Scheduler
from DiscordBot.terminal import print_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from discord.ext import commands
    from pydantic import SecretStr

    from DiscordBot.config_sections import Pretalx, Pretix

ROOT = Path(__file__).resolve().parent.parent

FAILED = 1
WRONG_CONFIGURATION = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot or a command about it; return the exit status (2: the configuration is wrong)."""
    parser = argparse.ArgumentParser(prog="bot.py", description="The conference bot.")
    parser.add_argument("command", nargs="?", choices=("run", "check"), default="run")
    parser.add_argument("--config", type=Path, metavar="FILE", help="instead of config.toml")
    options = parser.parse_args(arguments)
    try:
        config = load_config(find_config_file(ROOT, options.config))
    except ConfigurationError as error:
        print_findings(error.findings, "The configuration cannot be used")
        return WRONG_CONFIGURATION
    if options.command == "check":
        return asyncio.run(_check(config))
    # The bot never speaks aloud, so it need not be warned about what it lacks for that.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.utils.setup_logging(level=logging.INFO, root=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # Strangers who send rubbish to the webhooks' port would fill the log with tracebacks.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    if config.warnings:
        print_findings(config.warnings, "Please look at these")
    return asyncio.run(_run(config))


def create_bot(config: Config, clock: Clock | None = None) -> ConferenceBot:
    """Build the bot; it builds its rooms when it starts. Without a `clock` the configuration chooses one."""
    clock = clock or _clock(config)
    server = Server(lambda: bot.conference_server)
    bot_log = ChannelLog(lambda: server.text_channel(config.channels.bot_log))
    reporter = ErrorReporter(bot_log.write, clock.now)
    scheduler = Scheduler(clock, on_error=reporter.report, describe=describe)
    database = Database(config.database.url)
    registration_log = ChannelLog(lambda: server.text_channel(config.channels.registration_log))
    staff = Staff(config.roles.organizers, config.roles.volunteers)
    shared = _Shared(config, clock, database, scheduler, reporter, server, staff, registration_log)
    bot = ConferenceBot(
        config,
        build=partial(_build_cogs, shared),
        database=database,
        scheduler=scheduler,
        reporter=reporter,
        logs=(bot_log, registration_log),
        tell=print_findings,
    )
    return bot


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all rooms have in common."""

    config: Config
    clock: Clock
    database: Database
    scheduler: Scheduler
    reporter: ErrorReporter
    server: Server
    staff: Staff
    registration_log: ChannelLog


async def _build_cogs(
    shared: _Shared, bot: ConferenceBot, session: aiohttp.ClientSession
) -> list[commands.Cog]:
    """Build the rooms that the configuration has sections for."""
    config = shared.config
    cogs: list[commands.Cog] = []
    registration: RegistrationRoom | None = None
    directory = _build_speakers(shared, config.pretalx, session) if config.pretalx is not None else None
    if config.pretix is not None:
        registration = _build_registration(shared, config.pretix, directory, bot, session)
        cogs += [RegistrationCog(bot, registration), AttendeeCog(registration, shared.staff)]
    if config.pretalx is not None and directory is not None:
        cogs.append(_programme_cog(shared, config.pretalx, directory, registration, bot))
    refresh_tickets = registration.upkeep.load_everything if registration is not None else None
    services = Services(findings=bot.findings, refresh_tickets=refresh_tickets)
    organizers = OrganizersCog(
        bot,
        config=config,
        staff=shared.staff,
        reporter=shared.reporter,
        scheduler=shared.scheduler,
        services=services,
    )
    return [*cogs, organizers, RefreshCog(staff=shared.staff, services=services)]


def _build_registration(
    shared: _Shared,
    pretix: Pretix,
    directory: SpeakerDirectory | None,
    bot: ConferenceBot,
    session: aiohttp.ClientSession,
) -> RegistrationRoom:
    config, clock, database = shared.config, shared.clock, shared.database
    store = TicketStore(
        database, _pretix_client(config, pretix, session), clock, source=_source(config, pretix)
    )
    claims = Claims(database, clock)
    members = DiscordMembers(shared.server)
    mapping = partial(_role_mapping, config, store)
    grants = Grants(
        claims=claims,
        store=store,
        mapping=mapping,
        members=members,
        speaker_roles=_speaker_roles(config, directory).roles_for,
        revoke=pretix.revoke_on_cancel,
    )
    service = RegistrationService(
        store=store,
        fresh_look=FreshLook(store, clock),
        claims=claims,
        grants=grants,
        members=members,
        attempts=Attempts(clock),
        journal=lambda outcome: shared.registration_log.write(journal_line(outcome)),
        set_nickname=pretix.set_nickname,
    )
    upkeep = Upkeep(
        store=store,
        service=service,
        registered_log=RegisteredLog(config.file.parent / "registered_log.txt", database, store, claims),
        mapping=mapping,
        clock=clock,
        last_day_of_data=config.conference.last_day_of_data,
    )
    return RegistrationRoom(
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


def _build_speakers(shared: _Shared, pretalx: Pretalx, session: aiohttp.ClientSession) -> SpeakerDirectory:
    client = _pretalx_client(shared.config, pretalx, session)
    return SpeakerDirectory(shared.database, client, _email_hash(shared.config))


def _programme_cog(
    shared: _Shared,
    pretalx: Pretalx,
    directory: SpeakerDirectory,
    registration: RegistrationRoom | None,
    bot: ConferenceBot,
) -> ProgrammeCog:
    return ProgrammeCog(
        bot,
        config=shared.config,
        pretalx=pretalx,
        clock=shared.clock,
        scheduler=shared.scheduler,
        directory=directory,
        speakers_changed=registration.upkeep.follow_speakers if registration is not None else _nothing,
    )


async def _nothing() -> None:
    """Stand for a room that is off."""


def _speaker_roles(config: Config, directory: SpeakerDirectory | None) -> SpeakerRoles:
    nobody: tuple[tuple[str, str | None], ...] = ()
    return SpeakerRoles(lambda: directory.speakers if directory else nobody, config.roles.speakers)


def _webhook(shared: _Shared, pretix: Pretix, bot: ConferenceBot, upkeep: Upkeep) -> PretixWebhook | None:
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


def _pretix_client(config: Config, pretix: Pretix, session: aiohttp.ClientSession) -> PretixClient:
    token = _revealed(config.secrets.pretix_token)
    return PretixClient(
        session,
        base_url=pretix.base_url,
        organizer=pretix.organizer,
        event=pretix.event,
        token=token,
        hash_email=_email_hash(config),
    )


def _pretalx_client(config: Config, pretalx: Pretalx, session: aiohttp.ClientSession) -> PretalxClient:
    token = _revealed(config.secrets.pretalx_token)
    return PretalxClient(session, base_url=pretalx.base_url, event=pretalx.event, token=token)


def _email_hash(config: Config) -> Callable[[str], str]:
    """Make the keyed hash under which attendees and speakers meet without their addresses being kept."""
    # The token of pretix is the one secret that is there whenever attendees are, and never in the database.
    secret = f"e-mail addresses {_revealed(config.secrets.pretix_token)}"
    key = hashlib.sha256(secret.encode()).digest()
    return lambda address: hmac.new(key, address.encode(), hashlib.sha256).hexdigest()


def _source(config: Config, pretix: Pretix) -> str:
    # Hashes of another key are as useless as another event's orders, and would cost speakers their roles.
    key = _email_hash(config)("")[:8]
    return f"{pretix.base_url}/organizers/{pretix.organizer}/events/{pretix.event} {key}"


def _role_mapping(config: Config, store: TicketStore) -> RoleMapping:
    return RoleMapping(config.ticket_roles).with_items(store.items)


def _clock(config: Config) -> Clock:
    timezone, rehearsal = config.conference.timezone, config.rehearsal
    return (
        SystemClock(timezone)
        if rehearsal is None
        else WarpedClock(timezone, rehearsal.start, rehearsal.speed)
    )


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""


async def _run(config: Config) -> int:
    bot = create_bot(config)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: bot.in_background(bot.close(), "good-bye"))
    try:
        async with bot:
            await bot.start(_revealed(config.secrets.discord_bot_token))
    except (discord.LoginFailure, discord.PrivilegedIntentsRequired):
        return await _explain(config, WRONG_CONFIGURATION)
    except (aiohttp.ClientError, OSError, SQLAlchemyError):
        # Discord or the database is out of reach, perhaps only now: another start may succeed.
        return await _explain(config, FAILED)
    return 0


async def _explain(config: Config, status: int) -> int:
    print_findings(await _check_everything(config), "The bot cannot start")
    return status


async def _check(config: Config) -> int:
    findings = await _check_everything(config)
    print_findings(findings, "What a start needs")
    return FAILED if any(finding.level is Level.ERROR for finding in findings) else 0


async def _check_everything(config: Config) -> list[Finding]:
    findings = [Finding(config.file.name, Level.OK, "The configuration can be used."), *config.warnings]
    findings.append(await Database(config.database.url).check())
    async with aiohttp.ClientSession() as session:
        if config.pretix is not None:
            findings += await _pretix_client(config, config.pretix, session).probe()
        if config.pretalx is not None:
            findings.append(await _pretalx_client(config, config.pretalx, session).probe())
    needs = _needs(config)
    async with discord.Client(intents=discord.Intents.none()) as client:
        findings.append(await check_login(client, _revealed(config.secrets.discord_bot_token)))
        if findings[-1].level is Level.OK:
            findings += await check_discord(
                client,
                config.server.guild_id,
                wanted_channels=needs.channels,
                wanted_roles=needs.roles,
            )
    return findings


def _needs(config: Config) -> Needs:
    """Return what the rooms need that the configuration has sections for."""
    needs = [organizers_needs(config)]
    if config.pretix is not None:
        needs.append(registration_needs(config))
    if config.pretalx is not None:
        needs.append(programme_needs(config))
    return all_needs(needs)


if __name__ == "__main__":
    sys.exit(main())
