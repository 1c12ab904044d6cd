from __future__ import annotations

import pytest

from DiscordBot.features.tweets.models import DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.snapshots import Outcome, outcome_of


@pytest.mark.parametrize(
    ("deliveries", "outcome"),
    [
        ("", Outcome.WAITING),
        ("waiting", Outcome.WAITING),
        ("sending", Outcome.SENDING),
        ("sent", Outcome.SENT),
        ("failed", Outcome.FAILED),
        ("unknown", Outcome.UNKNOWN),
        ("sent sent", Outcome.SENT),
        ("sent waiting", Outcome.WAITING),
        ("waiting sending", Outcome.SENDING),
        ("sending failed", Outcome.FAILED),
        ("sent failed", Outcome.FAILED),
        ("failed unknown", Outcome.UNKNOWN),
    ],
)
def test_the_outcome_on_all_networks_is_what_most_needs_a_human(deliveries: str, outcome: Outcome) -> None:
    statuses = [DeliveryStatus(status) for status in deliveries.split()]
    assert outcome_of(TweetStatus.APPROVED, statuses) is outcome
    assert outcome_of(TweetStatus.APPROVED, statuses[::-1]) is outcome


@pytest.mark.parametrize("status", ["pending", "denied", "cancelled"])
def test_what_is_not_approved_is_that(status: str) -> None:
    assert outcome_of(TweetStatus(status), []) is Outcome(status)
