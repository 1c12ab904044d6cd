"""What is wrong with the sections of config.toml, in the words of the person who wrote them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel, ValidationError

from DiscordBot.config.values import suggestion
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from DiscordBot.config.schema import Schema
    from DiscordBot.config.sections import SharedSections

    Location = tuple[int | str, ...]

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
_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least {}"),
    "greater_than": ("gt", "must be more than {}"),
    "less_than_equal": ("le", "must be at most {}"),
}


def parse_sections(
    document: dict[str, object], file_name: str, schema: Schema
) -> tuple[SharedSections | None, list[Finding]]:
    """Return the typed sections of a TOML document, or None and every mistake in it.

    Findings name keys but never values, since people paste secrets into the wrong file.
    """
    explained = _Explained(file_name, schema)
    alone = list(explained.sections_alone(document))
    try:
        sections = schema.sections.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        told = [detail for detail in details if not _follows(detail, details)]
        return None, _one_for_each_key([*map(explained.finding, told), *alone])
    return (None, alone) if alone else (sections, [])


def _follows(error: ErrorDetails, errors: Iterable[ErrorDetails]) -> bool:
    """Tell whether a list is only called empty because what is in it is wrong."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in errors
    )


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


@dataclass(frozen=True, slots=True)
class _Explained:
    """Puts mistakes into words, knowing what there might be in the file."""

    file_name: str
    schema: Schema

    def sections_alone(self, document: dict[str, object]) -> Iterator[Finding]:
        """Tell of sections without what they work on."""
        for feature in self.schema.features:
            missing = [
                " or ".join(f"[{name}]" for name in any_of)
                for needed in feature.requires
                if document.keys().isdisjoint(any_of := (needed,) if isinstance(needed, str) else needed)
            ]
            for name in feature.sections if missing else ():
                if name in document:
                    needed = " and ".join(missing)
                    detail = f"needs the section {needed} as well"
                    remedy = f"Add {needed}, or remove [{name}]."
                    yield Finding(f"{self.file_name}: {name}", Level.ERROR, detail, remedy)

    def finding(self, error: ErrorDetails) -> Finding:
        """Return one mistake as pydantic saw it."""
        location = tuple(part for part in error["loc"] if part != "[key]")
        detail, remedy = self._explain(error, location)
        return Finding(f"{self.file_name}: {_key(location)}", Level.ERROR, detail, remedy)

    def _explain(self, error: ErrorDetails, location: Location) -> tuple[str, str]:
        kind = error["type"]
        if kind == "extra_forbidden":
            return self._explain_unknown(location)
        if kind == "missing":
            return self._explain_missing(location)
        in_double_brackets = kind == "tuple_type" and self._listed(location)
        if kind in {"model_type", "mapping_type", "dict_type"} or in_double_brackets:
            return self._explain_section(location)
        return _explain_value(error), self._example(location)

    def _explain_unknown(self, location: Location) -> tuple[str, str]:
        key = str(location[-1])
        names = (key.upper(), f"{location[0]}_{key}".upper())
        secret = next((name for name in names if name in self.schema.secrets), None)
        if secret:
            return "is a secret and does not belong here", f"Put the line {secret}=... into .secrets."
        kind = "section" if len(location) == 1 else "key"
        meant = suggestion(key, list(self._model_of(location).model_fields))
        if meant:
            return f"there is no such {kind}", f"Did you mean {meant}?"
        sections = self.schema.sections.model_fields
        homes = [f"[{name}]" for name, field in sections.items() if key in _fields_inside(field)]
        if homes:
            return f"there is no such {kind} here", f"It belongs below {' or '.join(homes)}."
        return f"there is no such {kind}", "Remove it; config.toml of the project shows all that exist."

    def _explain_missing(self, location: Location) -> tuple[str, str]:
        if len(location) > 1:
            return "is missing", self._example(location)
        fields = _fields_inside(self.schema.sections.model_fields[str(location[0])])
        required = ", ".join(name for name, field in fields.items() if field.is_required())
        return "this section is missing", f"Add [{location[0]}] with {required}."

    def _explain_section(self, location: Location) -> tuple[str, str]:
        listed = self._listed(location)
        if listed:
            remedy = f"Write [[{'.'.join(listed)}]], in double brackets, above each."
            return "needs a section for each", remedy
        if len(location) == 1:
            return "needs to be one section", f"Write [{location[0]}], in single brackets, above its keys."
        return "needs keys and values", f"For example: {self._mapping_example(location)}"

    def _listed(self, location: Location) -> tuple[str, ...]:
        """Return the name of the sections in double brackets at or around a place; empty if it is none."""
        names = tuple(part for part in location if isinstance(part, str))
        field = self._field(names)
        if field is None or get_origin(field.annotation) is not tuple:
            return ()
        return names if _model_inside(field.annotation) is not None else ()

    def _field(self, names: Location) -> FieldInfo | None:
        return self._model_of(names).model_fields.get(str(names[-1]))

    def _example(self, location: Location) -> str:
        names = [part for part in location if isinstance(part, str)]
        field = self._field(tuple(names))
        if field is None:
            return ""
        example = field.examples[0] if field.examples else field.default
        return "" if example is None else f"For example: {names[-1]} = {_as_toml(example)}"

    def _mapping_example(self, location: Location) -> str:
        """Show one line of the innermost mapping around a place."""
        names = [part for part in location if isinstance(part, str)]
        while names and ((field := self._field(tuple(names))) is None or not field.examples):
            names.pop()
        if not names or field is None or not field.examples:
            return f"[{'.'.join(map(str, location))}] and keys below it."
        ((key, value),) = field.examples[0].items()
        shown = value if value.startswith("{") else _as_toml(value)
        return f"[{'.'.join(names)}] and below it {key} = {shown}"

    def _model_of(self, location: Location) -> type[BaseModel]:
        """Find the section that the last key stands in; positions and days lead no deeper."""
        model: type[BaseModel] = self.schema.sections
        for part in location[:-1]:
            field = model.model_fields.get(str(part))
            model = (field and _model_inside(field.annotation)) or model
        return model


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


def _as_toml(value: object) -> str:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _key(location: tuple[int | str, ...]) -> str:
    """Write a place as people count it: the second room is rooms[2]."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def _model_inside(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_inside(part))), None)


def _fields_inside(field: FieldInfo) -> dict[str, FieldInfo]:
    model = _model_inside(field.annotation)
    return model.model_fields if model else {}


def room_warnings(sections: SharedSections) -> list[tuple[str, str, str]]:
    """Return key, detail and remedy of what is allowed but probably not meant."""
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
