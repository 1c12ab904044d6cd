"""What an outcome is called: on cards, in lists, and by every feature that queues tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = {
    Outcome.PENDING: ("🟡", "waiting for approval"),
    Outcome.WAITING: ("🟢", "approved, not yet sent"),
    Outcome.SENDING: ("📤", "being sent"),
    Outcome.SENT: ("✅", "sent"),
    Outcome.FAILED: ("🔴", "not sent"),
    Outcome.UNKNOWN: ("❔", "perhaps sent"),
    Outcome.DENIED: ("⛔", "denied"),
    Outcome.CANCELLED: ("🗑️", "cancelled"),
    Outcome.DELETED: ("🧹", "deleted"),
}


def sign_of(outcome: Outcome) -> str:
    """Return the sign that stands for an outcome where there is no room for words."""
    sign, _ = _WORDS[outcome]
    return sign


def in_words(outcome: Outcome) -> str:
    """Return an outcome as it stands in a line."""
    sign, words = _WORDS[outcome]
    return f"{sign} {words}"


def as_title(outcome: Outcome) -> str:
    """Return an outcome as it stands above a card."""
    sign, words = _WORDS[outcome]
    return f"{sign} {words[0].upper()}{words[1:]}"


def listed(titles: Sequence[str]) -> str:
    """Return titles as they stand in a sentence."""
    *others, last = titles
    return f"{', '.join(others)} and {last}" if others else last
