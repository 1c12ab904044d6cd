"""Who may do what with tweets: one function decides, asked again at every click."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.features.tweets.intake.draft import Actor


class Action(StrEnum):
    """What people do with tweets; the value completes "Only organisers can …"."""

    COMPOSE = "write tweets"
    EDIT = "edit this tweet"
    RESCHEDULE = "reschedule this tweet"
    CANCEL = "cancel this tweet"
    APPROVE = "approve tweets"
    POST_NOW = "post a tweet at once"
    DENY = "deny tweets"
    REOPEN = "reopen a denied tweet"
    RETRY = "try again to post a tweet"
    MARK_SENT = "mark a tweet as sent"
    SEND_AGAIN = "send a tweet again"
    DELETE = "delete a tweet that is out"
    SEE_QUEUE = "see the queue"
    SEE_HISTORY = "see a tweet's history"


class _Rank(IntEnum):
    ATTENDEE = 0
    VOLUNTEER = 1
    ORGANIZER = 2
    NOBODY = 3


_WRITER = {
    "off": _Rank.NOBODY,
    "organizers": _Rank.ORGANIZER,
    "volunteers_post": _Rank.VOLUNTEER,
    "volunteers_moderate": _Rank.VOLUNTEER,
    "volunteers_trusted": _Rank.VOLUNTEER,
}
_APPROVER = _WRITER | {"volunteers_post": _Rank.ORGANIZER}

_OF_WRITERS = {Action.COMPOSE, Action.SEE_QUEUE, Action.SEE_HISTORY}
_OF_AUTHORS = {Action.EDIT, Action.RESCHEDULE, Action.CANCEL}
_NEEDS_SECOND_PERSON = {Action.APPROVE, Action.POST_NOW}
# Looking, cancelling and deleting are always safe.
_POSSIBLE_WHEN_OFF = {
    *(Action.SEE_QUEUE, Action.SEE_HISTORY),
    *(Action.DENY, Action.CANCEL, Action.DELETE),
}


def decide(
    policy: str, action: Action, actor: Actor, *, is_author: bool = False, bypass: bool = False
) -> str | None:
    """Return None if `actor` may do it, else a sentence that says why not and what to do.

    `policy` is `config.Moderation.policy`; `is_author` says that the tweet is the actor's own (for
    approving it, also that they changed its text last), and `bypass` that an organiser expressly approves it.
    """
    needed = _needed(policy, action, is_author=is_author)
    if _rank(actor) < needed:
        return _refusal(needed, action)
    if is_author and action in _NEEDS_SECOND_PERSON and not (bypass and actor.is_organizer):
        return _own_tweet(actor)
    return None


def needs_bypass(policy: str, actor: Actor, *, is_author: bool) -> bool:
    """Tell whether `actor` may approve a tweet only by the explicit bypass, as an organiser their own."""
    refused = decide(policy, Action.APPROVE, actor, is_author=is_author)
    return refused is not None and not decide(policy, Action.APPROVE, actor, is_author=is_author, bypass=True)


def needs_no_approval(policy: str, author: Actor) -> bool:
    """Tell whether what `author` writes is approved at once."""
    return policy == "volunteers_trusted" and decide(policy, Action.COMPOSE, author) is None


def _needed(policy: str, action: Action, *, is_author: bool) -> _Rank:
    if policy == "off" and action in _POSSIBLE_WHEN_OFF:
        return _Rank.ORGANIZER
    if action in _OF_WRITERS or (is_author and action in _OF_AUTHORS):
        return _WRITER[policy]
    if action is Action.POST_NOW:
        return max(_APPROVER[policy], _Rank.ORGANIZER)
    return _APPROVER[policy]


def _rank(actor: Actor) -> _Rank:
    if actor.is_organizer:
        return _Rank.ORGANIZER
    return _Rank.VOLUNTEER if actor.is_volunteer else _Rank.ATTENDEE


def _refusal(needed: _Rank, action: Action) -> str:
    if needed is _Rank.NOBODY:
        return "Tweets are switched off. An organiser can switch them on in the settings."
    if needed is _Rank.ORGANIZER:
        return f"Only organisers can {action}. Please ask one of them."
    return f"Only organisers and volunteers can {action}. If you are one, ask for the role."


def _own_tweet(actor: Actor) -> str:
    if actor.is_organizer:
        return (
            "This is your own tweet, or you have changed its text. Ask somebody else to approve it, or press "
            "“Approve my own tweet”."
        )
    return "Nobody approves their own tweet, or a text that they have changed. Please ask somebody else."
