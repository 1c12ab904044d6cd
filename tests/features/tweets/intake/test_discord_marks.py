from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from DiscordBot.features.tweets.intake.discord_marks import as_readers_see


class Server:
    """A server with one of everything."""

    def member(self, member_id: int) -> str | None:
        return "Ada" if member_id == 1 else None

    def role(self, role_id: int) -> str | None:
        return "Speakers" if role_id == 2 else None

    def channel(self, channel_id: int) -> str | None:
        return "forum-hall" if channel_id == 3 else None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Thanks to <@1> and <@!1>!", "Thanks to Ada and Ada!"),
        ("Thanks to <@9>", "Thanks to somebody"),
        ("<@&2> in <#3>", "Speakers in forum-hall"),
        ("See <#9>", "See a channel"),
        ("We <:py:11> love <a:dance:12>!", "We love !"),
        ("It starts <t:1815741000>", "It starts Friday, 16 July 2027, 14:30"),
        ("It starts <t:1815741000:R>", "It starts Friday, 16 July 2027, 14:30"),
        ("It starts at <t:1815741000:t>", "It starts at 14:30"),
        ("It starts on <t:1815741000:D>", "It starts on Friday, 16 July 2027"),
        ("Type </register:77>", "Type /register"),
        ("a < b,  c > d, <3 and <t:x>", "a < b,  c > d, <3 and <t:x>"),
    ],
)
def test_marks_become_what_others_can_read(typed: str, read: str) -> None:
    assert as_readers_see(typed, Server(), ZoneInfo("Europe/Berlin")) == read
