"""What a tweet's card says, and which buttons are below it. Pure."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import Card
from DiscordBot.discord_ui.layout.face import CardFace, CardField, Tone
from DiscordBot.discord_ui.texts.limits import FIELD_VALUE, LAYOUT_TEXT, clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.tweets.cards.card_details import (
    deliveries,
    destinations,
    gallery,
    goes_out,
    lengths,
    moderated,
    note,
    origin,
    pictures,
    prices,
    related,
    warnings,
    who_decides,
)
from DiscordBot.features.tweets.cards.card_versions import clipped, versions
from DiscordBot.features.tweets.outcome_words import as_title
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.features.tweets.cards.card_facts import CardFacts
    from DiscordBot.features.tweets.snapshots import TweetContent, TweetSnapshot

LONGEST_TEXT = 2300
"""In characters, of a tweet that is shown outside its card."""

# Without title, link and footer, however long they are.
_ROOM = LAYOUT_TEXT - 350
# Kept for the text, whatever facts there are.
_FOR_THE_TEXT = 2800
# What stands around a fact.
_MARKS = 10
CLOSED = frozenset({Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED, Outcome.DELETED})
"""Outcomes that never change any more."""


class TweetButton(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    APPROVE = "approve"
    APPROVE_NOW = "approve_now"
    APPROVE_OWN = "approve_own"
    APPROVE_OWN_NOW = "approve_own_now"
    EDIT = "edit"
    RESCHEDULE = "reschedule"
    DENY = "deny"
    NETWORKS = "networks"
    AS_TEXT = "as_text"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    RETRY = "retry"
    MARK_SENT = "mark_sent"
    SEND_AGAIN = "send_again"
    DELETE = "delete"
    DELETE_SURE = "delete_sure"


_TONES = {
    Outcome.PENDING: Tone.ASKS,
    Outcome.WAITING: Tone.GOES_ON,
    Outcome.SENDING: Tone.GOES_ON,
    Outcome.SENT: Tone.DONE,
    Outcome.FAILED: Tone.TROUBLE,
    Outcome.UNKNOWN: Tone.TROUBLE,
    Outcome.DENIED: Tone.OVER,
    Outcome.CANCELLED: Tone.OVER,
    Outcome.DELETED: Tone.OVER,
}
_NEXT = {
    Outcome.PENDING: "It will wait for approval.",
    Outcome.WAITING: "It will go out without further approval.",
}
_BUTTONS = {
    Outcome.PENDING: (
        TweetButton.APPROVE,
        TweetButton.APPROVE_NOW,
        TweetButton.EDIT,
        TweetButton.RESCHEDULE,
        TweetButton.DENY,
        TweetButton.NETWORKS,
        TweetButton.AS_TEXT,
    ),
    Outcome.WAITING: (
        TweetButton.APPROVE_NOW,
        TweetButton.EDIT,
        TweetButton.RESCHEDULE,
        TweetButton.WITHDRAW,
        TweetButton.NETWORKS,
        TweetButton.AS_TEXT,
    ),
    Outcome.SENT: (TweetButton.AS_TEXT,),
    Outcome.DENIED: (TweetButton.REOPEN,),
    Outcome.FAILED: (TweetButton.RETRY, TweetButton.EDIT, TweetButton.WITHDRAW, TweetButton.NETWORKS),
}


def card_of(tweet: TweetSnapshot, facts: CardFacts) -> Card:
    """Return what the card of a tweet says now."""
    links = [one.link for one in tweet.deliveries if one.link and one.network in tweet.is_out]
    fields = _said((*_about_content(tweet, facts), *_about_fate(tweet, facts)))
    text = _texts(tweet, facts, _room(fields))
    return Card(
        row_id=tweet.id,
        title=_title(tweet),
        tone=_TONES[tweet.outcome],
        text=text,
        link=links[0] if links else None,
        fields=_fitting(fields, text),
        pictures=gallery(tweet),
        buttons=_buttons(tweet, facts),
        footer=footer(tweet.id, tweet.revision),
        is_final=tweet.outcome in CLOSED,
    )


def preview_of(tweet: TweetContent, facts: CardFacts) -> CardFace:
    """Return what a tweet's card would say, for somebody who is about to queue it."""
    fields = _said(_about_content(tweet, facts))
    text = _texts(tweet, facts, _room(fields))
    return CardFace(
        title="👀 Not yet in the queue",
        tone=_TONES[tweet.outcome],
        text=text,
        fields=_fitting(fields, text),
        # Not one by which cards are recognised: this is none.
        footer=_NEXT[tweet.outcome],
    )


def shown_of(tweet: TweetSnapshot, facts: CardFacts) -> CardFace:
    """Return what a tweet's card says, for an answer, which has none of its pictures."""
    return replace(card_of(tweet, facts), pictures=())


def footer(tweet_id: int, revision: int) -> str:
    """Return the last line of a card, by which a click says what its person has read."""
    return f"Tweet #{tweet_id} · revision {revision}"


def tweet_text(tweet: TweetContent, limit: int = LONGEST_TEXT) -> str:
    """Return the tweet as markdown that shows it as it will appear, or says what is retweeted."""
    if tweet.retweet_of is not None:
        return _retweet(tweet, limit)
    return clip(shown(tweet.text), limit)


def _texts(tweet: TweetContent, facts: CardFacts, room: int) -> str:
    return tweet_text(tweet, room) if tweet.retweet_of is not None else versions(tweet, facts, room)


def _room(fields: Iterable[CardField]) -> int:
    """Return how many characters the text may have; facts give way to it, so that it is read as a whole."""
    return max(_ROOM - sum(len(field.name) + len(field.value) + _MARKS for field in fields), _FOR_THE_TEXT)


def _fitting(fields: Sequence[CardField], text: str) -> tuple[CardField, ...]:
    """Return facts that have room beside the text; the longest give way."""
    room = _ROOM - len(text) - sum(len(field.name) + _MARKS for field in fields)
    values = clipped([clip(field.value, FIELD_VALUE) for field in fields], room)
    return tuple(replace(field, value=value) for field, value in zip(fields, values, strict=True))


def _retweet(tweet: TweetContent, limit: int) -> str:
    if not tweet.text:
        # It is forgotten some time after the conference which one it was.
        return f"Retweet of the post {shown(tweet.retweet_of)}" if tweet.retweet_of else "Retweet of a post"
    author = f" of {shown(tweet.original_author)}" if tweet.original_author else ""
    quoted = "\n".join(f"> {line}" for line in clip(shown(tweet.text), limit).splitlines())
    return "\n".join(filter(None, [f"Retweet{author}:", quoted, tweet.original_link]))


def asks_human(tweet: TweetContent) -> bool:
    """Tell whether only a human can find out whether the tweet was sent."""
    return any(delivery.ask_human for delivery in tweet.deliveries)


def _title(tweet: TweetSnapshot) -> str:
    if tweet.outcome is Outcome.UNKNOWN:
        return (
            "❓ Was this sent? Please look"
            if asks_human(tweet)
            else f"{as_title(tweet.outcome)}, I am looking"
        )
    on_hold = " · ⏸️ paused" if tweet.on_hold and tweet.outcome in {Outcome.PENDING, Outcome.WAITING} else ""
    return f"{as_title(tweet.outcome)}{on_hold}"


def _buttons(tweet: TweetSnapshot, facts: CardFacts) -> tuple[TweetButton, ...]:
    buttons = _BUTTONS.get(tweet.outcome, ())
    if tweet.outcome is Outcome.UNKNOWN and asks_human(tweet):
        buttons = (TweetButton.MARK_SENT, TweetButton.SEND_AGAIN)
    if tweet.is_out:
        buttons = (*buttons, TweetButton.DELETE)
    is_hurried = tweet.outcome is Outcome.WAITING and tweet.post_now
    left_out = {TweetButton.APPROVE_NOW} if is_hurried else set()
    if tweet.belongs_to_post or not facts.has_choice:
        left_out.add(TweetButton.NETWORKS)
    if tweet.retweet_of is None or not facts.elsewhere:
        left_out.add(TweetButton.AS_TEXT)
    return tuple(button for button in buttons if button not in left_out)


def _about_content(tweet: TweetContent, facts: CardFacts) -> tuple[CardField, ...]:
    return (
        CardField("Length", lengths(tweet, facts)),
        CardField("Goes to", destinations(facts)),
        CardField("Goes out", goes_out(tweet, facts)),
        CardField("Price", prices(tweet, facts)),
        CardField("From", origin(tweet)),
        CardField("Note for moderators", note(tweet), is_short=False),
        CardField("Belongs to", related(tweet)),
        CardField("Moderation", who_decides(tweet, facts)),
        CardField(f"Pictures ({len(tweet.pictures)})", pictures(tweet), is_short=False),
        CardField("⚠️ Please note", warnings(tweet, facts), is_short=False),
    )


def _about_fate(tweet: TweetSnapshot, facts: CardFacts) -> tuple[CardField, ...]:
    return (
        CardField("Decision", moderated(tweet), is_short=False),
        CardField("On the network", deliveries(tweet, facts), is_short=False),
    )


def _said(possible: Iterable[CardField]) -> tuple[CardField, ...]:
    return tuple(field for field in possible if field.value)
