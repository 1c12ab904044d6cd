"""The queue and a tweet's history as pages, and tweets as choices of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.texts.limits import EMBED_FIELD_VALUE, clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_details import person
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.tweet_number import choice_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from DiscordBot.features.tweets.models import Audit
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

ON_A_PAGE = 5
_BEGINNING = 160
_CHANGED = 300
_ALL = "all connected ones"


def choice(tweet: TweetSnapshot) -> tuple[str, str]:
    """Return how a tweet is offered as a choice, and the value behind it."""
    beginning = " ".join(tweet.text.split()) or f"retweet of {tweet.retweet_of}"
    return f"#{tweet.id} · {in_words(tweet.outcome)} · {beginning}", choice_value(tweet.id, tweet.revision)


def queue_pages(
    tweets: Sequence[TweetSnapshot],
    due_at: Callable[[TweetSnapshot], datetime | None],
    link: Callable[[int, int], str],
) -> list[discord.Embed]:
    """Return the queue, next tweet first; at least one page."""
    title = f"{len(tweets)} tweets in the queue" if len(tweets) != 1 else "1 tweet in the queue"
    pages = []
    for first in range(0, max(len(tweets), 1), ON_A_PAGE):
        page = discord.Embed(title=title, colour=discord.Colour.blue())
        for position, tweet in enumerate(tweets[first : first + ON_A_PAGE], start=first + 1):
            held = " · ⏸️ on hold" if tweet.on_hold else ""
            name = f"{position}. Tweet #{tweet.id} · {in_words(tweet.outcome)}{held}"
            page.add_field(name=name, value=_line(tweet, due_at(tweet), link), inline=False)
        pages.append(page)
    if not tweets:
        pages[0].description = "Nothing waits. Write something with `/tweet compose`."
    return pages


def history_pages(tweet: TweetSnapshot, rows: Sequence[Audit]) -> list[discord.Embed]:
    """Return who did what to a tweet, the oldest first; at least one page."""
    pages = []
    for first in range(0, max(len(rows), 1), ON_A_PAGE):
        page = discord.Embed(
            title=f"History of tweet #{tweet.id} · {in_words(tweet.outcome)}",
            description=tweet_text(tweet, 500),
        )
        for row in rows[first : first + ON_A_PAGE]:
            who = "by the bot" if row.actor_id is None else f"by {person(row.actor_id)}"
            value = "\n".join([f"{time_stamp_and_distance(row.at)}, {who}", *_changes(row)])
            page.add_field(name=row.action.capitalize(), value=clip(value, EMBED_FIELD_VALUE), inline=False)
        pages.append(page)
    return pages


def _line(tweet: TweetSnapshot, due: datetime | None, link: Callable[[int, int], str]) -> str:
    facts = []
    if due is not None:
        facts.append(time_stamp_and_distance(due))
    if tweet.author_id is not None:
        facts.append(person(tweet.author_id))
    if tweet.pictures:
        facts.append(f"🖼️ {len(tweet.pictures)}")
    if tweet.card_channel is not None and tweet.card_message is not None:
        facts.append(f"[card]({link(tweet.card_channel, tweet.card_message)})")
    return f"{tweet_text(tweet, _BEGINNING)}\n{' · '.join(facts)}"


def _changes(row: Audit) -> Iterable[str]:
    for key in row.after:
        before, after = row.before.get(key), row.after[key]
        if key in {"text", "reason", "not_before", "not_after", "on_hold"}:
            yield f"{key.replace('_', ' ')}: {_value(before)} → {_value(after)}"
        if key == "networks":
            yield f"networks: {', '.join(before or [_ALL])} → {', '.join(after or [_ALL])}"
        if key == "texts":
            old, new = before or {}, after or {}
            changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
            yield from (
                f"text on {name}: {_value(old.get(name))} → {_value(new.get(name))}" for name in changed
            )


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON the row keeps
    return "–" if value in {None, ""} else clip(shown(str(value)), _CHANGED)
