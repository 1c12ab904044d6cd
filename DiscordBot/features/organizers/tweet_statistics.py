"""Counting tweets: how many went out each day, and what became of the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from DiscordBot.features.tweets.models import Source
    from DiscordBot.features.tweets.snapshots import TweetCount

MOST_DAYS = 30
FEWEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class TweetNumbers:
    """How many tweets have each outcome, each source's own first; `sent_by_day` ends with today.

    Days are those at the venue; it looks back over all that were sent, 30 days at most and 7 at least.
    """

    by_outcome: dict[Outcome, int]
    by_source: dict[Source, dict[Outcome, int]]
    sent_by_day: tuple[tuple[date, int], ...]


def count_tweets(counts: Iterable[TweetCount], today: date) -> TweetNumbers:
    """Sum up what the queue counts, as of `today` at the venue."""
    by_outcome: Counter[Outcome] = Counter()
    by_source: dict[Source, Counter[Outcome]] = {}
    sent: Counter[date] = Counter()
    for found in counts:
        by_outcome[found.outcome] += found.count
        by_source.setdefault(found.source, Counter())[found.outcome] += found.count
        if found.outcome is Outcome.SENT:
            sent[found.day] += found.count
    # In a rehearsal, the present may lie before days on which something was sent.
    last = max([today, *sent])
    shown = min(max((last - min(sent, default=last)).days + 1, FEWEST_DAYS), MOST_DAYS)
    days = [last - timedelta(days=ago) for ago in reversed(range(shown))]
    return TweetNumbers(
        by_outcome={outcome: by_outcome[outcome] for outcome in Outcome if by_outcome[outcome]},
        by_source={
            source: {outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]}
            for source, outcomes in sorted(by_source.items(), key=lambda item: -item[1].total())
        },
        sent_by_day=tuple((day, sent[day]) for day in days),
    )
