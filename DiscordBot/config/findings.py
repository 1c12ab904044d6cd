"""What is wrong with the sections of config.toml, in the words of the person who wrote them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ValidationError

from DiscordBot.config.secrets import SECRET_NAMES
from DiscordBot.config.sections import Sections
from DiscordBot.config.values import suggestion
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_NEEDS = {
    "string_type": "needs text in quotes",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "int_type": "needs a whole number without quotes",
    "float_type": "needs a number without quotes",
    "finite_number": "needs an ordinary number",
    "bool_type": "needs true or false, without quotes",
    "date_type": "needs a day without quotes and without a time",
    "time_type": "needs a time of day without quotes",
    "datetime_type": "needs a day and a time, without quotes",
    "tuple_type": "needs a list in square brackets",
}
_SECTIONS_IN_DOUBLE_BRACKETS = {("rooms",), ("sponsors", "benefits"), ("sponsors", "companies")}
_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least {}"),
    "greater_than": ("gt", "must be more than {}"),
    "less_than_equal": ("le", "must be at most {}"),
}


def parse_sections(document: dict[str, object], file_name: str) -> tuple[Sections | None, list[Finding]]:
    """Return the typed sections of a TOML document, or None and every mistake in it.

    Findings name keys but never values, since people paste secrets into the wrong file.
    """
    try:
        return Sections.model_validate(document), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    return None, _one_for_each_key(_finding(detail, file_name) for detail in details)


def _one_for_each_key(findings: Iterable[Finding]) -> list[Finding]:
    """Put together what is said about one key: its name and its value may both be wrong."""
    by_key: dict[str, Finding] = {}
    for found in findings:
        before = by_key.get(found.subject)
        if before is not None:
            detail = f"{before.detail}; {found.detail}"
            remedy = " ".join(filter(None, (before.remedy, found.remedy)))
            found = replace(before, detail=detail, remedy=remedy)  # noqa: PLW2901 - the same, longer
        by_key[found.subject] = found
    return list(by_key.values())


def _finding(error: ErrorDetails, file_name: str) -> Finding:
    location = tuple(part for part in error["loc"] if part != "[key]")
    detail, remedy = _explain(error, location)
    return Finding(f"{file_name}: {_key(location)}", Level.ERROR, detail, remedy)


def _explain(error: ErrorDetails, location: tuple[int | str, ...]) -> tuple[str, str]:
    kind = error["type"]
    if kind == "extra_forbidden":
        return _explain_unknown(location)
    if kind == "missing":
        return _explain_missing(location)
    if kind in {"model_type", "mapping_type", "dict_type"} or (
        location in _SECTIONS_IN_DOUBLE_BRACKETS and kind == "tuple_type"
    ):
        return _explain_section(location)
    return _explain_value(error), _example(location)


def _explain_value(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be one of {context['expected']}"
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return words.format(context[bound])
    return _NEEDS.get(kind, "cannot be read")


def _explain_unknown(location: tuple[int | str, ...]) -> tuple[str, str]:
    key = str(location[-1])
    secret = next(
        (name for name in (key.upper(), f"{location[0]}_{key}".upper()) if name in SECRET_NAMES), None
    )
    if secret:
        return "is a secret and does not belong here", f"Put the line {secret}=... into .secrets."
    kind = "section" if len(location) == 1 else "key"
    meant = suggestion(key, list(_model_of(location).model_fields))
    if meant:
        return f"there is no such {kind}", f"Did you mean {meant}?"
    homes = [name for name, field in Sections.model_fields.items() if key in _fields_inside(field)]
    if homes:
        return (
            f"there is no such {kind} here",
            f"It belongs below {' or '.join(f'[{home}]' for home in homes)}.",
        )
    return f"there is no such {kind}", "Remove it; config.toml of the project shows all that exist."


def _explain_missing(location: tuple[int | str, ...]) -> tuple[str, str]:
    if len(location) > 1:
        return "is missing", _example(location)
    fields = _fields_inside(Sections.model_fields[str(location[0])])
    required = ", ".join(name for name, field in fields.items() if field.is_required())
    return "this section is missing", f"Add [{location[0]}] with {required}."


def _explain_section(location: tuple[int | str, ...]) -> tuple[str, str]:
    if location[0] == "rooms" and len(location) <= len(("rooms", 0)):
        return "needs a section for each room", "Write [[rooms]], in double brackets, above each room."
    if location[0] == "sponsors" and len(location) > 1:
        name = f"sponsors.{location[1]}"
        return "needs a section for each", f"Write [[{name}]], in double brackets, above each."
    if len(location) == 1:
        return "needs to be one section", f"Write [{location[0]}], in single brackets, above its keys."
    if "session_links" in location:
        example = '[programme.session_links] and below it V8VBPP = "https://..."'
    else:
        example = '[rooms.livestreams] and below it 2027-07-14 = { url = "https://..." }'
    return "needs keys and values", f"For example: {example}"


def _example(location: tuple[int | str, ...]) -> str:
    names = [part for part in location if isinstance(part, str)]
    field = _model_of(tuple(names)).model_fields.get(names[-1])
    if field is None:
        return ""
    example = field.examples[0] if field.examples else field.default
    return f"For example: {names[-1]} = {_as_toml(example)}"


def _as_toml(value: object) -> str:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _key(location: tuple[int | str, ...]) -> str:
    """Write a place as people count it: the second room is rooms[2]."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def _model_of(location: tuple[int | str, ...]) -> type[BaseModel]:
    """Find the section that the last key of `location` stands in; positions and days lead no deeper."""
    model: type[BaseModel] = Sections
    for part in location[:-1]:
        field = model.model_fields.get(str(part))
        model = (field and _model_inside(field.annotation)) or model
    return model


def _model_inside(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_inside(part))), None)


def _fields_inside(field: FieldInfo) -> dict[str, FieldInfo]:
    model = _model_inside(field.annotation)
    return model.model_fields if model else {}


def doubts_about(sections: Sections, file_name: str) -> list[Finding]:
    """Return what is allowed but probably not meant."""
    return [
        Finding(f"{file_name}: {key}", Level.WARNING, detail, remedy)
        for key, detail, remedy in (*_doubts_about_rooms(sections), *_doubts_between_sections(sections))
    ]


def _doubts_about_rooms(sections: Sections) -> list[tuple[str, str, str]]:
    first_day, last_day = sections.conference.first_day, sections.conference.last_day
    return [
        (
            f"rooms[{number}].livestreams",
            f"{day} is not a day of the conference",
            "Correct the day or remove it.",
        )
        for number, room in enumerate(sections.rooms, start=1)
        for day in room.livestreams
        if not first_day <= day <= last_day
    ]


def _doubts_between_sections(sections: Sections) -> list[tuple[str, str, str]]:
    doubts = []
    if sections.pretix and not sections.pretix.base_url.endswith("/api/v1"):
        remedy = _example(("pretix", "base_url"))
        doubts.append(("pretix.base_url", "does not end in /api/v1, as pretix's API does", remedy))
    if sections.programme and not sections.pretalx:
        doubts.append(("programme", "has no sessions to announce", "Add [pretalx], where they come from."))
    if sections.webhooks and not sections.pretix:
        doubts.append(("webhooks", "listens for calls that nobody needs", "Add [pretix], which makes them."))
    return doubts
