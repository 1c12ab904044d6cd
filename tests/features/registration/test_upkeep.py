from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.registration.registered_log import RegisteredLog
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.upkeep import Upkeep
from sandbox import conference
from sandbox.conference.known_tickets import ADA, ALAN
from sandbox.failures import Failure
from tests.clocks import START
from tests.features.registration.rules import Rules, roles
from tests.features.registration.test_registered_log import write

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.features.registration.shop.client import PretixClient

USER = 1
LAST_DAY_OF_DATA = date(2027, 8, 15)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "registered_log.txt"


@pytest.fixture
def upkeep(rules: Rules, log_file: Path) -> Upkeep:
    rules.members.join(USER)
    return make_upkeep(rules, log_file)


@pytest.fixture
def new_upkeep(rules: Rules, log_file: Path, client: PretixClient) -> Upkeep:
    """Return what works with a store that was never loaded."""
    rules.store = TicketStore(rules.database, client, rules.clock, source="another event")
    rules.__post_init__()
    return make_upkeep(rules, log_file)


def make_upkeep(rules: Rules, log_file: Path, lines: list[str] | None = None) -> Upkeep:
    return Upkeep(
        store=rules.store,
        service=rules.service,
        registered_log=RegisteredLog(log_file, rules.database, rules.store, rules.claims),
        mapping=rules.mapping,
        clock=rules.clock,
        last_day_of_data=LAST_DAY_OF_DATA,
        write=lines.append if lines is not None else lambda _: None,
    )


def end_of_data(rules: Rules) -> None:
    """Go to the first moment at which nothing personal may be kept, in the conference's time zone."""
    rules.clock.at = START.replace(month=8, day=15, hour=22)
    assert rules.clock.today() == LAST_DAY_OF_DATA + timedelta(days=1)


async def test_following_pretix_brings_everybody_in_line(upkeep: Upkeep, rules: Rules) -> None:
    await rules.service.register(USER, ADA.order, ADA.name)
    await rules.pretix.orders.cancel(ADA.order)
    rules.clock.forward(minutes=5)
    await upkeep.follow_shops()
    assert rules.members.roles[USER] == frozenset()


async def test_interrupted_registrations_are_finished_even_when_nothing_changed(
    upkeep: Upkeep, rules: Rules
) -> None:
    rules.members.refusing = True
    await rules.service.register(USER, ADA.order, ADA.name)
    rules.members.refusing = False
    await upkeep.follow_shops()
    assert rules.members.roles[USER] == roles(*ADA.roles)


async def test_a_hint_is_followed_at_once_for_its_order_only(upkeep: Upkeep, rules: Rules) -> None:
    await rules.service.register(USER, ADA.order, ADA.name)
    rules.clock.forward(minutes=1)
    await rules.pretix.orders.cancel(ADA.order)
    rules.pretix.calls.clear()
    await upkeep.look_at(ADA.order)
    assert rules.members.roles[USER] == frozenset()
    assert [call.path.rpartition("conf2027/")[2] for call in rules.pretix.calls] == [f"orders/{ADA.order}/"]


async def test_changes_among_the_speakers_are_followed(upkeep: Upkeep, rules: Rules) -> None:
    await rules.service.register(USER, ADA.order, ADA.name)
    rules.speaks(ADA.name)
    await upkeep.follow_speakers()
    assert rules.members.roles[USER] == roles(*ADA.roles, "Speakers")


async def test_loading_everything_tells_progress_and_how_much_is_new(upkeep: Upkeep, rules: Rules) -> None:
    told: list[tuple[int, int]] = []
    await rules.pretix.orders.cancel(ADA.order)
    assert await upkeep.load_everything(lambda done, total: told.append((done, total))) == 1
    assert told == [(len(rules.store), len(rules.store))]


async def test_the_first_load_shows_progress_in_the_log_and_later_ones_do_not(
    new_upkeep: Upkeep, rules: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "DiscordBot")
    await new_upkeep.open()
    await new_upkeep.follow_shops()
    await new_upkeep.follow_shops()
    assert caplog.messages == [f"Loading orders: {len(rules.store)} of {len(rules.store)}"]


async def test_the_older_bots_file_is_taken_over_without_a_name_in_the_log(
    upkeep: Upkeep, rules: Rules, log_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "DiscordBot")
    write(log_file, f"{ADA.order}-{ADA.name}", f"{ALAN.order}-Nobody")
    await upkeep.follow_shops()
    await upkeep.follow_shops()
    assert caplog.messages == [
        "registered_log.txt: 1 tickets were taken over",
        "registered_log.txt: there is no ticket for the lines (2,)",
    ]
    assert (await rules.service.register(USER, ADA.order, ADA.name)).holder is None


@pytest.mark.slow
async def test_all_personal_data_is_deleted(upkeep: Upkeep, rules: Rules) -> None:
    await rules.service.register(USER, ADA.order, ADA.name)
    rules.clock.at = START.replace(month=8, day=15, hour=21, minute=59)
    assert not upkeep.is_over
    end_of_data(rules)
    await upkeep.delete_personal_data()
    assert upkeep.is_over
    assert len(rules.store) == 0
    assert await rules.claims.all() == ({}, {})


async def test_afterwards_nothing_personal_is_fetched_again(upkeep: Upkeep, rules: Rules) -> None:
    end_of_data(rules)
    await upkeep.delete_personal_data()
    rules.pretix.calls.clear()
    await upkeep.follow_shops()
    await upkeep.look_at(ADA.order)
    await upkeep.follow_speakers()
    assert await upkeep.load_everything(lambda _done, _total: None) == 0
    assert rules.pretix.calls == []
    (finding,) = await upkeep.findings()
    assert finding.level is Level.OK
    assert "deleted" in finding.detail


async def test_health_when_all_is_well(upkeep: Upkeep, rules: Rules) -> None:
    (finding,) = await upkeep.findings()
    assert finding.level is Level.OK
    assert finding.detail == f"{len(rules.store)} orders, loaded <t:1814443200:R>."


async def test_health_when_pretix_never_answered(new_upkeep: Upkeep, rules: Rules) -> None:
    rules.pretix.failures.fail_with(Failure.FORBIDDEN)
    with pytest.raises(ServiceError):
        await new_upkeep.follow_shops()
    rejected, not_loaded = await new_upkeep.findings()
    assert "PRETIX_TOKEN" in rejected.remedy
    for finding in (rejected, not_loaded):
        assert finding.level is Level.ERROR
        assert finding.remedy


async def test_health_names_misspelled_tickets_and_counts_who_waits(rules: Rules, log_file: Path) -> None:
    rules.members.join(USER)
    rules.members.refusing = True
    await rules.service.register(USER, ADA.order, ADA.name)
    mapping = RoleMapping({"Busyness": ("Business",), **dict.fromkeys(conference.TICKET_TO_ROLES, ())})
    upkeep = make_upkeep(rules, log_file)
    upkeep.health.mapping = lambda: mapping.with_items(rules.store.items)
    _, misspelled, waiting = await upkeep.findings()
    assert (misspelled.subject, misspelled.level) == ("ticket «Busyness»", Level.WARNING)
    assert (waiting.detail, waiting.level) == ("1 members wait for roles.", Level.WARNING)
