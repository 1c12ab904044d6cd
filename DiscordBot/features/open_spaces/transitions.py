"""What can be done to an open space in which state.

Each function changes a row or raises `OpenSpaceError`s before it changes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.open_spaces.errors import ChangedMeanwhileError, NotPossibleError, TooLateError
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import FINAL, PUBLIC
from DiscordBot.translation.days import DAY_AND_MONTH, day_in_words
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.features.open_spaces.models import OpenSpace
    from DiscordBot.features.open_spaces.parsing.venue import Venue
    from DiscordBot.features.open_spaces.snapshot import Conflict
    from DiscordBot.features.tweets.intake.draft import Actor

LONGEST_TITLE = 200

_DONE = {
    State.REVIEW: "is up for review: please set its room and time",
    State.CONFLICT: "was found to be in conflict",
    State.WAITING: "waits for approval",
    State.SCHEDULED: "was approved",
    State.REMINDED: "was approved, and everybody was reminded",
    State.DENIED: "was denied",
    State.CANCELLED: "was cancelled",
    State.EXPIRED: "began before anybody had decided",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides when, about which revision as far as that is known."""

    actor: Actor
    at: datetime
    revision: int | None = None


def approve(row: OpenSpace, decision: Decision) -> None:
    """Let it be announced, also in a room that is taken."""
    if row.state not in {State.WAITING, State.CONFLICT}:
        raise _too_late(row)
    _check_revision(row, decision)
    if row.start is not None and row.start <= decision.at:
        raise TooLateError(f"It began {time_stamp(row.start, 'R')}; nobody needs to be reminded any more.")
    _decide(row, State.SCHEDULED, decision)


def deny(row: OpenSpace, decision: Decision, reason: str) -> None:
    """Never announce it, also if it was approved."""
    _withdraw(row, State.DENIED, decision, reason)


def cancel(row: OpenSpace, decision: Decision) -> None:
    """Note that it does not take place."""
    _withdraw(row, State.CANCELLED, decision, "")


def stage(
    row: OpenSpace, decision: Decision, room: str, start: datetime, conflicts: Sequence[Conflict]
) -> None:
    """Approve it for a room and a start (UTC) that were checked, or leave it to whoever settles conflicts."""
    if row.state in FINAL:
        raise _too_late(row)
    _check_revision(row, decision)
    if (row.room, row.start) != (room, start):
        row.room, row.start, row.tweet_text = room, start, ""
        row.revision += 1
    elif row.state is State.REMINDED:
        raise NotPossibleError("Everybody was reminded of it for this room and time already.")
    elif row.state is State.SCHEDULED and conflicts:
        # Its tweet is cancelled, and the queue knows each revision once.
        row.revision += 1
    _decide(row, State.CONFLICT if conflicts else State.SCHEDULED, decision)


def tell_others(row: OpenSpace, decision: Decision) -> None:
    """Let networks without a post of it get a text of ours, which is moderated like every tweet."""
    if row.state not in PUBLIC or (row.start is not None and row.start <= decision.at):
        raise _too_late(row)
    _check_revision(row, decision)
    row.tells_others = True


def expire(row: OpenSpace) -> None:
    """Note that it has begun and nobody was reminded."""
    row.state = State.EXPIRED


def check_place(room: str, start: datetime, venue: Venue, now: datetime) -> tuple[str, datetime]:
    """Return a room by its name and a start in UTC. Raises `NotPossibleError`."""
    if start.tzinfo is None:
        raise ValueError("A moment without a time zone could be any.")
    moment = start.astimezone(UTC)
    if moment <= now:
        raise NotPossibleError(tr("That time has passed. Please name one in the future."))
    if not venue.first_day <= start.astimezone(venue.timezone).date() <= venue.last_day:
        text = tr("The conference is from {first} to {last}. Please name a time on one of these days.")
        days = (day_in_words(day, DAY_AND_MONTH) for day in (venue.first_day, venue.last_day))
        raise NotPossibleError(text.format(**dict(zip(("first", "last"), days, strict=True))))
    return _room_named(room, venue), moment


def check_title(title: str) -> str:
    """Return a title on one line. Raises `NotPossibleError`."""
    tidy = " ".join(title.split())
    if not tidy:
        raise NotPossibleError(tr("Please say what it is about."))
    if len(tidy) > LONGEST_TITLE:
        text = tr("The title has {number} characters; {most} are possible.")
        raise NotPossibleError(text.format(number=len(tidy), most=LONGEST_TITLE))
    return tidy


def _room_named(typed: str, venue: Venue) -> str:
    wanted = _folded(typed)
    for room in venue.rooms:
        if wanted in {_folded(name) for name in (room.name, *room.aliases)}:
            return room.name
    names = ", ".join(room.name for room in venue.rooms[:10])
    text = tr("There is no such room here. Rooms are: {rooms}.")
    raise NotPossibleError(text.format(rooms=names or tr("none yet")))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _withdraw(row: OpenSpace, state: State, decision: Decision, reason: str) -> None:
    if row.state in FINAL:
        raise _too_late(row)
    _check_revision(row, decision)
    _decide(row, state, decision)
    row.decision = reason


def _decide(row: OpenSpace, state: State, decision: Decision) -> None:
    row.state = state
    row.decided_at, row.decided_by, row.decided_by_name = decision.at, decision.actor.id, decision.actor.name


def _check_revision(row: OpenSpace, decision: Decision) -> None:
    if decision.revision is not None and decision.revision != row.revision:
        raise ChangedMeanwhileError(
            "Its room, time or tweet have changed meanwhile. Please look at it again."
        )


def _too_late(row: OpenSpace) -> TooLateError:
    if row.state is State.EXPIRED and row.start is not None:
        return TooLateError(f"It began {time_stamp(row.start, 'R')}; nobody needs to be reminded any more.")
    if row.decided_at is None or not row.decided_by_name:
        return TooLateError(f"This open space {_DONE[row.state]}.")
    by = f"{row.decided_by_name} was faster: this open space {_DONE[row.state]}"
    return TooLateError(f"{by} {time_stamp(row.decided_at, 'R')}.")
