"""What every feature gets: the objects that exist once in the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.core.settings.settings import Settings
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.messages.channel_log import ChannelLog
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What features are built from; `session` is the one HTTP session, `bot_log` the organisers' channel."""

    config: Config
    clock: Clock
    database: Database
    scheduler: Scheduler
    settings: Settings
    reporter: ErrorReporter
    server: Server
    staff: Staff
    bot_log: ChannelLog
    bot: ConferenceBot
    session: aiohttp.ClientSession
