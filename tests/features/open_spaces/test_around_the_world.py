"""Open spaces where a day at the venue is not a day in UTC, and where clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.models import State, Verdict
from tests.features.open_spaces.parsing.labelled import venue
from tests.features.open_spaces.service_harness import ADA, ServiceHarness
from tests.features.tweets.post_office import PaperNetwork
from tests.networks.twitter.x_account import ALL_DAY

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


@pytest.mark.parametrize(
    ("place", "written", "text", "start", "day"),
    [
        # In the evening it is tomorrow in UTC already, in the morning it is yesterday still.
        (
            "portland",
            "2017-05-20 01:30",
            "Knitting in B114 at 8pm",
            "2017-05-20 03:00",
            date(2017, 5, 19),
        ),
        (
            "tokyo",
            "2027-09-23 22:30",
            "Knitting in Room 204 at 11:00",
            "2027-09-24 02:00",
            date(2027, 9, 24),
        ),
        (
            "sydney",
            "2027-09-30 23:00",
            "Knitting in Green Room at 1pm tomorrow",
            "2027-10-02 03:00",
            date(2027, 10, 2),
        ),
    ],
)
async def test_days_are_those_at_the_venue(
    database: Database, place: str, written: str, text: str, start: str, day: date
) -> None:
    harness = ServiceHarness(database, place=venue(place), now=datetime.fromisoformat(f"{written}+00:00"))
    assert isinstance(harness.network, PaperNetwork)
    harness.network.window = ALL_DAY
    space = await harness.read_space(text)
    moment = datetime.fromisoformat(f"{start}+00:00")
    assert (space.state, space.start) == (State.SCHEDULED, moment)
    assert [view.id for view in await harness.service.on_day(day)] == [space.id]
    assert await harness.service.on_day(day + timedelta(days=1)) == ()
    await harness.until(moment)
    assert {at for _, _, at in harness.places.posts} == {moment - timedelta(minutes=15)}
    assert harness.sent_at() == [moment - timedelta(minutes=15)]


async def test_the_last_evening_counts_though_utc_has_gone_on(database: Database) -> None:
    now = datetime(2017, 5, 22, 1, tzinfo=UTC)
    harness = ServiceHarness(database, place=venue("portland"), now=now)
    seen = await harness.read("Knitting in B114 at 8pm")
    assert seen.verdict is Verdict.SCHEDULED


async def test_thirty_minutes_are_thirty_minutes_when_clocks_change(database: Database) -> None:
    spring = replace(venue("madrid"), first_day=date(2027, 3, 27), last_day=date(2027, 3, 28))
    now = datetime(2027, 3, 28, 0, 35, tzinfo=UTC)
    harness = ServiceHarness(database, place=spring, now=now)
    # 03:00 local follows 01:59.
    soon = await harness.read("Stars in Aula 3 at 03:00 am")
    assert soon.verdict is Verdict.WAITING
    space = await harness.service.announce(
        ADA, "Aula Magna", datetime(2027, 3, 28, 3, 30, tzinfo=spring.timezone), "Moon"
    )
    await harness.until(now + timedelta(hours=2))
    assert [(key, at) for _, key, at in harness.places.posts] == [
        (space.reminder_key, datetime(2027, 3, 28, 1, 15, tzinfo=UTC))
    ]
