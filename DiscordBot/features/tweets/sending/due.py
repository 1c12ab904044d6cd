"""When a tweet goes out, as far as that can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.features.tweets.models import Source
    from DiscordBot.features.tweets.snapshots import TweetContent
    from DiscordBot.networks.port import Network


def due_at(
    tweet: TweetContent,
    networks: Sequence[Network],
    now: datetime,
    at_any_hour: frozenset[Source] = frozenset(),
) -> datetime | None:
    """Return when (UTC) a tweet goes out first, or would if it were approved now; None means never.

    Counted are its planned time, the posting windows and the next try after a failed one. Other tweets
    before it, and a network that is paused, may delay it. Tweets of the sources `at_any_hour` ignore windows.
    """
    if tweet.on_hold or tweet.outcome not in {Outcome.PENDING, Outcome.WAITING}:
        return None
    is_free = tweet.post_now or tweet.source in at_any_hour
    wanted = [network for network in tweet.receivers(networks) if _waits(network, tweet)]
    moments = [_on(network, tweet, now, is_free) for network in wanted]
    first = min(moments, default=None)
    is_too_late = first is not None and tweet.not_after is not None and first >= tweet.not_after
    return None if is_too_late else first


def _waits(network: Network, tweet: TweetContent) -> bool:
    # Without deliveries it is not approved, or not handed over yet.
    return all(
        delivery.status is DeliveryStatus.WAITING
        for delivery in tweet.deliveries
        if delivery.network == network.name
    )


def _on(network: Network, tweet: TweetContent, now: datetime, is_free: bool) -> datetime:  # noqa: FBT001 - of no use outside
    tries = [
        delivery.next_try_at
        for delivery in tweet.deliveries
        if delivery.network == network.name and delivery.next_try_at is not None
    ]
    earliest = max([now, *tries, *([tweet.not_before] if tweet.not_before else [])])
    return earliest if is_free else network.window.next_open(earliest)
