"""How pretix answers those who read: access, pages, filters, fields and the states of orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import conference
from tests.contracts import world

if TYPE_CHECKING:
    from tests.contracts.server import Api

ALL_POSITIONS = ("include_canceled_positions", "true")
STATE = ("status", "testmode", "require_approval", "valid_if_pending", "cancellation_date", "last_modified")
TICKET = ("id", "positionid", "item", "variation", "attendee_name", "attendee_email", "addon_to", "canceled")


def pick(record: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: record[key] for key in keys}


async def test_an_unknown_token_is_401(api: Api) -> None:
    answer = await api.get("orders/", token="nonsense")
    assert (answer.status, answer.json) == (401, {"detail": "Invalid token."})


async def test_no_token_at_all_is_401(api: Api) -> None:
    answer = await api.get("orders/", token="")
    assert (answer.status, answer.json) == (401, {"detail": "Authentication credentials were not provided."})


@pytest.mark.parametrize("path", ["organizers/nobody/", "organizers/example/events/nothing/orders/"])
async def test_an_unknown_organizer_or_event_is_403(api: Api, path: str) -> None:
    answer = await api.request("GET", f"{api.server.base_url}/{path}")
    assert answer.status == 403
    assert answer.json == {"detail": "You do not have permission to perform this action."}


async def test_a_token_without_the_right_sees_items_but_neither_orders_nor_webhooks(api: Api) -> None:
    limited = api.server.limited_token
    assert (await api.get("items/", token=limited)).status == 200
    assert (await api.request("GET", api.server.organizer_url, token=limited)).status == 200
    assert (await api.get("orders/", token=limited)).status == 403
    assert (await api.get(f"orders/{world.PAID['code']}/", token=limited)).status == 403
    assert (await api.get("orderpositions/", token=limited)).status == 403
    assert (await api.request("GET", f"{api.server.organizer_url}webhooks/", token=limited)).status == 403


async def test_a_missing_slash_is_301_to_the_same_with_slash(api: Api) -> None:
    answer = await api.get("orders", ("page_size", "1"))
    assert answer.status == 301
    assert answer.headers["Location"].endswith("/events/conf2027/orders/?page_size=1")


async def test_an_address_outside_of_the_api_is_a_404_page_of_html(api: Api) -> None:
    answer = await api.get("nonsense/")
    assert (answer.status, answer.content_type) == (404, "text/html")


async def test_an_unknown_order_is_404_and_codes_in_the_path_are_case_sensitive(api: Api) -> None:
    code = world.PAID["code"]
    assert (await api.get(f"orders/{code}/")).json["code"] == code
    for unknown in ("NONE9", code.lower()):
        answer = await api.get(f"orders/{unknown}/")
        assert (answer.status, answer.json) == (404, {"detail": "No Order matches the given query."})


async def test_filters_by_code_ignore_case(api: Api) -> None:
    code = world.WITH_ADDONS["code"]
    assert await api.codes(("code", code.lower())) == [code]
    positions = (await api.get("orderpositions/", ("order", code.lower()))).json
    assert [one["positionid"] for one in positions["results"]] == [1, 2, 3]
    assert {one["order"] for one in positions["results"]} == {code}


async def test_positions_have_no_filter_by_number_but_one_by_name_that_includes_addons(api: Api) -> None:
    code = ("order", world.WITH_ADDONS["code"])
    assert (await api.get("orderpositions/", code, ("positionid", "2"))).json["count"] == 3
    name = world.WITH_ADDONS["positions"][0]["attendee_name"]
    assert (await api.get("orderpositions/", code, ("attendee_name", name.upper()))).json["count"] == 3
    assert (await api.get("orderpositions/", code, ("attendee_name", "Nobody"))).json["count"] == 0


async def test_a_page_holds_fifty_at_most(api: Api) -> None:
    for size, expected in (("500", 50), ("50", 50), ("3", 3), ("0", 50), ("many", 50)):
        page = await api.orders(("page_size", size), ("include", "code"))
        assert len(page["results"]) == expected
        assert page["count"] == len(world.ORDERS)


async def test_next_and_previous_keep_the_query(api: Api) -> None:
    query = (("include", "code"), ("include", "status"), ("page_size", "2"))
    first = await api.orders(*query)
    assert first["previous"] is None
    assert first["next"].endswith("/orders/?include=code&include=status&page=2&page_size=2")
    second = await api.request("GET", first["next"])
    assert second.json["previous"].endswith("/orders/?include=code&include=status&page_size=2")
    assert [order["code"] for order in second.json["results"]] == world.CODES[2:4]


async def test_past_the_last_page_is_404(api: Api) -> None:
    last = -(-len(world.ORDERS) // 50)
    assert (await api.orders(("page", str(last)), ("include", "code")))["next"] is None
    for page in (str(last + 1), "0", "x"):
        answer = await api.get("orders/", ("page", page))
        assert (answer.status, answer.json) == (404, {"detail": "Invalid page."})


async def test_orders_come_by_date_of_purchase_and_ties_by_descending_age(api: Api) -> None:
    assert await api.codes(("page_size", "4")) == world.CODES[:4]
    assert await api.codes(("page_size", "4"), ("ordering", "-datetime")) == world.CODES[:-5:-1]
    cancelled = [order["code"] for order in world.ORDERS if order["status"] == "c"]
    assert await api.codes(("ordering", "status"), ("page_size", "3")) == cancelled[:-4:-1]
    assert await api.codes(("ordering", "nonsense"), ("page_size", "4")) == world.CODES[:4]


async def test_orders_can_be_filtered_by_state(api: Api) -> None:
    def count(**wanted: object) -> int:
        return sum(all(order[key] == value for key, value in wanted.items()) for order in world.ORDERS)

    assert (await api.orders(("status", "c")))["count"] == count(status="c") > 0
    assert (await api.orders(("testmode", "true")))["count"] == count(testmode=True) > 0
    assert (await api.orders(("testmode", "false")))["count"] == count(testmode=False)
    assert (await api.orders(("require_approval", "true")))["count"] == count(require_approval=True) > 0


async def test_unknown_parameters_count_for_nothing(api: Api) -> None:
    page = await api.orders(("colour", "red"), ("testmode", "maybe"), ("page_size", "1"))
    assert page["count"] == len(world.ORDERS)


async def test_include_and_exclude_cut_the_answer(api: Api) -> None:
    path = f"orders/{world.PAID['code']}/"
    everything = (await api.get(path)).json
    assert {"code", "invoice_address", "payments", "positions"} < set(everything)
    cut = (await api.get(path, ("include", "code"), ("include", "positions.id"))).json
    assert set(cut) == {"code", "positions"}
    assert all(set(position) == {"id"} for position in cut["positions"])
    assert set((await api.get(path, ("include", "status"))).json) == {"status"}
    whole = (await api.get(path, ("include", "positions"))).json
    assert whole == {"positions": everything["positions"]}
    less = (await api.get(path, ("exclude", "payments"), ("exclude", "positions.secret"))).json
    assert "payments" not in less
    assert "secret" not in less["positions"][0]
    neither = await api.get(path, ("include", "code"), ("include", "fees"), ("exclude", "fees"))
    assert set(neither.json) == {"code"}


async def test_a_list_tells_when_it_was_made(api: Api) -> None:
    answer = await api.get("orders/", ("page_size", "1"))
    generated = datetime.fromisoformat(answer.headers["X-Page-Generated"])
    assert abs(datetime.now(UTC) - generated) < timedelta(minutes=1)


async def test_modified_since_is_inclusive_and_understands_zones(api: Api) -> None:
    newest = max(world.ORDERS, key=lambda order: order["last_modified"])
    moment = datetime.fromisoformat(newest["last_modified"])
    just_then = [order["code"] for order in world.ORDERS if order["last_modified"] == newest["last_modified"]]
    elsewhere = moment.astimezone().isoformat()
    for text in (newest["last_modified"], moment.isoformat(), elsewhere):
        assert await api.codes(("modified_since", text)) == just_then
    assert await api.codes(("modified_since", (moment + timedelta(microseconds=1)).isoformat())) == []


async def test_a_time_that_is_none_is_400(api: Api) -> None:
    answer = await api.get("orders/", ("modified_since", "yesterday"))
    assert (answer.status, answer.json) == (400, {"modified_since": ["Enter a valid date/time."]})


@pytest.mark.parametrize(
    "order",
    [
        world.PAID,
        world.PENDING,
        world.AWAITING_APPROVAL,
        world.EXPIRED,
        world.CANCELLED,
        world.CANCELLED_WITH_FEE,
        world.ONE_CANCELLED,
        world.BLOCKED,
        world.TEST_MODE,
    ],
    ids=lambda order: order["code"],
)
async def test_every_state_is_told_as_it_is(api: Api, order: dict[str, Any]) -> None:
    told = (await api.get(f"orders/{order['code']}/", ALL_POSITIONS)).json
    assert pick(told, *STATE) == pick(order, *STATE)
    assert [pick(one, *TICKET, "blocked") for one in told["positions"]] == [
        pick(one, *TICKET, "blocked") for one in order["positions"]
    ]


async def test_a_cancelled_order_does_not_say_so_at_its_positions(api: Api) -> None:
    told = (await api.get(f"orders/{world.CANCELLED['code']}/")).json
    assert told["status"] == "c"
    assert [position["canceled"] for position in told["positions"]] == [False]


async def test_cancelled_positions_are_hidden_unless_asked_for(api: Api) -> None:
    for order in (world.CANCELLED_WITH_FEE, world.ONE_CANCELLED):
        alive = [one["positionid"] for one in order["positions"] if not one["canceled"]]
        told = (await api.get(f"orders/{order['code']}/")).json
        assert [one["positionid"] for one in told["positions"]] == alive
        told = (await api.get(f"orders/{order['code']}/", ALL_POSITIONS)).json
        assert len(told["positions"]) == len(order["positions"])


async def test_items_have_names_by_language_and_variations(api: Api) -> None:
    items = (await api.get("items/")).json
    keys = ("id", "name", "internal_name", "admission")
    for told, item in zip(items["results"], conference.items(), strict=True):
        assert pick(told, *keys) == pick(item, *keys)
        assert [pick(one, "id", "value") for one in told["variations"]] == [
            pick(one, "id", "value") for one in item["variations"]
        ]


async def test_if_modified_since_does_nothing(api: Api) -> None:
    headers = {
        "If-Modified-Since": "Fri, 31 Dec 2038 23:59:59 GMT",
        "Authorization": f"Token {api.server.token}",
    }
    async with api.session.get(f"{api.server.event_url}orders/?page_size=1", headers=headers) as response:
        assert response.status == 200
