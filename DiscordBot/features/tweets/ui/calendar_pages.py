"""What goes out when, day by day: the pages of `/tweet calendar`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace
from DiscordBot.discord_ui.texts.limits import clip, split_text
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.outcome_words import sign_of
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

LONG_DAY = "%A, %-d %B %Y"
_BEGINNING = 90
# Whole lines only, and a page that can be looked over on a phone.
_PAGE = 2000
_LEGEND = "🟡 still to be approved · 🟢 approved · ✅ sent"


@dataclass(frozen=True, slots=True)
class PlannedTweet:
    """A tweet, and when it went out or will (UTC)."""

    moment: datetime
    tweet: TweetSnapshot


def planned(
    tweets: Iterable[TweetSnapshot], due_at: Callable[[TweetSnapshot], datetime | None]
) -> list[PlannedTweet]:
    """Return those tweets that were sent or have a time to go out at, in the order of time."""
    moments = ((_moment(tweet, due_at), tweet) for tweet in tweets)
    found = [PlannedTweet(moment, tweet) for moment, tweet in moments if moment is not None]
    return sorted(found, key=lambda one: (one.moment, one.tweet.id))


def by_day(tweets: Iterable[PlannedTweet], clock: Clock) -> Mapping[date, Sequence[PlannedTweet]]:
    """Return planned tweets by their days at the venue, in the order of time."""
    days: dict[date, list[PlannedTweet]] = {}
    for one in tweets:
        days.setdefault(clock.local(one.moment).date(), []).append(one)
    return days


def calendar_pages(
    days: Mapping[date, Sequence[PlannedTweet]], link: Callable[[int, int], str]
) -> list[CardFace]:
    """Return a page for each day, or several if it is a busy one; at least one page."""
    pages = [
        CardFace(title=title, text=part, footer=_LEGEND)
        for day, tweets in days.items()
        for title in [f"{day:{LONG_DAY}} · {_count(len(tweets))}"]
        for part in split_text("\n".join(_line(one, link) for one in tweets), _PAGE)
    ]
    nothing = "Nothing goes out. Write something with `/tweet compose`."
    return pages or [CardFace(title="Calendar", text=nothing)]


def _moment(tweet: TweetSnapshot, due_at: Callable[[TweetSnapshot], datetime | None]) -> datetime | None:
    if tweet.outcome is Outcome.SENT:
        return max((one.sent_at for one in tweet.deliveries if one.sent_at is not None), default=None)
    return due_at(tweet)


def _line(one: PlannedTweet, link: Callable[[int, int], str]) -> str:
    tweet = one.tweet
    number = f"#{tweet.id}"
    if tweet.card_channel is not None and tweet.card_message is not None:
        number = f"[{number}]({link(tweet.card_channel, tweet.card_message)})"
    beginning = clip(" ".join(tweet_text(tweet, _BEGINNING).split()), _BEGINNING)
    return f"{time_stamp(one.moment, 't')} {sign_of(tweet.outcome)} {number} {beginning}"


def _count(number: int) -> str:
    return "1 tweet" if number == 1 else f"{number} tweets"
