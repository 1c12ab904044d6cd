"""What people read, and what becomes of their tickets, when pretix is down, slow or talks nonsense."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.http.json_client import ATTEMPTS, JsonApi
from DiscordBot.discord_ui.answers import PATIENCE_SECONDS as ANSWER_PATIENCE
from DiscordBot.discord_ui.answers import answer_in_time
from DiscordBot.features.registration.shop.client import PretixClient
from sandbox.conference import known_tickets as known
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from sandbox.failures import Failure
from tests.conference_world import answer_of, as_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conference_world import ConferenceWorld

UNKNOWN_ORDER = "⏳ I do not know this order yet, and the ticket shop does not answer me at the moment."
STAYS = "What I knew before stays."
QUICK_FAILURES = [failure for failure in Failure if failure is not Failure.SLOW]


async def add_new_order(world: ConferenceWorld, code: str = "NEW77") -> None:
    """Let Sally buy a ticket of which the bot does not hear."""
    world.shop.webhooks.registered.clear()
    await world.shop.orders.add(as_order(Purchase(code, (Ticket(Name("Sally", "Ride")),))))


def code(failure: Failure) -> str:
    """Return an order code for a failure."""
    return failure.name.replace("_", "")[:9] + "7"


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot, which must be made after this, pause only for moments before it asks pretix again."""
    monkeypatch.setitem(PretixClient.__init__.__kwdefaults__ or {}, "backoff", 0.01)


@contextmanager
def slow_pretix(world: ConferenceWorld) -> Iterator[None]:
    """Let pretix take 10 s for each answer, and the time pass by `advance_time` alone.

    simcord has to be told that the bot's wait for the answer is one, so that its timers go on beside it.
    """
    get_once = JsonApi.get_once

    async def get_outside(*arguments: Any) -> Any:  # noqa: ANN401 - passed on as they come
        return await world.env.external_wait(get_once(*arguments), reason="pretix")

    world.shop.failures.fail_with(Failure.SLOW, seconds=10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JsonApi, "get_once", get_outside)
        patch.setitem(answer_in_time.__kwdefaults__ or {}, "patience_seconds", ANSWER_PATIENCE)
        yield
    world.shop.failures.recover()


@pytest.mark.usefixtures("quick_retries")
async def test_pretix_fails_at_a_registration(world: ConferenceWorld) -> None:
    for failure in QUICK_FAILURES:
        stranger = world.person(failure.name)
        await add_new_order(world, code(failure))
        world.shop.failures.fail_with(failure)
        answer = await world.fill_in(stranger, await world.open_form(stranger), code(failure), "Sally Ride")
        assert answer.content.startswith(UNKNOWN_ORDER), failure
        world.shop.failures.recover()
        form = await stranger.click(answer, label="Register")
        again = await world.fill_in(stranger, form, code(failure), "Sally Ride")
        assert again.content.startswith("✅ Welcome!"), failure

    world.shop.failures.fail_with(Failure.DOWN)
    assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")
    assert world.lines("bot-log") == []


async def test_pretix_is_slow_at_a_registration(world: ConferenceWorld) -> None:
    ada, grace, lobby = world.person("ada"), world.person("grace"), world.world.server.channels["lobby"]
    await add_new_order(world)

    with slow_pretix(world):
        assert (await world.register_with(ada, known.ADA)).startswith("✅ Welcome!")
        result = await grace.slash(lobby, "register", order="NEW77", name="Sally Ride")
        assert not result.acknowledged
        await world.env.advance_time(2)
        assert result.deferred
        await world.env.advance_time(5)

    assert answer_of(result).content.startswith(UNKNOWN_ORDER)
    assert (await world.register(grace, "NEW77", "Sally Ride")).startswith("✅ Welcome!")


@pytest.mark.usefixtures("quick_retries")
async def test_pretix_fails_at_a_start(world: ConferenceWorld) -> None:
    for failure in QUICK_FAILURES:
        told = len(world.lines("bot-log"))
        await add_new_order(world, code(failure))
        world.shop.failures.fail_with(failure)

        await world.restart(orderly=False)
        assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ "), failure
        await all_attempts(world)
        await check_that_everybody_is_told(world, told)

        world.shop.failures.recover()
        refreshed = await world.command(world.person("olivia"), "refresh tickets")
        assert refreshed.content.startswith("✅ Done: 1 orders"), failure


async def test_pretix_is_slow_at_a_start(world: ConferenceWorld) -> None:
    with slow_pretix(world):
        await world.restart(orderly=False)
        assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")
        await all_attempts(world)

    await check_that_everybody_is_told(world, 0)


@pytest.mark.usefixtures("quick_retries")
async def test_pretix_fails_at_a_refresh(world: ConferenceWorld) -> None:
    olivia, lobby = world.person("olivia"), world.world.server.channels["lobby"]
    for failure in QUICK_FAILURES:
        await add_new_order(world, code(failure))
        world.shop.failures.fail_with(failure)

        result = await olivia.slash(lobby, "refresh tickets")
        await all_attempts(world)
        assert answer_of(result).content.startswith("❌ "), failure
        assert "pretix" in answer_of(result).content
        assert answer_of(result).content.endswith(STAYS)

        world.shop.failures.recover()
        assert (await world.command(olivia, "refresh tickets")).content.startswith("✅ Done: 1 orders")


async def test_pretix_is_slow_at_a_refresh(world: ConferenceWorld) -> None:
    with slow_pretix(world):
        result = await world.person("olivia").slash(world.world.server.channels["lobby"], "refresh tickets")
        await all_attempts(world)

    assert answer_of(result).content == f"❌ pretix did not answer in time. {STAYS}"


async def check_that_everybody_is_told(world: ConferenceWorld, told: int) -> None:
    """The organisers read once in their channel, and at any time in /health, that tickets are not fresh."""
    (line,) = world.lines("bot-log")[told:]
    assert line.startswith("⚠️ Error ")
    assert "in the job «tickets»: " in line
    assert "❌ **job «tickets»**" in await world.health()


async def all_attempts(world: ConferenceWorld) -> None:
    """Let the time go by that the bot tries again and again."""
    for _ in range(ATTEMPTS):
        await world.env.advance_time(30)


async def test_pretix_fails_after_a_webhook(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    world.shop.failures.fail_with(Failure.UNAUTHORIZED)

    await world.shop.orders.cancel(known.ADA.order)
    await world.env.settle()
    assert "in pretix webhook: TokenRejectedError: " in world.lines("bot-log")[0]
    assert world.roles(ada) == set(known.ADA.roles)

    world.shop.failures.recover()
    await world.command(world.person("olivia"), "refresh tickets")
    assert world.roles(ada) == set()


@pytest.mark.usefixtures("quick_retries")
async def test_pretix_is_down_at_the_very_first_start(world: ConferenceWorld) -> None:
    world.shop.failures.fail_with(Failure.DOWN)
    for table in ("stored_order", "stored_value"):
        world.change_database(f"DELETE FROM {table}")  # noqa: S608 - a constant
    await world.restart(orderly=False)

    health = await world.health()
    assert "The orders were never loaded" in health

    world.shop.failures.recover()
    assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")
