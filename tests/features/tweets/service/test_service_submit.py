"""Drafts come in: checked, measured, once, and by whom they may."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source, TweetStatus
from DiscordBot.features.tweets.service import (
    DraftError,
    NotAllowedError,
    Outcome,
    RepeatedTextError,
    Submitted,
    TweetChange,
    TweetService,
)
from DiscordBot.networks.port import Measure, Media
from tests.features.tweets.post_office import NOON, PaperNetwork
from tests.features.tweets.queue_harness import ADA, EVE, PICTURE, VERA, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness

MINUTE = timedelta(minutes=1)


def draft(text: str = "Hello", source: Source = Source.COMPOSED, **parts: object) -> Draft:
    return Draft(**{"text": text, "source": source, "author": VICTOR, **parts})  # type: ignore[arg-type]  # any part of a draft


async def test_a_draft_becomes_a_pending_tweet(harness: QueueHarness) -> None:
    submitted = await harness.service.submit(draft("  Hello\r\nworld ", pictures=(PICTURE, PICTURE)))
    assert submitted == Submitted(1, is_new=True, outcome=Outcome.PENDING)

    view = await harness.service.get(1)
    assert (view.text, view.status, view.revision) == ("Hello\nworld", TweetStatus.PENDING, 1)
    assert (view.author_id, view.author_name, view.created_at) == (VICTOR.id, "Victor", NOON)
    assert view.deliveries == ()
    assert [(picture.position, picture.alt_text) for picture in view.pictures] == [(0, "A dot"), (1, "A dot")]
    media = Media(content=b"png", media_type="image/png", alt_text="A dot")
    assert await harness.service.pictures(1) == (media, media)
    assert harness.network.measured == ("Hello\nworld",)
    assert await harness.deeds(1) == [(VICTOR.id, "submitted")]
    assert harness.changes == [TweetChange(1, Source.COMPOSED, None, None, Outcome.PENDING)]


async def test_what_needs_no_moderation_goes_out_at_once(harness: QueueHarness) -> None:
    news = draft("News", Source.NEWS, author=None, approved=True)
    submitted = await harness.service.submit(news)
    assert submitted.outcome is Outcome.WAITING
    view = await harness.service.get(submitted.tweet_id)
    assert [delivery.network for delivery in view.deliveries] == ["paper"]
    assert (view.decided_at, view.decided_by) == (NOON, None)
    assert await harness.deeds(1) == [(None, "submitted"), (None, "approved without moderation")]


async def test_trusted_volunteers_need_no_approval(harness: QueueHarness) -> None:
    harness.policy = "volunteers_trusted"
    submitted = await harness.service.submit(draft())
    assert submitted.outcome is Outcome.WAITING
    assert await harness.deeds(1) == [(VICTOR.id, "submitted"), (None, "approved without moderation")]


async def test_who_may_not_write_is_refused(harness: QueueHarness) -> None:
    await harness.refused(
        NotAllowedError, harness.service.submit(draft(author=EVE)), match="ask for the role"
    )
    harness.policy = "off"
    await harness.refused(NotAllowedError, harness.service.submit(draft(author=ADA)), match="switched off")
    assert harness.network.measured == ()


@pytest.mark.slow
async def test_the_same_key_is_the_same_tweet(harness: QueueHarness) -> None:
    first = await harness.service.submit(draft("First", Source.NEWS, author=None, source_key="news:1"))
    second = await harness.service.submit(draft("Second", Source.NEWS, author=None, source_key="news:1"))
    assert second == Submitted(first.tweet_id, is_new=False, outcome=Outcome.PENDING)
    found = await harness.service.find("news:1")
    assert found is not None
    assert found.text == "First"
    assert await harness.service.find("news:2") is None
    assert len(harness.changes) == 1


async def test_many_at_once_under_one_key_are_one_tweet(harness: QueueHarness) -> None:
    same = draft("News", Source.NEWS, author=None, source_key="news:1")
    submitted = await asyncio.gather(*(harness.service.submit(same) for _ in range(20)))
    assert sum(one.is_new for one in submitted) == 1
    assert {one.tweet_id for one in submitted} == {1}


async def test_the_same_text_again_is_refused_with_a_way_to_the_first(harness: QueueHarness) -> None:
    await harness.write("Caf\u00e9")
    harness.clock.forward(minutes=5, seconds=-1)
    with pytest.raises(RepeatedTextError, match="#1") as caught:
        await harness.write(" Cafe\u0301\r\n")
    assert (caught.value.tweet_id, caught.value.card_message) == (1, None)

    harness.clock.forward(seconds=1)
    assert await harness.write("Café") == 2


async def test_the_same_text_is_fine_from_others_and_elsewhere(harness: QueueHarness) -> None:
    await harness.write("Thank you!", in_reply_to="7")
    await harness.write("Thank you!", in_reply_to="8")
    await harness.write("Thank you!", VERA)
    await harness.service.cancel(await harness.write("Thank you!"), VICTOR)
    assert await harness.write("Thank you!") == 5


async def test_of_the_same_text_many_times_at_once_one_is_taken(harness: QueueHarness) -> None:
    results = await asyncio.gather(*(harness.write() for _ in range(20)), return_exceptions=True)
    assert results.count(1) == 1
    assert [type(result) for result in results if result != 1] == [RepeatedTextError] * 19


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text"),
        (" \n\u200b ", "There is no text"),
        ("a" * 281, "counts as 281 characters on Paper, where 280 are possible. Please shorten it by 1."),
        ("👍" * 300, "shorten it by 20"),
        ("a" * 3_001, "3,001 characters"),
        ("a" * 1_000_000, "1,000,000 characters"),
        ("\u202b" + "ش" * 280, "shorten it by 1"),
    ],
)
async def test_a_text_that_is_no_tweet_is_refused(harness: QueueHarness, text: str, words: str) -> None:
    await harness.refused(DraftError, harness.service.submit(draft(text)), match=words)
    assert all(len(measured) <= 3_000 for measured in harness.network.measured)
    assert await harness.service.recent(9) == ()


async def test_what_the_network_cannot_count_is_refused(
    harness: QueueHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(text: str) -> Measure:
        del text
        return Measure(0, 280)

    monkeypatch.setattr(harness.network, "measure", nothing)
    await harness.refused(
        DraftError, harness.service.submit(draft()), match="takes no text of these characters"
    )


async def test_a_retweet_needs_no_text(harness: QueueHarness) -> None:
    assert await harness.write("", source=Source.OPEN_SPACE, retweet_of="7") == 1
    assert harness.network.measured == ()


async def test_five_pictures_are_too_many(harness: QueueHarness) -> None:
    await harness.refused(
        DraftError, harness.service.submit(draft(pictures=(PICTURE,) * 5)), match="4 pictures"
    )


async def test_people_are_told_that_a_time_has_passed(harness: QueueHarness) -> None:
    past = draft(not_before=NOON - MINUTE - timedelta(seconds=1))
    await harness.refused(DraftError, harness.service.submit(past), match="That time has passed")
    assert await harness.write(not_before=NOON - MINUTE) == 1


async def test_sources_may_name_a_time_that_has_passed(harness: QueueHarness) -> None:
    past = NOON - timedelta(hours=1)
    assert await harness.write(author=None, source=Source.NEWS, not_before=past) == 1
    assert await harness.write(source=Source.CAMPAIGN, not_before=past) == 2


@pytest.mark.parametrize("not_before", [None, NOON + MINUTE])
async def test_a_tweet_that_would_be_too_late_is_refused(harness: QueueHarness, not_before: None) -> None:
    late = draft(not_before=not_before, not_after=not_before or NOON)
    await harness.refused(DraftError, harness.service.submit(late), match="must not be posted after <t:")


async def test_a_campaign_and_its_own_rows_are_one_transaction(harness: QueueHarness) -> None:
    drafts = [draft(f"Talk {n}", Source.CAMPAIGN, group_key="talks") for n in range(3)]
    prepared = [await harness.service.prepare(one) for one in drafts]
    async with harness.database.transaction() as session:
        await harness.service.store(session, prepared[0])
        await session.rollback()
    assert await harness.service.of_group("talks") == ()

    async with harness.database.transaction() as session:
        ids = [await harness.service.store(session, one) for one in prepared]
    assert harness.changes == []
    await harness.service.announce(ids)
    assert [view.text for view in await harness.service.of_group("talks")] == ["Talk 0", "Talk 1", "Talk 2"]
    assert [change.tweet_id for change in harness.changes] == ids


async def test_texts_are_kept_as_others_read_them(harness: QueueHarness) -> None:
    service = TweetService(
        harness.database,
        harness.clock,
        networks=[harness.network],
        policy=lambda: harness.policy,
        on_error=lambda _error, _where: None,
        readable=lambda text: text.replace("<@1>", "Ada"),
    )
    described = replace(PICTURE, alt_text="<@1> at work")
    tweet_id = (await service.submit(draft("Hi <@1>", pictures=(described,)))).tweet_id
    tweet = await service.get(tweet_id)
    assert (tweet.text, tweet.pictures[0].alt_text) == ("Hi Ada", "Ada at work")

    await service.edit(tweet_id, VICTOR, "Bye <@1>")

    assert (await service.get(tweet_id)).text == "Bye Ada"


async def test_what_is_about_a_post_goes_to_the_network_of_that_alone(harness: QueueHarness) -> None:
    other = PaperNetwork(harness.clock, name="other")
    service = TweetService(
        harness.database,
        harness.clock,
        networks=[harness.network, other],
        policy=lambda: harness.policy,
        on_error=lambda _error, _where: None,
    )
    for_all = await service.submit(draft("Hello"))
    about_a_post = await service.submit(draft("Nice!", in_reply_to="7", networks=("other",)))
    nowhere = await service.submit(draft("Far away", in_reply_to="8", networks=("elsewhere",)))
    for submitted in (for_all, about_a_post, nowhere):
        await service.approve(submitted.tweet_id, ADA)

    async def networks(tweet_id: int) -> list[str]:
        return [delivery.network for delivery in (await service.get(tweet_id)).deliveries]

    assert await networks(for_all.tweet_id) == [harness.network.name, "other"]
    assert await networks(about_a_post.tweet_id) == ["other"]
    await service.begin()
    assert await networks(nowhere.tweet_id) == []


async def test_hashtags_are_added_where_there_is_room(harness: QueueHarness) -> None:
    harness.hashtags = ("PyConExample",)
    texts = {
        await harness.write("Doors open"): "Doors open\n\n#PyConExample",
        await harness.write("News", source=Source.NEWS): "News\n\n#PyConExample",
        await harness.write("x" * 275): "x" * 275,
        await harness.write("By a template", source=Source.CAMPAIGN): "By a template",
        await harness.write("Thanks", source=Source.MENTION, in_reply_to="7"): "Thanks",
    }

    assert {tweet_id: (await harness.service.get(tweet_id)).text for tweet_id in texts} == texts
