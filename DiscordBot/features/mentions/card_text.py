"""What a mention's card says, and which buttons are below it. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import Card, CardField, Tone
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.mentions.decisions import CLOSED
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.tweets.cards.card_details import person

if TYPE_CHECKING:
    from DiscordBot.features.mentions.snapshot import MentionSnapshot

LONGEST_TEXT = 3000
FORGOTTEN = "*Deleted after the conference.*"

_LONGEST_PROBLEM = 500


class MentionButton(StrEnum):
    """What the buttons do."""

    REPLY = "reply"
    RETWEET = "retweet"
    CLAIM = "claim"
    RELEASE = "release"
    DISCARD = "discard"
    REOPEN = "reopen"


TITLES = {
    MentionStatus.OPEN: "💬 New mention",
    MentionStatus.ASSIGNED: "🙋 Somebody is on it",
    MentionStatus.REPLYING: "📝 An answer waits in moderation",
    MentionStatus.HANDLED: "✅ Answered",
    MentionStatus.DISCARDED: "🗑️ Discarded",
}
_TONES = {
    MentionStatus.OPEN: Tone.ASKS,
    MentionStatus.ASSIGNED: Tone.GOES_ON,
    MentionStatus.REPLYING: Tone.GOES_ON,
    MentionStatus.HANDLED: Tone.DONE,
    MentionStatus.DISCARDED: Tone.OVER,
}
_AGAIN = "↩️ Open again"
_ANSWERS = (MentionButton.REPLY, MentionButton.RETWEET)
_BUTTONS = {
    MentionStatus.OPEN: (*_ANSWERS, MentionButton.CLAIM, MentionButton.DISCARD),
    MentionStatus.ASSIGNED: (*_ANSWERS, MentionButton.RELEASE, MentionButton.DISCARD),
    MentionStatus.REPLYING: (),
    MentionStatus.HANDLED: (MentionButton.REOPEN,),
    MentionStatus.DISCARDED: (MentionButton.REOPEN,),
}


def card_of(mention: MentionSnapshot, tweet_card: str | None) -> Card:
    """Return what the card of a mention says; `tweet_card` is the address of its answer's card."""
    return Card(
        row_id=mention.id,
        tone=_TONES[mention.status],
        title=title_of(mention),
        author=author_of(mention),
        text=clip(shown(mention.text), LONGEST_TEXT) or FORGOTTEN,
        link=mention.link or None,
        fields=_fields(mention, tweet_card),
        buttons=_BUTTONS[mention.status],
        footer=footer(mention.id),
        is_final=mention.status in CLOSED,
    )


def footer(mention_id: int) -> str:
    """Return the last line of a card."""
    return f"Mention #{mention_id}"


def title_of(mention: MentionSnapshot) -> str:
    """Return the state in a few words."""
    is_again = mention.status is MentionStatus.OPEN and mention.decided_at is not None
    return _AGAIN if is_again else TITLES[mention.status]


def author_of(mention: MentionSnapshot) -> str:
    """Return who wrote it, as plain text."""
    if not mention.author_username:
        return "unknown author"
    return f"{clip(mention.author_name, 100)} (@{mention.author_username})"


def _fields(mention: MentionSnapshot, tweet_card: str | None) -> tuple[CardField, ...]:
    possible = (
        CardField("Posted", time_stamp_and_distance(mention.posted_at)),
        CardField("Conversation", _conversation(mention)),
        CardField("State", _state(mention, tweet_card), is_short=False),
        CardField("⚠️ Not sent", clip(shown(mention.problem), _LONGEST_PROBLEM), is_short=False),
        CardField(f"Pictures ({len(mention.pictures)})", _pictures(mention), is_short=False),
    )
    return tuple(field for field in possible if field.value)


def _conversation(mention: MentionSnapshot) -> str:
    if mention.answers_own and mention.in_reply_to is not None:
        return f"answers [our post]({_address(mention.in_reply_to)})"
    if mention.quotes_own and mention.quote_of is not None:
        return f"quotes [our post]({_address(mention.quote_of)})"
    if mention.in_reply_to is not None:
        return f"answers [another post]({_address(mention.in_reply_to)})"
    if mention.quote_of is not None:
        return f"quotes [another post]({_address(mention.quote_of)})"
    return ""


def _state(mention: MentionSnapshot, tweet_card: str | None) -> str:
    by = "" if mention.decided_by is None else f" by {person(mention.decided_by)}"
    when = "" if mention.decided_at is None else f", {time_stamp_and_distance(mention.decided_at, 't')}"
    answer = "the answer" if mention.tweet_id is None else f"tweet #{mention.tweet_id}"
    if tweet_card is not None:
        answer = f"[{answer}]({tweet_card})"
    match mention.status:
        case MentionStatus.OPEN:
            return ""
        case MentionStatus.ASSIGNED:
            return f"claimed{by}{when}"
        case MentionStatus.REPLYING:
            return f"{answer}{by}{when}"
        case MentionStatus.HANDLED:
            return f"answered{by}{when}: {answer}"
        case MentionStatus.DISCARDED:
            return f"discarded{by}{when}"


def _pictures(mention: MentionSnapshot) -> str:
    return " · ".join(f"[{number}]({address})" for number, address in enumerate(mention.pictures, start=1))


def _address(post_id: str) -> str:
    return f"https://x.com/i/status/{post_id}"
