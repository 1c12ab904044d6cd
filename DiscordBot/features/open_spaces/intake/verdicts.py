"""What becomes of a post that was read, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.models import State, Verdict
from DiscordBot.features.open_spaces.parsing.extract import Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.features.open_spaces.limits import Limit
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.features.open_spaces.snapshot import Conflict

APPROVED_UNSEEN_BEFORE = timedelta(minutes=30)
"""What starts sooner is looked at by a person."""

_SENTENCES = {
    Reason.CANCELLATION: "It says that something is cancelled, moved, full, over or corrected.",
    Reason.OTHER_LANGUAGE: "It names a day in a language that I do not read well.",
    Reason.NO_ROOM: "It names no room.",
    Reason.SEVERAL_ROOMS: "It names several rooms.",
    Reason.NO_TIME: "It names no time.",
    Reason.SEVERAL_TIMES: "It names several times.",
    Reason.PAST: "Its time was over when it was written.",
    Reason.OUTSIDE: "Its time is not within the conference.",
}
_BEGUN = "It had begun when it was read."
_CORRECTION = "It seems to correct open space #{} of its author. If so, deny one of the two."
_SOON = "It starts within 30 minutes."
_MANY = "Its author has announced {} {}; more need an approval."
_ALL_ARE_APPROVED = "Every open space needs approval: auto_send is off."
_NOTHING = "It names neither a room nor a time."

STATES = {
    Verdict.SCHEDULED: State.SCHEDULED,
    Verdict.WAITING: State.WAITING,
    Verdict.CONFLICT: State.CONFLICT,
    Verdict.REVIEW: State.REVIEW,
}
"""How an open space begins; the other verdicts make none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why, in sentences."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def judge(
    extraction: Extraction,
    conflicts: Sequence[Conflict],
    now: datetime,
    *,
    auto_send: bool,
    follows: bool,
    corrects: int | None = None,
    limit: Limit | None = None,
) -> Judgement:
    """Return what becomes of a post at the moment it is read.

    `follows` says that its author has an open space that it may be about, so that even "We have to cancel"
    alone is worth a look; `corrects` is the number of one that it seems to be a second version of. `limit`
    is how many its author has announced if that is enough.
    """
    is_about_it = follows and Reason.CANCELLATION in extraction.reasons
    if extraction.kind is Kind.IGNORE and not is_about_it:
        return Judgement(Verdict.IGNORED, (_NOTHING,))
    if extraction.reasons:
        return Judgement(Verdict.REVIEW, tuple(_SENTENCES[reason] for reason in extraction.reasons))
    # Differences are those of UTC: local ones are wrong over a clock change.
    left = extraction.starts[0].astimezone(UTC) - now
    if left <= timedelta():
        return Judgement(Verdict.REVIEW, (_BEGUN,))
    if corrects is not None:
        return Judgement(Verdict.REVIEW, (_CORRECTION.format(corrects),))
    if conflicts:
        return Judgement(Verdict.CONFLICT, tuple(conflict_sentence(conflict) for conflict in conflicts))
    reasons = [
        *([_SOON] if left <= APPROVED_UNSEEN_BEFORE else []),
        *([] if auto_send else [_ALL_ARE_APPROVED]),
        *([] if limit is None else [_MANY.format(limit.most, "today" if limit.is_of_today else "in all")]),
    ]
    return Judgement(Verdict.WAITING if reasons else Verdict.SCHEDULED, tuple(reasons))


def conflict_sentence(conflict: Conflict) -> str:
    """Say what takes the room, without words that people wrote."""
    if conflict.open_space_id is not None:
        return f"{conflict.room} is taken around that time by open space #{conflict.open_space_id}."
    return f"There is a session of the conference in {conflict.room} around that time."
