from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.programme.schedule.schedule_diff import ChangeKind, diff, loses_too_much
from tests.features.programme.made_up import ADA, GRACE, TEN, session

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule.sessions import Session

HOUR = timedelta(hours=1)
OTHERS = (session("OTH-1", room="S1"), session("OTH-2", room="Forum Hall"))


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (session(), ()),
        (session(start=TEN.astimezone(UTC)), ()),
        (session(abstract="Longer", track="Web", kind="Keynote", url="https://example.org"), ()),
        (session(speakers=(ADA.model_copy(update={"name": "Ada King", "avatar_url": "https://a"}),)), ()),
        (session(start=TEN + HOUR), (ChangeKind.MOVED,)),
        (session(minutes=90), (ChangeKind.MOVED,)),
        (session(room="S1"), (ChangeKind.MOVED,)),
        (session(title="Better"), (ChangeKind.RETITLED,)),
        (session(speakers=(ADA, GRACE)), (ChangeKind.OTHER_SPEAKER,)),
        (session(title="Better", start=TEN + HOUR), (ChangeKind.MOVED, ChangeKind.RETITLED)),
    ],
)
def test_what_counts_as_a_change(after: Session, kinds: tuple[ChangeKind, ...]) -> None:
    changes = diff([session(), *OTHERS], [after, *OTHERS])

    assert [change.kinds for change in changes] == ([kinds] if kinds else [])


def test_the_order_of_speakers_is_no_change() -> None:
    assert diff([session(speakers=(ADA, GRACE))], [session(speakers=(GRACE, ADA))]) == ()


def test_new_and_cancelled_by_start() -> None:
    later, sooner = session("NEW-1", start=TEN + HOUR), session("OLD-1")

    changes = diff([sooner], [later])

    assert [(change.session, change.kinds) for change in changes] == [
        (sooner, (ChangeKind.CANCELLED,)),
        (later, (ChangeKind.NEW,)),
    ]


def test_slots_of_one_submission_are_told_apart() -> None:
    first, second = session("AAA-1"), session("AAA-2", start=TEN + 3 * HOUR)

    (change,) = diff([first, second], [first])

    assert change.before == second


def test_breaks_do_not_matter() -> None:
    assert diff([], [session("break-1", is_break=True)]) == ()


def test_a_renamed_room_is_one_change() -> None:
    before = [session("AAA-1"), session("BBB-1", start=TEN + HOUR), session("CCC-1", room="S1")]
    after = [talk.model_copy(update={"room": "Big Hall"}) for talk in before[:2]] + before[2:]

    (change,) = diff(before, after)

    assert change.kinds == (ChangeKind.ROOM_RENAMED,)
    assert (change.before, change.after) == (before[0], after[0])


def test_a_talk_that_moves_inside_a_renamed_room_is_moved() -> None:
    before = [session("AAA-1"), session("BBB-1", start=TEN + HOUR)]
    after = [
        session("AAA-1", room="Big Hall"),
        session("BBB-1", start=TEN + 2 * HOUR, room="Big Hall"),
    ]

    assert [change.kinds for change in diff(before, after)] == [
        (ChangeKind.ROOM_RENAMED,),
        (ChangeKind.MOVED,),
    ]


def test_two_rooms_put_together_are_no_renaming() -> None:
    before = [session("AAA-1", room="S1"), session("BBB-1", room="S2")]
    after = [talk.model_copy(update={"room": "S1+S2"}) for talk in before]

    assert [change.kinds for change in diff(before, after)] == [(ChangeKind.MOVED,)] * 2


def test_a_room_that_still_has_sessions_is_not_renamed() -> None:
    before = [session("AAA-1"), session("BBB-1", start=TEN + HOUR)]

    (change,) = diff(before, [session("AAA-1", room="S9"), before[1]])

    assert change.kinds == (ChangeKind.MOVED,)


@pytest.mark.parametrize(
    ("before", "after", "too_much"), [(4, 2, False), (4, 1, True), (5, 2, True), (0, 0, False)]
)
def test_a_loss_of_more_than_half_is_too_much(before: int, after: int, *, too_much: bool) -> None:
    sessions = [session(f"T{number}-1") for number in range(before)]

    assert loses_too_much(sessions, sessions[:after]) is too_much


def test_replaced_sessions_count_as_lost() -> None:
    assert loses_too_much([session("A-1")], [session("B-1"), session("C-1")])
