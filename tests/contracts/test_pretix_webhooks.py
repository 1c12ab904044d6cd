"""Webhooks: who is called, what happens when the one who is called does not want to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.test_pretix_changes import listen
from tests.contracts.world import PAID, PENDING

if TYPE_CHECKING:
    from tests.contracts.fixtures import Receiver
    from tests.contracts.server import Api, PretixServer


async def is_enabled(api: Api, number: int) -> bool:
    answer = await api.request("GET", f"{api.server.organizer_url}webhooks/{number}/")
    return bool(answer.json["enabled"])


async def test_a_webhook_is_listed_as_it_was_registered(api: Api, receiver: Receiver) -> None:
    webhook = await listen(api, receiver)
    listed = (await api.request("GET", f"{api.server.organizer_url}webhooks/")).json
    assert listed["count"] == 1
    assert set(listed["results"][0].pop("action_types")) == set(webhook.pop("action_types"))
    assert listed["results"] == [webhook]
    assert webhook == {
        "id": webhook["id"],
        "enabled": True,
        "target_url": receiver.url,
        "all_events": True,
        "limit_events": [],
        "comment": None,
    }


async def test_an_unknown_action_is_refused(api: Api) -> None:
    wanted = {
        "enabled": True,
        "target_url": "http://127.0.0.1:9/",
        "all_events": True,
        "limit_events": [],
        "action_types": ["pretix.event.order.vanished"],
    }
    answer = await api.request("POST", f"{api.server.organizer_url}webhooks/", body=wanted)
    assert answer.status == 400
    assert answer.json == {"action_types": ['Invalid action type "pretix.event.order.vanished".']}


async def test_only_what_was_asked_for_is_told(api: Api, pretix: PretixServer, receiver: Receiver) -> None:
    await listen(api, receiver, action_types=["pretix.event.order.paid"])
    await pretix.changes.rename_attendee(PENDING["code"], 1, "Somebody Else")
    await pretix.changes.mark_paid(PENDING["code"])
    assert [body["action"] for body in receiver.bodies] == ["pretix.event.order.paid"]


async def test_one_event_can_be_asked_for(api: Api, pretix: PretixServer, receiver: Receiver) -> None:
    await listen(api, receiver, all_events=False, limit_events=[pretix.event])
    await pretix.changes.cancel(PAID["code"])
    assert len(receiver.bodies) == 1


async def test_a_disabled_webhook_is_not_called(api: Api, pretix: PretixServer, receiver: Receiver) -> None:
    webhook = await listen(api, receiver)
    answer = await api.request("DELETE", f"{api.server.organizer_url}webhooks/{webhook['id']}/")
    assert answer.status == 204
    assert not await is_enabled(api, webhook["id"])
    await pretix.changes.cancel(PAID["code"])
    assert receiver.bodies == []


async def test_gone_disables_it(api: Api, pretix: PretixServer, receiver: Receiver) -> None:
    webhook = await listen(api, receiver)
    receiver.answers = [410]
    await pretix.changes.cancel(PAID["code"])
    assert not await is_enabled(api, webhook["id"])
    await pretix.changes.cancel(PENDING["code"])
    assert len(receiver.bodies) == 1


async def test_an_error_is_tried_again_with_the_same_number(
    api: Api, pretix: PretixServer, receiver: Receiver
) -> None:
    webhook = await listen(api, receiver)
    receiver.answers = [500, 302]
    await pretix.changes.cancel(PAID["code"])
    await receiver.has_received(3)
    assert len({body["notification_id"] for body in receiver.bodies}) == 1
    assert await is_enabled(api, webhook["id"])
