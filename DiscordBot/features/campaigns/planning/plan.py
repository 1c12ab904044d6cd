"""What a campaign will post and when: the same for a preview and for what is created after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.versions import collapsed
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from DiscordBot.features.campaigns.planning.versions import Version

GRACE = timedelta(minutes=1)
"""What is late by less is on time."""

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a campaign spreads its tweets.

    `start` is aware (`Clock.moment` makes it of what clocks at the venue show). Between two tweets are
    `interval_minutes` and up to `random_minutes` more; which, decides the stored `seed`. Raises
    `ValueError` for a pace that would post everything at once, or backwards.
    """

    start: datetime
    interval_minutes: int
    random_minutes: int
    seed: int

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("The start needs a time zone.")
        if self.interval_minutes < 1:
            raise ValueError("The interval must be at least one minute.")
        if self.random_minutes < 0:
            raise ValueError("The random part cannot be less than nothing.")


@dataclass(frozen=True, slots=True)
class Item:
    """What one tweet is about.

    `key` stays the same from preview to creation; `title` is what organisers know it by; `starts`, aware,
    is None for what has no time, such as a sponsor.
    """

    key: str
    title: str
    context: Mapping[str, object]
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlannedTweet:
    """What each network gets, one at least, and the moment, in UTC, at which it is due."""

    item: Item
    due: datetime
    versions: tuple[Version, ...]

    @property
    def text(self) -> str:
        """The text of all networks that have none of their own."""
        return self._collapsed[0]

    @property
    def texts(self) -> Mapping[str, str]:
        """The own texts of some networks, by their names."""
        return self._collapsed[1]

    @property
    def fullest(self) -> Version:
        """The version that takes most of what its network allows."""
        return max(self.versions, key=lambda version: version.fullness)

    @property
    def _collapsed(self) -> tuple[str, Mapping[str, str]]:
        return collapsed({version.network: version.text for version in self.versions})

    @property
    def comes_late(self) -> bool:
        """Tell whether the session will have begun by then; allowed, but seldom meant."""
        return self.item.starts is not None and self.due >= self.item.starts


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an item cannot be posted, in a sentence for organisers that is the same for all alike.

    `detail` is what differs, `line` that of the template in which the fault is; None if it is in no
    single one.
    """

    item: Item
    reason: str
    detail: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one or several items alike."""

    problems: tuple[Problem, ...]

    @property
    def reason(self) -> str:
        """The sentence for organisers."""
        return self.problems[0].reason

    @property
    def line(self) -> int | None:
        """The line of the template in which it is, if it is in one."""
        return self.problems[0].line


@dataclass(frozen=True, slots=True)
class Preview:
    """All that creation would do, in the order of posting, and what stands against it."""

    tweets: tuple[PlannedTweet, ...]
    problems: tuple[Problem, ...]

    @property
    def can_be_created(self) -> bool:
        """Tell whether there is something to post and nothing wrong with any of it."""
        return bool(self.tweets) and not self.problems

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, each once, what concerns most items first."""
        alike: dict[tuple[int | None, str], list[Problem]] = {}
        for problem in self.problems:
            alike.setdefault((problem.line, problem.reason), []).append(problem)
        return tuple(sorted((Fault(tuple(group)) for group in alike.values()), key=_concerned, reverse=True))

    @property
    def wrong(self) -> frozenset[str]:
        """The keys of the items that cannot be posted."""
        return frozenset(problem.item.key for problem in self.problems)

    @property
    def without_text(self) -> frozenset[str]:
        """The keys of those of which the template makes no text at all."""
        keys = {tweet.item.key for tweet in self.tweets}
        return self.wrong - keys

    @property
    def longest(self) -> PlannedTweet | None:
        """Return the tweet that takes most of what a network allows."""
        return max(self.tweets, key=lambda tweet: tweet.fullest.fullness, default=None)


def in_order(items: Iterable[Item], shuffle_seed: int | None = None) -> list[Item]:
    """Return the items by start, title and key, those without a start last; or shuffled by a seed."""
    ordered = sorted(items, key=lambda item: (item.starts or _LAST, item.title, item.key))
    if shuffle_seed is None:
        return ordered
    chance = _chance("order", shuffle_seed)
    return sorted(ordered, key=lambda _: chance.random())


def due_times(pace: Pace, count: int, next_open: Callable[[datetime], datetime]) -> list[datetime]:
    """Return when each of `count` tweets is due: in UTC, to the second, ascending.

    `next_open` returns, for a moment in UTC, the same moment if tweets may go out then, else when they may
    next. What would fall outside goes out at that opening, and the interval counts from there.
    """
    chance = _chance("times", pace.seed)
    times: list[datetime] = []
    # Intervals are added in UTC: over a clock change an hour stays an hour.
    wanted = pace.start.astimezone(UTC).replace(microsecond=0)
    for _ in range(count):
        due = next_open(wanted)
        times.append(due)
        extra = int(chance.random() * (pace.random_minutes * 60 + 1))
        wanted = due + timedelta(minutes=pace.interval_minutes, seconds=extra)
    return times


def later_times(
    planned: Mapping[int, datetime],
    interval: timedelta,
    next_open: Callable[[datetime], datetime],
    now: datetime,
) -> dict[int, datetime]:
    """Return new times for those of some tweets that would otherwise all go out at once, by their numbers.

    The first that is overdue goes out as soon as it may, each further one an `interval` after the one before
    it, in the same order, until one is reached that is planned for later anyway: from there on all stays
    as it was.
    """
    moved: dict[int, datetime] = {}
    earliest = now
    for tweet_id, due in sorted(planned.items(), key=lambda pair: (pair[1], pair[0])):
        if due >= earliest - GRACE:
            break
        moved[tweet_id] = next_open(earliest)
        earliest = moved[tweet_id] + interval
    return moved


def preview(
    items: Sequence[Item],
    times: Sequence[datetime],
    rendered: Mapping[str, tuple[Version, ...] | TemplateError],
    now: datetime | None,
) -> Preview:
    """Return what is planned, and for each item what is wrong with it.

    `items` and `times` are equally many and belong together; `rendered` has the texts or an error for each
    key. Times before `now` have passed; for None that is no matter.
    """
    tweets: list[PlannedTweet] = []
    problems: list[Problem] = []
    for item, due in zip(items, times, strict=True):
        versions = rendered[item.key]
        if isinstance(versions, TemplateError):
            problems.append(Problem(item, versions.reason, line=versions.line))
        else:
            tweets.append(PlannedTweet(item, due, versions))
    uses = Counter(_compared(version) for tweet in tweets for version in tweet.versions)
    for tweet in tweets:
        problems += _problems(tweet, uses, now)
    return Preview(tuple(tweets), tuple(problems))


def _problems(tweet: PlannedTweet, uses: Counter[tuple[str, str]], now: datetime | None) -> Iterator[Problem]:
    if now is not None and tweet.due <= now:
        yield Problem(tweet.item, "Its time has already passed.")
    if not all(version.text for version in tweet.versions):
        yield Problem(tweet.item, "The template makes no text of it.")
    elif any(uses[_compared(version)] > 1 for version in tweet.versions):
        yield Problem(tweet.item, "Another one has the same text, and X refuses a text that it has already.")
    for version in tweet.versions:
        if not version.fits:
            where = f" for {version.title}" if len(tweet.versions) > 1 else ""
            length = f"{version.length} of {version.limit}"
            yield Problem(tweet.item, f"The text is too long{where}.", length)


def _concerned(fault: Fault) -> int:
    return len(fault.problems)


def _compared(version: Version) -> tuple[str, str]:
    return version.network, " ".join(version.text.split()).casefold()


def _chance(purpose: str, seed: int) -> Random:
    # Of random only random() promises the same numbers in every version of Python, so it alone is used.
    return Random(f"{purpose}/{seed}")  # noqa: S311 - variety, not secrecy
