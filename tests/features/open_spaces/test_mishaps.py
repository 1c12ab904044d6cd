from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.tweets.models import TweetStatus
from DiscordBot.features.tweets.service import TweetService
from tests.features.open_spaces.service_harness import ADA, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

THREE = berlin("2027-07-14 15:00")


class OutOfReachError(Exception):
    """What a database raises that cannot be reached."""


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    return ServiceHarness(database)


@pytest.fixture
def fails_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[type, str, int], None]:
    """Let one call of a method fail as a database does that is out of reach for a moment."""

    def arrange(owner: type, name: str, number: int = 1) -> None:
        method = getattr(owner, name)
        calls = 0

        async def flaky(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the method takes
            nonlocal calls
            calls += 1
            if calls == number:
                raise OutOfReachError
            return await method(*arguments, **named)

        monkeypatch.setattr(owner, name, flaky)

    return arrange


async def out_of_turn(harness: ServiceHarness, tweet_id: int) -> None:
    await harness.tweets.approve(tweet_id, ADA, post_now=True)


async def refused(harness: ServiceHarness, tweet_id: int) -> None:
    await harness.tweets.cancel(tweet_id, ADA)


@pytest.mark.parametrize(("decide", "times"), [(out_of_turn, 1), (refused, 0)])
async def test_what_people_decided_about_its_tweet_outlasts_new_settings(
    harness: ServiceHarness, decide: Callable[[ServiceHarness, int], Awaitable[None]], times: int
) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    await decide(harness, space.tweet_ids[0])
    await harness.settle()
    harness.wishes.send_interval = 30
    await harness.service.plan()
    await harness.until(THREE)
    assert harness.retweeted() == [space.post_id] * times
    assert [moment for _, _, moment in harness.places.posts] == [THREE - timedelta(minutes=30)] * 2


async def in_conflict(harness: ServiceHarness) -> OpenSpaceSnapshot:
    await harness.read_space("Rust in B114 at 3pm")
    return await harness.read_space("Go in B114 at 3pm", "linus")


async def test_approved_once_more_at_the_same_place_it_is_tweeted(harness: ServiceHarness) -> None:
    space = await in_conflict(harness)
    await harness.service.approve(space.id, ADA)
    await harness.settle()
    await harness.service.stage(space.id, ADA, "B114", THREE)
    assert await harness.state(space.id) is State.CONFLICT
    await harness.service.approve(space.id, ADA)
    await harness.until(THREE)
    assert space.post_id in harness.retweeted()


async def test_reminded_before_its_tweet_was_queued_it_is_tweeted(
    harness: ServiceHarness, fails_once: Callable[..., None]
) -> None:
    harness.wishes.auto_send = False
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.until(THREE - timedelta(minutes=5))
    fails_once(ReminderTexts, "prepare")
    await harness.service.approve(space.id, ADA)
    await harness.settle()
    assert await harness.state(space.id) is State.REMINDED
    await harness.until(THREE)
    assert harness.retweeted() == [space.post_id]


async def test_what_was_read_before_a_mishap_is_planned(
    harness: ServiceHarness, fails_once: Callable[..., None]
) -> None:
    harness.posted("Rust in B114 at 3pm")
    harness.posted("What a morning!", "linus")
    fails_once(PostIntake, "take", 2)
    with pytest.raises(OutOfReachError):
        await harness.read_posts()
    await harness.read_posts()
    await harness.until(THREE)
    assert harness.retweeted() == ["1001"]


async def test_a_tweet_that_could_not_be_taken_back_is_taken_back_soon(
    harness: ServiceHarness, fails_once: Callable[..., None]
) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    fails_once(TweetService, "cancel")
    with pytest.raises(OutOfReachError):
        await harness.service.deny(space.id, ADA)
    await harness.settle()
    tweet = await harness.tweets.get(space.tweet_ids[0])
    assert tweet.status is TweetStatus.CANCELLED
    assert harness.changes[-1] == space.id
