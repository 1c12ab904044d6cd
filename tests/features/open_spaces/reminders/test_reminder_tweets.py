from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.cards.card_text import card_of
from DiscordBot.features.open_spaces.config import DEFAULT_TEMPLATE
from DiscordBot.features.open_spaces.errors import ChangedMeanwhileError
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.tweets.models import TweetStatus
from DiscordBot.features.tweets.service import Outcome, TweetService
from DiscordBot.networks.port import Perhaps
from tests.features.open_spaces.service_harness import ADA, EVE, VERA, ServiceHarness
from tests.features.tweets.post_office import PaperNetwork, berlin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderDraft
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

THREE = berlin("2027-07-14 15:00")
DUE = THREE - timedelta(minutes=15)


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    return ServiceHarness(database)


async def test_a_retweet_waits_in_the_queue(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    tweet = await harness.tweets.find(f"open-space:{space.id}")
    assert tweet is not None
    assert (tweet.id, tweet.retweet_of, tweet.text) == (space.tweet_ids[0], space.post_id, space.text)
    assert (tweet.not_before, tweet.not_after, tweet.status) == (DUE, THREE, TweetStatus.APPROVED)
    await harness.until(THREE)
    assert harness.retweeted() == [space.post_id]
    assert harness.sent_at() == [DUE]


async def test_a_quote_says_when(harness: ServiceHarness) -> None:
    harness.wishes.announce_as = "quote"
    harness.wishes.template = "{{ minutes }} min: {{ room }}, {{ start.strftime('%H:%M') }} by {{ author }}"
    harness.restart()
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.tweets.approve(space.tweet_ids[0], ADA)
    await harness.until(THREE)
    assert harness.said() == ["15 min: B114, 15:00 by Grace"]
    tweet = await harness.tweets.get(space.tweet_ids[0])
    assert (tweet.quote_of, tweet.retweet_of) == (space.post_id, None)


async def test_a_text_is_shortened_and_knows_that_it_is_late(harness: ServiceHarness) -> None:
    harness.wishes.announce_as, harness.wishes.auto_send = "text", False
    space = await harness.read_space("Rust in B114 at 3pm " + "and talk about it " * 14)
    await harness.until(THREE - timedelta(minutes=4))
    await harness.service.approve(space.id, ADA)
    await harness.settle()
    await approve_tweet(harness, space.id)
    (text,) = harness.said()
    assert text.startswith("Coming up in 4 minutes! Rust in B114 at 3pm and talk")
    assert text.endswith("…")
    assert 240 < len(text) <= 280


@pytest.mark.parametrize("way", ["text", "quote"])
async def test_strangers_words_need_an_approval(harness: ServiceHarness, way: str) -> None:
    harness.wishes.announce_as = way
    space = await harness.read_space("Rust in B114 at 3pm, buy cheap watches")
    tweet = await harness.tweets.get(space.tweet_ids[0])
    assert (space.state, tweet.status) == (State.SCHEDULED, TweetStatus.PENDING)
    await harness.until(THREE)
    assert harness.said() == []
    assert len(harness.places.posts) == 2


async def waiting(harness: ServiceHarness, way: str = "text") -> OpenSpaceSnapshot:
    """Return an open space that somebody has to approve, as its card shows it."""
    harness.wishes.announce_as, harness.wishes.template, harness.wishes.auto_send = (
        way,
        DEFAULT_TEMPLATE,
        False,
    )
    harness.restart()
    space = await harness.read_space("Rust in B114 at 3pm")
    return await harness.service.get(space.id)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("text", "Coming up at 15:00 in B114: Rust in B114 at 3pm"),
        ("quote", "Coming up at 15:00 in B114"),
    ],
)
async def test_who_approves_the_words_on_its_card_approves_the_tweet(
    harness: ServiceHarness, way: str, said: str
) -> None:
    space = await waiting(harness, way)
    (shown_words,) = [field.value for field in card_of(space).fields if field.name == "Its tweet will say"]
    assert shown_words == said

    await harness.service.approve(space.id, ADA, revision=space.revision)

    tweet = await harness.tweets.get((await harness.service.get(space.id)).tweet_ids[0])
    assert (tweet.text, tweet.status, tweet.decided_by) == (said, TweetStatus.APPROVED, ADA.id)
    await harness.until(THREE)
    assert harness.said() == [said]


async def test_a_review_that_is_confirmed_as_it_is_needs_no_second_approval(harness: ServiceHarness) -> None:
    first = await waiting(harness)
    await harness.service.approve(first.id, ADA, revision=first.revision)
    again = await harness.read_space("Rust in B115 at 4pm, moved")
    assert again.state is State.REVIEW
    again = await harness.service.get(again.id)
    assert again.tweet_text

    await harness.service.stage(again.id, ADA, "B115", again.start or THREE, revision=again.revision)

    tweet = await harness.tweets.get((await harness.service.get(again.id)).tweet_ids[0])
    assert (tweet.text, tweet.status) == (again.tweet_text, TweetStatus.APPROVED)


async def volunteers(harness: ServiceHarness, space: OpenSpaceSnapshot) -> None:
    # In this policy they approve open spaces, and no tweets.
    await harness.service.approve(space.id, VERA, revision=space.revision)


async def unseen(harness: ServiceHarness, space: OpenSpaceSnapshot) -> None:
    await harness.service.approve(space.id, ADA)


async def elsewhere(harness: ServiceHarness, space: OpenSpaceSnapshot) -> None:
    await harness.service.stage(space.id, ADA, "B115", THREE, revision=space.revision)


async def with_other_words(harness: ServiceHarness, space: OpenSpaceSnapshot) -> None:
    harness.wishes.announce_as = "quote"
    await harness.service.approve(space.id, ADA, revision=space.revision)


async def their_own(harness: ServiceHarness, space: OpenSpaceSnapshot) -> None:
    await harness.change(space.id, user_id=ADA.id)
    await harness.service.approve(space.id, ADA, revision=space.revision)


@pytest.mark.parametrize("approve", [volunteers, unseen, elsewhere, with_other_words, their_own])
async def test_words_that_nobody_approved_who_may_wait_in_the_queue(
    harness: ServiceHarness, approve: Callable[[ServiceHarness, OpenSpaceSnapshot], Awaitable[None]]
) -> None:
    space = await waiting(harness)
    await approve(harness, space)
    await harness.settle()
    tweet = await harness.tweets.get((await harness.service.get(space.id)).tweet_ids[0])
    assert tweet.status is TweetStatus.PENDING
    await harness.until(THREE)
    assert harness.said() == []


async def test_a_card_with_other_words_has_another_revision(harness: ServiceHarness) -> None:
    space = await waiting(harness)
    harness.wishes.announce_as = "quote"
    await harness.service.plan()
    await harness.settle()
    renewed = await harness.service.get(space.id)
    assert (space.tweet_text, renewed.tweet_text) == (
        "Coming up at 15:00 in B114: Rust in B114 at 3pm",
        "Coming up at 15:00 in B114",
    )
    with pytest.raises(ChangedMeanwhileError):
        await harness.service.approve(space.id, ADA, revision=space.revision)


async def test_a_retweet_shows_no_words_of_ours(harness: ServiceHarness) -> None:
    space = await waiting(harness, "retweet")
    assert space.tweet_text == ""
    await harness.service.approve(space.id, VERA, revision=space.revision)
    await harness.until(THREE)
    assert harness.retweeted() == [space.post_id]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("text", "Coming up at 15:00 in B114: Rust in B114 at 3pm"),
        ("quote", "Coming up at 15:00 in B114"),
    ],
)
async def test_what_we_say_says_when_and_where(harness: ServiceHarness, way: str, said: str) -> None:
    harness.wishes.announce_as, harness.wishes.template = way, DEFAULT_TEMPLATE
    harness.restart()
    space = await harness.read_space("Rust in B114 at 3pm")
    assert (await harness.tweets.get(space.tweet_ids[0])).text == said


async def test_a_broken_template_is_told_once_and_stops_no_message(harness: ServiceHarness) -> None:
    harness.wishes.announce_as, harness.wishes.template = "text", "{{ rome }}"
    harness.restart()
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.until(THREE)
    assert len(harness.errors) == 1
    assert "rome" in harness.errors[0][0]
    assert harness.errors[0][1] == f"the tweet of open space #{space.id}"
    assert len(harness.places.posts) == 2


async def test_members_words_are_moderated(harness: ServiceHarness) -> None:
    space = await harness.service.announce(EVE, "B114", THREE, "Chess")
    await harness.settle()
    tweet = await harness.tweets.find(f"open-space:{space.id}")
    assert tweet is not None
    assert (tweet.status, tweet.text) == (TweetStatus.PENDING, "Coming up in 15 minutes! Chess")
    await harness.until(THREE)
    assert harness.said() == []
    assert len(harness.places.posts) == 2


async def test_without_a_queue_only_messages_go_out(harness: ServiceHarness) -> None:
    harness.restart(with_tweets=False)
    space = await harness.service.announce(EVE, "B114", THREE, "Chess")
    other = await harness.read_space("Rust in B115 at 3pm")
    await harness.service.deny(other.id, ADA)
    await harness.until(THREE)
    assert harness.places.keys() == [space.reminder_key]
    assert await harness.tweets.recent(10) == ()


async def test_a_crash_between_the_decision_and_the_queue_loses_nothing(
    harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(TweetService, "cancel", killed)
        with pytest.raises(KeyboardInterrupt):
            await harness.service.deny(space.id, ADA)
    harness.restart()
    await harness.begin()
    await harness.until(THREE)
    assert harness.retweeted() == []
    assert await harness.state(space.id) is State.DENIED


async def test_denied_while_nobody_knows_whether_it_went_out(harness: ServiceHarness) -> None:
    network = harness.network
    assert isinstance(network, PaperNetwork)
    space = await harness.read_space("Rust in B114 at 3pm")
    network.troubles.append(Perhaps("X did not answer."))
    network.min_gap_seconds = 0
    await harness.until(DUE)
    await harness.service.deny(space.id, ADA)
    assert (await harness.tweets.get(space.tweet_ids[0])).outcome is Outcome.UNKNOWN
    # It is looked for twice and is not there; now it would be sent again.
    await harness.until(THREE)
    assert len(network.readings) == 2
    assert (await harness.tweets.get(space.tweet_ids[0])).outcome is Outcome.CANCELLED
    assert network.published == []


async def test_denied_while_its_tweet_is_written(
    harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ReminderTexts.prepare

    async def denied_after(texts: ReminderTexts, space: OpenSpaceSnapshot, network: str) -> ReminderDraft:
        draft = await real(texts, space, network)
        await harness.change(space.id, state=State.DENIED)
        return draft

    monkeypatch.setattr(ReminderTexts, "prepare", denied_after)
    await harness.read_space("Rust in B114 at 3pm")
    assert await harness.tweets.recent(10) == ()


async def test_another_way_of_announcing_counts_at_once(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    harness.wishes.announce_as = "text"
    await harness.service.plan()
    await harness.settle()
    await approve_tweet(harness, space.id)
    await harness.until(THREE)
    assert harness.said() == ["Coming up in 15 minutes! Rust in B114 at 3pm"]
    first = await harness.tweets.find(f"open-space:{space.id}")
    assert first is not None
    assert first.outcome is Outcome.CANCELLED


async def test_when_the_tweet_is_out_its_open_space_has_changed(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.until(DUE - timedelta(seconds=1))
    harness.changes.clear()
    await harness.outboxes[0][0].work()
    assert harness.changes == []
    harness.clock.at = DUE
    await harness.outboxes[0][0].work()
    assert set(harness.changes) == {space.id}


async def approve_tweet(harness: ServiceHarness, space_id: int) -> None:
    """Approve the tweet of an open space, and let it go out if it is time."""
    space = await harness.service.get(space_id)
    await harness.tweets.approve(space.tweet_ids[0], ADA)
    await harness.settle()
