"""What a mention's card says, and which buttons are below it. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from DiscordBot.discord_ui.cards.card import Card
from DiscordBot.discord_ui.layout.face import CardField, CardPicture, Tone
from DiscordBot.discord_ui.texts.limits import clip, web_address
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.mentions.decisions import CLOSED
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.tweets.cards.card_details import person

if TYPE_CHECKING:
    from DiscordBot.features.mentions.snapshot import MentionSnapshot

LONGEST_TEXT = 2400
FORGOTTEN = "*Deleted after the conference.*"

_LONGEST_PROBLEM = 500
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_PRIVATE = "Only we, or a few people, can read it; so will it be with an answer. It is never reposted."


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


def card_of(mention: MentionSnapshot, tweet_card: str | None, label: str = "") -> Card:
    """Return what the card of a mention says; `tweet_card` is the address of its answer's card.

    `label` is what people know its network by.
    """
    return Card(
        row_id=mention.id,
        tone=_TONES[mention.status],
        title=title_of(mention, label),
        author=author_of(mention),
        text=_text(mention),
        link=mention.link or None,
        fields=_fields(mention, tweet_card),
        pictures=_gallery(mention),
        buttons=tuple(button for button in _BUTTONS[mention.status] if _is_possible(button, mention)),
        footer=footer(mention.id),
        is_final=mention.status in CLOSED,
    )


def footer(mention_id: int) -> str:
    """Return the last line of a card."""
    return f"Mention #{mention_id}"


def title_of(mention: MentionSnapshot, label: str = "") -> str:
    """Return the state in a few words, and where it was written."""
    is_again = mention.status is MentionStatus.OPEN and mention.decided_at is not None
    title = _AGAIN if is_again else TITLES[mention.status]
    return f"{title} · {label or mention.network}"


def author_of(mention: MentionSnapshot) -> str:
    """Return who wrote it, as plain text."""
    if not mention.author_username:
        return "unknown author"
    return f"{clip(mention.author_name, 100)} (@{mention.author_username})"


def _text(mention: MentionSnapshot) -> str:
    text = shown(mention.text)
    if mention.content_warning:
        text = f"**⚠️ {clip(shown(mention.content_warning), _LONGEST_PROBLEM)}**\n{text}"
    return clip(text, LONGEST_TEXT) or FORGOTTEN


def _is_possible(button: MentionButton, mention: MentionSnapshot) -> bool:
    return button is not MentionButton.RETWEET or not mention.is_private


def _fields(mention: MentionSnapshot, tweet_card: str | None) -> tuple[CardField, ...]:
    possible = (
        CardField("Posted", time_stamp_and_distance(mention.posted_at)),
        CardField("Conversation", _conversation(mention)),
        CardField("🔒 Private", _PRIVATE if mention.is_private else "", is_short=False),
        CardField("State", _state(mention, tweet_card), is_short=False),
        CardField("⚠️ Not sent", clip(shown(mention.problem), _LONGEST_PROBLEM), is_short=False),
        CardField(f"Pictures ({len(mention.pictures)})", _links(mention), is_short=False),
    )
    return tuple(field for field in possible if field.value)


def _conversation(mention: MentionSnapshot) -> str:
    if mention.answers_own or (mention.in_reply_to is not None and not mention.quotes_own):
        return f"answers {_linked('our' if mention.answers_own else 'another', mention)}"
    if mention.quote_of is not None:
        return f"quotes {_linked('our' if mention.quotes_own else 'another', mention)}"
    return ""


def _linked(whose: str, mention: MentionSnapshot) -> str:
    return f"[{whose} post]({mention.about_link})" if mention.about_link else f"{whose} post"


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


def _links(mention: MentionSnapshot) -> str:
    """Return links to what cannot be shown, or should not without a warning."""
    return " · ".join(
        f"[{number}]({address})"
        for number, address in enumerate(mention.pictures, start=1)
        if not _is_shown(mention, address)
    )


def _gallery(mention: MentionSnapshot) -> tuple[CardPicture, ...]:
    of = len(mention.pictures)
    return tuple(
        CardPicture(address, f"Picture {number} of {of}, posted by {author_of(mention)}")
        for number, address in enumerate(mention.pictures, start=1)
        if _is_shown(mention, address)
    )


def _is_shown(mention: MentionSnapshot, address: str) -> bool:
    """Tell whether Discord can show it: some networks give the address of a page around a picture."""
    is_picture = urlsplit(address).path.lower().endswith(_PICTURES) and bool(web_address(address))
    return is_picture and not mention.content_warning
