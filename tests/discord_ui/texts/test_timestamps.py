from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from DiscordBot.discord_ui.texts.message_links import message_link
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance

NOON = datetime(2027, 7, 14, 12, 0, 59, 999_999, tzinfo=ZoneInfo("Europe/Berlin"))


def test_moments_become_what_discord_shows_in_each_readers_time_zone() -> None:
    assert time_stamp(NOON) == "<t:1815559259:f>"
    assert time_stamp(NOON, "R") == "<t:1815559259:R>"
    assert time_stamp_and_distance(NOON, "F") == "<t:1815559259:F> (<t:1815559259:R>)"


def test_a_messages_link_names_server_channel_and_message() -> None:
    assert message_link(1, 2, 3) == "https://discord.com/channels/1/2/3"
