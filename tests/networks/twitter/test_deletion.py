"""Deleting what was posted on X, as people may press the button twice and answers may be lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.port import NotNowError, OutgoingPost, PausedError, Perhaps, RejectedError
from sandbox.x.failures import Moment, XFailure
from tests.networks.twitter.x_account import account_of, running_x

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from sandbox.x.server import XStandIn
    from tests.networks.twitter.x_account import Account

DOORS = OutgoingPost(text="Doors are open")
COST = (Decimal("0.010"), "deletion")


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


@pytest.fixture
def account(x: XStandIn, session: aiohttp.ClientSession) -> Account:
    return account_of(x, session)


async def test_a_post_is_deleted_and_once_more_is_harmless(x: XStandIn, account: Account) -> None:
    kept = await account.network.publish(OutgoingPost(text="This stays"))
    published = await account.network.publish(DOORS)
    account.spent.clear()
    await account.network.delete(DOORS, published.id)
    await account.network.delete(DOORS, published.id)
    assert [post.id for post in x.posts] == [kept.id]
    assert account.spent == [COST, COST]


async def test_a_retweet_is_taken_back_and_its_original_stays(x: XStandIn, account: Account) -> None:
    praise = x.write("ada", "@pyconexample lovely")
    retweet = OutgoingPost(text="", retweet_of=praise.id)
    published = await account.network.publish(retweet)
    assert len(x.posts) == 1
    await account.network.delete(retweet, published.id)
    await account.network.delete(retweet, published.id)
    assert x.posts == []
    assert x.book.get(praise.id) == praise


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (XFailure.RATE_LIMITED, NotNowError),
        (XFailure.UNAUTHORIZED, PausedError),
        (XFailure.FORBIDDEN, RejectedError),
        (XFailure.SERVER_ERROR, Perhaps),
        (XFailure.CUT_OFF, Perhaps),
    ],
)
async def test_a_refused_deletion_leaves_the_post(
    x: XStandIn, account: Account, failure: XFailure, error: type[Exception]
) -> None:
    published = await account.network.publish(DOORS)
    account.spent.clear()
    x.failures.fail_next(failure, on="DELETE /2/tweets/")
    with pytest.raises(error):
        await account.network.delete(DOORS, published.id)
    assert len(x.posts) == 1
    assert account.spent == []


async def test_after_a_lost_answer_a_second_try_is_enough(x: XStandIn, account: Account) -> None:
    published = await account.network.publish(DOORS)
    x.failures.fail_next(XFailure.CUT_OFF, moment=Moment.AFTER, on="DELETE /2/tweets/")
    with pytest.raises(Perhaps):
        await account.network.delete(DOORS, published.id)
    assert x.posts == []
    await account.network.delete(DOORS, published.id)
