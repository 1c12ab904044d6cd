from __future__ import annotations

from decimal import Decimal

import pytest

from DiscordBot.networks.port import OutgoingPost
from DiscordBot.networks.twitter.price import estimate, warnings


@pytest.mark.parametrize(
    ("post", "price"),
    [
        (OutgoingPost(text="Doors are open"), "0.015"),
        (OutgoingPost(text="Doors are open: example.org"), "0.20"),
        (OutgoingPost(text="See https://example.org/a"), "0.20"),
        (OutgoingPost(text="Python 3.14 and node.js"), "0.015"),
        (OutgoingPost(text="Write to me@example.org"), "0.015"),
        (OutgoingPost(text="RT https://example.org", retweet_of="1"), "0.015"),
        (OutgoingPost(text="Yes", in_reply_to="1"), "0.015"),
    ],
)
def test_the_price(post: OutgoingPost, price: str) -> None:
    assert estimate(post) == Decimal(price)


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (OutgoingPost(text="Doors are open"), []),
        (OutgoingPost(text="Doors are open, @ada"), []),
        (OutgoingPost(text="Doors: example.org"), ["link"]),
        (OutgoingPost(text="@ada speaks now"), ["mention"]),
        (OutgoingPost(text="@ada yes", in_reply_to="1"), ["replies"]),
        (OutgoingPost(text="Well said", quote_of="1"), ["quotes"]),
        (OutgoingPost(text="@ada: example.org", quote_of="1"), ["link", "mention", "quotes"]),
        (OutgoingPost(text="@ada: example.org", retweet_of="1"), []),
    ],
)
def test_the_warnings(post: OutgoingPost, words: list[str]) -> None:
    given = warnings(post)
    assert len(given) == len(words)
    assert all(word in warning for word, warning in zip(words, given, strict=True))
