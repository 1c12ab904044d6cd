"""When looking does not tell whether a post was made, or would cost too much: a human is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.networks.port import CannotTellError, DuplicateError, NotNowError, Perhaps
from tests.features.tweets.post_office import NOON, AfterAccepting

if TYPE_CHECKING:
    from tests.features.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)
DOUBT = Perhaps("X did not answer in time.")


async def test_a_human_is_asked_at_once_when_another_account_is_connected(office: PostOffice) -> None:
    office.network.troubles.append(AfterAccepting(DOUBT))

    async def connect_another() -> None:
        office.network.account = "another"

    office.network.meanwhile = connect_another
    tweet_id = await office.approve()
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.ask_human) == (DeliveryStatus.UNKNOWN, True)
    assert (delivery.account, office.network.readings) == ("the conference", [])
    assert delivery.problem == "Another account on Paper was connected when I tried to post this."
    await office.go_on(days=1)
    assert office.sent() == ["Hello"]
    # Where the attempt was made it can be looked for again.
    office.network.account = "the conference"
    await office.go_on(hours=1)
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_a_duplicate_is_not_looked_for_in_another_account(office: PostOffice) -> None:
    office.network.troubles.append(DuplicateError("You have said that."))

    async def connect_another() -> None:
        office.network.account = "another"

    office.network.meanwhile = connect_another
    tweet_id = await office.approve()
    await office.wake()

    assert (await office.delivery(tweet_id)).ask_human
    assert office.network.readings == []


async def test_a_human_is_asked_at_once_when_looking_tells_nothing(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    office.network.reading_troubles += [CannotTellError("Too many posts.")] * 2
    tweet_id = await office.approve()
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert (delivery.ask_human, delivery.problem) == (True, "Too many posts.")
    await office.go_on(hours=1)
    # Each reading may cost five dollars.
    assert office.network.readings == [NOON, NOON + 60 * MINUTE]


async def test_what_was_posted_long_after_the_attempt_is_not_read(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    office.network.reading_troubles += [CannotTellError("Too many posts.")]
    await office.approve()
    await office.wake()
    await office.go_on(hours=1)

    # The network takes no end that has not passed.
    assert office.network.read_until == [None, NOON + 10 * MINUTE]


async def test_the_ten_minutes_begin_anew_after_a_human_has_settled_a_doubt(office: PostOffice) -> None:
    office.network.troubles += [DOUBT]
    office.network.reading_troubles += [NotNowError("X is down.")] * 21
    first = await office.approve("first")
    await office.wake()
    await office.go_on(minutes=10)
    assert (await office.delivery(first)).ask_human
    await office.change_delivery(first, status=DeliveryStatus.SENT, next_try_at=None)
    await office.wake()
    await office.go_on(hours=2)

    office.network.troubles += [DOUBT]
    office.network.reading_troubles += [NotNowError("X is down.")]
    second = await office.approve("second")
    await office.wake()

    assert not (await office.delivery(second)).ask_human


async def test_a_duplicate_among_too_many_posts_is_looked_for_once(office: PostOffice) -> None:
    office.network.troubles.append(DuplicateError("You have said that."))
    office.network.reading_troubles.append(CannotTellError("Too many posts."))
    tweet_id = await office.approve()
    await office.wake()

    assert (await office.delivery(tweet_id)).ask_human
    assert office.network.readings == [NOON]
