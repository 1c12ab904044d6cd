"""What X charges for, and what it restricts; prices are in US dollars.

https://docs.x.com/x-api/getting-started/pricing
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from DiscordBot.networks.twitter.length import find_links, normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.networks.port import OutgoingPost

POST = Decimal("0.015")
POST_WITH_LINK = Decimal("0.20")
MESSAGE = Decimal("0.015")
MENTION_READ = Decimal("0.001")
READ = Decimal("0.005")
DELETION = Decimal("0.010")
"""X names it for taking a retweet back, and nothing for deleting a post: the same is assumed."""

_STARTS_WITH_MENTION = re.compile(r"\s*[@＠]\w{1,15}")


def has_link(text: str) -> bool:
    """Tell whether X will make a link of anything in a text."""
    return bool(find_links(normalised(text)))


def estimate(post: OutgoingPost) -> Decimal:
    """Return what publishing a post costs; pictures and retweets cost nothing extra."""
    return POST_WITH_LINK if post.retweet_of is None and has_link(post.text) else POST


def warnings(post: OutgoingPost) -> Sequence[str]:
    """Return a sentence for each thing in a post that X restricts or charges more for."""
    if post.retweet_of is not None:
        return ()
    found = []
    if has_link(post.text):
        found.append(f"A post with a link costs ${POST_WITH_LINK}, one without only ${POST}.")
    if post.in_reply_to is None and _STARTS_WITH_MENTION.match(post.text):
        found.append(
            "It begins with an @mention, so only people who follow both accounts see it. "
            "Put a word before the mention."
        )
    if post.in_reply_to is not None:
        found.append("X takes replies of self-serve apps only to people who mentioned the account.")
    if post.quote_of is not None:
        found.append("X takes no quotes from self-serve apps. A retweet is possible.")
    return tuple(found)
