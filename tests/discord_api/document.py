"""Discord's OpenAPI document: which routes there are, and what each of them takes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, validators

from tests.discord_api.schemas import QUERY_BEYOND, changed, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jsonschema.exceptions import ValidationError

    from tests.discord_api.request import Json, Request


READABLE = 150
LENGTHS = frozenset({"maxItems", "maxLength"})
YES_OR_NO = frozenset({"0", "1", "true", "false", "True", "False"})


def _is_array(_: object, value: object) -> bool:
    return isinstance(value, (list, tuple))


def _is_number_in_address(_: object, value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.isdigit())


def _is_boolean_in_address(_: object, value: object) -> bool:
    return isinstance(value, bool) or str(value) in YES_OR_NO


# What discord.py hands on is not JSON yet, and becomes text where it stands in the address.
_TYPES = Draft202012Validator.TYPE_CHECKER.redefine("array", _is_array)
_IN_ADDRESS = {"number": _is_number_in_address, "boolean": _is_boolean_in_address}
BodyValidator = validators.extend(Draft202012Validator, type_checker=_TYPES)
QueryValidator = validators.extend(Draft202012Validator, type_checker=_TYPES.redefine_many(_IN_ADDRESS))


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    template: str
    body: Json | None
    query: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"


class Document:
    """Everything that Discord publishes; what a route takes is compiled when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._document: Json = json.loads(path.read_text())
        self._validators: dict[str, Draft202012Validator] = {}

    @cached_property
    def _named(self) -> dict[str, Json]:
        return readable(self._document["components"]["schemas"])

    @cached_property
    def _templates(self) -> list[tuple[str, list[str]]]:
        return [(template, template.strip("/").split("/")) for template in self._document["paths"]]

    @lru_cache(maxsize=1_000)  # noqa: B019 - there is one document as long as the process lives
    def operation(self, method: str, path: str) -> Operation | None:
        """Return what the path is for, the most literal reading first; None if Discord has no such route."""
        segments = path.strip("/").split("/")
        template = max(
            (
                template
                for template, parts in self._templates
                if _fits(parts, segments) and method.lower() in self._document["paths"][template]
            ),
            key=lambda template: -template.count("{"),
            default=None,
        )
        if template is None:
            return None
        found = self._document["paths"][template][method.lower()]
        beyond = QUERY_BEYOND.get(f"{method} {template}", {})
        query = found["query"] | {"properties": found["query"]["properties"] | beyond}
        return Operation(method, template, found["body"], query)

    def faults(self, operation: Operation, request: Request) -> Iterator[str]:
        """Tell what of the request does not fit the schemas."""
        yield from self._mismatches(f"{operation.name} query", operation.query, request.query, "query ")
        if operation.body is not None:
            yield from self._mismatches(operation.name, operation.body, request.body or {}, "")
        elif request.body:
            yield "has a body, and takes none"

    def _mismatches(self, key: str, schema: Json, instance: object, prefix: str) -> Iterator[str]:
        if key not in self._validators:
            whole = changed(schema, self._document["components"]["schemas"]) | {
                "components": {"schemas": self._named}
            }
            self._validators[key] = (QueryValidator if prefix else BodyValidator)(whole)
        for error in explained(self._validators[key].iter_errors(instance)):
            yield f"{prefix}{error.json_path}: {_told(error)} [{error.validator}]"


def explained(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Say of a choice that nothing fits what is wrong with the alternative that comes nearest."""
    for error in errors:
        if not error.context:
            yield error
            continue
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        nearest = min(branches, key=lambda branch: _distance(branches[branch]))
        yield from explained(branches[nearest])


def _distance(errors: list[ValidationError]) -> int:
    """Tell how far off an alternative is: what it does not know at all was meant for another one."""
    unknown = [
        error.instance.keys() - error.schema["properties"].keys()
        for error in errors
        if error.validator == "additionalProperties" and not error.path
    ]
    return sum(map(len, unknown)) + len(errors)


def _told(error: ValidationError) -> str:
    """Say what is wrong without repeating the whole of a long text or list."""
    if error.validator in LENGTHS:
        return f"{len(error.instance)} where {error.validator_value} are allowed"
    message = str(error.message)
    return (
        message if len(message) < READABLE else f"{message[: READABLE // 2]} ... {message[-READABLE // 2 :]}"
    )


def _fits(parts: list[str], segments: list[str]) -> bool:
    return len(parts) == len(segments) and all(
        part == segment or _is_value(part, segment) for part, segment in zip(parts, segments, strict=True)
    )


def _is_value(part: str, segment: str) -> bool:
    if not part.startswith("{"):
        return False
    return segment.isdigit() if part.endswith("_id}") else bool(segment)
