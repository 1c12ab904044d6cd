"""Nobody sees what is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conference_world import open_conference

if TYPE_CHECKING:
    from pathlib import Path

FOR_EVERYBODY = {"my", "openspace", "ping", "register", "reminders", "schedule"}
FOR_ORGANIZERS = {"campaign", "health", "networks", "refresh", "settings", "stats", "twitter"}
FOR_VOLUNTEERS = {"approve", "attendee", "deny", "mentions", "tweet"}


@pytest.mark.slow
async def test_attendees_volunteers_and_organisers_see_what_is_theirs(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    async with open_conference(tmp_path, orders, with_x=True, all_commands_shown=False) as world:
        backend = world.env.backend
        channel = world.world.server.channels["programme"]
        seen = {
            name: {
                one["name"]
                for one in backend.visible_commands(user_id=world.person(name).id, channel_id=channel.id)
            }
            for name in ("eve", "victor", "olivia")
        }
        menus = {
            name: backend.visible_commands(user_id=world.person(name).id, channel_id=channel.id, type=3)
            for name in ("eve", "victor")
        }

    assert seen["eve"] <= FOR_EVERYBODY
    assert seen["victor"] - seen["eve"] == FOR_VOLUNTEERS
    assert seen["olivia"] - seen["victor"] >= {
        "health",
        "settings",
        "stats",
        "refresh",
        "networks",
        "campaign",
    }
    assert [len(menus[name]) for name in ("eve", "victor")] == [0, 1]
