"""What of the configuration is about the bot itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.server_setup.layout import STAFF, Audience, Channel, group_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config
    from DiscordBot.server_setup.layout import WantedRole


BOT_LOG_CHANNEL = Channel(
    key="bot_log",
    default="bot-log",
    category=STAFF,
    audience=Audience.ORGANIZERS,
    topic="What the bot is unhappy about.",
)


def roles(config: Config) -> Iterable[WantedRole]:
    """Return who may ask the bot anything."""
    return group_roles(config, "organizers")
