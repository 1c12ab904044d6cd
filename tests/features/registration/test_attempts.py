from __future__ import annotations

from datetime import timedelta

from DiscordBot.features.registration.attempts import MOST_FAILURES, WITHIN, Attempts
from tests.clocks import START, StoppedClock

ADA, GRACE = 1, 2


def test_after_five_failures_the_sixth_has_to_wait_until_the_first_is_ten_minutes_old(
    clock: StoppedClock,
) -> None:
    attempts = Attempts(clock)
    for _ in range(MOST_FAILURES):
        assert attempts.begin(ADA) is None
        clock.forward(minutes=1)
    assert attempts.begin(ADA) == START + WITHIN
    assert attempts.begin(GRACE) is None

    clock.at = START + WITHIN - timedelta(seconds=1)
    assert attempts.begin(ADA) == START + WITHIN
    clock.at = START + WITHIN
    assert attempts.begin(ADA) is None
    assert attempts.begin(ADA) == START + WITHIN + timedelta(minutes=1)


def test_what_is_forgiven_does_not_count(clock: StoppedClock) -> None:
    attempts = Attempts(clock)
    for _ in range(3 * MOST_FAILURES):
        assert attempts.begin(ADA) is None
        attempts.forgive(ADA)


def test_many_at_once_are_no_way_around(clock: StoppedClock) -> None:
    attempts = Attempts(clock)
    answers = [attempts.begin(ADA) for _ in range(2 * MOST_FAILURES)]
    assert answers.count(None) == MOST_FAILURES


def test_forgiving_somebody_unknown_changes_nothing(clock: StoppedClock) -> None:
    attempts = Attempts(clock)
    attempts.forgive(ADA)
    assert [attempts.begin(ADA) for _ in range(MOST_FAILURES)] == [None] * MOST_FAILURES
