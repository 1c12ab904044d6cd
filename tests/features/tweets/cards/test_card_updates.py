"""A card is edited once for what goes through several states within a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from DiscordBot.features.tweets.cards.tweet_cards import CardUpdates
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.snapshots import Outcome, TweetChange


@dataclass
class Shown:
    """A keeper of cards that notes which it brings up to date."""

    cards: list[int] = field(default_factory=list)

    def changed(self, tweet_id: int, *, is_urgent: bool) -> None:
        assert is_urgent
        self.cards.append(tweet_id)


@dataclass
class Worker:
    """An outbox, as far as this asks it."""

    is_busy: bool = True


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def updates(shown: Any, worker: Any) -> CardUpdates:  # noqa: ANN401 - stand-ins
    updates = CardUpdates(shown)
    updates.outboxes = [worker]
    return updates


def change(tweet_id: int, outcome: Outcome) -> TweetChange:
    return TweetChange(tweet_id, Source.COMPOSED, source_key=None, group_key=None, outcome=outcome)


def test_what_is_sent_at_once_is_shown_once(updates: CardUpdates, shown: Shown, worker: Worker) -> None:
    for outcome in (Outcome.WAITING, Outcome.SENDING, Outcome.SENT):
        updates.changed(change(1, outcome))
    worker.is_busy = False
    updates.rested()
    assert shown.cards == [1]


def test_what_has_to_wait_is_shown_when_the_outbox_has_left_it(
    updates: CardUpdates, shown: Shown, worker: Worker
) -> None:
    updates.changed(change(1, Outcome.WAITING))
    updates.rested()
    assert shown.cards == []
    worker.is_busy = False
    updates.rested()
    assert shown.cards == [1]
    updates.rested()
    assert shown.cards == [1]


def test_without_an_outbox_at_work_nothing_is_held_back(
    updates: CardUpdates, shown: Shown, worker: Worker
) -> None:
    worker.is_busy = False
    updates.changed(change(1, Outcome.WAITING))
    assert shown.cards == [1]
