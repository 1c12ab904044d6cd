"""What X's status says of money and limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from DiscordBot.networks.twitter.account.budget import Usage
from DiscordBot.networks.twitter.api.rates import Rate
from DiscordBot.networks.twitter.usage import status_fields

NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)
UNUSED = Usage(Decimal(0), Decimal(20))


def limits(**rates: tuple[int, int, datetime]) -> list[tuple[str, datetime | None]]:
    names = {"posts": "POST /2/tweets", "mentions": "GET /2/users/:id/mentions", "news": "GET /2/news/:id"}
    known = {names[name]: Rate(*rate) for name, rate in rates.items()}
    return [*status_fields(UNUSED, known, NOW)[1].lines]


def budget(usage: Usage) -> list[str]:
    return [text for text, _ in status_fields(usage, {}, NOW)[0].lines]


def test_what_is_left_is_told_in_money_and_posts() -> None:
    usage = Usage(Decimal("5.00"), Decimal(20), on_reading=Decimal(4), reading_share=Decimal("0.5"))
    assert budget(usage) == [
        "$15.00 of $20.00, by X's price list: enough for about 1,000 posts, or 75 with a link.",
        "Reading mentions and hashtags may use $6.00 of that.",
    ]


def test_what_is_not_enough_for_a_post_is_told_as_such() -> None:
    assert budget(Usage(Decimal("19.99"), Decimal(20))) == [
        "$0.01 of $20.00, by X's price list: not enough for a post."
    ]


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ((100, 11, SOON), ("Nothing is limited at the moment.", None)),
        ((100, 3, SOON), ("Posts: only 3 more until", SOON)),
        ((100, 0, SOON), ("No more posts until", SOON)),
        # What was used up before is renewed now.
        ((100, 0, NOW), ("Nothing is limited at the moment.", None)),
    ],
)
def test_only_what_is_limited_is_told_and_until_when(
    posts: tuple[int, int, datetime], told: tuple[str, datetime | None]
) -> None:
    assert limits(posts=posts) == [told]


def test_every_limit_is_told_in_words_and_never_by_addresses() -> None:
    told = limits(posts=(100, 1, SOON), mentions=(300, 0, SOON), news=(10, 0, SOON))
    assert told == [
        ("Other requests are not made until", SOON),
        ("Mentions are not read until", SOON),
        ("Posts: only 1 more until", SOON),
    ]
