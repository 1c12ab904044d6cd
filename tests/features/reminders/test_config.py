from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from DiscordBot.features.reminders.config import Reminders

ALL = ("discord", "mastodon", "bluesky", "twitter", "channel")


@pytest.mark.parametrize(
    ("keys", "ways"),
    [
        ({}, ("discord", "channel")),
        ({"twitter_messages": True}, ("discord", "twitter", "channel")),
        ({"ways": ALL, "twitter_messages": True}, ALL),
        ({"ways": ["mastodon"], "twitter_messages": True}, ("mastodon", "twitter")),
        ({"ways": ["bluesky", "discord"]}, ("bluesky", "discord")),
    ],
)
def test_ways_are_tried_in_their_order(keys: dict[str, Any], ways: tuple[str, ...]) -> None:
    assert Reminders(**keys).in_order == ways


@pytest.mark.parametrize("ways", [[], ["discord", "discord"], ["channel", "discord"], ["fax"]])
def test_ways_that_make_no_sense_are_told(ways: list[str]) -> None:
    with pytest.raises(ValidationError, match="ways"):
        Reminders(ways=ways)  # type: ignore[arg-type]  # as it is read from a file
