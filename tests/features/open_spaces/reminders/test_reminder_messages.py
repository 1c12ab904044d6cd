from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.reminders.reminder_messages import NotPostedError, ReminderMessages
from tests.features.open_spaces.parsing.labelled import venue
from tests.features.open_spaces.service_harness import ADA, EVERYWHERE, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

THREE = berlin("2027-07-14 15:00")
DUE = THREE - timedelta(minutes=15)


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    return ServiceHarness(database)


async def scheduled(harness: ServiceHarness) -> OpenSpaceSnapshot:
    return await harness.read_space("Rust in B114 at 3pm")


async def test_restarts_repeat_nothing(harness: ServiceHarness) -> None:
    await scheduled(harness)
    for minutes in (-20, -15, -14, -1, 1):
        harness.restart()
        await harness.begin()
        await harness.until(THREE + timedelta(minutes=minutes))
    assert [place for place, _, _ in harness.places.posts] == [EVERYWHERE, "B114"]
    assert len(harness.retweeted()) == 1


async def test_after_downtime_it_is_late_or_not_at_all(harness: ServiceHarness) -> None:
    first = await scheduled(harness)
    second = await harness.read_space("Go in B115 at 4pm")
    harness.clock.at = THREE
    harness.restart()
    await harness.begin()
    assert await harness.state(first.id) is State.EXPIRED
    assert harness.places.posts == []
    harness.clock.at = THREE + timedelta(minutes=59)
    harness.restart()
    await harness.begin()
    await harness.settle()
    assert harness.places.keys() == [second.reminder_key]


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_doubtful_message_is_looked_for(harness: ServiceHarness, *, is_there: bool) -> None:
    await scheduled(harness)
    harness.places.troubles = [(is_there, TimeoutError("no answer"))]
    await harness.until(DUE)
    assert harness.errors[0][1] == f"a reminder of an open space in {EVERYWHERE}"
    await harness.until(THREE)
    expected = DUE if is_there else DUE + timedelta(seconds=15)
    assert sorted((place, at) for place, _, at in harness.places.posts) == [
        ("B114", DUE),
        (EVERYWHERE, expected),
    ]


async def test_what_was_refused_is_tried_again_until_the_start(harness: ServiceHarness) -> None:
    space = await scheduled(harness)
    harness.clock.at = THREE - timedelta(minutes=1)
    harness.places.troubles = [(False, NotPostedError("It is full."))] * 200
    await harness.until(THREE + timedelta(minutes=5))
    assert harness.places.posts == []
    # In two places, four times a minute.
    assert len(harness.errors) == 2 * 4
    assert await harness.state(space.id) is State.REMINDED


async def test_another_interval_counts_for_what_is_planned(harness: ServiceHarness) -> None:
    await scheduled(harness)
    harness.wishes.send_interval = 30
    await harness.service.plan()
    await harness.until(THREE)
    moment = THREE - timedelta(minutes=30)
    assert [at for _, _, at in harness.places.posts] == [moment, moment]
    assert harness.sent_at() == [moment]


async def test_a_shorter_interval_does_not_remind_twice(harness: ServiceHarness) -> None:
    space = await scheduled(harness)
    await harness.until(DUE)
    harness.wishes.send_interval = 5
    await harness.service.plan()
    await harness.until(THREE)
    assert harness.places.keys() == [space.reminder_key]


async def test_what_was_refused_is_surely_not_there(harness: ServiceHarness) -> None:
    space = await scheduled(harness)
    harness.places.is_readable = False
    harness.places.troubles = [(False, NotPostedError("Discord is away."))] * 2
    await harness.until(THREE)
    assert harness.places.keys() == [space.reminder_key]


async def test_where_nobody_can_look_it_counts_as_posted(harness: ServiceHarness) -> None:
    await scheduled(harness)
    harness.places.is_readable = False
    harness.places.troubles = [(True, TimeoutError("no answer"))] * 2
    await harness.until(THREE)
    assert len(harness.places.posts) == 2


@pytest.mark.parametrize("step", ["_due", "_mark_reminded"])
@pytest.mark.parametrize("is_second_round", [False, True])
async def test_denied_in_the_last_moment(
    harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch, step: str, *, is_second_round: bool
) -> None:
    space = await scheduled(harness)
    if is_second_round:
        harness.places.troubles = [(False, TimeoutError("no answer"))] * 2
        await harness.until(DUE)
    real = getattr(ReminderMessages, step)

    async def denied_after(messages: ReminderMessages, *arguments: object) -> object:
        result = await real(messages, *arguments)
        monkeypatch.undo()
        await harness.service.deny(space.id, ADA)
        return result

    monkeypatch.setattr(ReminderMessages, step, denied_after)
    await harness.until(THREE)
    assert harness.places.posts == []
    assert await harness.state(space.id) is State.DENIED


async def test_over_a_clock_change_minutes_stay_minutes(database: Database) -> None:
    autumn = replace(venue("berlin"), first_day=date(2027, 10, 30), last_day=date(2027, 10, 31))
    harness = ServiceHarness(database, place=autumn, now=berlin("2027-10-31 00:30"))
    # 02:30 comes twice in that night; this is the second one.
    second = (berlin("2027-10-31 01:30") + timedelta(hours=2)).astimezone(harness.clock.timezone)
    assert (second.hour, second.fold) == (2, 1)
    await harness.service.announce(ADA, "B114", second, "Night owls")
    await harness.until(second)
    assert [at for _, _, at in harness.places.posts] == [second.astimezone(UTC) - timedelta(minutes=15)] * 2
