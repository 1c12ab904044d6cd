"""What the report after the conference tells of posts: how many on each network, and where each is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.core.report import Link, ReportPart
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, Tweet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import Network

LONGEST = 100


async def report(database: Database, networks: Sequence[Network], clock: Clock) -> tuple[ReportPart, ...]:
    """Return what is out there, the oldest first; what was deleted on its network is left out."""
    query = (
        select(Delivery, Tweet)
        .join(Tweet, col(Tweet.id) == col(Delivery.tweet_id))
        .where(col(Delivery.status) == DeliveryStatus.SENT)
        .order_by(col(Delivery.sent_at), col(Delivery.id))
    )
    async with database.read() as session:
        sent = (await session.execute(query)).all()
    titles = {network.name: network.title for network in networks}
    counts = Counter(titles.get(delivery.network, delivery.network) for delivery, _ in sent)
    rows = []
    for delivery, tweet in sent:
        # What others have written is theirs: the link leads to it.
        text = "A repost" if tweet.retweet_of else tweet.texts.get(delivery.network, tweet.text)
        when = "" if delivery.sent_at is None else f"{clock.local(delivery.sent_at):%Y-%m-%d %H:%M}"
        shown = _shortened(text)
        title = titles.get(delivery.network, delivery.network)
        rows.append((when, title, Link(shown, delivery.link) if delivery.link else shown))
    numbers = tuple((title, f"{count:,}") for title, count in counts.most_common())
    return (
        ReportPart(
            title="Posts on networks",
            numbers=numbers or (("Posts", "0"),),
            columns=("When", "Network", "Post"),
            rows=tuple(rows),
        ),
    )


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
