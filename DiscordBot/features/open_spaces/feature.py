"""Sessions that attendees start themselves."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.open_spaces import config
from DiscordBot.server_setup.layout import room_channels

FEATURE = Feature(
    name="open_spaces",
    build="DiscordBot.features.open_spaces.build:build",
    switch="open_spaces",
    sections={"open_spaces": config.OpenSpaces},
    depends_on=("programme", "registration", "tweets", "networks"),
    channels=(
        config.OPEN_SPACES_CHANNEL,
        config.OUTGOING_CHANNEL,
        config.REVIEW_CHANNEL,
        config.CONFLICT_CHANNEL,
    ),
    more_channels=room_channels,
    settings=config.settings,
    probe="DiscordBot.features.open_spaces.reminders.template_check:probe",
)
