from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import Perhaps

if TYPE_CHECKING:
    from tests.features.tweets.stage import Stage


async def test_a_tweet_of_a_group_has_a_card_only_when_it_needs_a_human(stage: Stage) -> None:
    tweet_id = await stage.write(group_key="campaign 1")
    await stage.approve(tweet_id)
    assert stage.messages() == []

    await stage.send(Perhaps("Paper did not answer."), Perhaps("It cannot be read."))
    assert stage.messages() == []

    await stage.ask_human(tweet_id)
    assert stage.labels(tweet_id) == ["Mark as sent", "Send again"]


async def test_a_failed_tweet_of_a_group_gets_a_card_that_stays_true(stage: Stage) -> None:
    tweet_id = await stage.fail(group_key="campaign 1")
    assert stage.title(tweet_id) == "🔴 Not sent"

    await stage.bot.service.cancel(tweet_id, stage.actor("ada"))
    await stage.settle()

    assert stage.title(tweet_id) == "🗑️ Cancelled"


async def test_what_nobody_was_told_of_a_group_is_found_by_the_job(stage: Stage) -> None:
    tweet_id = await stage.write(group_key="campaign 1")
    await stage.approve(tweet_id)
    await stage.change_delivery(tweet_id, status="failed")

    await stage.bot.cards.look()
    await stage.settle()
    assert stage.title(tweet_id) == "🔴 Not sent"

    await stage.change_delivery(tweet_id, status="sent")
    await stage.bot.cards.look()
    await stage.settle()
    assert stage.title(tweet_id) == "✅ Sent"
