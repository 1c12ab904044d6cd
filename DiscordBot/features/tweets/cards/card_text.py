"""What a tweet's card says, and which buttons are below it. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from DiscordBot.discord_ui.cards.card import Card, CardField, Tone
from DiscordBot.discord_ui.limits import clip
from DiscordBot.discord_ui.shown_text import shown
from DiscordBot.features.tweets.cards.card_details import (
    deliveries,
    goes_out,
    lengths,
    moderated,
    origin,
    pictures,
    prices,
    related,
    warnings,
    who_decides,
)
from DiscordBot.features.tweets.tweet_view import Outcome

if TYPE_CHECKING:
    from DiscordBot.features.tweets.cards.card_facts import CardFacts
    from DiscordBot.features.tweets.tweet_view import TweetView

# With the longest texts in all other parts the embed stays within Discord's 6000 characters; otherwise
# the tweet itself would be cut.
LONGEST_TEXT: Final = 2300
CLOSED: Final = frozenset({Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED})
"""Outcomes that never change any more."""


class CardAction(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    APPROVE = "approve"
    APPROVE_NOW = "approve_now"
    APPROVE_OWN = "approve_own"
    APPROVE_OWN_NOW = "approve_own_now"
    EDIT = "edit"
    RESCHEDULE = "reschedule"
    DENY = "deny"
    WITHDRAW = "withdraw"
    RETRY = "retry"
    MARK_SENT = "mark_sent"
    SEND_AGAIN = "send_again"


_TITLES: Final = {
    Outcome.PENDING: ("🟡 Waiting for approval", Tone.ASKS),
    Outcome.WAITING: ("🟢 Approved, not yet sent", Tone.GOES_ON),
    Outcome.SENDING: ("📤 Being sent", Tone.GOES_ON),
    Outcome.SENT: ("✅ Sent", Tone.DONE),
    Outcome.FAILED: ("🔴 Not sent", Tone.TROUBLE),
    Outcome.UNKNOWN: ("❔ Perhaps sent, I am looking", Tone.TROUBLE),
    Outcome.DENIED: ("⛔ Denied", Tone.OVER),
    Outcome.CANCELLED: ("🗑️ Cancelled", Tone.OVER),
}
_ACTIONS: Final = {
    Outcome.PENDING: (
        CardAction.APPROVE,
        CardAction.APPROVE_NOW,
        CardAction.EDIT,
        CardAction.RESCHEDULE,
        CardAction.DENY,
    ),
    Outcome.WAITING: (CardAction.APPROVE_NOW, CardAction.EDIT, CardAction.RESCHEDULE, CardAction.WITHDRAW),
    Outcome.FAILED: (CardAction.RETRY, CardAction.EDIT, CardAction.WITHDRAW),
}


def card_of(view: TweetView, facts: CardFacts) -> Card:
    """Return what the card of a tweet says now."""
    title, tone = _title(view)
    links = [delivery.link for delivery in view.deliveries if delivery.link]
    return Card(
        row_id=view.id,
        title=title,
        tone=tone,
        text=tweet_text(view),
        link=links[0] if links else None,
        fields=_fields(view, facts),
        actions=_actions(view),
        footer=footer(view.id, view.revision),
        is_final=view.outcome in CLOSED,
    )


def footer(tweet_id: int, revision: int) -> str:
    """Return the last line of a card, by which a click says what its person has read."""
    return f"Tweet #{tweet_id} · revision {revision}"


def tweet_text(view: TweetView, limit: int = LONGEST_TEXT) -> str:
    """Return the tweet as markdown that shows it as it will appear, or says what is retweeted."""
    if view.retweet_of is not None:
        return f"Retweet of the post {shown(view.retweet_of)}"
    return clip(shown(view.text), limit)


def asks_human(view: TweetView) -> bool:
    """Tell whether only a human can find out whether the tweet was sent."""
    return any(delivery.ask_human for delivery in view.deliveries)


def _title(view: TweetView) -> tuple[str, Tone]:
    if view.outcome is Outcome.UNKNOWN and asks_human(view):
        return "❓ Was this sent? Please look", Tone.TROUBLE
    if view.on_hold and view.outcome in {Outcome.PENDING, Outcome.WAITING}:
        return f"{_TITLES[view.outcome][0]} · ⏸️ on hold", _TITLES[view.outcome][1]
    return _TITLES[view.outcome]


def _actions(view: TweetView) -> tuple[CardAction, ...]:
    if view.outcome is Outcome.UNKNOWN and asks_human(view):
        return (CardAction.MARK_SENT, CardAction.SEND_AGAIN)
    actions = _ACTIONS.get(view.outcome, ())
    is_hurried = view.outcome is Outcome.WAITING and view.now
    return tuple(action for action in actions if not (is_hurried and action is CardAction.APPROVE_NOW))


def _fields(view: TweetView, facts: CardFacts) -> tuple[CardField, ...]:
    possible = (
        CardField("Length", lengths(view, facts)),
        CardField("Goes out", goes_out(view, facts)),
        CardField("Price", prices(view, facts)),
        CardField("From", origin(view)),
        CardField("Belongs to", related(view)),
        CardField("Moderation", who_decides(view, facts)),
        CardField("Decision", moderated(view), is_short=False),
        CardField(f"Pictures ({len(view.pictures)})", pictures(view), is_short=False),
        CardField("On the network", deliveries(view, facts), is_short=False),
        CardField("⚠️ Please note", warnings(view, facts), is_short=False),
    )
    return tuple(field for field in possible if field.value)
