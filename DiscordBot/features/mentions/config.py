"""What of the configuration is about posts that mention the conference."""

from __future__ import annotations

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes
from DiscordBot.server_setup.layout import STAFF, Audience, Channel


class Mentions(Section):
    """Posts that mention the conference's account."""

    refresh_minutes: Minutes = 5


MENTIONS_CHANNEL = Channel(
    key="mentions",
    default="mentions",
    category=STAFF,
    audience=Audience.STAFF,
    topic="What others write about us.",
)
