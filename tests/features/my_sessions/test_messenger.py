from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.my_sessions import messenger as messenger_module
from DiscordBot.features.my_sessions.models import MessageState
from DiscordBot.features.my_sessions.storage.message_rows import MessageRows
from DiscordBot.features.my_sessions.ways import ClosedError, NotSentError
from tests.features.my_sessions.desk import ADA, GRACE, Desk, PulledPlugError
from tests.features.programme.made_up import TEN, session

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from tests.clocks import StoppedClock

ELEVEN = TEN + timedelta(hours=1)
TALK = session("A-1", room_id=1)
LATER = session("B-1", ELEVEN)


@pytest.fixture
async def desk(database: Database, clock: StoppedClock) -> Desk:
    desk = Desk(database, clock, [TALK, LATER])
    await desk.service.add(ADA, "en", "A-1")
    return desk


async def test_everybody_is_reminded_of_their_own_sessions_in_time_and_once(desk: Desk) -> None:
    await desk.service.add(ADA, "en", "B-1")
    await desk.service.add(GRACE, "de", "B-1")
    await desk.until(minutes=10, seconds=2)
    assert desk.told() == []

    await desk.until(minutes=10)
    assert desk.told() == [(ADA, "reminder", "A-1")]

    await desk.until(minutes=5)
    desk.restart()
    await desk.until(minutes=-60)
    assert sorted(desk.told()) == [
        (ADA, "reminder", "A-1"),
        (ADA, "reminder", "B-1"),
        (GRACE, "reminder", "B-1"),
    ]
    assert {each.reader.language for each in desk.mail.sent} == {"en", "de"}
    assert desk.errors == []


async def test_what_begins_at_the_same_time_is_one_message(desk: Desk) -> None:
    desk.sessions = [TALK, session("C-1")]
    await desk.service.add(ADA, "en", "C-1")

    await desk.until(minutes=0)

    assert desk.told() == [(ADA, "reminder", "A-1 C-1")]


async def test_what_is_put_on_the_list_late_is_told_at_once(desk: Desk) -> None:
    await desk.until(minutes=3)
    await desk.service.add(GRACE, "en", "A-1")
    await desk.until(minutes=3)

    assert desk.told() == [(ADA, "reminder", "A-1"), (GRACE, "reminder", "A-1")]


async def test_what_is_taken_from_the_list_is_not_told(desk: Desk) -> None:
    await desk.service.remove(ADA, "A-1")

    await desk.until(minutes=0)

    assert desk.told() == []


async def test_a_move_is_told_at_once_and_the_reminder_follows(desk: Desk) -> None:
    await desk.until(minutes=30)
    await desk.change(TALK.model_copy(update={"start": ELEVEN, "end": ELEVEN + timedelta(minutes=45)}))
    await desk.until(minutes=30)

    assert desk.told() == [(ADA, "moved", "A-1")]
    (message,) = desk.mail.sent
    assert (message.row.was_start, message.row.start) == (TEN, ELEVEN)

    await desk.until(minutes=0)
    assert len(desk.told()) == 1
    await desk.until(minutes=-50)
    assert desk.told()[1:] == [(ADA, "reminder", "A-1")]


async def test_who_was_reminded_is_reminded_again_of_the_new_time(desk: Desk) -> None:
    await desk.until(minutes=5)
    await desk.change(TALK.model_copy(update={"start": ELEVEN, "end": ELEVEN + timedelta(minutes=45)}))
    await desk.until(minutes=-60)

    assert [kind for _, kind, _ in desk.told()] == ["reminder", "moved", "reminder"]


async def test_what_falls_out_is_told_once_and_so_is_its_return(desk: Desk) -> None:
    await desk.until(minutes=30)
    await desk.change(LATER)
    await desk.until(minutes=29)
    desk.restart()
    await desk.until(minutes=28)
    assert desk.told() == [(ADA, "cancelled", "A-1")]

    await desk.change(TALK, LATER)
    await desk.until(minutes=0)
    assert desk.told()[1:] == [(ADA, "back", "A-1"), (ADA, "reminder", "A-1")]


async def test_a_renamed_room_is_no_news(desk: Desk) -> None:
    await desk.until(minutes=30)
    await desk.change(TALK.model_copy(update={"room": "Red Hall"}))
    await desk.until(minutes=20)

    assert desk.told() == []


async def test_before_the_schedule_is_there_nothing_has_fallen_out(desk: Desk) -> None:
    desk.sessions = None
    desk.restart()
    await desk.until(minutes=20)

    assert desk.told() == []


async def test_closed_doors_are_tried_once_until_their_owner_opens_them(desk: Desk) -> None:
    await desk.service.add(ADA, "en", "B-1")
    desk.mail.faults[ADA] = ClosedError()
    await desk.until(minutes=0)
    tries = desk.mail.tries
    await desk.until(minutes=-30)

    assert (desk.told(), desk.errors) == ([], [])
    assert desk.mail.tries == tries
    assert not await desk.service.takes_messages(ADA)

    desk.mail.faults.clear()
    assert await desk.service.try_again(ADA)
    await desk.until(minutes=-60)
    assert desk.told() == [(ADA, "reminder", "B-1")]


async def test_what_was_certainly_not_sent_is_tried_again(desk: Desk) -> None:
    desk.mail.faults[ADA] = NotSentError("Discord could not be reached.")
    await desk.until(minutes=9)
    assert desk.told() == []
    assert desk.errors

    desk.mail.faults.clear()
    await desk.until(minutes=5)
    assert desk.told() == [(ADA, "reminder", "A-1")]


@pytest.mark.slow
async def test_what_cannot_be_sent_in_time_is_given_up(desk: Desk) -> None:
    desk.mail.faults[ADA] = NotSentError("Discord could not be reached.")
    await desk.until(minutes=-1)
    desk.mail.faults.clear()
    await desk.until(minutes=-30)

    assert desk.told() == []
    assert (await MessageRows(desk.database).numbers()) == {MessageState.DROPPED: 1}


@pytest.mark.parametrize("is_sent", [True, False])
async def test_a_pulled_plug_doubles_nothing_and_forgets_nothing(desk: Desk, *, is_sent: bool) -> None:
    await desk.service.add(GRACE, "en", "A-1")
    if is_sent:
        desk.mail.crash = PulledPlugError()
    else:
        desk.mail.faults[GRACE] = PulledPlugError()
    await desk.crash(minutes=9)
    await desk.until(minutes=0)

    assert sorted(desk.told()) == [(ADA, "reminder", "A-1"), (GRACE, "reminder", "A-1")]


async def test_an_answer_that_was_lost_is_looked_for(desk: Desk) -> None:
    desk.mail.crash = TimeoutError()
    await desk.until(minutes=9)
    desk.mail.crash = None
    await desk.until(minutes=0)

    assert desk.told() == [(ADA, "reminder", "A-1")]
    assert len(desk.errors) == 1


@pytest.mark.slow
async def test_many_are_reminded_a_little_earlier_so_that_nobody_is_late(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger_module, "MESSAGES_A_SECOND", 1)
    for number in range(10, 69):
        await desk.service.add(number, "en", "A-1")
    desk.messenger.wake()

    await desk.until(minutes=11, seconds=1)
    assert desk.told() == []
    await desk.until(minutes=11)
    assert len(desk.told()) == 60


async def test_a_bot_that_ends_begins_no_further_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messenger_module, "BATCH", 1)
    await desk.service.add(GRACE, "en", "A-1")
    desk.mail.after_send = lambda: setattr(desk.timer, "is_closing", True)
    await desk.until(minutes=9)
    assert len(desk.told()) == 1

    desk.mail.after_send = lambda: None
    desk.restart()
    await desk.until(minutes=8)
    assert len(set(desk.told())) == len(desk.told()) == 2
