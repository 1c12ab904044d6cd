"""When a tweet goes out, as far as that can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.features.tweets.tweet_view import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.features.tweets.tweet_view import TweetView
    from DiscordBot.networks.port import Network


def due_at(view: TweetView, networks: Sequence[Network], now: datetime) -> datetime | None:
    """Return when (UTC) a tweet goes out first, or would if it were approved now; None means never.

    Counted are its planned time, the posting windows and the next try after a failed one. Other tweets
    before it, and a network that is on hold, may delay it.
    """
    if view.on_hold or view.outcome not in {Outcome.PENDING, Outcome.WAITING}:
        return None
    moments = [_on(network, view, now) for network in networks if _is_wanted(network, view)]
    first = min(moments, default=None)
    is_too_late = first is not None and view.not_after is not None and first >= view.not_after
    return None if is_too_late else first


def _is_wanted(network: Network, view: TweetView) -> bool:
    if view.outcome is Outcome.PENDING:
        return True
    waiting = {delivery.network for delivery in view.deliveries if delivery.status is DeliveryStatus.WAITING}
    return network.name in waiting


def _on(network: Network, view: TweetView, now: datetime) -> datetime:
    tries = [
        delivery.next_try_at
        for delivery in view.deliveries
        if delivery.network == network.name and delivery.next_try_at is not None
    ]
    earliest = max([now, *tries, *([view.not_before] if view.not_before else [])])
    return earliest if view.now else network.window.next_open(earliest)
