from __future__ import annotations

from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.programme.schedule.schedule_diff import ChangeKind, diff, loses_too_much
from tests.features.programme.made_up import ADA, GRACE, TEN, session

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule.sessions import Session

HOUR = timedelta(hours=1)
slot = partial(session, title="One talk")
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


def test_slots_of_one_talk_are_matched_by_start_and_room_not_by_number() -> None:
    wednesday, thursday = slot("AAA-1"), slot("AAA-2", start=TEN + 24 * HOUR)

    (change,) = diff([wednesday, thursday], [slot("AAA-1", start=TEN + 24 * HOUR)])

    assert (change.kinds, change.session) == ((ChangeKind.CANCELLED,), wednesday)


def test_a_talk_in_two_rooms_at_once_loses_the_one_that_is_dropped() -> None:
    first, second = slot("AAA-1", room="S1"), slot("AAA-2", room="S2")

    (change,) = diff([first, second], [slot("AAA-1", room="S2")])

    assert (change.kinds, change.session) == ((ChangeKind.CANCELLED,), first)


def test_a_slot_added_before_another_is_new_and_nothing_else_changes() -> None:
    thursday = slot("AAA-1", start=TEN + 24 * HOUR)

    (change,) = diff([thursday], [slot("AAA-1"), slot("AAA-2", start=TEN + 24 * HOUR)])

    assert (change.kinds, change.session.start) == ((ChangeKind.NEW,), TEN)


def test_dropped_and_moved_at_once_the_nearest_in_time_are_the_same() -> None:
    before = [slot("AAA-1"), slot("AAA-2", start=TEN + 24 * HOUR)]

    cancelled, moved = diff(before, [slot("AAA-1", start=TEN + 25 * HOUR, room="S1")])

    assert (cancelled.kinds, cancelled.session) == ((ChangeKind.CANCELLED,), before[0])
    assert (moved.kinds, moved.before) == ((ChangeKind.MOVED,), before[1])


def test_a_renamed_room_is_one_change() -> None:
    before = [
        session("AAA-1", room_id=1),
        session("BBB-1", start=TEN + HOUR, room_id=1),
        session("CCC-1", room="S1", room_id=2),
    ]
    after = [talk.model_copy(update={"room": "Big Hall"}) for talk in before[:2]] + before[2:]

    (change,) = diff(before, after)

    assert change.kinds == (ChangeKind.ROOM_RENAMED,)
    assert (change.before, change.after) == (before[0], after[0])


def test_a_talk_that_moves_inside_a_renamed_room_is_moved() -> None:
    before = [session("AAA-1", room_id=1), session("BBB-1", start=TEN + HOUR, room_id=1)]
    after = [
        session("AAA-1", room="Big Hall", room_id=1),
        session("BBB-1", start=TEN + 2 * HOUR, room="Big Hall", room_id=1),
    ]

    assert [change.kinds for change in diff(before, after)] == [
        (ChangeKind.ROOM_RENAMED,),
        (ChangeKind.MOVED,),
    ]


def test_rooms_that_exchange_their_names_are_renamed() -> None:
    before = [session("AAA-1", room="S1", room_id=1), session("BBB-1", room="S2", room_id=2)]
    after = [session("AAA-1", room="S2", room_id=1), session("BBB-1", room="S1", room_id=2)]

    assert [change.kinds for change in diff(before, after)] == [(ChangeKind.ROOM_RENAMED,)] * 2


def test_all_that_was_in_a_room_moved_to_another_is_no_renaming() -> None:
    before = [session("AAA-1", room="S1", room_id=1), session("BBB-1", room="S2", room_id=2)]
    after = [session("AAA-1", room="S9", room_id=9), before[1]]

    assert [change.kinds for change in diff(before, after)] == [(ChangeKind.MOVED,)]


def test_two_rooms_put_together_are_no_renaming() -> None:
    before = [session("AAA-1", room="S1", room_id=1), session("BBB-1", room="S2", room_id=2)]
    after = [talk.model_copy(update={"room": "S1+S2", "room_id": 3}) for talk in before]

    assert [change.kinds for change in diff(before, after)] == [(ChangeKind.MOVED,)] * 2


@pytest.mark.parametrize(
    ("before", "after", "too_much"), [(4, 2, False), (4, 1, True), (5, 2, True), (0, 0, False)]
)
def test_a_loss_of_more_than_half_is_too_much(before: int, after: int, *, too_much: bool) -> None:
    sessions = [session(f"T{number}-1") for number in range(before)]

    assert loses_too_much(sessions, sessions[:after]) is too_much


def test_replaced_sessions_count_as_lost() -> None:
    assert loses_too_much([session("A-1")], [session("B-1"), session("C-1")])
