from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.my_sessions.storage.message_rows import MessageRows
from DiscordBot.features.my_sessions.ways import ClosedError, NotSentError
from tests.features.my_sessions.desk import ADA, GRACE, Desk
from tests.features.programme.made_up import TEN, session

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from tests.clocks import StoppedClock

TALK = session("A-1")
AT_THE_SAME_TIME = session("B-1", TEN + timedelta(minutes=30))
LUNCH = session("break-1", TEN + timedelta(hours=2), is_break=True)


@pytest.fixture
def desk(database: Database, clock: StoppedClock) -> Desk:
    return Desk(database, clock, [TALK, AT_THE_SAME_TIME, LUNCH])


async def keys(desk: Desk, user_id: int) -> list[str]:
    return [each.listed.session_key for each in await desk.service.of(user_id)]


async def test_everybody_has_their_own_list(desk: Desk) -> None:
    first = await desk.service.add(ADA, "en", "A-1")
    again = await desk.service.add(ADA, "en", "A-1")
    await desk.service.add(GRACE, "en", "B-1")

    assert first is not None
    assert again is not None
    assert (first.is_new, again.is_new) == (True, False)
    assert (await keys(desk, ADA), await keys(desk, GRACE)) == (["A-1"], ["B-1"])
    assert await desk.service.remove(GRACE, "A-1") is None
    assert await desk.service.remove(ADA, "A-1") == "Talk A-1"
    assert await keys(desk, ADA) == []


async def test_two_at_once_are_warned_of(desk: Desk) -> None:
    first = await desk.service.add(ADA, "en", "A-1")
    second = await desk.service.add(ADA, "en", "B-1")

    assert first is not None
    assert second is not None
    assert (first.others, second.others) == ([], [TALK])


async def test_numbers_of_rooms_may_be_long(desk: Desk) -> None:
    room_id = 2**48 - 1
    assert desk.sessions is not None
    desk.sessions.append(session("C-1", room_id=room_id))
    await desk.service.add(ADA, "en", "C-1")
    assert [each.listed.room_id for each in await desk.service.of(ADA)] == [room_id]


@pytest.mark.parametrize("key", ["none-1", "break-1"])
async def test_only_sessions_of_the_schedule_are_listed(desk: Desk, key: str) -> None:
    assert await desk.service.add(ADA, "en", key) is None


async def test_what_is_over_is_not_listed(desk: Desk) -> None:
    desk.clock.at = TALK.end

    assert await desk.service.add(ADA, "en", "A-1") is None


async def test_people_are_written_to_once_to_see_whether_they_can_be(desk: Desk) -> None:
    desk.mail.faults[GRACE] = ClosedError()
    ada = [await desk.service.add(ADA, "en", key) for key in ("A-1", "B-1")]
    grace = [await desk.service.add(GRACE, "en", key) for key in ("A-1", "B-1")]

    assert desk.mail.greeted == [ADA]
    assert desk.mail.tries == 2
    assert [each.takes_messages for each in ada if each is not None] == [True, True]
    assert [each.takes_messages for each in grace if each is not None] == [False, False]
    assert await keys(desk, GRACE) == ["A-1", "B-1"]


async def test_a_greeting_that_fails_for_now_says_nothing(desk: Desk) -> None:
    desk.mail.faults[ADA] = NotSentError("Discord could not be reached.")
    added = await desk.service.add(ADA, "en", "A-1")

    assert added is not None
    assert added.takes_messages


async def test_the_calendar_has_what_is_on_the_list_and_in_the_schedule(desk: Desk) -> None:
    assert await desk.service.calendar(ADA) is None
    await desk.service.add(ADA, "en", "A-1")
    await desk.service.add(ADA, "en", "B-1")
    desk.sessions = [AT_THE_SAME_TIME]

    file = (await desk.service.calendar(ADA) or b"").decode()

    assert "UID:B-1@pretalx.example" in file
    assert file.count("BEGIN:VEVENT") == 1


async def test_after_the_conference_nothing_is_left(desk: Desk) -> None:
    await desk.service.add(ADA, "en", "A-1")
    await desk.until(minutes=0)
    await desk.service.delete_personal_data()

    assert await keys(desk, ADA) == []
    assert await desk.service.rows.reader(ADA) is None
    assert await MessageRows(desk.database).numbers() == {}
