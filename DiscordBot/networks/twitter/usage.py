"""What X's status tells of costs and of what X does not take at the moment, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.port import StatusField
from DiscordBot.networks.twitter import price

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from DiscordBot.networks.twitter.account.budget import Usage
    from DiscordBot.networks.twitter.api.rates import Rate

FEW = 0.1
"""Of what X allows in a quarter of an hour; so little left is told."""

_IN_WORDS = {
    "POST /2/tweets": ("posts", "No more posts"),
    "POST /2/users/:id/retweets": ("reposts", "No more reposts"),
    "GET /2/users/:id/mentions": ("readings of mentions", "Mentions are not read"),
    "GET /2/tweets/search/recent": ("searches for hashtags", "Hashtags are not searched"),
    "GET /2/users/:id/tweets": ("looks at what was posted", "What was posted is not looked at"),
    "GET /2/users/me": ("looks at the account", "The account is not looked at"),
}
_PARTS_IN_WORDS = {
    "/2/media/": ("pictures", "No more pictures"),
    "/dm_conversations/": ("direct messages", "No more direct messages"),
}
_OTHERS = ("other requests", "Other requests are not made")


def status_fields(usage: Usage, rates: Mapping[str, Rate], now: datetime) -> tuple[StatusField, ...]:
    """Return what is left of the month's budget, and what X takes no more of, and until when."""
    return (
        StatusField("Budget left this month", tuple((line, None) for line in _budget(usage))),
        StatusField("Limits of X", _limits(rates, now)),
    )


def _budget(usage: Usage) -> list[str]:
    left = f"${usage.left:.2f} of ${usage.budget:.2f}, by X's price list"
    if usage.is_used_up:
        return [f"{left}: not enough for a post."]
    posts, with_link = (int(usage.left / one) for one in (price.POST, price.POST_WITH_LINK))
    lines = [f"{left}: enough for about {posts:,} posts, or {with_link:,} with a link."]
    if usage.left_for_reading < usage.left:
        lines.append(f"Reading mentions and hashtags may use ${usage.left_for_reading:.2f} of that.")
    return lines


def _limits(rates: Mapping[str, Rate], now: datetime) -> tuple[tuple[str, datetime | None], ...]:
    lines: dict[str, datetime] = {}
    for endpoint, rate in sorted(rates.items(), key=lambda item: (item[1].remaining, item[0])):
        things, nothing = _words(endpoint)
        if rate.reset <= now or rate.remaining > rate.limit * FEW:
            continue
        few = f"{things.capitalize()}: only {rate.remaining} more until"
        line = few if rate.remaining else f"{nothing} until"
        lines[line] = max(rate.reset, lines.get(line, rate.reset))
    return tuple(lines.items()) or (("Nothing is limited at the moment.", None),)


def _words(endpoint: str) -> tuple[str, str]:
    of_part = (words for part, words in _PARTS_IN_WORDS.items() if part in endpoint)
    return _IN_WORDS.get(endpoint) or next(of_part, _OTHERS)
