from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.cards.keeper import AT_ONCE
from DiscordBot.discord_ui.cards.rows import POSTING
from sandbox.x.failures import XFailure
from tests.shown_messages import faces

if TYPE_CHECKING:
    import discord

    from tests.features.mentions.stage import MentionStage


def expected(*numbers: int) -> list[str]:
    return [f"Mention #{number}" for number in numbers]


async def test_each_mention_has_one_card_in_their_order(stage: MentionStage) -> None:
    for number in range(3):
        stage.x.write("ada", f"@pyconexample {number}")
    await stage.poll()
    await stage.look()
    await stage.poll()
    assert stage.footers() == expected(1, 2, 3)


async def test_nothing_is_edited_without_need(stage: MentionStage) -> None:
    await stage.mention()
    before = len(stage.env.http_requests)
    await stage.look()
    assert len(stage.env.http_requests) == before


async def test_a_restart_shows_what_happened_meanwhile(stage: MentionStage) -> None:
    mention, second = await stage.mention(), await stage.mention()
    await stage.reply("victor", mention, "Hello")
    await stage.bot.client.close()
    # Nobody listens any more.
    await stage.bot.service.deny(1, stage.actor("ada"), "No")
    await stage.change_mention(second, status="discarded")
    stage.x.write("bob", "@pyconexample while you were away")
    await stage.restart()
    assert "The last answer was denied: No" in stage.says(mention)
    assert "Discarded" in stage.says(second)
    assert stage.footers() == expected(1, 2, 3)
    assert "yours" in await stage.do("victor", mention, "Claim")


async def test_deleted_cards_come_back_while_there_is_something_to_decide(stage: MentionStage) -> None:
    first, second, third = await stage.mention(), await stage.mention(), await stage.mention()
    await stage.do("ada", second, "Discard")
    for mention in (first, second):
        await stage.mention_card(mention).delete()
        await stage.settle()
    assert stage.footers() == expected(third, first)


async def test_cards_deleted_while_the_bot_is_away_come_back(stage: MentionStage) -> None:
    first, second = await stage.mention(), await stage.mention()
    # The plug is pulled before the bot hears of it.
    await stage.bot.client.remove_cog(type(stage.bot.mentions).__name__)
    await stage.mention_card(first).delete()
    await stage.restart()
    assert stage.footers() == expected(second, first)


async def test_a_card_that_was_posted_and_not_noted_is_found(stage: MentionStage) -> None:
    mention, other = await stage.mention(), await stage.mention()
    await stage.change_mention(mention, card_message=None, card_channel=None, card_shown=POSTING)
    await stage.restart()
    assert stage.footers() == expected(mention, other)
    assert (await stage.seen(mention)).card_message == stage.mention_card(mention).id


async def test_a_missing_channel_is_told_and_caught_up_with(stage: MentionStage) -> None:
    stage.env.backend.delete_channel(stage.mention_channel.id)
    await stage.mention()
    (line,) = stage.expected_log = list(stage.log)
    assert "no text channel «mentions»" in line
    stage.mention_channel = stage.guild.create_text_channel("mentions")
    await stage.look()
    assert stage.footers() == expected(1)


async def test_not_hundreds_at_a_time_and_urgent_ones_first(stage: MentionStage) -> None:
    for number in range(50):
        stage.x.write("ada", f"@pyconexample {number}")
    await stage.poll()
    assert len(stage.footers()) == AT_ONCE
    detail = (await stage.bot.mentions.findings())[1].detail
    assert detail.startswith("30 mentions have no card yet")
    await stage.change_mention(2, status="discarded")
    await stage.change_mention(50, card_shown=POSTING)
    await stage.look()
    assert "Discarded" in stage.says(2)
    assert stage.footers() == expected(*range(1, AT_ONCE + 1), 50, *range(AT_ONCE + 1, 2 * AT_ONCE - 1))
    await stage.look()
    assert sorted(stage.footers()) == sorted(expected(*range(1, 51)))


async def test_a_restart_looks_after_some_cards_at_a_time(stage: MentionStage) -> None:
    for number in range(AT_ONCE + 5):
        stage.x.write("ada", f"@pyconexample {number}")
    await stage.poll()
    await stage.look()
    stage.x.write("ada", "@pyconexample late")
    before = len(stage.env.http_requests)
    await stage.restart()
    reads = [request for request in stage.env.http_requests[before:] if request.method == "GET"]
    assert len([request for request in reads if "/messages/" in request.path]) <= 2 * AT_ONCE
    assert stage.footers() == expected(*range(1, AT_ONCE + 7))


def pull_the_plug(stage: MentionStage, *, after: int) -> None:
    """Let the bot do nothing more as soon as so many cards are posted, and the last one is not noted."""
    posted: list[int] = []

    async def count(message: discord.Message) -> None:
        posted.append(message.id)
        if len(posted) == after:
            for task in stage.bot.tasks:
                task.cancel()

    stage.bot.client.add_listener(count, "on_message")


@pytest.mark.crash
async def test_five_hundred_mentions_with_failures_and_a_plug_that_is_pulled(stage: MentionStage) -> None:
    for number in range(500):
        stage.x.write("ada", f"@pyconexample {number}")
    stage.x.between_pages.append(partial(stage.x.failures.fail_next, XFailure.HTML))
    pull_the_plug(stage, after=7)
    # The reading fails after its second page; what came is stored, and the bot dies among the cards.
    await stage.poll()
    assert (len(await stage.views()), len(stage.footers())) == (200, 7)
    stage.x.failures.fail_next(XFailure.CUT_OFF)
    await stage.restart()
    assert (len(await stage.views()), len(stage.footers())) == (200, 7 + AT_ONCE - 1)
    stage.x.between_pages.append(partial(stage.x.failures.fail_next, XFailure.HTML))
    await stage.poll()
    assert len(await stage.views()) == 400
    await stage.restart()
    for _ in range(500 // AT_ONCE):
        await stage.look()
    shown = [str(faces(message)[0].description) for message in stage.mention_channel.history()]
    assert sorted(shown) == sorted(rf"\@pyconexample {number}" for number in range(500))
    assert sorted(stage.footers()) == sorted(expected(*range(1, 501)))
