"""Entry point: the commands of the program, and what all features share; app.py lists the features.

python DiscordBot/bot.py            run the bot
python DiscordBot/bot.py check      try everything that a start needs, and say what is wrong
python DiscordBot/bot.py setup      create the roles and channels that the server lacks
python DiscordBot/bot.py --standby  wait while another bot is active on the database, then take over
python DiscordBot/bot.py backup FILE            write all data into a file, also while the bot runs
python DiscordBot/bot.py restore FILE           fill an empty database from such a file
python DiscordBot/bot.py move-database FROM TO  copy all data into another database, also of another kind
python DiscordBot/bot.py email-hash ADDRESS     say by what [staff] can name somebody without the address
python DiscordBot/bot.py --rehearse 2027-07-14T08:45 --speed 60     live in a made-up time
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from DiscordBot.app import FEATURES, build_features, build_settings
from DiscordBot.config import Config, ConfigurationError, find_config_file, load_config
from DiscordBot.config.new_year_command import write_new_year
from DiscordBot.config.secrets import DATABASE_PASSWORD, DISCORD_BOT_TOKEN
from DiscordBot.context import Context
from DiscordBot.core import heartbeat
from DiscordBot.core.active_bot.ending import end_soon
from DiscordBot.core.active_bot.lease import holding
from DiscordBot.core.active_bot.lock import lock_of
from DiscordBot.core.active_bot.lock_errors import AlreadyActiveError, NotActiveError
from DiscordBot.core.clock import Clock, SystemClock
from DiscordBot.core.copying.commands import COMMANDS, STANDARD_STREAM, CopyCommands
from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import DatabaseUnusableError
from DiscordBot.core.email_hash import email_hash
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.http_client import open_session
from DiscordBot.core.http.web_server import probe_port
from DiscordBot.core.rehearsal import rehearsal_clock, rehearsal_findings, rehearsal_note, with_rehearsal
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.core.terminal import print_findings
from DiscordBot.discord_ui.conference_bot import ConferenceBot
from DiscordBot.discord_ui.errors import ErrorReporter, describe
from DiscordBot.discord_ui.messages.channel_log import ChannelLog
from DiscordBot.discord_ui.permissions import Staff
from DiscordBot.discord_ui.server import Server
from DiscordBot.server_setup.command import ask_on_terminal, set_up
from DiscordBot.server_setup.layout import wanted_layout
from DiscordBot.server_setup.preflight import check_discord, check_login
from DiscordBot.translation.language import SOURCE, supported

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.active_bot.lease import Lease
    from DiscordBot.feature import Built, Feature


ROOT = Path(__file__).resolve().parent.parent

NEW_YEAR = "new-year"
EMAIL_HASH = "email-hash"
WORDS = {**COMMANDS, NEW_YEAR: ("FOLDER",), EMAIL_HASH: ("ADDRESS",)}
"""What commands need besides their names."""

FAILED = 1
WRONG_CONFIGURATION = 2
ALREADY_ACTIVE = 3
NO_LONGER_ACTIVE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot or a command about it; return the exit status.

    2: the configuration is wrong; 3: another bot is active; 4: another bot has become active.
    """
    # What the bot writes (the database, a rehearsal's copy) holds personal data.
    os.umask(0o077)
    parser = _parser()
    # Intermixed, since options may stand between the command and its file.
    options = parser.parse_intermixed_args(arguments)
    if fault := _misplaced(options):
        parser.error(fault)
    try:
        file = find_config_file(ROOT, options.config)
        if options.command == NEW_YEAR:
            print_findings(write_new_year(file, Path(options.words[0])), "Next year's configuration")
            return 0
        config = load_config(file)
    except ConfigurationError as error:
        print_findings(error.findings, "The configuration cannot be used")
        return WRONG_CONFIGURATION
    if options.command in {EMAIL_HASH, *COMMANDS}:
        return _deal_with_data(config, options)
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
    return asyncio.run(_run(config, standby=options.standby or config.database.standby))


def _deal_with_data(config: Config, options: argparse.Namespace) -> int:
    """Do what needs no Discord."""
    if options.command == EMAIL_HASH:
        print(email_hash(config)(options.words[0].strip().casefold()))  # noqa: T201 - what the command is for
        return 0
    return asyncio.run(_copy(config, options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description="The conference bot.")
    parser.add_argument("command", nargs="?", choices=("run", "check", "setup", *WORDS), default="run")
    parser.add_argument(
        "words", nargs="*", metavar="FILE", help="of backup and restore; - is a pipe; the folder of new-year"
    )
    parser.add_argument("--yes", action="store_true", help="with setup and restore: do it without asking")
    parser.add_argument(
        "--replace", action="store_true", help="with backup and restore: delete what is there"
    )
    parser.add_argument("--dry-run", action="store_true", help="with setup: only show what would be created")
    parser.add_argument("--standby", action="store_true", help="wait while another bot is active")
    parser.add_argument("--config", type=Path, metavar="FILE", help="instead of config.toml")
    parser.add_argument(
        "--rehearse",
        type=datetime.fromisoformat,
        metavar="START",
        help="begin in a made-up conference time, such as 2027-07-14T08:45",
    )
    parser.add_argument("--speed", type=float, metavar="N", help="of the rehearsal: so many times as fast")
    return parser


def _misplaced(options: argparse.Namespace) -> str:
    """Return what was said that does not belong to the command, or what the command lacks."""
    wanted = WORDS.get(options.command, ())
    if len(options.words) != len(wanted):
        return f"{options.command} needs {' '.join(wanted) or 'nothing more'}"
    if options.dry_run and options.command != "setup":
        return "--dry-run belongs to setup"
    if options.yes and options.command not in {"setup", "restore"}:
        return "--yes belongs to setup and restore"
    if options.replace and options.command not in {"backup", "restore"}:
        return "--replace belongs to backup and restore"
    return ""


def create_bot(
    config: Config,
    clock: Clock | None = None,
    *,
    features: Sequence[Feature] = FEATURES,
    database: Database | None = None,
    lease: Lease | None = None,
    make_scheduler: Callable[..., Scheduler] = Scheduler,
) -> ConferenceBot:
    """Build the bot; it builds its features when it starts. Without a `clock` it lives in real time.

    `database` and `lease` are those of the active bot; without a lease nobody else can be active.
    `make_scheduler` takes what `Scheduler` takes.
    """
    clock = clock or SystemClock(config.conference.timezone)
    server = Server(lambda: bot.conference_server)
    bot_log = ChannelLog(lambda: server.text_channel(config.channels["bot_log"]))
    reporter = ErrorReporter(bot_log.write, clock.now)
    database = database or _database(config)
    language = supported(config.conference.language) or SOURCE
    scheduler = make_scheduler(clock, on_error=reporter.report, describe=describe, language=language)
    settings = build_settings(
        config, features, database=database, clock=clock, bot_log=bot_log, reporter=reporter
    )

    async def build(bot: ConferenceBot, session: aiohttp.ClientSession) -> Sequence[Built]:
        await settings.open()
        bot_log.write(rehearsal_note(config, clock))
        context = Context(
            config=config,
            clock=clock,
            database=database,
            scheduler=scheduler,
            settings=settings,
            reporter=reporter,
            server=server,
            staff=Staff(config.roles.organizers, config.roles.volunteers, config.roles.desk),
            bot_log=bot_log,
            bot=bot,
            session=session,
        )
        return [*build_features(context, features).values()]

    bot = ConferenceBot(
        config,
        build=build,
        database=database,
        scheduler=scheduler,
        clock=clock,
        reporter=reporter,
        bot_log=bot_log,
        wanted=wanted_layout(config, features),
        tell=print_findings,
        lease=lease,
        language=language,
    )
    return bot


def _database(config: Config) -> Database:
    return Database(config.database.url, password=config.secrets.reveal(DATABASE_PASSWORD))


async def _clock(config: Config) -> Clock:
    if config.rehearsal is not None:
        return await rehearsal_clock(config, config.rehearsal)
    return SystemClock(config.conference.timezone)


async def _run(config: Config, *, standby: bool) -> int:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Until there is a bot that can be closed: it may wait for days.
        loop.add_signal_handler(number, lambda: task and task.cancel())
    try:
        return await _take_turn(config, wait=standby)
    except asyncio.CancelledError:
        return 0
    except AlreadyActiveError as error:
        print_findings([_already_active(error)], "The bot does not start")
        return ALREADY_ACTIVE
    except NotActiveError as error:
        print_findings([Finding("active bot", Level.ERROR, str(error))], "The bot has ended")
        return NO_LONGER_ACTIVE
    except (discord.LoginFailure, discord.PrivilegedIntentsRequired):
        return await _explain(config, WRONG_CONFIGURATION)
    except (aiohttp.ClientError, OSError, SQLAlchemyError, DatabaseUnusableError):
        # Discord or the database is out of reach, perhaps only now: another start may succeed.
        return await _explain(config, FAILED)


async def _take_turn(config: Config, *, wait: bool) -> int:
    """Run the bot as soon as no other is active on its database; return the exit status."""
    database = _database(config)
    now = SystemClock(config.conference.timezone).now()
    lock = lock_of(config.database.url, password=config.secrets.reveal(DATABASE_PASSWORD), now=now)
    if lock is None:
        return await _be_active(config, await _clock(config), database, None)
    try:
        async with holding(lock, database, wait=wait, on_waiting=_wait_healthily) as lease:
            clock = await _clock(config)
            await lease.begin()
            return await _be_active(config, clock, database, lease)
    finally:
        await database.close()


async def _be_active(config: Config, clock: Clock, database: Database, lease: Lease | None) -> int:
    loop = asyncio.get_running_loop()
    bot = create_bot(config, clock, database=database, lease=lease)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _leave, bot)
    if lease is not None:
        bot.in_background(_give_way(bot, lease), "active bot")
    if config.rehearsal is not None:
        print_findings(rehearsal_findings(config, clock), "This is a rehearsal")
    async with bot:
        await bot.start(config.secrets.reveal(DISCORD_BOT_TOKEN))
    await bot.wait_until_closed()
    if lease is not None and lease.is_over:
        raise NotActiveError
    return 0


def _leave(bot: ConferenceBot) -> None:
    end_soon(FAILED)
    bot.in_background(bot.close(), "shutdown")


async def _give_way(bot: ConferenceBot, lease: Lease) -> None:
    await lease.wait_until_over()
    logging.getLogger(__name__).error("Another bot is the active one by now, so this one ends.")
    # A connection to a database that is cut off may hang for minutes.
    end_soon(NO_LONGER_ACTIVE)
    await bot.give_way()


def _wait_healthily(state: str) -> None:
    heartbeat.beat(state=f"waiting: {state}")


def _already_active(error: AlreadyActiveError) -> Finding:
    remedy = "Stop that one first, or start this one with --standby: then it waits and takes over."
    return Finding(
        "active bot", Level.ERROR, f"Another one is active on this database: {error.holder}.", remedy
    )


async def _copy(config: Config, options: argparse.Namespace) -> int:
    def agree(question: str) -> bool:
        # What comes through a pipe is the backup, and no answer.
        return options.yes or (STANDARD_STREAM not in options.words and ask_on_terminal(question))

    commands = CopyCommands(config, replace=options.replace, agree=agree)
    now = SystemClock(config.conference.timezone).now()
    return await commands.run(options.command, options.words, now)


async def _set_up(config: Config, *, agreed: bool, dry_run: bool) -> int:
    async with discord.Client(intents=discord.Intents.none()) as client:
        login = await check_login(client, config.secrets.reveal(DISCORD_BOT_TOKEN))
        if login.level is not Level.OK:
            print_findings([login], "The server cannot be set up")
            return FAILED
        agree = (lambda: True) if agreed else ask_on_terminal
        done = await set_up(client, config, wanted_layout(config, FEATURES), agree=agree, dry_run=dry_run)
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
    findings.append(await _database(config).check())
    if config.webhooks is not None:
        findings.append(await asyncio.to_thread(probe_port, config.webhooks.host, config.webhooks.port))
    async with open_session() as session:
        for feature in FEATURES:
            if feature.is_on(config):
                findings += await feature.probed(config, session)
    async with discord.Client(intents=discord.Intents.none()) as client:
        findings.append(await check_login(client, config.secrets.reveal(DISCORD_BOT_TOKEN)))
        if findings[-1].level is Level.OK:
            findings += await _check_server(client, config)
    return findings


async def _check_server(client: discord.Client, config: Config) -> Sequence[Finding]:
    return await check_discord(client, config.server.guild_id, wanted_layout(config, FEATURES))


if __name__ == "__main__":
    sys.exit(main())
