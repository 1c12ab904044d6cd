"""Who has arrived: the numbers, and what organisers and attendees see of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.organizers.arrivals import count_arrivals
from DiscordBot.features.registration.config import Pretix
from DiscordBot.features.registration.overview import SoldTicket
from sandbox.conference import known_tickets as known
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import faces

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld

BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = datetime(2027, 7, 14, 6, tzinfo=UTC)


def ticket(arrived: datetime | None, *, is_registered: bool = False) -> SoldTicket:
    return SoldTicket("Business", None, EIGHT if is_registered else None, arrived)


def test_arrivals_are_counted_by_day_and_over_time() -> None:
    times = (EIGHT + timedelta(hours=1), EIGHT, EIGHT + timedelta(hours=17))
    tickets = [ticket(None), ticket(None, is_registered=True), *map(ticket, times)]
    numbers = count_arrivals([*tickets, ticket(EIGHT, is_registered=True)], EIGHT + timedelta(days=1), BERLIN)

    assert (numbers.sold, numbers.arrived, numbers.registered) == (6, 4, 1)
    assert [(f"{day:%d}", count) for day, count in numbers.by_day] == [("14", 3), ("15", 1)]
    assert numbers.curve is not None
    assert [numbers.curve.at(EIGHT + timedelta(minutes=minutes)) for minutes in (0, 59, 60, 1440)] == [
        2,
        2,
        3,
        4,
    ]


def test_while_nobody_has_arrived_there_is_no_curve() -> None:
    assert count_arrivals([ticket(None)], EIGHT, BERLIN).curve is None


async def with_list(world: ConferenceWorld) -> int:
    number = world.shop.add_checkin_list("Registration desk")
    pretix = world.world.config.require(Pretix)
    world.configure(
        pretix.model_copy(update={"checkin_list": "Registration desk", "arrived_role": "Arrived"})
    )
    world.world.server.guild.create_role("Arrived")
    await world.restart()
    return number


@pytest.mark.slow
async def test_who_is_checked_in_has_the_role_and_is_counted(world: ConferenceWorld) -> None:
    ada, grace, olivia = (world.person(name) for name in ("ada", "grace", "olivia"))
    await world.register_with(ada, known.ADA)
    number = await with_list(world)
    await world.shop.orders.check_in(known.ADA.order, 1, number)
    await world.shop.orders.check_in(known.GRACE.order, 1, number)
    await world.command(olivia, "refresh tickets")

    assert world.roles(ada) == {*known.ADA.roles, "Arrived"}
    # Who registers later has it with the other roles, in one change.
    before = len(world.env.http_requests)
    await world.register_with(grace, known.GRACE)
    assert "Arrived" in world.roles(grace)
    assert [one for one in world.requests_since(before) if "members" in one] == ["PATCH /guilds/members"]

    shown = await world.command(olivia, "stats arrivals")
    (face,) = faces(shown)
    assert face.description.startswith("**2** of **")
    assert "**2** of them are registered on this server." in face.description
    assert face.pictures[0][1].startswith("Chart of arrivals over time, 2 in all.")
    channel = world.world.server.channels["lobby"]
    report = await olivia.slash(channel, "stats report")
    assert report.response is not None
    page = (await report.response.attachments[0].read()).decode()
    assert "Arrivals" in page
    assert "Have arrived" in page


@pytest.mark.slow
async def test_without_a_list_it_says_what_is_missing_and_only_to_organisers(world: ConferenceWorld) -> None:
    world.expected_errors += [Refusal] * 2
    answer = await world.command(world.person("olivia"), "stats arrivals")
    assert "pretix.checkin_list" in answer.content
    assert (await world.command(world.person("ada"), "stats arrivals")).content == ONLY_ORGANIZERS
