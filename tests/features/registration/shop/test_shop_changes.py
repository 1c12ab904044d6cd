"""What the shop does besides selling: a catalogue that is not there yet, renamed products, other events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.registration.attempts import MOST_FAILURES, MOST_UNANSWERED
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.several_events import SeveralEvents
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.tickets import Item, Subevent
from sandbox.conference.catalogue import BUSINESS, CONFERENCE, PERSONAL, TUTORIAL
from sandbox.conference.known_tickets import ADA, GRACE, HEDY
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from sandbox.failures import Failure
from tests.conference_world import as_order
from tests.features.registration.conftest import open_client, open_shop
from tests.features.registration.rules import EVENT, OTHER, USER, Rules, position, roles

if TYPE_CHECKING:
    from DiscordBot.features.registration.shop.client import PretixClient

pytestmark = pytest.mark.usefixtures("two_members")


async def with_new_token(rules: Rules, client: PretixClient) -> None:
    """Let the bot start again, hashing addresses with another key."""
    rules.store = TicketStore(rules.database, client, rules.clock, source=EVENT, key="another")
    await rules.store.open()
    rules.__post_init__()


async def test_until_the_catalogue_is_there_nobody_reads_what_is_false(
    rules: Rules, client: PretixClient
) -> None:
    rules.store = TicketStore(rules.database, client, rules.clock, source="another event")
    await rules.store.open()
    rules.__post_init__()
    order = await client.order(ADA.order)
    assert order is not None
    await rules.store._keep((order,))  # noqa: SLF001 - a page of orders has come, and no catalogue
    for _ in range(MOST_FAILURES + 1):
        outcome = await rules.service.register(USER, ADA.order, ADA.name)
        assert outcome.result is Result.STARTING
    assert rules.log == []
    await rules.store.refresh()
    assert (await rules.service.register(USER, ADA.order, ADA.name)).result is Result.REGISTERED


async def test_the_catalogue_comes_before_the_orders(rules: Rules, client: PretixClient) -> None:
    rules.store = TicketStore(rules.database, client, rules.clock, source="another event")
    await rules.store.open()
    seen: list[int] = []
    await rules.store.refresh(progress=lambda *_: seen.append(len(rules.store.items)))
    assert min(seen) > 0


async def test_a_new_token_keeps_the_catalogue(rules: Rules, client: PretixClient) -> None:
    await with_new_token(rules, client)
    assert rules.store.items
    assert not rules.store.is_ready
    assert (await rules.service.register(USER, ADA.order, ADA.name)).result is Result.REGISTERED


@pytest.mark.parametrize(
    ("item", "variation", "name"),
    [(CONFERENCE, None, "Conference pass"), (CONFERENCE, BUSINESS, "Company"), (TUTORIAL, None, "Workshop")],
)
async def test_a_renamed_product_changes_nobody_and_is_told_once(
    rules: Rules, item: int, variation: int | None, name: str
) -> None:
    await rules.service.register(USER, ADA.order, ADA.name)
    await rules.pretix.rename_item(item, name, variation_id=variation)
    assert await rules.follow_pretix() == []
    assert [rename.now for rename in rules.store.take_renames()] == [name]
    assert await rules.follow_pretix() == []
    assert rules.store.take_renames() == ()
    assert rules.members.roles[USER] == roles(*ADA.roles)
    assert rules.mapping().outdated_keys()
    assert rules.mapping().unknown_keys() == ()
    titles = (await rules.service.sync(USER)).tickets
    assert name in " ".join(titles)
    assert (await rules.service.register(OTHER, HEDY.order, HEDY.name)).roles == roles(*HEDY.roles)


async def test_a_name_that_went_to_another_product_is_that_ones() -> None:
    before = Item(id=1, name={"en": "Student"}, former_names=("Personal",))
    other = Item(id=2, name={"en": "Personal"})
    mapping = RoleMapping({"Personal": ("A",), "Student": ("B",)}).with_items([before, other])
    assert mapping.roles_for(position(item=1)) == {"B"}
    assert mapping.roles_for(position(item=2)) == {"A"}


async def test_a_date_of_an_event_series_can_be_mapped() -> None:
    item = Item(id=1, name={"en": "Day ticket"}, event="conf2027")
    days = [Subevent(id=7, name={"en": "Wednesday"}), Subevent(id=8, name={"en": "Thursday"})]
    entries = {"Wednesday": ("W",), "Thursday / Day ticket": ("T",), "Day ticket": ("Attendee",)}
    mapping = RoleMapping(entries).with_items([item], days)
    assert mapping.roles_for(position(item=1, subevent=7)) == {"Attendee", "W"}
    assert mapping.roles_for(position(item=1, subevent=8)) == {"Attendee", "T"}
    assert mapping.title(position(item=1, subevent=8)) == "Thursday / Day ticket"
    assert mapping.unknown_keys() == ()


async def test_dates_are_read_when_an_order_has_one(rules: Rules) -> None:
    rules.pretix.subevents = [{"id": 7, "name": {"en": "Wednesday"}, "active": True}]
    sold = as_order(Purchase("DAY77", (Ticket(named("Day Visitor"), PERSONAL),)))
    sold["positions"][0]["subevent"] = 7
    await rules.pretix.orders.add(sold)
    outcome = await rules.service.register(USER, "DAY77", "Day Visitor")
    assert outcome.tickets == ("Wednesday / Conference ticket / Personal",)


async def test_a_renamed_date_is_noticed_and_changes_nobody(rules: Rules) -> None:
    rules.pretix.subevents = [{"id": 7, "name": {"en": "Wednesday"}, "active": True}]
    sold = as_order(Purchase("DAY77", (Ticket(named("Day Visitor"), PERSONAL),)))
    sold["positions"][0]["subevent"] = 7
    await rules.pretix.orders.add(sold)
    await rules.service.register(USER, "DAY77", "Day Visitor")
    rules.pretix.subevents = [{"id": 7, "name": {"en": "First day"}, "active": True}]
    await rules.store.refetch_items()
    (rename,) = rules.store.take_renames()
    assert (rename.before, rename.now) == ("Wednesday", "First day")
    order = rules.store.get("DAY77")
    assert order is not None
    mapping = RoleMapping({"Wednesday": ("W",), "First day": ("F",)})
    mapping = mapping.with_items(rules.store.items, rules.store.subevents)
    assert mapping.roles_for(order.positions[0]) == {"W", "F"}
    assert (mapping.unknown_keys(), mapping.outdated_keys()) == ((), ("Wednesday",))


async def test_each_event_may_have_a_mapping_of_its_own() -> None:
    items = [
        Item(id=1, name={"en": "Ticket"}, event="conf"),
        Item(id=2, name={"en": "Ticket"}, event="more", former_names=("Morning",)),
        Item(id=3, name={"en": "Morning"}, event="conf"),
    ]
    by_event = {"conf": {"Ticket": ("Attendee",)}, "more": {"Ticket": ("Tutorial",), "Morning": ("Early",)}}
    mapping = RoleMapping({}, by_event=by_event).with_items(items)
    assert mapping.roles_for(position(item=1)) == {"Attendee"}
    # That another event sells something of the former name takes nothing from it.
    assert mapping.roles_for(position(item=2)) == {"Tutorial", "Early"}
    assert mapping.roles_for(position(item=3)) == frozenset()
    assert mapping.all_roles == {"Attendee", "Tutorial", "Early"}
    assert (mapping.unknown_keys(), mapping.outdated_keys()) == ((), ("more: Morning",))


async def test_an_entry_of_one_event_that_only_another_sells_is_unknown() -> None:
    items = [Item(id=1, name={"en": "Ticket"}, event="conf"), Item(id=2, name={"en": "Lab"}, event="more")]
    mapping = RoleMapping({}, by_event={"conf": {"Lab": ("A",)}, "more": {"Lab": ("B",)}}).with_items(items)
    assert mapping.unknown_keys() == ("conf: Lab",)


async def test_several_events_are_one_shop(rules: Rules, client: PretixClient) -> None:
    tutorials = [as_order(Purchase("TTRL7", (Ticket(named("Ada Lovelace"), None, TUTORIAL),)))]
    async with open_shop(tutorials, rules.clock) as shop, open_client(shop) as other:
        both = SeveralEvents([client, other])
        rules.store = TicketStore(rules.database, both, rules.clock, source="both")
        await rules.store.open()
        rules.__post_init__()
        progress: list[tuple[int, int]] = []
        await rules.store.refresh(progress=lambda *counted: progress.append(counted))
        assert progress[-1][0] == progress[-1][1] == len(rules.store)
        await rules.service.register(USER, ADA.order, ADA.name)
        outcome = await rules.service.register(USER, "TTRL7", ADA.name)
        assert outcome.roles == roles(*ADA.roles)
        await rules.pretix.orders.cancel(ADA.order)
        rules.clock.forward(minutes=5)
        await rules.store.refresh()
        (outcome,) = await rules.service.follow_changes()
        assert rules.members.roles[USER] == roles("Tutorial")
        await shop.orders.add(as_order(Purchase("TTRL8", (Ticket(named("New Comer"), None, TUTORIAL),))))
        assert (await rules.service.register(OTHER, "TTRL8", "New Comer")).result is Result.REGISTERED


@pytest.mark.parametrize("reason", ["down", "looks used up"])
async def test_without_pretix_known_and_unknown_orders_read_the_same(rules: Rules, reason: str) -> None:
    if reason == "down":
        rules.pretix.failures.fail_with(Failure.DOWN)
    else:
        for number in range(30):
            await rules.fresh_look.at(f"NONE{number}", USER)
    found = [
        (await rules.service.register(USER, code, "Some Body")).result
        for _ in range(MOST_UNANSWERED // 2)
        for code in (GRACE.order, "NEVER")
    ]
    assert set(found) == {Result.PRETIX_UNAVAILABLE}
    # Nobody can guess for ever either.
    assert (await rules.service.register(USER, GRACE.order, "Some Body")).result is Result.TOO_MANY_ATTEMPTS


async def test_one_member_does_not_use_up_the_looks_of_all(rules: Rules) -> None:
    asked = [await rules.fresh_look.at(f"NONE{number}", USER) for number in range(60)]
    assert not asked[-1]
    assert await rules.fresh_look.at("NEVER", OTHER)


async def test_an_older_copy_is_used_and_loaded_again(rules: Rules, client: PretixClient) -> None:
    await rules.database.remember("registration.store.format", 1)
    store = TicketStore(rules.database, client, rules.clock, source=EVENT)
    await store.open()
    assert store.is_ready
    rules.pretix.failures.fail_with(Failure.DOWN)
    with pytest.raises(ServiceError):
        await store.refresh()
    assert len(store) > 0
    rules.pretix.failures.recover()
    assert store.loaded_at is None
    await store.refresh()
    assert store.loaded_at is not None
