from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.reminders.reminder_board import NotPostedError
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from tests.features.open_spaces.labelled import venue
from tests.features.open_spaces.service_desk import ADA, EVERYWHERE, ServiceDesk
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.space_view import SpaceView

THREE = berlin("2027-07-14 15:00")
DUE = THREE - timedelta(minutes=15)


@pytest.fixture
def desk(database: Database) -> ServiceDesk:
    return ServiceDesk(database)


async def scheduled(desk: ServiceDesk) -> SpaceView:
    return await desk.read_space("Rust in B114 at 3pm")


async def test_restarts_repeat_nothing(desk: ServiceDesk) -> None:
    await scheduled(desk)
    for minutes in (-20, -15, -14, -1, 1):
        desk.restart()
        await desk.begin()
        await desk.until(THREE + timedelta(minutes=minutes))
    assert [place for place, _, _ in desk.board.posts] == [EVERYWHERE, "B114"]
    assert len(desk.retweeted()) == 1


async def test_after_downtime_it_is_late_or_not_at_all(desk: ServiceDesk) -> None:
    first = await scheduled(desk)
    second = await desk.read_space("Go in B115 at 4pm")
    desk.clock.at = THREE
    desk.restart()
    await desk.begin()
    assert await desk.state(first.id) is State.EXPIRED
    assert desk.board.posts == []
    desk.clock.at = THREE + timedelta(minutes=59)
    desk.restart()
    await desk.begin()
    await desk.settle()
    assert desk.board.keys() == [second.reminder_key]


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_doubtful_message_is_looked_for(desk: ServiceDesk, *, is_there: bool) -> None:
    await scheduled(desk)
    desk.board.troubles = [(is_there, TimeoutError("no answer"))]
    await desk.until(DUE)
    assert desk.errors[0][1] == f"a reminder of an open space in {EVERYWHERE}"
    await desk.until(THREE)
    expected = DUE if is_there else DUE + timedelta(seconds=15)
    assert sorted((place, at) for place, _, at in desk.board.posts) == [
        ("B114", DUE),
        (EVERYWHERE, expected),
    ]


async def test_what_was_refused_is_tried_again_until_the_start(desk: ServiceDesk) -> None:
    space = await scheduled(desk)
    desk.clock.at = THREE - timedelta(minutes=1)
    desk.board.troubles = [(False, NotPostedError("There is no such channel."))] * 200
    await desk.until(THREE + timedelta(minutes=5))
    assert desk.board.posts == []
    # In two places, four times a minute.
    assert len(desk.errors) == 2 * 4
    assert await desk.state(space.id) is State.REMINDED


async def test_another_interval_counts_for_what_is_planned(desk: ServiceDesk) -> None:
    await scheduled(desk)
    desk.wishes.send_interval = 30
    await desk.service.plan()
    await desk.until(THREE)
    moment = THREE - timedelta(minutes=30)
    assert [at for _, _, at in desk.board.posts] == [moment, moment]
    assert desk.sent_at() == [moment]


async def test_a_shorter_interval_does_not_remind_twice(desk: ServiceDesk) -> None:
    space = await scheduled(desk)
    await desk.until(DUE)
    desk.wishes.send_interval = 5
    await desk.service.plan()
    await desk.until(THREE)
    assert desk.board.keys() == [space.reminder_key]


async def test_what_was_refused_is_surely_not_there(desk: ServiceDesk) -> None:
    space = await scheduled(desk)
    desk.board.is_readable = False
    desk.board.troubles = [(False, NotPostedError("Discord is away."))] * 2
    await desk.until(THREE)
    assert desk.board.keys() == [space.reminder_key]


async def test_where_nobody_can_look_it_counts_as_posted(desk: ServiceDesk) -> None:
    await scheduled(desk)
    desk.board.is_readable = False
    desk.board.troubles = [(True, TimeoutError("no answer"))] * 2
    await desk.until(THREE)
    assert len(desk.board.posts) == 2


@pytest.mark.parametrize("step", ["_due", "_mark_reminded"])
@pytest.mark.parametrize("is_second_round", [False, True])
async def test_denied_in_the_last_moment(
    desk: ServiceDesk, monkeypatch: pytest.MonkeyPatch, step: str, *, is_second_round: bool
) -> None:
    space = await scheduled(desk)
    if is_second_round:
        desk.board.troubles = [(False, TimeoutError("no answer"))] * 2
        await desk.until(DUE)
    real = getattr(ReminderMessages, step)

    async def denied_after(messages: ReminderMessages, *arguments: object) -> object:
        result = await real(messages, *arguments)
        monkeypatch.undo()
        await desk.service.deny(space.id, ADA)
        return result

    monkeypatch.setattr(ReminderMessages, step, denied_after)
    await desk.until(THREE)
    assert desk.board.posts == []
    assert await desk.state(space.id) is State.DENIED


async def test_over_a_clock_change_minutes_stay_minutes(database: Database) -> None:
    autumn = replace(venue("berlin"), first_day=date(2027, 10, 30), last_day=date(2027, 10, 31))
    desk = ServiceDesk(database, place=autumn, now=berlin("2027-10-31 00:30"))
    # 02:30 comes twice in that night; this is the second one.
    second = (berlin("2027-10-31 01:30") + timedelta(hours=2)).astimezone(desk.clock.timezone)
    assert (second.hour, second.fold) == (2, 1)
    await desk.service.announce(ADA, "B114", second, "Night owls")
    await desk.until(second)
    assert [at for _, _, at in desk.board.posts] == [second.astimezone(UTC) - timedelta(minutes=15)] * 2
