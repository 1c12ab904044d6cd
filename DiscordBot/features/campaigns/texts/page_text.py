"""What the pages of a campaign say about its tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from DiscordBot.features.campaigns.texts.pagination import Entry, cut
from DiscordBot.features.campaigns.texts.words import to_the_second
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.features.campaigns.status import Standing
    from DiscordBot.features.tweets.errors import TweetError
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

_TEXT: Final = 860
_HEAD: Final = 160
_MOST_REASONS: Final = 3


def pages_of(standing: Standing) -> list[list[TweetSnapshot]]:
    """Return a campaign's tweets page by page, in the order in which they go out.

    What is on which page depends on their texts and times alone, not on what becomes of them.
    """
    views = standing.in_order
    sizes = [Entry("#" * _HEAD, tweet_text(view, _TEXT)) for view in views]
    rest = iter(views)
    return [[next(rest) for _ in group] for group in cut(sizes)] or [[]]


def entry(view: TweetSnapshot) -> Entry:
    """Return one tweet with its state."""
    return Entry(f"#{view.id} · {state(view)}", f"{_when(view)}\n{tweet_text(view, _TEXT)}")


def state(view: TweetSnapshot) -> str:
    """Return how far a tweet is."""
    held = " · ⏸️" if view.on_hold and view.outcome in {Outcome.PENDING, Outcome.WAITING} else ""
    return f"{in_words(view.outcome)}{held}"


def told(results: Mapping[int, TweetError | None], done: str) -> str:
    """Return what became of several tweets, with the first reasons of those that were left out."""
    failed = {tweet_id: error for tweet_id, error in results.items() if error is not None}
    lines = [f"{len(results) - len(failed)} {done}."]
    reasons = [f"#{tweet_id}: {error}" for tweet_id, error in failed.items()]
    if failed:
        lines.append(f"⚠️ {len(failed)} not:")
    lines += reasons[:_MOST_REASONS]
    if len(reasons) > _MOST_REASONS:
        lines.append(f"… and {len(reasons) - _MOST_REASONS} more.")
    return "\n".join(lines)


def approvable(views: Iterable[TweetSnapshot]) -> dict[int, int]:
    """Return the revisions of those tweets that wait for approval, by their numbers."""
    return {view.id: view.revision for view in views if view.outcome is Outcome.PENDING}


def _when(view: TweetSnapshot) -> str:
    links = [delivery.link for delivery in view.deliveries if delivery.link]
    if links:
        return str(links[0])
    return "as soon as possible" if view.not_before is None else to_the_second(view.not_before)
