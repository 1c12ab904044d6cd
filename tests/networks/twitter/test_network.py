from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.port import (
    CannotTellError,
    DuplicateError,
    Measure,
    Media,
    NotNowError,
    OutgoingPost,
    Paused,
    PausedError,
    Perhaps,
    RejectedError,
)
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.dry_run import DryRunNetwork
from DiscordBot.networks.twitter.network import TwitterNetwork
from sandbox.x.failures import Moment, XFailure
from tests.networks.twitter.x_account import (
    ALL_DAY,
    LONG_AGO,
    PNG,
    account_of,
    credentials_of,
    just_now,
    running_x,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from sandbox.x.server import XStandIn
    from tests.networks.twitter.x_account import Account


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


POST, LINK, READ = Decimal("0.015"), Decimal("0.20"), Decimal("0.005")
DOORS = OutgoingPost(text="Doors are open")


@pytest.fixture
def account(x: XStandIn, session: aiohttp.ClientSession) -> Account:
    return account_of(x, session)


@pytest.fixture
def impatient(x: XStandIn, session: aiohttp.ClientSession) -> Account:
    return account_of(x, session, timeout=0.5)


async def test_a_post_is_published_with_its_pictures(x: XStandIn, account: Account) -> None:
    pictures = tuple(Media(content=PNG, media_type="image/png", alt_text=f"Hall {n}") for n in range(4))
    published = await account.network.publish(OutgoingPost(text="Doors are open", media=pictures))
    (post,) = x.posts
    assert published.id == post.id
    assert published.link == f"https://x.com/pyconexample/status/{post.id}"
    assert [media.alt_text for media in post.media] == ["Hall 0", "Hall 1", "Hall 2", "Hall 3"]
    assert account.spent == [(POST, "post")]


async def test_each_kind_has_its_price(x: XStandIn, account: Account) -> None:
    praise = x.write("ada", "@pyconexample lovely")
    published = await account.network.publish(OutgoingPost(text="", retweet_of=praise.id))
    await account.network.publish(OutgoingPost(text="See example.org", in_reply_to=praise.id))
    await account.network.publish(OutgoingPost(text="Look", quote_of=praise.id))
    assert published.link == f"https://x.com/i/status/{praise.id}"
    assert account.spent == [(POST, "retweet"), (LINK, "post with link"), (POST, "post")]


REFUSALS = {
    XFailure.RATE_LIMITED: NotNowError,
    XFailure.NO_CREDITS: PausedError,
    XFailure.UNAUTHORIZED: PausedError,
    XFailure.FORBIDDEN: RejectedError,
}
DOUBTS = [
    *(XFailure.TIME_OUT, XFailure.DOWN, XFailure.CUT_OFF),
    *(XFailure.HALF_JSON, XFailure.HTML, XFailure.SERVER_ERROR),
]


@pytest.mark.parametrize("failure", REFUSALS)
async def test_a_refusal_means_that_nothing_was_posted(
    x: XStandIn, account: Account, failure: XFailure
) -> None:
    x.failures.fail_next(failure, on="POST /2/tweets")
    with pytest.raises(REFUSALS[failure]):
        await account.network.publish(DOORS)
    assert await account.network.find(DOORS, just_now(), None) is None


@pytest.mark.parametrize("failure", DOUBTS)
@pytest.mark.parametrize("moment", list(Moment))
async def test_a_doubt_is_settled_by_looking(
    x: XStandIn, account: Account, impatient: Account, failure: XFailure, moment: Moment
) -> None:
    x.failures.fail_next(failure, moment=moment, on="POST /2/tweets")
    with pytest.raises(Perhaps):
        await (impatient if failure is XFailure.TIME_OUT else account).network.publish(DOORS)
    found = await account.network.find(DOORS, just_now(), None)
    assert [post.id for post in x.posts] == ([found.id] if found else [])
    assert bool(x.posts) == (moment is Moment.AFTER)


async def test_until_when_it_must_wait(x: XStandIn, account: Account) -> None:
    x.failures.fail_next(XFailure.RATE_LIMITED, seconds=600)
    with pytest.raises(NotNowError) as raised:
        await account.network.publish(DOORS)
    assert raised.value.until is not None
    assert raised.value.until > datetime.now(UTC) + timedelta(minutes=9)


@pytest.mark.parametrize("failure", [XFailure.TIME_OUT, XFailure.DOWN, XFailure.HTML, XFailure.HALF_JSON])
@pytest.mark.parametrize("endpoint", ["POST /2/media/upload", "POST /2/media/metadata"])
async def test_a_lost_picture_leaves_no_doubt(
    x: XStandIn, impatient: Account, failure: XFailure, endpoint: str
) -> None:
    x.failures.fail_next(failure, on=endpoint, moment=Moment.AFTER)
    picture = Media(content=PNG, media_type="image/png", alt_text="Hall")
    with pytest.raises(NotNowError):
        await impatient.network.publish(OutgoingPost(text="Doors are open", media=(picture,)))
    assert x.posts == []
    assert impatient.spent == []


async def test_nobody_listens(x: XStandIn, account: Account) -> None:
    await x.stop()
    with pytest.raises(NotNowError, match="cannot be reached"):
        await account.network.publish(DOORS)


async def test_a_duplicate_and_a_refusal(x: XStandIn, account: Account) -> None:
    await account.network.publish(DOORS)
    with pytest.raises(DuplicateError, match="duplicate content"):
        await account.network.publish(DOORS)
    with pytest.raises(RejectedError, match="too long"):
        await account.network.publish(OutgoingPost(text="x" * 281))
    assert len(x.posts) == 1


@pytest.mark.parametrize("failure", [XFailure.NO_CREDITS, XFailure.UNAUTHORIZED])
async def test_what_a_human_must_settle_is_told(x: XStandIn, account: Account, failure: XFailure) -> None:
    x.failures.fail_next(failure, times=2)
    with pytest.raises(PausedError) as raised:
        await account.network.publish(DOORS)
    with pytest.raises(PausedError):
        await account.network.find(DOORS, just_now(), None)
    assert account.paused == [str(raised.value)] * 2


async def test_without_an_account_nothing_is_posted(x: XStandIn, session: aiohttp.ClientSession) -> None:
    async def not_now() -> Paused | None:
        return Paused("No account.")

    async def never(*_: object) -> None:
        pytest.fail("Nothing happened.")

    network = TwitterNetwork(
        XSession(session, x.base_url),
        window=ALL_DAY,
        min_gap_seconds=60,
        credentials=lambda: None,
        why_paused=not_now,
        spent=never,
        on_refusal=never,
    )
    assert await network.why_paused() == Paused("No account.")
    assert (network.name, network.title, network.min_gap_seconds) == ("twitter", "X", 60)
    assert network.account is None
    with pytest.raises(PausedError, match="/twitter connect"):
        await network.publish(DOORS)
    assert x.calls == []


async def test_the_account_may_change(x: XStandIn, session: aiohttp.ClientSession) -> None:
    x.sign_in.revoke(x.account)
    account = account_of(x, session)
    with pytest.raises(PausedError):
        await account.network.publish(DOORS)
    x.keys = x.sign_in.connect(x.account)
    assert (await account.network.publish(DOORS)).id == x.posts[0].id
    assert credentials_of(x).token == x.keys.access_token


async def test_what_was_perhaps_published_is_charged_when_it_is_found(x: XStandIn, account: Account) -> None:
    x.failures.fail_next(XFailure.DOWN, moment=Moment.AFTER, on="POST /2/tweets")
    with pytest.raises(Perhaps):
        await account.network.publish(DOORS)
    assert account.spent == []
    await account.network.find(DOORS, just_now(), None)
    assert account.spent == [(READ, "reading"), (POST, "post")]


@pytest.mark.parametrize("failure", [XFailure.DOWN, XFailure.HTML, XFailure.HALF_JSON, XFailure.RATE_LIMITED])
async def test_an_account_that_cannot_be_read(x: XStandIn, account: Account, failure: XFailure) -> None:
    # aiohttp itself repeats a reading whose connection was cut.
    x.failures.fail_with(failure, on="GET /2/users")
    with pytest.raises(NotNowError):
        await account.network.find(DOORS, just_now(), None)


async def test_too_many_posts_are_no_clean_reading(x: XStandIn, account: Account) -> None:
    for number in range(1001):
        x.write("pyconexample", f"Talk {number}")
    with pytest.raises(CannotTellError, match="more than"):
        await account.network.find(DOORS, just_now(), None)
    found = await account.network.find(OutgoingPost(text="Talk 500"), just_now(), None)
    assert found is not None


async def test_only_what_was_posted_in_time_is_read_and_paid(x: XStandIn, account: Account) -> None:
    x.write("pyconexample", "Doors are open")
    assert account.network.account == x.account.id
    assert await account.network.find(DOORS, LONG_AGO, just_now()) is None
    assert account.spent == []


async def test_lengths(account: Account) -> None:
    measured = [await account.network.measure(text) for text in ("Ä https://example.org", "x" * 1_000_000)]
    assert measured == [Measure(25, 280), Measure(1_000_000, 280)]
    assert account.network.price(DOORS) == POST
    assert account.network.warnings(DOORS) == ()


async def test_a_dry_run_publishes_nothing() -> None:
    async def not_paused() -> Paused | None:
        return None

    network = DryRunNetwork(ALL_DAY, 60, not_paused)
    first, second = await network.publish(DOORS), await network.publish(DOORS)
    assert (first.link, second.link) == (None, None)
    assert first.id != second.id
    assert await network.why_paused() is None
    assert (network.title, network.account) == ("X (dry run)", "dry run")
    # It may be there since before the dry run, so it must not seem to be missing.
    with pytest.raises(NotNowError, match="does not look"):
        await network.find(DOORS, just_now(), None)


@pytest.mark.parametrize("minutes", [5, -5])
async def test_a_clock_that_is_wrong_by_minutes_hides_no_post(
    x: XStandIn, session: aiohttp.ClientSession, minutes: int
) -> None:
    def now() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=minutes)

    account = account_of(x, session, now=now)
    x.failures.fail_next(XFailure.DOWN, moment=Moment.AFTER, on="POST /2/tweets")
    began = now()
    with pytest.raises(Perhaps):
        await account.network.publish(DOORS)

    # After a restart, when X has not yet told the time.
    restarted = account_of(x, session, now=now)
    found = await restarted.network.find(DOORS, began - timedelta(minutes=1), None)

    assert [post.id for post in x.posts] == [found.id if found else None]
