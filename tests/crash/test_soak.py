"""An hour and a half of a soak, a few people, each server away once; all of it: `python -m sandbox.soak`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.backups.folder import BackupFolder
from sandbox.soak.command import soak

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.crash


async def test_nothing_is_lost_or_doubled_while_servers_go_away(tmp_path: Path) -> None:
    shown = await soak(tmp_path, attendees=40, tweets=5, posts=15, days=1, hours=1.5, speed=180)

    assert [one.line for one in shown.kept if one.lost or one.doubled] == []
    assert shown.told.refused == {}
    assert {one.what: one.wanted for one in shown.kept} == {
        "registrations": 40,
        "announcements": 2,
        "reminders": 1,
        "tweets": 5,
        "posts read": 12,
        "mentions read": 3,
        "cards of mentions": 3,
        "changes of the schedule": 2,
    }
    assert len(shown.told.memory) == 4
    assert shown.growth < 1
    assert len(BackupFolder(tmp_path / "backups").backups()) == 1
