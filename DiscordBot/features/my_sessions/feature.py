"""An attendee's own list of sessions, with reminders and news of changes by direct message."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.my_sessions import config

FEATURE = Feature(
    name="my_sessions",
    build="DiscordBot.features.my_sessions.build:build",
    switch="my_sessions",
    sections={"my_sessions": config.MySessions},
    requires=(("pretalx", "schedule_json"),),
    depends_on=("programme",),
    settings=config.settings,
)
