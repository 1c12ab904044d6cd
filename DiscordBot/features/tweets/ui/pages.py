"""A tweet's history as pages, and tweets as choices of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.layout.face import CardFace, CardField
from DiscordBot.discord_ui.texts.limits import FIELD_VALUE, clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_details import person
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.cards.text_changes import text_changes
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.storage.audit import Deed
from DiscordBot.features.tweets.tweet_number import choice_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from DiscordBot.features.tweets.models import Audit
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

ON_A_PAGE = 5
_CHANGED = 300
_ALL = "all connected ones"
_NAMES = {
    "reason": "reason",
    "not_before": "planned for",
    "not_after": "not after",
    "on_hold": "paused",
    "problem": "problem",
}


_DEEDS: Mapping[str, str] = {
    Deed.APPROVED_UNSEEN: "Approved by itself, as the settings say",
    Deed.HURRIED: "To be posted at once",
    Deed.HANDED_OVER: "To be posted on a new network",
    Deed.REOPENED: "Reopened",
    Deed.REDIRECTED: "Networks changed",
    Deed.PICTURES_CHANGED: "Pictures changed",
    Deed.RETRIED: "Tried again",
    Deed.SENT_AGAIN: "Sent again, since it was not there",
    Deed.HELD: "Paused",
    Deed.RELEASED: "Resumed",
    Deed.SENDING: "Being sent",
    Deed.FAILED: "Refused by the network",
    Deed.UNKNOWN: "Perhaps sent: the network gave no clear answer",
    Deed.POSTPONED: "Back in the queue",
    Deed.DELETION_BEGUN: "To be deleted",
    Deed.DELETED: "Deleted on a network",
    Deed.NOT_DELETED: "Not deleted on a network",
}
"""What is told in other words than those that are stored."""


def choice(tweet: TweetSnapshot) -> tuple[str, str]:
    """Return how a tweet is offered as a choice, and the value behind it."""
    beginning = " ".join(tweet.text.split()) or f"retweet of {tweet.retweet_of}"
    return f"#{tweet.id} · {in_words(tweet.outcome)} · {beginning}", choice_value(tweet.id, tweet.revision)


def history_pages(tweet: TweetSnapshot, rows: Sequence[Audit]) -> list[CardFace]:
    """Return who did what to a tweet, the oldest first, and what that changed; at least one page."""
    fields = [
        CardField(
            _DEEDS.get(row.action, row.action.capitalize()), clip(_told(row), FIELD_VALUE), is_short=False
        )
        for row in rows
    ]
    title = f"History of tweet #{tweet.id} · {in_words(tweet.outcome)}"
    return [
        CardFace(title=title, text=tweet_text(tweet, 500), fields=tuple(fields[first : first + ON_A_PAGE]))
        for first in range(0, max(len(fields), 1), ON_A_PAGE)
    ]


def _told(row: Audit) -> str:
    who = "by the bot" if row.actor_id is None else f"by {person(row.actor_id)}"
    return "\n".join([f"{time_stamp_and_distance(row.at)}, {who}", *_changes(row)])


def _changes(row: Audit) -> Iterable[str]:
    for key in row.after:
        before, after = row.before.get(key), row.after[key]
        if key == "text" and before is not None:
            # What it said at first is what all later changes lead back to.
            yield f"text: {text_changes(before, after)}"
        if key in _NAMES and (before, after) != (None, ""):
            yield _change(_NAMES[key], before, after)
        if key == "networks" and before != after:
            yield f"posted on: {', '.join(before or [_ALL])} → {', '.join(after or [_ALL])}"
        if key == "texts":
            yield from _own_texts(before or {}, after or {})


def _own_texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[str]:
    for name in [name for name in {**old, **new} if old.get(name) != new.get(name)]:
        if name in old and name in new:
            yield f"text on {name}: {text_changes(old[name], new[name])}"
        else:
            yield _change(f"text on {name}", old.get(name), new.get(name))


def _change(name: str, before: object, after: object) -> str:
    if before in {None, "", False}:
        return f"{name}: {_value(after)}"
    return f"{name}: {_value(before)} → {_value(after)}"


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON the row keeps
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in {None, ""} else clip(shown(str(value)), _CHANGED)
