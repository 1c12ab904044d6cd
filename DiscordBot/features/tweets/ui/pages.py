"""The queue and a tweet's history as pages, and tweets as choices of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from DiscordBot.discord_ui.limits import EMBED_FIELD_VALUE, clip
from DiscordBot.discord_ui.shown_text import shown
from DiscordBot.discord_ui.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_details import person
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.tweet_number import choice_value
from DiscordBot.features.tweets.tweet_view import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from DiscordBot.features.tweets.models import Audit
    from DiscordBot.features.tweets.tweet_view import TweetView

ON_A_PAGE: Final = 5
_BEGINNING: Final = 160
_CHANGED: Final = 300
_STATES: Final = {
    Outcome.PENDING: "🟡 waits for approval",
    Outcome.WAITING: "🟢 approved",
    Outcome.SENDING: "📤 being sent",
    Outcome.SENT: "✅ sent",
    Outcome.FAILED: "🔴 not sent",
    Outcome.UNKNOWN: "❔ perhaps sent",
    Outcome.DENIED: "⛔ denied",
    Outcome.CANCELLED: "🗑️ cancelled",
}


def choice(view: TweetView) -> tuple[str, str]:
    """Return how a tweet is offered as a choice, and the value behind it."""
    beginning = " ".join(view.text.split()) or f"retweet of {view.retweet_of}"
    return f"#{view.id} · {_STATES[view.outcome]} · {beginning}", choice_value(view.id, view.revision)


def queue_pages(
    views: Sequence[TweetView],
    due_at: Callable[[TweetView], datetime | None],
    link: Callable[[int, int], str],
) -> list[discord.Embed]:
    """Return the queue, next tweet first; at least one page."""
    title = f"{len(views)} tweets in the queue" if len(views) != 1 else "1 tweet in the queue"
    pages = []
    for first in range(0, max(len(views), 1), ON_A_PAGE):
        page = discord.Embed(title=title, colour=discord.Colour.blue())
        for position, view in enumerate(views[first : first + ON_A_PAGE], start=first + 1):
            held = " · ⏸️ on hold" if view.on_hold else ""
            name = f"{position}. Tweet #{view.id} · {_STATES[view.outcome]}{held}"
            page.add_field(name=name, value=_line(view, due_at(view), link), inline=False)
        pages.append(page)
    if not views:
        pages[0].description = "Nothing waits. Write something with `/tweet compose`."
    return pages


def history_pages(view: TweetView, rows: Sequence[Audit]) -> list[discord.Embed]:
    """Return who did what to a tweet, the oldest first; at least one page."""
    pages = []
    for first in range(0, max(len(rows), 1), ON_A_PAGE):
        page = discord.Embed(
            title=f"History of tweet #{view.id} · {_STATES[view.outcome]}", description=tweet_text(view, 500)
        )
        for row in rows[first : first + ON_A_PAGE]:
            who = "by the bot" if row.actor_id is None else f"by {person(row.actor_id)}"
            value = "\n".join([f"{time_stamp_and_distance(row.at)}, {who}", *_changes(row)])
            page.add_field(name=row.action.capitalize(), value=clip(value, EMBED_FIELD_VALUE), inline=False)
        pages.append(page)
    return pages


def _line(view: TweetView, due: datetime | None, link: Callable[[int, int], str]) -> str:
    facts = []
    if due is not None:
        facts.append(time_stamp_and_distance(due))
    if view.author_id is not None:
        facts.append(person(view.author_id))
    if view.pictures:
        facts.append(f"🖼️ {len(view.pictures)}")
    if view.card_channel is not None and view.card_message is not None:
        facts.append(f"[card]({link(view.card_channel, view.card_message)})")
    return f"{tweet_text(view, _BEGINNING)}\n{' · '.join(facts)}"


def _changes(row: Audit) -> Iterable[str]:
    for key in row.after:
        before, after = row.before.get(key), row.after[key]
        if key in {"text", "reason", "not_before", "on_hold"}:
            yield f"{key.replace('_', ' ')}: {_value(before)} → {_value(after)}"


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON the row keeps
    return "–" if value in {None, ""} else clip(shown(str(value)), _CHANGED)
