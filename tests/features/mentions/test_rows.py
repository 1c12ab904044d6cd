from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.mentions.rows import MentionRows
from tests.networks.test_reading import NOW, post

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


async def test_what_is_read_twice_is_there_once(database: Database) -> None:
    rows = MentionRows(database)
    assert await rows.mark() is None
    assert await rows.store([post(8), post(9)], "9 to 8", NOW) == 2
    assert await rows.store([post(7), post(8)], "9", NOW) == 1
    assert await rows.mark() == "9"
    assert [view.post_id for view in await rows.unfinished()] == ["8", "9", "7"]
    assert await rows.counts() == {MentionStatus.OPEN: 3}


async def test_an_edited_post_is_the_same_mention(database: Database) -> None:
    rows = MentionRows(database)
    await rows.store([post(8)], "8", NOW)
    edited = replace(post(9), text="What I meant", versions=("8", "9"))
    assert await rows.store([edited], "9", NOW) == 0
    assert await rows.store([replace(post(8), versions=("8", "9")), edited], "9", NOW) == 0
    (mention,) = await rows.in_state({MentionStatus.OPEN})
    assert (mention.post_id, mention.text) == ("9", "What I meant")
    first, second = replace(post(10), versions=("10", "11")), replace(post(11), versions=("10", "11"))
    assert await rows.store([first, second], "11", NOW) == 1
