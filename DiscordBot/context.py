"""What all rooms have in common; bot.py makes it once and hands it to each room's build.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.channel_log import ChannelLog
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The objects that exist once in the process."""

    config: Config
    clock: Clock
    database: Database
    scheduler: Scheduler
    reporter: ErrorReporter
    server: Server
    staff: Staff
    registration_log: ChannelLog
    bot_log: ChannelLog
