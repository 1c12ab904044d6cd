"""Tweets, and the facts about them, as tests of cards want them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from DiscordBot.features.tweets.cards.card_facts import CardFacts, NetworkFacts
from DiscordBot.features.tweets.models import DeliveryStatus, Source, TweetStatus
from DiscordBot.features.tweets.snapshots import DeliverySnapshot, PictureSnapshot, TweetSnapshot
from DiscordBot.networks.port import Measure
from tests.features.tweets.post_office import NOON

PAPER = NetworkFacts(name="paper", title="Paper", length=Measure(5, 280), price=Decimal("0.015"))
FACTS = CardFacts(policy="volunteers_post", networks=(PAPER,), is_soon=True)
LINK = "https://paper.example/1001"

_TWEET = TweetSnapshot(
    id=12,
    text="Hello",
    revision=3,
    status=TweetStatus.PENDING,
    source=Source.COMPOSED,
    source_key=None,
    group_key=None,
    on_hold=False,
    author_id=7,
    author_name="Victor",
    in_reply_to=None,
    quote_of=None,
    retweet_of=None,
    not_before=None,
    not_after=None,
    post_now=False,
    bypass=False,
    created_at=NOON,
    decided_at=None,
    decided_by=None,
    reason="",
    card_channel=None,
    card_message=None,
    card_shown="",
    author_told="",
    deliveries=(),
    pictures=(),
)
_DELIVERY = DeliverySnapshot(
    network="paper",
    status=DeliveryStatus.WAITING,
    attempts=0,
    first_attempt_at=None,
    last_attempt_at=None,
    next_try_at=None,
    ask_human=False,
    problem="",
    remote_id=None,
    link=None,
    sent_at=None,
    price=None,
)


def pending(**parts: Any) -> TweetSnapshot:  # noqa: ANN401 - any of its parts
    return replace(_TWEET, **parts)


def approved(delivery: dict[str, Any] | None = None, **parts: Any) -> TweetSnapshot:  # noqa: ANN401 - any of its parts
    """Return a tweet that Ada, 1, has approved, with its delivery."""
    decision = {"status": TweetStatus.APPROVED, "decided_by": 1, "decided_at": NOON}
    return pending(**{**decision, "deliveries": (replace(_DELIVERY, **delivery or {}),), **parts})


def sent(**parts: Any) -> TweetSnapshot:  # noqa: ANN401 - any of its parts
    there = {"status": DeliveryStatus.SENT, "link": LINK, "sent_at": NOON + timedelta(minutes=1)}
    return approved({**there, "price": Decimal("0.2")}, **parts)


def failed(problem: str = "Paper does not like it.", **parts: Any) -> TweetSnapshot:  # noqa: ANN401 - any of its parts
    return approved({"status": DeliveryStatus.FAILED, "attempts": 1, "problem": problem}, **parts)


def unknown(*, ask_human: bool = False) -> TweetSnapshot:
    problem = "Paper did not answer."
    return approved({"status": DeliveryStatus.UNKNOWN, "problem": problem, "ask_human": ask_human})


def denied(reason: str = "Too early", **parts: Any) -> TweetSnapshot:  # noqa: ANN401 - any of its parts
    decision = {"status": TweetStatus.DENIED, "decided_by": 1, "decided_at": NOON, "reason": reason}
    return pending(**{**decision, **parts})


def cancelled() -> TweetSnapshot:
    return denied("", status=TweetStatus.CANCELLED, decided_by=7)


def picture(position: int = 0, alt_text: str = "A dot") -> PictureSnapshot:
    return PictureSnapshot(
        position=position, media_type="image/png", width=3, height=2, alt_text=alt_text, size=4
    )
