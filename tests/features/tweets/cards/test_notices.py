from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.messages.posted_message import HISTORY
from DiscordBot.features.tweets.cards.notice_rows import NoticeRows
from DiscordBot.features.tweets.cards.notices import DIGEST_PAUSE, AuthorNotices
from tests.features.tweets.queue_harness import ADA, VICTOR
from tests.shown_messages import faces, pinged

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness
    from tests.features.tweets.stage import Stage

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def digests(stage: Stage) -> list[discord.Message]:
    return [
        message for message in stage.messages() for embed in faces(message) if embed.title == "⏳ Waiting"
    ]


def digest(stage: Stage) -> str:
    (message,) = digests(stage)
    return str(faces(message)[0].description)


async def look(stage: Stage, later: timedelta) -> None:
    """Let time pass, and the job run."""
    stage.clock.at += later
    await stage.bot.digest.look()
    await stage.settle()


async def test_an_author_learns_that_their_tweet_is_out(stage: Stage) -> None:
    tweet_id = await stage.write("Hello *world*")
    await stage.approve(tweet_id)
    assert stage.told("victor") == []

    await stage.send()

    told = f"✅ Your tweet #{tweet_id} was sent:\n> Hello \\*world\\*\nhttps://paper.example/1001"
    assert stage.told("victor") == [told]


async def test_an_author_learns_why_it_was_denied_and_only_once(stage: Stage) -> None:
    tweet_id = await stage.write("Hello\n@everyone")
    await stage.bot.service.deny(tweet_id, stage.actor("ada"), "Too early for <@1>")
    await stage.settle()

    await stage.bot.service.changed(tweet_id)
    await stage.bot.notices.look()
    await stage.settle()

    assert stage.told("victor") == [
        f"⛔ Your tweet #{tweet_id} was denied.\nReason: Too early for \\<\\@1\\>\n> Hello\n> \\@everyone"
    ]


async def test_an_author_learns_that_it_failed_and_then_that_it_is_out(stage: Stage) -> None:
    tweet_id = await stage.fail()
    (told,) = stage.told("victor")
    assert told.startswith(f"🔴 Your tweet #{tweet_id} could not be sent.")
    assert "Paper does not like it." in told

    await stage.bot.service.retry(tweet_id, stage.actor("ada"))
    await stage.settle()
    stage.clock.at += HOUR
    await stage.send()

    assert [text[0] for text in stage.told("victor")] == ["🔴", "✅"]


class CarefulMessages:
    """Messages that look at what the database says while they are on their way."""

    def __init__(self, harness: QueueHarness) -> None:
        self.harness = harness
        self.noted: list[str] = []

    async def tell(self, user_id: int, text: str, nonce: str) -> None:
        assert (user_id, nonce) == (VICTOR.id, "1-1-denied")
        assert text
        self.noted.append((await self.harness.service.get(1)).author_told)


async def test_it_is_noted_before_anybody_is_told(harness: QueueHarness) -> None:
    messages = CarefulMessages(harness)
    tasks: list[asyncio.Task[None]] = []
    notices = AuthorNotices(
        service=harness.service,
        rows=NoticeRows(harness.database),
        messages=messages,
        in_background=lambda work, _: tasks.append(asyncio.create_task(work)),
        on_error=lambda error, _: pytest.fail(repr(error)),
    )
    await harness.service.deny(await harness.write(), ADA)

    # Whoever else hears of it tells nothing a second time.
    for news in (*harness.changes, *harness.changes):
        notices.changed(news)
    await asyncio.gather(*tasks)

    assert messages.noted == ["denied"]


async def test_nobody_is_told_what_they_did_themselves(stage: Stage) -> None:
    denied = await stage.write("My own", author="ada")
    await stage.bot.service.deny(denied, stage.actor("ada"))
    cancelled = await stage.write("My second", author="ada")
    await stage.bot.service.cancel(cancelled, stage.actor("ada"))
    await stage.settle()

    assert stage.told("ada") == []


async def test_without_an_author_nobody_is_told(stage: Stage) -> None:
    before = len(stage.requests("POST"))
    tweet_id = await stage.write(author=None)
    await stage.bot.service.deny(tweet_id, stage.actor("ada"))
    await stage.settle()

    assert len(stage.requests("POST")) == before + 1


async def test_closed_messages_are_normal(stage: Stage) -> None:
    tweet_id = await stage.write()
    dm_channel = stage.users["victor"].dm_channel
    stage.env.inject_error("POST", f"/channels/{dm_channel.id}/messages", status=403, code=50007)

    await stage.bot.service.deny(tweet_id, stage.actor("ada"))
    await stage.settle()
    await stage.bot.notices.look()
    await stage.settle()

    assert stage.told("victor") == []
    assert (await stage.view(tweet_id)).author_told == "denied"


async def test_who_has_left_is_told_nothing(stage: Stage) -> None:
    tweet_id = await stage.write()
    stage.guild.remove_member(stage.people["victor"])
    await stage.env.settle()

    await stage.bot.service.deny(tweet_id, stage.actor("ada"))
    await stage.settle()

    assert (await stage.view(tweet_id)).author_told == "denied"


async def test_who_could_not_be_told_is_told_later(stage: Stage) -> None:
    stage.expected_log = ["(status 500"]
    tweet_id = await stage.write()
    stage.env.inject_error("POST", "/users/@me/channels", status=500)
    await stage.bot.service.deny(tweet_id, stage.actor("ada"))
    await stage.settle()
    assert (await stage.view(tweet_id)).author_told == ""

    await stage.bot.notices.look()
    await stage.settle()

    assert len(stage.told("victor")) == 1


async def test_the_digest_names_what_has_been_waiting(stage: Stage) -> None:
    tweet_id = await stage.write("Hello *world*")
    await look(stage, HOUR)
    assert digests(stage) == []

    await look(stage, MINUTE)

    link = f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{stage.card(tweet_id).id}"
    since = int((stage.clock.at - HOUR - MINUTE).timestamp())
    assert digest(stage) == (
        "These tweets wait for somebody to approve or deny them:\n"
        f"• [Tweet #{tweet_id}]({link}) by <@{stage.people['victor'].id}>, since <t:{since}:R>: "
        "Hello \\*world\\*"
    )
    (message,) = digests(stage)
    assert (pinged(stage.env, message), message.flags.suppress_notifications) == ([], True)


async def test_a_planned_tweet_is_named_an_hour_before(stage: Stage) -> None:
    planned = stage.clock.at + 3 * HOUR
    await stage.write(not_before=planned)
    await look(stage, 2 * HOUR)
    assert digests(stage) == []

    await look(stage, MINUTE)

    assert f"planned for <t:{int(planned.timestamp())}:f>" in digest(stage)


async def test_only_what_is_new_makes_a_new_digest_at_most_once_an_hour(stage: Stage) -> None:
    await stage.write("The first")
    await look(stage, HOUR + MINUTE)
    (first,) = digests(stage)
    await look(stage, 3 * HOUR)
    assert [message.id for message in digests(stage)] == [first.id]

    await stage.write("The second")
    await look(stage, HOUR + MINUTE)
    (second,) = digests(stage)
    assert second.id != first.id
    assert "The first" in digest(stage)

    await stage.write("The third", not_before=stage.clock.at + 2 * MINUTE)
    await look(stage, DIGEST_PAUSE - MINUTE)
    assert "The third" not in digest(stage)
    await look(stage, MINUTE)
    assert "The third" in digest(stage)


async def test_the_digest_goes_when_nothing_waits(stage: Stage) -> None:
    tweet_id = await stage.write()
    await look(stage, HOUR + MINUTE)
    await stage.approve(tweet_id)

    await look(stage, MINUTE)

    assert digests(stage) == []
    before = len(stage.env.http_requests)
    await look(stage, MINUTE)
    assert len(stage.env.http_requests) == before


async def test_a_digest_that_a_crash_left_behind_is_replaced(stage: Stage) -> None:
    await stage.write()
    await look(stage, HOUR + MINUTE)
    await stage.database.remember("tweets.digest", None)
    await stage.restart()

    await look(stage, MINUTE)

    assert len(digests(stage)) == 1


async def test_a_digest_that_many_messages_followed_is_replaced_too(stage: Stage) -> None:
    await stage.write("The first")
    await look(stage, HOUR + MINUTE)
    channel = stage.bot.client.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    for number in range(HISTORY):
        await channel.send(f"Message {number}")

    await stage.write("The second")
    await look(stage, HOUR + MINUTE)

    assert len(digests(stage)) == 1


async def test_a_digest_of_many_tweets_fits(stage: Stage) -> None:
    for number in range(40):
        await stage.write(f"{number} {'*' * 270}")

    await look(stage, HOUR + MINUTE)

    assert digest(stage).endswith("… and 25 more. The button below shows all of them.")
    assert digest(stage).count("\n") == 16


async def test_an_author_learns_what_others_did_to_the_text_and_that_it_was_withdrawn(stage: Stage) -> None:
    tweet_id, ada = await stage.write("Helo"), stage.actor("ada")
    await stage.bot.service.edit(tweet_id, stage.actor("victor"), "Hallo")
    await stage.bot.service.edit(tweet_id, ada, "Hello")
    await stage.settle()
    await stage.bot.notices.look()
    await stage.settle()
    changed = f"✏️ <@{ada.id}> has changed your tweet #{tweet_id}. It now reads:\n> Hello"
    assert stage.told("victor") == [changed]

    await stage.bot.service.cancel(tweet_id, ada, "The venue has changed")
    await stage.settle()
    await stage.bot.notices.look()
    await stage.settle()

    withdrawn = f"🗑️ <@{ada.id}> has cancelled your tweet #{tweet_id}.\nReason: The venue has changed\n> Hello"
    assert stage.told("victor") == [withdrawn, changed] or stage.told("victor") == [changed, withdrawn]


async def test_who_changes_or_withdraws_their_own_tweet_is_told_nothing(stage: Stage) -> None:
    tweet_id, victor = await stage.write("Helo"), stage.actor("victor")
    await stage.bot.service.edit(tweet_id, victor, "Hello")
    await stage.bot.service.cancel(tweet_id, victor)
    await stage.settle()

    assert stage.told("victor") == []
