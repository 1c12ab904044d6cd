"""What may become of a mention, and why not: pure transitions of one row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.tweets.errors import NotAllowedError, TooLateError, TweetError
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.features.mentions.models import Mention
    from DiscordBot.features.tweets.intake.draft import Actor


class Change(StrEnum):
    """What is done to a mention, as the audit names it."""

    ASSIGNED = "claimed"
    RELEASED = "released"
    DISCARDED = "discarded"
    REOPENED = "opened again"
    REPLIED = "replied"
    RETWEETED = "retweeted"
    SETTLED = "settled by the queue"


class NoSuchMentionError(TweetError):
    """There is no mention with this number."""

    def __init__(self) -> None:
        super().__init__("There is no such mention. Look for it with `/mentions list`.")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides about a mention, and when (UTC)."""

    actor: Actor
    at: datetime


UNDECIDED = frozenset({MentionStatus.OPEN, MentionStatus.ASSIGNED})
CLOSED = frozenset({MentionStatus.HANDLED, MentionStatus.DISCARDED})

_DONE = {
    MentionStatus.ASSIGNED: "claimed",
    MentionStatus.REPLYING: "answered; the answer waits in moderation",
    MentionStatus.HANDLED: "answered",
    MentionStatus.DISCARDED: "discarded",
    MentionStatus.OPEN: "opened again",
}
_NOT_SENT = {
    Outcome.DENIED: "denied",
    Outcome.CANCELLED: "cancelled",
    Outcome.FAILED: "not sent",
    Outcome.DELETED: "deleted",
}


def assign(mention: Mention, by: Decision) -> None:
    """Let a person be on it."""
    if mention.status is not MentionStatus.OPEN:
        raise too_late(mention, by.actor)
    _decide(mention, by, MentionStatus.ASSIGNED)
    mention.assigned_to = by.actor.id


def release(mention: Mention, by: Decision) -> None:
    """Let others be on it; whoever has taken it on may, and organisers."""
    if mention.status is not MentionStatus.ASSIGNED:
        raise too_late(mention, by.actor)
    if mention.assigned_to != by.actor.id and not by.actor.is_organizer:
        raise NotAllowedError(
            f"<@{mention.assigned_to}> is on it. Only they or an organiser can release this mention."
        )
    _decide(mention, by, MentionStatus.OPEN)
    mention.assigned_to = None


def discard(mention: Mention, by: Decision) -> None:
    """Let it be without an answer."""
    check_free(mention, by.actor)
    _decide(mention, by, MentionStatus.DISCARDED)
    mention.assigned_to = None


def reopen(mention: Mention, by: Decision) -> None:
    """Take back that it is done with."""
    if mention.status not in CLOSED:
        raise too_late(mention, by.actor)
    _decide(mention, by, MentionStatus.OPEN)
    # What became of the answer before is known, and decides nothing any more.
    mention.tweet_id, mention.problem = None, ""


def respond(mention: Mention, by: Decision, tweet_id: int) -> None:
    """Let a tweet be the answer, once that is sent."""
    check_free(mention, by.actor)
    _decide(mention, by, MentionStatus.REPLYING)
    mention.assigned_to = None
    mention.answers += 1
    mention.tweet_id = tweet_id
    mention.problem = ""


def settle(mention: Mention, outcome: Outcome, reason: str, at: datetime) -> bool:
    """Follow what became of the answer; tell whether that changed anything. `reason` may be empty."""
    status, problem = _settled(outcome, reason)
    if mention.status is MentionStatus.DISCARDED and status is not MentionStatus.HANDLED:
        return False
    # An answer that will not go out says nothing against somebody who has taken on the mention since then.
    if status is MentionStatus.OPEN and mention.status is not MentionStatus.REPLYING:
        return False
    if mention.status is status:
        return False
    mention.status, mention.problem, mention.assigned_to = status, problem, None
    mention.decided_at = at
    if status is MentionStatus.OPEN:
        mention.decided_by = None
    return True


def check_free(mention: Mention, actor: Actor) -> None:
    """Raise `TooLateError` if somebody else is on it or it is decided."""
    is_others = mention.status is MentionStatus.ASSIGNED and mention.assigned_to != actor.id
    if mention.status not in UNDECIDED or is_others:
        raise too_late(mention, actor)


def too_late(mention: Mention, actor: Actor) -> TooLateError:
    """Return the sentence that says who was faster, with what and when."""
    what = _DONE[mention.status]
    when = "" if mention.decided_at is None else f" {time_stamp(mention.decided_at, 'R')}"
    if mention.decided_by is None:
        return TooLateError(f"This mention was {what}{when}.")
    if mention.decided_by == actor.id:
        return TooLateError(f"This mention was {what} by yourself{when}.")
    who = f"<@{mention.decided_by}>"
    if mention.status is MentionStatus.ASSIGNED:
        return TooLateError(
            f"{who} was faster and is on it{when}. Ask them, or an organiser, to release this mention."
        )
    return TooLateError(f"{who} was faster: this mention was {what}{when}.")


def _decide(mention: Mention, by: Decision, status: MentionStatus) -> None:
    mention.status, mention.decided_by, mention.decided_at = status, by.actor.id, by.at


def _settled(outcome: Outcome, reason: str) -> tuple[MentionStatus, str]:
    if outcome is Outcome.SENT:
        return MentionStatus.HANDLED, ""
    if outcome in _NOT_SENT:
        return MentionStatus.OPEN, f"The last answer was {_NOT_SENT[outcome]}" + (
            f": {reason}" if reason else "."
        )
    return MentionStatus.REPLYING, ""
