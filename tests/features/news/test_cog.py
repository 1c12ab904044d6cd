from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.tweets.models import TweetStatus
from tests.features.news.feeds import item
from tests.features.tweets.command_stage import text_of
from tests.features.tweets.post_office import NOON
from tests.features.tweets.stage import labels
from tests.shown_messages import faces

if TYPE_CHECKING:
    from tests.features.news.stage import NewsStage

LINK = "https://example.org/news/doors"
POST = {"title": "Doors open", "link": LINK}


@pytest.mark.journey
async def test_news_of_the_feed_become_cards(stage: NewsStage) -> None:
    seen = stage.feed.seen
    stage.feed.show(item(published=NOON - timedelta(days=1)), etag='"1"')
    await stage.begin()

    assert "news" in stage.bot.scheduler.jobs
    assert stage.title(1) == "🟡 Waiting for approval"
    assert faces(stage.card(1))[0].description == f"Doors open\n{LINK}"
    await stage.approve(1)
    await stage.send()
    assert [found.post.text for found in stage.network.published] == [f"Doors open\n{LINK}"]
    await stage.look()
    assert stage.feed.asked[-1]["If-None-Match"] == '"1"'
    assert (stage.feed.seen - seen, len(stage.messages())) == (1, 1)


async def test_a_restart_repeats_nothing(stage: NewsStage) -> None:
    stage.feed.show(item(published=NOON - timedelta(days=1)))
    await stage.begin()
    await stage.restart()
    stage.feed.show(item(published=NOON), item("Lunch", f"{LINK}2", published=NOON))
    await stage.begin()

    assert [len(stage.cards(number)) for number in (1, 2, 3)] == [1, 1, 0]


async def test_a_feed_that_is_down_shows_in_health(stage: NewsStage) -> None:
    stage.feed.down()
    await stage.begin()

    (finding,) = await stage.bot.neighbour.findings()
    assert (finding.level, finding.detail) == (Level.ERROR, "The news feed cannot be read (status 503).")


async def test_an_organiser_sees_the_tweet_before_it_is_queued(stage: NewsStage) -> None:
    result = await stage.result("ada", "news post", **POST)

    shown = text_of(result)
    assert "Shall I queue this?" in shown
    assert f"Doors open\n{LINK}" in shown
    assert "Length: 41/280" in shown
    assert await stage.bot.service.recent(1) == ()
    told = await stage.push("ada", result.response, "Confirm")
    assert "Tweet #1" in told
    assert f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{stage.card(1).id}" in told
    assert stage.fields(1)["From"].startswith(f"<@{stage.people['ada'].id}>")


async def test_a_link_that_is_known_is_refused_with_the_way_to_its_card(stage: NewsStage) -> None:
    first = await stage.result("ada", "news post", **POST)
    second = await stage.result("grace", "news post", **POST)
    await stage.push("ada", first.response, "Confirm")
    stage.expected_errors += [Refusal]

    known = f"tweet #1. https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{stage.card(1).id}"
    assert known in await stage.push("grace", second.response, "Confirm")
    assert known in await stage.say("grace", "news post", title="Other", link=f"{LINK}/")
    assert len(stage.messages()) == 1


async def test_cancelling_queues_nothing(stage: NewsStage) -> None:
    result = await stage.result("ada", "news post", **POST)
    await stage.push("ada", result.response, "Cancel")

    assert result.response is not None
    assert faces(result.response)[0].description == "Cancelled, nothing was done."
    assert labels(result.response) == []
    assert await stage.bot.service.recent(1) == ()


async def test_a_question_from_before_a_restart_says_so(stage: NewsStage) -> None:
    result = await stage.result("ada", "news post", **POST)
    await stage.restart()

    assert "before I was restarted" in await stage.push("ada", result.response, "Confirm")
    assert await stage.bot.service.recent(1) == ()


async def test_one_who_is_no_organiser_any_more_confirms_nothing(stage: NewsStage) -> None:
    result = await stage.result("ada", "news post", **POST)
    stage.env.backend.edit_member(stage.guild.id, stage.people["ada"].id, {"role_ids": []})
    await stage.settle()

    assert "Only organisers" in await stage.push("ada", result.response, "Confirm")
    assert await stage.bot.service.recent(1) == ()


async def test_only_organisers_post_news(stage: NewsStage) -> None:
    stage.expected_errors += [Refusal, Refusal]

    for who in ("victor", "eve"):
        assert "Only organisers" in await stage.say(who, "news post", **POST)


async def test_approved_news_say_so_before(stage: NewsStage) -> None:
    stage.approved = True
    await stage.restart()
    result = await stage.result("ada", "news post", **POST)

    assert result.response is not None
    assert faces(result.response)[0].footer.text == "It will go out without further approval."
    assert "is approved" in await stage.push("ada", result.response, "Confirm")
    assert (await stage.view(1)).status is TweetStatus.APPROVED


async def test_a_link_that_is_none(stage: NewsStage) -> None:
    stage.expected_errors += [Refusal]

    assert "needs a web address" in await stage.say("ada", "news post", title="Doors", link="doors")
