from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.tweets.models import TweetStatus
from DiscordBot.features.tweets.service import TweetService
from tests.features.open_spaces.service_desk import ADA, ServiceDesk
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.space_view import SpaceView

THREE = berlin("2027-07-14 15:00")


class OutOfReachError(Exception):
    """What a database raises that cannot be reached."""


@pytest.fixture
def desk(database: Database) -> ServiceDesk:
    return ServiceDesk(database)


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


async def out_of_turn(desk: ServiceDesk, tweet_id: int) -> None:
    await desk.tweets.approve(tweet_id, ADA, now=True)


async def refused(desk: ServiceDesk, tweet_id: int) -> None:
    await desk.tweets.cancel(tweet_id, ADA)


@pytest.mark.parametrize(("decide", "times"), [(out_of_turn, 1), (refused, 0)])
async def test_what_people_decided_about_its_tweet_outlasts_new_settings(
    desk: ServiceDesk, decide: Callable[[ServiceDesk, int], Awaitable[None]], times: int
) -> None:
    space = await desk.read_space("Rust in B114 at 3pm")
    await decide(desk, space.tweet_id or 0)
    await desk.settle()
    desk.wishes.send_interval = 30
    await desk.service.plan()
    await desk.until(THREE)
    assert desk.retweeted() == [space.post_id] * times
    assert [moment for _, _, moment in desk.board.posts] == [THREE - timedelta(minutes=30)] * 2


async def in_conflict(desk: ServiceDesk) -> SpaceView:
    await desk.read_space("Rust in B114 at 3pm")
    return await desk.read_space("Go in B114 at 3pm", "linus")


async def test_approved_once_more_at_the_same_place_it_is_tweeted(desk: ServiceDesk) -> None:
    space = await in_conflict(desk)
    await desk.service.approve(space.id, ADA)
    await desk.settle()
    await desk.service.stage(space.id, ADA, "B114", THREE)
    assert await desk.state(space.id) is State.CONFLICT
    await desk.service.approve(space.id, ADA)
    await desk.until(THREE)
    assert space.post_id in desk.retweeted()


async def test_reminded_before_its_tweet_was_queued_it_is_tweeted(
    desk: ServiceDesk, fails_once: Callable[..., None]
) -> None:
    desk.wishes.auto_send = False
    space = await desk.read_space("Rust in B114 at 3pm")
    await desk.until(THREE - timedelta(minutes=5))
    fails_once(ReminderTexts, "prepare")
    await desk.service.approve(space.id, ADA)
    await desk.settle()
    assert await desk.state(space.id) is State.REMINDED
    await desk.until(THREE)
    assert desk.retweeted() == [space.post_id]


async def test_what_was_read_before_a_mishap_is_planned(
    desk: ServiceDesk, fails_once: Callable[..., None]
) -> None:
    desk.posted("Rust in B114 at 3pm")
    desk.posted("What a morning!", "linus")
    fails_once(PostIntake, "take", 2)
    with pytest.raises(OutOfReachError):
        await desk.service.read_posts()
    await desk.service.read_posts()
    await desk.until(THREE)
    assert desk.retweeted() == ["1001"]


async def test_a_tweet_that_could_not_be_taken_back_is_taken_back_soon(
    desk: ServiceDesk, fails_once: Callable[..., None]
) -> None:
    space = await desk.read_space("Rust in B114 at 3pm")
    fails_once(TweetService, "cancel")
    with pytest.raises(OutOfReachError):
        await desk.service.deny(space.id, ADA)
    await desk.settle()
    tweet = await desk.tweets.get(space.tweet_id or 0)
    assert tweet.status is TweetStatus.CANCELLED
    assert desk.changes[-1] == space.id
