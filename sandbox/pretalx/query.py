"""How pretalx picks, cuts and pages what it answers with; measured against pretalx 2025.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from multidict import MultiMapping

Json = dict[str, Any]

LARGEST_PAGE = 250
USUAL_PAGE = 50
USUAL_ROOMS = 100
STATES = ("submitted", "accepted", "confirmed", "rejected", "canceled", "withdrawn", "draft", "deleted")


class BadQueryError(Exception):
    """A parameter's value makes no sense (400); the message is the answer for `parameter`."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class NoSuchPageError(Exception):
    """The page asked for is past the end or no number (404)."""


class CrashError(Exception):
    """A query at which pretalx itself fails (500)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to expand, leave out and keep of a record; `submission.title` goes one level down."""

    expand: tuple[str, ...]
    omit: tuple[str, ...]
    fields: tuple[str, ...]

    def cut(self, record: Json) -> Json:
        """Return what is to be shown of a record."""
        return {field: value for field, value in record.items() if self.keeps(field)}

    def keeps(self, field: str) -> bool:
        """Tell whether a field is shown; leaving out something inside it keeps the field."""
        omitted = field in self.omit and not _below(self.omit, field)
        return not omitted and (not self.fields or field in _heads(self.fields))

    def expands(self, field: str) -> bool:
        """Tell whether a record comes instead of its code or id."""
        return field in _heads(self.expand)

    def inside(self, field: str) -> Wanted:
        """Return what is wanted of the records in a field."""
        return Wanted(_below(self.expand, field), _below(self.omit, field), _below(self.fields, field))


def _heads(paths: tuple[str, ...]) -> set[str]:
    return {path.partition(".")[0] for path in paths}


def _below(paths: tuple[str, ...], field: str) -> tuple[str, ...]:
    return tuple(path.removeprefix(f"{field}.") for path in paths if path.startswith(f"{field}."))


def read_wanted(query: MultiMapping[str]) -> Wanted:
    """Read `expand`, `omit` and `fields`: names with commas between them, or repeated."""
    expand, omit, fields = (
        tuple(name for value in query.getall(parameter, []) for name in value.split(",") if name)
        for parameter in ("expand", "omit", "fields")
    )
    return Wanted(expand, omit, fields)


def select_slots(
    slots: Iterable[Json], schedules: Iterable[Json], query: MultiMapping[str]
) -> list[Json] | None:
    """Filter by what the query names; `None` when it names nothing, so that the current schedule is meant."""
    known = {str(schedule["id"]) for schedule in schedules}
    if query.get("schedule", "") not in {"", *known}:
        message = "Select a valid choice. That choice is not one of the available choices."
        raise BadQueryError("schedule", message)
    filters: dict[str, Callable[[Json], object]] = {
        "schedule": lambda slot: str(slot["schedule"]),
        "submission": lambda slot: slot["submission"],
        "room": lambda slot: str(slot["room"]),
        "is_visible": lambda slot: str(slot["is_visible"]).lower(),
    }
    named = {parameter: query[parameter] for parameter in filters if query.get(parameter)}
    if not named:
        return None
    return [slot for slot in slots if all(filters[name](slot) == value for name, value in named.items())]


def select_submissions(submissions: Iterable[Json], query: MultiMapping[str]) -> list[Json]:
    """Filter by state, if the query names any; by code otherwise sorted."""
    states = query.getall("state", [])
    for state in states:
        if state not in STATES:
            message = f"Select a valid choice. {state} is not one of the available choices."
            raise BadQueryError("state", message)
    chosen = [one for one in submissions if not states or one["state"] in states]
    return sorted(chosen, key=lambda one: str(one["code"]))


def select_answers(answers: Iterable[Json], query: MultiMapping[str]) -> list[Json]:
    """Filter by the number of the question, if the query names one."""
    wanted = query.get("question", "")
    if wanted and not wanted.isdecimal():
        raise BadQueryError("question", "Enter a number.")
    return [answer for answer in answers if wanted in {"", str(answer["question"])}]


def paginate(records: list[Json], query: MultiMapping[str]) -> tuple[list[Json], dict[str, int] | None]:
    """Return one page and the parameters of the next one."""
    size = int(query["page_size"]) if query.get("page_size", "").isdecimal() else USUAL_PAGE
    size = min(size or USUAL_PAGE, LARGEST_PAGE)
    last = max(1, -(-len(records) // size))
    wanted = query.get("page", "1")
    number = last if wanted == "last" else int(wanted) if wanted.isdecimal() else 0
    if not 1 <= number <= last:
        raise NoSuchPageError
    following = {"page": number + 1} if number < last else None
    return records[(number - 1) * size : number * size], following


def limit(records: list[Json], query: MultiMapping[str]) -> tuple[list[Json], dict[str, int] | None]:
    """Return a part of the rooms and the parameters of the next one; pages are not for them."""
    size = int(query.get("limit", USUAL_ROOMS))
    start = int(query.get("offset", 0))
    following = {"limit": size, "offset": start + size} if start + size < len(records) else None
    return records[start : start + size], following
