from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.mentions.progress import Progress
from DiscordBot.features.mentions.rows import MentionRows
from tests.features.mentions.test_progress import NOW, post

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


async def test_what_is_read_twice_is_there_once(database: Database) -> None:
    rows = MentionRows(database)
    assert await rows.progress() == Progress()
    assert await rows.store([post(8), post(9)], Progress(since="5", newest="9", before="8"), NOW) == 2
    assert await rows.store([post(7), post(8)], Progress(since="9"), NOW) == 1
    assert await rows.progress() == Progress(since="9")
    assert [view.post_id for view in await rows.unfinished()] == ["8", "9", "7"]
    assert await rows.counts() == {MentionStatus.OPEN: 3}
