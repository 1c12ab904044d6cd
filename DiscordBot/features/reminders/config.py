"""What of the configuration is about reminders to speakers."""

from __future__ import annotations

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes
from DiscordBot.server_setup.layout import PROGRAMME, Audience, Channel


class Reminders(Section):
    """Speakers are reminded so many minutes before they start; `twitter_messages` allows messages on X."""

    lead_minutes: Minutes = 15
    twitter_messages: bool = False


SPEAKERS_CHANNEL = Channel(
    key="speakers",
    default="speakers",
    category=PROGRAMME,
    audience=Audience.SPEAKERS,
    topic="Where speakers are looked for.",
)
