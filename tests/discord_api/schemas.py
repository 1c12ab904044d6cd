"""Turns the document's schemas into ones that say what is wrong, and takes what Discord takes beyond them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

COMPONENTS = "#/components/schemas/"

NUMBERS_AS_TEXT = frozenset({"allow", "deny", "permissions", "default_member_permissions"})
"""Sets of permissions outgrew 32 bits. Discord documents them as strings ("Permissions", API reference), and
the readme of its OpenAPI document says that text is taken for numbers."""

IDS = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
"""discord.py sends ids as numbers, which Discord takes as well ("ID Serialization", API reference)."""

DATE_TIME = {"type": "string", "format": "date-time"}
"""Zod knows UTC by the name Z alone; Discord takes every ISO 8601 time stamp, as discord.py writes them."""

BEYOND: dict[str, Json] = {
    # "Application Command Object": whether the command is age-restricted. discord.py tells it of groups.
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": ["boolean", "null"]}},
    # discord.py sends an embed again as Discord had sent it, which ignores what only itself may set.
    "RichEmbed": {"flags": {"type": "integer"}},
    # discord.py says of each message that it is not to be read aloud, also where Discord ignores it.
    "MessageEditRequestPartial": {"tts": {"const": False}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"const": False}},
    "BaseCreateMessageCreateRequest": {"tts": {"const": False}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"const": False}},
    # discord.py calls a forum's thread a public one, which it is anyway.
    "CreateForumThreadRequest": {"type": {"const": 11}},
}
"""Properties that Discord takes, and the document does not tell of."""

QUERY_BEYOND: dict[str, Json] = {
    # From when the first message became a field of its own; Discord told of it then (its documentation's pull
    # request 4850), and discord.py asks for it still.
    "POST /channels/{channel_id}/threads": {"use_nested_fields": {"const": 1}},
}
"""Parameters in addresses that Discord takes, and the document does not tell of."""


def readable(schemas: dict[str, Json]) -> dict[str, Json]:
    """Return all named schemas with the changes that this module tells of."""
    by_name = {name: dict(schema) for name, schema in schemas.items()}
    for name, properties in BEYOND.items():
        by_name[name] = by_name[name] | {"properties": by_name[name]["properties"] | properties}
    by_name["SnowflakeType"] = IDS
    return {name: changed(schema, schemas) for name, schema in by_name.items()}


def changed(schema: Any, named: dict[str, Json]) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(schema, list):
        return [changed(one, named) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "date-time":
        return DATE_TIME
    result = {key: changed(value, named) for key, value in schema.items()}
    if isinstance(result.get("properties"), dict):
        for name in NUMBERS_AS_TEXT & result["properties"].keys():
            result["properties"][name] = _or_text(result["properties"][name])
    if "anyOf" in result:
        return _decided(result, named)
    return result


def _or_text(schema: Json) -> Json:
    return {"if": {"type": "string"}, "then": {"pattern": "^[0-9]+$"}, "else": schema}


def _decided(schema: Json, named: dict[str, Json]) -> Json:
    """Choose among alternatives by what tells them apart, so that an error speaks of the right one."""
    alternatives = [one for one in schema["anyOf"] if one not in ({"type": "null"}, {})]
    decided = alternatives[0] if len(alternatives) == 1 else _by_type(alternatives, named)
    if decided is None:
        return schema
    if {"type": "null"} in schema["anyOf"]:
        return {"if": {"type": "null"}, "else": decided}
    return decided


def _by_type(alternatives: list[Json], named: dict[str, Json]) -> Json | None:
    kinds = [_kinds(one, named) for one in alternatives]
    if not all(kinds) or len({kind for some in kinds for kind in some}) < sum(map(len, kinds)):
        return None
    cases = [
        {"if": {"properties": {"type": {"enum": some}}}, "then": one}
        for some, one in zip(kinds, alternatives, strict=True)
    ]
    allowed = [kind for some in kinds for kind in some]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": allowed}},
        "allOf": [{"if": {"type": "object", "required": ["type"]}, "then": case} for case in cases],
    }


def _kinds(schema: Json, named: dict[str, Json]) -> list[int]:
    target = named.get(schema.get("$ref", "").removeprefix(COMPONENTS), {})
    kind = target.get("properties", {}).get("type", {})
    return [kind["const"]] if "const" in kind else kind.get("enum", [])
