"""What the card of an open space says, which buttons it has, and in which channel it belongs. Pure."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import Card
from DiscordBot.discord_ui.layout.face import CardField, Tone
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import FINAL, UNDECIDED
from DiscordBot.features.tweets.cards.card_details import person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from DiscordBot.features.open_spaces.parsing.extract import Highlight
    from DiscordBot.features.open_spaces.snapshot import Announcing, Conflict, OpenSpaceSnapshot

_TEXT_SHARE = 1500
_QUOTE_SHARE = 300
_NAME_SHARE = 100
_MOST_CONFLICTS = 6


class ModerationChannel(StrEnum):
    """A channel of moderation."""

    OUTGOING = "outgoing"
    REVIEW = "review"
    CONFLICT = "conflict"


class SpaceButton(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    APPROVE = "approve"
    APPROVE_ANYWAY = "approve_anyway"
    PLACE = "place"
    RESCHEDULE = "reschedule"
    DENY = "deny"
    IGNORE = "ignore"
    IGNORE_USER = "ignore_user"
    TELL_OTHERS = "tell_others"


_CHANNELS = {
    State.REVIEW: ModerationChannel.REVIEW,
    State.CONFLICT: ModerationChannel.CONFLICT,
    State.WAITING: ModerationChannel.OUTGOING,
    State.SCHEDULED: ModerationChannel.OUTGOING,
    State.REMINDED: ModerationChannel.OUTGOING,
}
_TITLES = {
    State.REVIEW: ("🔎 Please check it: set room and time, or deny it", Tone.ASKS),
    State.CONFLICT: ("⚔️ The room is taken", Tone.TROUBLE),
    State.WAITING: ("🟡 Waiting for approval", Tone.ASKS),
    State.SCHEDULED: ("🟢 Scheduled", Tone.GOES_ON),
    State.REMINDED: ("✅ Everybody was reminded on Discord", Tone.DONE),
    State.DENIED: ("⛔ Denied", Tone.OVER),
    State.CANCELLED: ("🗑️ Cancelled", Tone.OVER),
    State.EXPIRED: ("⌛ It began before anybody was reminded", Tone.OVER),
}
_BUTTONS = {
    State.REVIEW: (SpaceButton.PLACE, SpaceButton.IGNORE, SpaceButton.IGNORE_USER),
    State.CONFLICT: (SpaceButton.APPROVE_ANYWAY, SpaceButton.RESCHEDULE, SpaceButton.DENY),
    State.WAITING: (SpaceButton.APPROVE, SpaceButton.DENY, SpaceButton.RESCHEDULE, SpaceButton.IGNORE_USER),
    State.SCHEDULED: (
        SpaceButton.DENY,
        SpaceButton.RESCHEDULE,
        SpaceButton.IGNORE_USER,
        SpaceButton.TELL_OTHERS,
    ),
    State.REMINDED: (SpaceButton.DENY, SpaceButton.RESCHEDULE, SpaceButton.TELL_OTHERS),
}
_DECIDED = {
    State.SCHEDULED: "Approved",
    State.REMINDED: "Approved",
    State.DENIED: "Denied",
    State.CANCELLED: "Cancelled",
}
# "doubt" is what cancellations were called by those who have stored them earlier.
_MARKS = {"room": "**", "time": "**", "cancellation": "__", "doubt": "__"}


def card_of(
    space: OpenSpaceSnapshot,
    related: OpenSpaceSnapshot | None = None,
    titles: Mapping[str, str] = MappingProxyType({}),
    *,
    offers_others: bool = False,
) -> Card:
    """Return what the card says now; `related` is the open space that the post may be about.

    `titles` are what networks are called, by their names; `offers_others` says that those without a post of
    it can be told in our words.
    """
    is_offered = {
        SpaceButton.IGNORE_USER: _has_author(space),
        SpaceButton.TELL_OTHERS: offers_others and _has_others(space, titles),
    }
    title, tone = _TITLES[space.state]
    return Card(
        row_id=space.id,
        channel=_CHANNELS.get(space.state),
        title=title,
        tone=tone,
        author=_author(space),
        text=highlighted(_shortened(space.text), space.highlights),
        link=space.link,
        fields=tuple(field for field in _fields(space, related, titles) if field.value),
        buttons=tuple(button for button in _BUTTONS.get(space.state, ()) if is_offered.get(button, True)),
        footer=f"Open space #{space.id} · revision {space.revision}",
        left_behind=_left_behind(space),
        is_final=space.state in FINAL,
    )


def _has_others(space: OpenSpaceSnapshot, titles: Mapping[str, str]) -> bool:
    shown = {post.network for post in space.posts}
    return bool(shown) and not space.tells_others and not titles.keys() <= shown


def _has_author(space: OpenSpaceSnapshot) -> bool:
    return space.post_id is not None or space.user_id is not None


def highlighted(text: str, highlights: Sequence[Highlight]) -> str:
    """Return markdown that shows `text` with what was found in it set off."""
    parts: list[str] = []
    end = 0
    for found in highlights:
        if found.start < end or not text[found.start : found.end].strip():
            continue
        piece = text[found.start : found.end]
        mark = _MARKS[found.what]
        before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
        parts += [shown(text[end : found.start]), before, mark, shown(piece.strip()), mark, after]
        end = found.end
    return "".join([*parts, shown(text[end:])])


def _shortened(text: str) -> str:
    """Return the beginning of a text, in which everything stands where it stood."""
    return text if len(text) <= _TEXT_SHARE else f"{text[:_TEXT_SHARE]}…"


def where_and_when(space: OpenSpaceSnapshot) -> str:
    """Return room and start in a few words."""
    room = f"**{shown(clip(space.room, _NAME_SHARE))}**" if space.room else "no room"
    return f"{room}, {time_stamp_and_distance(space.start)}" if space.start is not None else room


def _author(space: OpenSpaceSnapshot) -> str:
    name = space.author_name or space.author_username
    return f"{name} (@{space.author_username})" if space.author_username else name


def _fields(
    space: OpenSpaceSnapshot, related: OpenSpaceSnapshot | None, titles: Mapping[str, str]
) -> list[CardField]:
    placed = space.room is not None and space.start is not None
    fields = [
        CardField("Why it is here", _bullets(space.reasons), is_short=False),
        CardField("From", "" if space.user_id is None else f"{person(space.user_id)}, `/openspace announce`"),
        CardField("Announced on", _networks(space, titles)),
    ]
    if space.state is State.CONFLICT:
        fields += _side_by_side(space)
    elif placed or space.state is not State.REVIEW:
        fields += [CardField("Room", shown(space.room or "")), CardField("Starts", _start(space.start))]
    else:
        fields += [
            CardField("Rooms found", "\n".join(map(shown, space.found_rooms)) or "⚠️ none"),
            CardField("Times found", "\n".join(map(_start, space.found_starts)) or "⚠️ none"),
        ]
    return [
        *fields,
        CardField("Tweet", ", ".join(f"#{number}" for number in space.tweet_ids)),
        CardField("Its tweet will say", _tweet_text(space), is_short=False),
        _related(related),
        CardField("Decision", _decision(space), is_short=False),
    ]


def _side_by_side(space: OpenSpaceSnapshot) -> list[CardField]:
    own = [shown(space.room or ""), _start(space.start), _by(_author(space)), _link(space.link)]
    others = [_other(conflict) for conflict in space.conflicts[:_MOST_CONFLICTS]]
    if not others:
        others = ["Nothing any more: the room is free."]
    return [
        CardField("This one", "\n".join(filter(None, own))),
        *(CardField("Already there", other) for other in others),
    ]


def _other(conflict: Conflict) -> str:
    kind = "" if conflict.open_space_id is not None else "📅 A session of the conference:"
    until = f" – {time_stamp(conflict.end, 't')}" if conflict.end is not None else ""
    lines = [
        shown(conflict.room),
        _start(conflict.start) + until,
        _by(conflict.author),
        _link(conflict.link),
        kind,
        clip(shown(" ".join(conflict.title.split())), _QUOTE_SHARE),
    ]
    return "\n".join(filter(None, lines))


def _related(related: OpenSpaceSnapshot | None) -> CardField:
    if related is None:
        return CardField("May be about", "")
    quote = clip(shown(" ".join(related.text.split())), _QUOTE_SHARE)
    lines = [f"#{related.id}: {where_and_when(related)} ({related.state})", quote, _link(related.link)]
    return CardField("May be about", "\n".join(filter(None, lines)), is_short=False)


def _networks(space: OpenSpaceSnapshot, titles: Mapping[str, str]) -> str:
    """Return the posts that announce it, those too that say something else by now, with their networks.

    Nobody asks of which network a post is if there is only one.
    """
    if space.network is None or space.post_id is None:
        posts = space.joined
    elif space.joined or len(titles) > 1:
        posts = (*space.posts[:1], *space.joined)
    else:
        return ""
    return "\n".join(_post(post, titles.get(post.network, post.network)) for post in posts)


def _post(post: Announcing, title: str) -> str:
    name = shown(clip(f"@{post.author_username}" if post.author_username else post.author_name, _NAME_SHARE))
    link = f": [{name}]({post.link})" if post.link else f": {name}"
    return f"{title}{link}{' ⚠️ names another room or time' if post.says_otherwise else ''}"


def _decision(space: OpenSpaceSnapshot) -> str:
    if space.decided_at is None:
        return ""
    what = _DECIDED.get(space.state, "Decided")
    who = f" by {person(space.decided_by)}" if space.decided_by is not None else ""
    reason = f"\n{shown(space.decision)}" if space.decision.strip() else ""
    return f"{what}{who}, {time_stamp_and_distance(space.decided_at)}{reason}"


def _left_behind(space: OpenSpaceSnapshot) -> str:
    who = f" by {person(space.decided_by)}" if space.decided_by is not None else ""
    what = "Open space" if space.state not in FINAL else "Former open space"
    return f"➡️ {what} #{space.id} went to {{}}{who}: {where_and_when(space)}"


def _bullets(sentences: Sequence[str]) -> str:
    return "\n".join(f"• {sentence}" for sentence in sentences)


def _by(author: str) -> str:
    return f"by {shown(clip(author, _NAME_SHARE))}" if author else ""


def _link(link: str) -> str:
    return f"[Open it]({link})" if link else ""


def _tweet_text(space: OpenSpaceSnapshot) -> str:
    """Return what whoever approves the open space approves with it."""
    return shown(space.tweet_text) if space.state in UNDECIDED else ""


def _start(start: datetime | None) -> str:
    return "" if start is None else time_stamp_and_distance(start, "F")
