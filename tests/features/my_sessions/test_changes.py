from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.my_sessions.changes import Told, differences
from DiscordBot.features.my_sessions.conflicts import at_the_same_time
from DiscordBot.features.my_sessions.models import MessageKind
from tests.features.programme.made_up import TEN, session

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule.sessions import Session

LATER = TEN + timedelta(hours=2)


def told(**changed: Any) -> Told:  # noqa: ANN401 - any of its fields
    known = Told("AAA-1", "Talk AAA-1", TEN, "Forum Hall", 1, is_cancelled=False)
    return known._replace(**changed)


def found(known: Told, *sessions: Session) -> list[MessageKind | None]:
    return [each.kind for each in differences([known], {each.key: each for each in sessions})]


@pytest.mark.parametrize(
    ("known", "now", "kinds"),
    [
        (told(), session(room_id=1), []),
        (told(), session(start=LATER, room_id=1), [MessageKind.MOVED]),
        (told(), session(room="North Hall", room_id=2), [MessageKind.MOVED]),
        (told(room_id=None), session(room="North Hall"), [MessageKind.MOVED]),
        (told(is_cancelled=True), session(room_id=1), [MessageKind.BACK]),
        # A room with another name, and another title, are where they were.
        (told(), session(room="Red Hall", room_id=1), [None]),
        (told(), session(title="A better title", room_id=1), [None]),
    ],
)
def test_what_is_worth_a_message(known: Told, now: Session, kinds: list[MessageKind | None]) -> None:
    assert found(known, now) == kinds


def test_what_the_schedule_has_no_more_is_cancelled_once() -> None:
    (gone,) = differences([told()], {})

    assert gone.kind is MessageKind.CANCELLED
    assert differences([gone.now], {}) == []


def test_nobody_can_be_in_two_rooms_at_once() -> None:
    mine = session("A-1", minutes=45)
    overlapping = session("B-1", TEN + timedelta(minutes=30))
    following = session("C-1", TEN + timedelta(minutes=45))

    assert at_the_same_time(mine, [mine, overlapping, following]) == [overlapping]
    assert at_the_same_time(following, [mine]) == []
