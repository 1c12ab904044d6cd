"""How pretix picks, sorts and cuts what it answers with; measured against pretix 2026.8."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from multidict import MultiMapping

Json = dict[str, Any]

LARGEST_PAGE = 50
TRUTH = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
ORDER_SORT_KEYS = ("datetime", "code", "status", "last_modified", "cancellation_date")


class BadQueryError(Exception):
    """A parameter's value makes no sense (400); the message is the answer for `parameter`."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class NoSuchPageError(Exception):
    """The page asked for is past the end or no number (404)."""


def select_orders(orders: Iterable[Json], query: MultiMapping[str]) -> list[Json]:
    """Filter and sort; `orders` come in the order of their creation. Unknown parameters count for nothing."""
    chosen = list(orders)
    for parameter, accepts in _order_filters(query):
        wanted = query.get(parameter)
        if wanted:
            chosen = [order for order in chosen if accepts(order, wanted)]
    # pretix breaks ties by descending primary key.
    chosen.reverse()
    for key in reversed(_sort_keys(query.get("ordering", ""))):
        chosen.sort(key=_value_of(key.lstrip("-")), reverse=key.startswith("-"))
    return chosen


def _value_of(key: str) -> Callable[[Json], str]:
    return lambda order: order[key] or ""


def _order_filters(query: MultiMapping[str]) -> list[tuple[str, Callable[[Json, str], bool]]]:
    since = _time("modified_since", query.get("modified_since"))
    return [
        ("code", lambda order, wanted: order["code"].upper() == wanted.upper()),
        ("status", lambda order, wanted: order["status"] == wanted.lower()),
        ("email", lambda order, wanted: (order["email"] or "").lower() == wanted.lower()),
        ("testmode", lambda order, wanted: TRUTH.get(wanted, order["testmode"]) == order["testmode"]),
        (
            "require_approval",
            lambda order, wanted: TRUTH.get(wanted, order["require_approval"]) == order["require_approval"],
        ),
        ("modified_since", lambda order, _: since is None or parse_time(order["last_modified"]) >= since),
    ]


def _sort_keys(ordering: str) -> list[str]:
    known = [key for key in ordering.split(",") if key.lstrip("-") in ORDER_SORT_KEYS]
    return known or ["datetime"]


def select_positions(orders: Iterable[Json], query: MultiMapping[str]) -> list[Json]:
    """List positions across orders as `/orderpositions/` does, by date of purchase."""
    code, name = query.get("order", "").upper(), query.get("attendee_name", "").lower()
    by_purchase = sorted(orders, key=lambda order: order["datetime"])
    return [
        position
        for order in by_purchase
        if not code or order["code"] == code
        for position in visible_positions(order, query)
        if not name or name in _names(position, order)
    ]


def _names(position: Json, order: Json) -> set[str]:
    parents = [other for other in order["positions"] if other["id"] == position["addon_to"]]
    return {(one["attendee_name"] or "").lower() for one in (position, *parents)}


def visible_positions(order: Json, query: MultiMapping[str]) -> list[Json]:
    """Leave out single cancelled positions unless they are asked for."""
    if query.get("include_canceled_positions", "").lower() == "true":
        return list(order["positions"])
    return [position for position in order["positions"] if not position["canceled"]]


def represent_order(order: Json, query: MultiMapping[str]) -> Json:
    """Cut an order to what `include` and `exclude` say; `positions.id` goes one level down."""
    shown: Json = order | {"positions": visible_positions(order, query)}
    included = set(query.getall("include", []))
    if included:
        shown = {
            key: _included(key, value, included) for key, value in shown.items() if _wanted(key, included)
        }
    for path in query.getall("exclude", []):
        key, _, child = path.partition(".")
        if not child:
            shown.pop(key, None)
        elif key in shown:
            shown[key] = [{name: item[name] for name in item if name != child} for item in shown[key]]
    return shown


def _wanted(key: str, included: set[str]) -> bool:
    return key in included or any(path.startswith(f"{key}.") for path in included)


def _included(key: str, value: Any, included: set[str]) -> Any:  # noqa: ANN401 - JSON has values of any kind
    if key in included or not isinstance(value, list):
        return value
    return [{name: item[name] for name in item if f"{key}.{name}" in included} for item in value]


def paginate(results: list[Json], query: MultiMapping[str]) -> tuple[list[Json], int, bool]:
    """Return one page, its number and whether another follows; a page holds 50 at most.

    Raises `NoSuchPageError` for a page past the end; the first page always exists.
    """
    size = int(query["page_size"]) if query.get("page_size", "").isdecimal() else LARGEST_PAGE
    size = min(size or LARGEST_PAGE, LARGEST_PAGE)
    last = max(1, -(-len(results) // size))
    wanted = query.get("page", "1")
    number = last if wanted == "last" else int(wanted) if wanted.isdecimal() else 0
    if not 1 <= number <= last:
        raise NoSuchPageError
    return results[(number - 1) * size : number * size], number, number < last


def parse_time(text: str) -> datetime:
    """Read a time as pretix writes it: ISO 8601 with its zone."""
    return datetime.fromisoformat(text)


def _time(parameter: str, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_time(text)
    except ValueError:
        raise BadQueryError(parameter, "Enter a valid date/time.") from None
    return moment if moment.tzinfo else moment.astimezone()
