"""What the pages of a campaign say about its tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardField
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.campaigns.texts.pagination import MOST_CHARACTERS, pages_of_groups
from DiscordBot.features.campaigns.texts.words import to_the_second
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot
    from DiscordBot.features.tweets.errors import TweetError
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

_TEXT = 860
_HEAD = 100
_MOST_REASONS = 3


def pages_of(snapshot: CampaignSnapshot) -> list[list[TweetSnapshot]]:
    """Return a campaign's tweets page by page, in the order in which they go out.

    What is on which page depends on their texts and times alone, not on what becomes of them.
    """
    tweets = snapshot.in_order
    sizes = [
        [CardField("#" * _HEAD, text) for text in (_common_text(tweet), *_own_texts(tweet).values())]
        for tweet in tweets
    ]
    rest = iter(tweets)
    return [[next(rest) for _ in page] for page in pages_of_groups(sizes)] or [[]]


def fields_of(tweet: TweetSnapshot, titles: Mapping[str, str]) -> list[CardField]:
    """Return one tweet with its state and the own texts of networks, whose `titles` are known by name."""
    common = CardField(f"#{tweet.id} · {outcome_text(tweet)}", f"{_when(tweet)}\n{_common_text(tweet)}")
    own = _own_texts(tweet).items()
    return [common, *(CardField(f"↳ #{tweet.id} · {titles.get(name, name)}", text) for name, text in own)]


def _common_text(tweet: TweetSnapshot) -> str:
    return tweet_text(tweet, _longest(tweet))


def _own_texts(tweet: TweetSnapshot) -> dict[str, str]:
    return {name: clip(shown(text), _longest(tweet)) for name, text in tweet.texts.items()}


def _longest(tweet: TweetSnapshot) -> int:
    """Return how long each of its texts may be, so that a page can hold them all."""
    texts = 1 + len(tweet.texts)
    return min(_TEXT, MOST_CHARACTERS // texts - _HEAD)


def outcome_text(tweet: TweetSnapshot) -> str:
    """Return how far a tweet is."""
    held = " · ⏸️" if tweet.on_hold and tweet.outcome in {Outcome.PENDING, Outcome.WAITING} else ""
    return f"{in_words(tweet.outcome)}{held}"


def told(results: Mapping[int, TweetError | None], done: str) -> str:
    """Return what became of several tweets, with the first reasons of those that were left out."""
    failed = {tweet_id: error for tweet_id, error in results.items() if error is not None}
    lines = [f"{len(results) - len(failed)} {done}."]
    reasons = [f"#{tweet_id}: {error}" for tweet_id, error in failed.items()]
    if failed:
        lines.append(f"⚠️ {len(failed)} could not be:")
    lines += reasons[:_MOST_REASONS]
    if len(reasons) > _MOST_REASONS:
        lines.append(f"… and {len(reasons) - _MOST_REASONS} more.")
    return "\n".join(lines)


def approvable(tweets: Iterable[TweetSnapshot]) -> dict[int, int]:
    """Return the revisions of those tweets that wait for approval, by their numbers."""
    return {tweet.id: tweet.revision for tweet in tweets if tweet.outcome is Outcome.PENDING}


def _when(tweet: TweetSnapshot) -> str:
    links = [delivery.link for delivery in tweet.deliveries if delivery.link]
    if links:
        return str(links[0])
    return "as soon as possible" if tweet.not_before is None else to_the_second(tweet.not_before)
