"""Deleting what is out, from its card and by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import NotNowError
from tests.features.tweets.command_stage import text_of

if TYPE_CHECKING:
    from tests.features.tweets.command_stage import CommandStage


async def sent(queue: CommandStage, text: str = "Doors open at nine") -> int:
    tweet_id = await queue.write(text)
    await queue.approve(tweet_id)
    await queue.send()
    assert queue.title(tweet_id) == "✅ Sent"
    return tweet_id


async def test_a_sent_tweet_is_deleted_after_a_question(queue: CommandStage) -> None:
    tweet_id = await sent(queue)
    asked = await queue.click("ada", queue.card(tweet_id), "Delete …")
    assert "Delete this on **Paper**?" in text_of(asked)
    assert "Doors open at nine" in text_of(asked)
    assert queue.network.deleted == []

    told = await queue.click("ada", asked.response, "Delete for everybody")
    await queue.settle()

    assert "🧹 Tweet #1 is deleted on Paper." in text_of(told)
    assert queue.network.deleted == ["1001"]
    assert queue.title(tweet_id) == "🧹 Deleted"
    assert queue.labels(tweet_id) == []


async def test_a_network_that_refuses_is_told_and_can_be_asked_again(queue: CommandStage) -> None:
    tweet_id = await sent(queue)
    queue.network.deletion_troubles.append(NotNowError("Paper asks to slow down."))
    asked = await queue.result("ada", "tweet delete", tweet="1")
    told = await queue.click("ada", asked.response, "Delete for everybody")
    await queue.settle()

    assert "⚠️ Not deleted on Paper: Paper asks to slow down." in text_of(told)
    assert "Not deleted: Paper asks to slow down." in queue.fields(tweet_id)["On the network"]
    again = await queue.click("ada", queue.card(tweet_id), "Delete …")
    await queue.click("ada", again.response, "Delete for everybody")
    await queue.settle()
    assert queue.title(tweet_id) == "🧹 Deleted"


async def test_who_may_not_approve_may_not_delete(queue: CommandStage) -> None:
    tweet_id = await sent(queue)
    told = await queue.click("victor", queue.card(tweet_id), "Delete …")
    assert "Only organisers can delete" in text_of(told)


async def test_the_role_is_asked_for_again_after_the_question(queue: CommandStage) -> None:
    tweet_id = await sent(queue)
    asked = await queue.click("ada", queue.card(tweet_id), "Delete …")
    queue.env.backend.edit_member(queue.guild.id, queue.people["ada"].id, {"role_ids": []})
    told = await queue.click("ada", asked.response, "Delete for everybody")
    assert "Only organisers can delete" in text_of(told)
    assert queue.network.deleted == []


async def test_only_what_is_out_is_offered(queue: CommandStage) -> None:
    await sent(queue, "Out")
    await queue.write("Waiting")
    offered = await queue.people["ada"].autocomplete(queue.channel, "tweet delete", "tweet", "")
    assert [one["name"] for one in offered] == ["#1 · ✅ sent · Out"]
