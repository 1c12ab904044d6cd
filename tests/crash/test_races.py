"""Many people at the same moment, on the bot's own service, its real database and a simulated Discord.

simcord's people act one after the other, so the service is called directly here, for all at once.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.registration import build
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.service import RegistrationService
from sandbox.conference import known_tickets as known
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from tests.conference_world import known_orders

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.conference_world import ConferenceWorld

PEOPLE = TRIES = 200

pytestmark = pytest.mark.crash


def order_of(number: int) -> str:
    return f"R{number:04}"


def name_of(number: int) -> str:
    return f"Attendee Number{number:04}"


@pytest.fixture(scope="session")
def orders() -> list[dict[str, Any]]:
    ids = count(500_000)
    purchases = [
        Purchase(order_of(number), (Ticket(Name(*name_of(number).split())),)) for number in range(PEOPLE)
    ]
    return known_orders() + [purchase.as_order(number, ids) for number, purchase in enumerate(purchases)]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> list[RegistrationService]:
    """Return the services that bots make from now on."""
    made: list[RegistrationService] = []

    class NotedService(RegistrationService):
        def __init__(self, **parts: Any) -> None:  # noqa: ANN401 - passed on as they come
            super().__init__(**parts)
            made.append(self)

    monkeypatch.setattr(build, "RegistrationService", NotedService)
    return made


async def join(world: ConferenceWorld, number: int) -> list[MemberActor]:
    """Let people come to the server, a few at a time, as simcord slows down in a crowd."""
    people = []
    for first in range(0, number, 20):
        people += [world.person(f"attendee{first + more}") for more in range(20)]
        await world.env.settle()
    return people


async def test_two_hundred_attendees_at_once(
    services: list[RegistrationService], world: ConferenceWorld
) -> None:
    people = await join(world, PEOPLE)
    asked = len(world.shop.calls)

    outcomes = await asyncio.gather(
        *(
            services[0].register(person.id, order_of(number), name_of(number))
            for number, person in enumerate(people)
        )
    )

    assert {outcome.result for outcome in outcomes} == {Result.REGISTERED}
    assert all(world.roles(person) == {"Attendee", "Personal"} for person in people)
    assert [world.nickname(person) for person in people] == [name_of(number) for number in range(PEOPLE)]
    assert len(world.shop.calls) == asked
    assert world.lines("bot-log") == []


async def test_two_people_with_one_ticket_at_the_same_moment(
    services: list[RegistrationService], world: ConferenceWorld
) -> None:
    people = [world.person("ada"), world.person("eve")]

    for _ in range(TRIES):
        outcomes = await asyncio.gather(
            *(services[0].register(person.id, known.MUELLER.order, known.MUELLER.name) for person in people)
        )
        results = [outcome.result for outcome in outcomes]
        assert sorted(results, key=str) == [Result.REGISTERED, Result.TAKEN]
        winner = people[results.index(Result.REGISTERED)]
        assert [bool(world.roles(person)) for person in people] == [person is winner for person in people]
        await services[0].unregister(winner.id)
        # Or else the one who came late five times would have to wait.
        world.clock.ahead += timedelta(minutes=11)


async def test_one_person_pressing_many_times_is_registered_once(
    services: list[RegistrationService], world: ConferenceWorld
) -> None:
    ada = world.person("ada")
    before = len(world.env.http_requests)

    outcomes = await asyncio.gather(
        *(services[0].register(ada.id, known.ADA.order, known.ADA.name) for _ in range(5))
    )

    results = [outcome.result for outcome in outcomes]
    assert sorted(results, key=str) == [Result.ALREADY_REGISTERED] * 4 + [Result.REGISTERED]
    assert world.requests_since(before).count("PATCH /guilds/members") == 1
