"""What is sold and on which dates, and how one who polls or listens learns that it was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.conference.catalogue import CONFERENCE, STUDENT
from tests.contracts.test_pretix_changes import listen

if TYPE_CHECKING:
    from DiscordBot.features.registration.shop.client import PretixClient
    from tests.contracts.fixtures import ClientOf, Receiver
    from tests.contracts.server import Api, PretixServer


@pytest.mark.parametrize("variation", [None, STUDENT])
async def test_something_renamed_is_told_and_seen_at_once(
    api: Api, pretix: PretixServer, receiver: Receiver, client: PretixClient, variation: int | None
) -> None:
    await listen(api, receiver, action_types=["pretix.event.item.*"])

    await pretix.shop.rename_item(CONFERENCE, "Admission", variation_id=variation)

    (body,) = receiver.bodies
    assert isinstance(body.pop("notification_id"), int)
    action = "pretix.event.item.changed" if variation is None else "pretix.event.item.variation.changed"
    assert body == {
        "organizer": pretix.organizer,
        "event": pretix.event,
        "item": CONFERENCE,
        "action": action,
    }
    item = next(item for item in await client.items() if item.id == CONFERENCE)
    names = item.name if variation is None else next(v for v in item.variations if v.id == variation).value
    assert set(names.values()) == {"Admission"}


async def test_orders_tell_nothing_of_a_renamed_item(
    api: Api, pretix: PretixServer, receiver: Receiver
) -> None:
    await listen(api, receiver)
    before = (await api.get("orders/", ("page_size", "1"))).headers["X-Page-Generated"]
    await pretix.shop.rename_item(CONFERENCE, "Admission")
    assert receiver.bodies == []
    assert await api.codes(("modified_since", before)) == []


async def test_an_event_that_is_no_series_has_no_dates(client: PretixClient) -> None:
    assert await client.subevents() == ()


async def test_the_dates_of_a_series(pretix: PretixServer, client_of: ClientOf) -> None:
    event, number = await pretix.shop.add_date("Wednesday")
    (date,) = await client_of(event).subevents()
    assert (date.id, date.name) == (number, {"en": "Wednesday"})
