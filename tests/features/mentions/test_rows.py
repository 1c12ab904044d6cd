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
    assert await rows.mark("twitter") is None
    assert await rows.store("twitter", [post(8), post(9)], "9 to 8", NOW) == 2
    assert await rows.store("twitter", [post(7), post(8)], "9", NOW) == 1
    assert await rows.mark("twitter") == "9"
    assert [view.post_id for view in await rows.unfinished()] == ["8", "9", "7"]
    assert await rows.counts() == {("twitter", MentionStatus.OPEN): 3}


async def test_an_edited_post_is_the_same_mention(database: Database) -> None:
    rows = MentionRows(database)
    await rows.store("twitter", [post(8)], "8", NOW)
    edited = replace(post(9), text="What I meant", versions=("8", "9"))
    assert await rows.store("twitter", [edited], "9", NOW) == 0
    assert await rows.store("twitter", [replace(post(8), versions=("8", "9")), edited], "9", NOW) == 0
    (mention,) = await rows.in_state({MentionStatus.OPEN})
    assert (mention.post_id, mention.text) == ("9", "What I meant")
    first, second = replace(post(10), versions=("10", "11")), replace(post(11), versions=("10", "11"))
    assert await rows.store("twitter", [first, second], "11", NOW) == 1


async def test_networks_know_nothing_of_each_other(database: Database) -> None:
    rows = MentionRows(database)
    await rows.store("twitter", [post(8)], "8", NOW)
    assert await rows.store("mastodon", [post(8)], "page 3", NOW) == 1
    assert (
        await rows.store("bluesky", [replace(post(8), id="at://did:plc:a/app.bsky.feed.post/3k")], "", NOW)
        == 1
    )
    assert await rows.mark("twitter") == "8"
    assert await rows.mark("mastodon") == "page 3"
    assert [(one.network, one.post_id) for one in await rows.unfinished()] == [
        ("twitter", "8"),
        ("mastodon", "8"),
        ("bluesky", "at://did:plc:a/app.bsky.feed.post/3k"),
    ]


async def test_an_edit_may_keep_the_id(database: Database) -> None:
    rows = MentionRows(database)
    await rows.store("mastodon", [post(8)], "8", NOW)
    edited = replace(post(8), text="What I meant", edited_at=NOW, content_warning="Food")
    assert await rows.store("mastodon", [edited], "8", NOW) == 0
    (mention,) = await rows.in_state({MentionStatus.OPEN})
    assert (mention.text, mention.content_warning) == ("What I meant", "Food")


async def test_what_was_forgotten_does_not_come_back(database: Database) -> None:
    rows = MentionRows(database)
    private = replace(post(8), is_private=True, content_warning="Food", about_link="https://here.example/7")
    await rows.store("mastodon", [private], "8", NOW)
    await rows.forget_personal_data()
    await rows.store("mastodon", [private], "8", NOW)
    (mention,) = await rows.in_state({MentionStatus.OPEN})
    assert (mention.text, mention.content_warning, mention.about_link) == ("", "", "")
