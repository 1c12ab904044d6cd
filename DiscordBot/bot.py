"""Entry point, and the only place that builds objects.

python DiscordBot/bot.py            run the bot
python DiscordBot/bot.py check      try everything that a start needs, and say what is wrong
python DiscordBot/bot.py setup      create the roles and channels that the server lacks
python DiscordBot/bot.py --rehearse 2027-07-14T08:45 --speed 60     live in a made-up time
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from DiscordBot.clock import Clock, SystemClock
from DiscordBot.config import Config, ConfigurationError, find_config_file, load_config
from DiscordBot.config_secrets import revealed
from DiscordBot.database import Database
from DiscordBot.discord_ui.channel_log import ChannelLog
from DiscordBot.discord_ui.check import check_discord, check_login
from DiscordBot.discord_ui.conference_bot import ConferenceBot
from DiscordBot.discord_ui.errors import ErrorReporter, describe
from DiscordBot.discord_ui.permissions import Staff
from DiscordBot.discord_ui.room import Needs, all_needs
from DiscordBot.discord_ui.server import Server
from DiscordBot.discord_ui.setup_command import ask_on_terminal, set_up
from DiscordBot.health import Finding, Level
from DiscordBot.job_board.build import build_job_board, sheet_client
from DiscordBot.job_board.cog import job_board_needs
from DiscordBot.job_board.service import probe_sheet
from DiscordBot.organizers.build import build_organizers, build_settings
from DiscordBot.organizers.cog import Services, organizers_needs
from DiscordBot.organizers.known_settings import (
    LEAD_MINUTES,
    POLICY,
    REVOKE_ON_CANCEL,
    ROOM_LEAD_MINUTES,
    SET_NICKNAME,
)
from DiscordBot.organizers.service import Statistics, TweetStatistics
from DiscordBot.programme.build import build_programme, build_speakers, pretalx_client
from DiscordBot.programme.cog import ProgrammeCog, ScheduleCog, programme_needs
from DiscordBot.registration.build import build_overview, build_registration, pretix_client
from DiscordBot.registration.cog import AttendeeCog, RegistrationCog, registration_needs
from DiscordBot.rehearsal import rehearsal_clock, rehearsal_findings, rehearsal_note, with_rehearsal
from DiscordBot.scheduler import Scheduler
from DiscordBot.shared import Shared
from DiscordBot.terminal import print_findings
from DiscordBot.tweets.build import build_tweets
from DiscordBot.tweets.cog import TweetCog, TweetsCog, tweets_needs
from DiscordBot.twitter.build import build_twitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord.ext import commands

ROOT = Path(__file__).resolve().parent.parent

FAILED = 1
WRONG_CONFIGURATION = 2

NOBODY: tuple[tuple[str, str | None], ...] = ()
"""The speakers of a conference without pretalx."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot or a command about it; return the exit status (2: the configuration is wrong)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command != "setup" and (options.yes or options.dry_run):
        parser.error("--yes and --dry-run belong to setup")
    try:
        config = load_config(find_config_file(ROOT, options.config))
    except ConfigurationError as error:
        print_findings(error.findings, "The configuration cannot be used")
        return WRONG_CONFIGURATION
    try:
        config = with_rehearsal(config, options.rehearse, options.speed)
    except ValueError as error:
        parser.error(f"--rehearse, --speed: {error}")
    if options.command == "check":
        return asyncio.run(_check(config))
    if options.command == "setup":
        return asyncio.run(_set_up(config, agreed=options.yes, dry_run=options.dry_run))
    # The bot never speaks aloud, so it need not be warned about what it lacks for that.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.utils.setup_logging(level=logging.INFO, root=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # Strangers who send rubbish to the webhooks' port would fill the log with tracebacks.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    if config.warnings:
        print_findings(config.warnings, "Please look at these")
    return asyncio.run(_run(config))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description="The conference bot.")
    parser.add_argument("command", nargs="?", choices=("run", "check", "setup"), default="run")
    parser.add_argument("--yes", action="store_true", help="with setup: create without asking")
    parser.add_argument("--dry-run", action="store_true", help="with setup: only show what would be created")
    parser.add_argument("--config", type=Path, metavar="FILE", help="instead of config.toml")
    parser.add_argument(
        "--rehearse",
        type=datetime.fromisoformat,
        metavar="START",
        help="begin in a made-up conference time, such as 2027-07-14T08:45",
    )
    parser.add_argument("--speed", type=float, metavar="N", help="of the rehearsal: so many times as fast")
    return parser


def create_bot(config: Config, clock: Clock | None = None) -> ConferenceBot:
    """Build the bot; it builds its rooms when it starts. Without a `clock` it lives in real time."""
    clock = clock or SystemClock(config.conference.timezone)
    server = Server(lambda: bot.conference_server)
    bot_log = ChannelLog(lambda: server.text_channel(config.channels.bot_log))
    registration_log = ChannelLog(lambda: server.text_channel(config.channels.registration_log))
    reporter = ErrorReporter(bot_log.write, clock.now)
    shared = Shared(
        config=config,
        clock=clock,
        database=Database(config.database.url),
        scheduler=Scheduler(clock, on_error=reporter.report, describe=describe),
        reporter=reporter,
        server=server,
        staff=Staff(config.roles.organizers, config.roles.volunteers),
        registration_log=registration_log,
        bot_log=bot_log,
    )
    bot = ConferenceBot(
        config,
        build=partial(_build_cogs, shared),
        database=shared.database,
        scheduler=shared.scheduler,
        reporter=reporter,
        logs=(bot_log, registration_log),
        tell=print_findings,
    )
    return bot


async def _build_cogs(
    shared: Shared, bot: ConferenceBot, session: aiohttp.ClientSession
) -> list[commands.Cog]:
    """Build the rooms that the configuration has sections for, and tell each what it needs of another."""
    config = shared.config
    settings = build_settings(shared)
    await settings.open()
    services = Services(findings=partial(_findings, shared, bot))
    shared.bot_log.write(rehearsal_note(config, shared.clock))
    cogs: list[commands.Cog] = []
    directory = build_speakers(shared, config.pretalx, session) if config.pretalx is not None else None
    speakers_changed = _nothing
    if config.pretix is not None:
        registration = build_registration(
            shared,
            config.pretix,
            bot,
            session,
            speakers=lambda: directory.speakers if directory is not None else NOBODY,
            revoke=partial(settings.switch, REVOKE_ON_CANCEL),
            set_nickname=partial(settings.switch, SET_NICKNAME),
        )
        speakers_changed = registration.upkeep.follow_speakers
        statistics = Statistics(build_overview(shared, registration.store), shared.clock)
        services = replace(
            services, refresh_tickets=registration.upkeep.load_everything, statistics=statistics
        )
        cogs += [RegistrationCog(bot, registration), AttendeeCog(registration, shared.staff)]
    if config.pretalx is not None and directory is not None:
        programme = build_programme(
            shared,
            config.pretalx,
            directory,
            session,
            speakers_changed=speakers_changed,
            lead_minutes=partial(settings.number, LEAD_MINUTES),
            room_lead_minutes=partial(settings.number, ROOM_LEAD_MINUTES),
        )
        for name in (LEAD_MINUTES, ROOM_LEAD_MINUTES):
            settings.listen(name, programme.service.plan)
        programme_cog = ProgrammeCog(bot, programme)
        services = replace(services, refresh_programme=programme_cog.refresh)
        cogs += [programme_cog, ScheduleCog(programme)]
    twitter = build_twitter(shared, config.twitter, session) if config.twitter is not None else None
    if twitter is not None:
        cogs.append(twitter.cog)
    if config.moderation is not None:
        tweets = build_tweets(
            shared,
            bot,
            networks=[twitter.network] if twitter is not None else [],
            policy=partial(settings.choice, POLICY),
        )
        if twitter is not None:
            twitter.service.listen(tweets.wake)
        services = replace(services, tweets=TweetStatistics(tweets.service.numbers, shared.clock))
        cogs += [TweetsCog(bot, tweets), TweetCog(tweets)]
    if config.job_board is not None:
        job_board = build_job_board(shared, config.job_board, bot, session)
        services = replace(services, refresh_jobs=job_board.refresh)
        cogs.append(job_board)
    return [*cogs, *build_organizers(shared, bot, settings, services)]


async def _findings(shared: Shared, bot: ConferenceBot) -> tuple[Finding, ...]:
    return (*rehearsal_findings(shared.config, shared.clock), *await bot.findings())


async def _nothing() -> None:
    """Stand for a room that is off."""


async def _clock(config: Config) -> Clock:
    if config.rehearsal is not None:
        return await rehearsal_clock(config, config.rehearsal)
    return SystemClock(config.conference.timezone)


async def _run(config: Config) -> int:
    loop = asyncio.get_running_loop()
    try:
        clock = await _clock(config)
        bot = create_bot(config, clock)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: bot.in_background(bot.close(), "good-bye"))
        if config.rehearsal is not None:
            print_findings(rehearsal_findings(config, clock), "This is a rehearsal")
        async with bot:
            await bot.start(revealed(config.secrets.discord_bot_token))
    except (discord.LoginFailure, discord.PrivilegedIntentsRequired):
        return await _explain(config, WRONG_CONFIGURATION)
    except (aiohttp.ClientError, OSError, SQLAlchemyError):
        # Discord or the database is out of reach, perhaps only now: another start may succeed.
        return await _explain(config, FAILED)
    return 0


async def _set_up(config: Config, *, agreed: bool, dry_run: bool) -> int:
    async with discord.Client(intents=discord.Intents.none()) as client:
        login = await check_login(client, revealed(config.secrets.discord_bot_token))
        if login.level is not Level.OK:
            print_findings([login], "The server cannot be set up")
            return FAILED
        agree = (lambda: True) if agreed else ask_on_terminal
        done = await set_up(client, config, agree=agree, dry_run=dry_run)
        if not dry_run:
            print_findings(await _check_server(client, config), "How the server is now")
    return 0 if done else FAILED


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
            findings += await pretix_client(config, config.pretix, session).probe()
        if config.pretalx is not None:
            findings.append(await pretalx_client(config, config.pretalx, session).probe())
        if config.job_board is not None:
            findings.append(await probe_sheet(sheet_client(config, config.job_board, session)))
    async with discord.Client(intents=discord.Intents.none()) as client:
        findings.append(await check_login(client, revealed(config.secrets.discord_bot_token)))
        if findings[-1].level is Level.OK:
            findings += await _check_server(client, config)
    return findings


async def _check_server(client: discord.Client, config: Config) -> Sequence[Finding]:
    needs = _needs(config)
    return await check_discord(
        client, config.server.guild_id, wanted_channels=needs.channels, wanted_roles=needs.roles
    )


def _needs(config: Config) -> Needs:
    """Return what the rooms need that the configuration has sections for."""
    needs = [organizers_needs(config)]
    if config.pretix is not None:
        needs.append(registration_needs(config))
    if config.pretalx is not None:
        needs.append(programme_needs(config))
    if config.job_board is not None:
        needs.append(job_board_needs(config))
    if config.moderation is not None:
        needs.append(tweets_needs(config))
    return all_needs(needs)


if __name__ == "__main__":
    sys.exit(main())
