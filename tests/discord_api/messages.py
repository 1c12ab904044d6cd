"""What Discord enforces in messages and forms beyond its OpenAPI document."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.discord_api.request import Json, Request

LAYOUT = 1 << 15
"""The flag IS_COMPONENTS_V2."""

ROW, BUTTON, TEXT = 1, 2, 10
LINK, PREMIUM = 5, 6
SELECTS = frozenset({3, 5, 6, 7, 8})
OLD_COMPONENTS = frozenset({ROW, BUTTON, *SELECTS})

COMPONENTS_AT_MOST = 40
LAYOUT_TEXT_AT_MOST = 4_000
CONTENT_AT_MOST = 2_000
EMBEDS_TEXT_AT_MOST = 6_000
ROWS_AT_MOST = 5
BUTTONS_AT_MOST = 5

ATTACHED = re.compile(r"attachment://(?P<name>.+)")


def faults(message: Json, request: Request) -> Iterator[str]:
    """Tell what Discord would refuse of a message that is sent or edited."""
    components = message.get("components") or []
    if (message.get("flags") or 0) & LAYOUT:
        yield from _faults_of_layout(message, components)
    else:
        yield from _faults_of_older_message(message, components, request)
    yield from faults_of_components(components)
    yield from _faults_of_embeds(message.get("embeds") or [])
    yield from _missing_files(message, request)


def nested(components: list[Json]) -> Iterator[Json]:
    """Give the components with all that they hold, as Discord counts them."""
    for component in components:
        yield component
        inner = component.get("components") or []
        single = (component.get(name) for name in ("accessory", "component"))
        yield from nested([*inner, *filter(None, single)])


def faults_of_components(components: list[Json]) -> Iterator[str]:
    every = list(nested(components))
    for key in ("custom_id", "id"):
        values = Counter(one[key] for one in every if one.get(key))
        yield from (f"{key} {value!r} occurs {times} times" for value, times in values.items() if times > 1)
    for component in every:
        yield from _faults_of_one(component)


def _faults_of_layout(message: Json, components: list[Json]) -> Iterator[str]:
    for key in ("content", "embeds", "sticker_ids", "poll"):
        if message.get(key):
            yield f"{key} cannot stand in a message of components (flag IS_COMPONENTS_V2)"
    every = list(nested(components))
    if len(every) > COMPONENTS_AT_MOST:
        yield f"{len(every)} components, nested ones counted, where {COMPONENTS_AT_MOST} are allowed"
    length = sum(len(one.get("content") or "") for one in every if one.get("type") == TEXT)
    if length > LAYOUT_TEXT_AT_MOST:
        yield f"{length} characters in all text displays, where {LAYOUT_TEXT_AT_MOST} are allowed"


def _faults_of_older_message(message: Json, components: list[Json], request: Request) -> Iterator[str]:
    if len(message.get("content") or "") > CONTENT_AT_MOST:
        yield f"content of {len(message['content'])} characters, where bots may write {CONTENT_AT_MOST}"
    newer = {one["type"] for one in nested(components)} - OLD_COMPONENTS
    if newer and not request.is_layout_already:
        yield f"components of types {sorted(newer)} need the flag IS_COMPONENTS_V2"
    if request.is_layout_already and (message.get("content") or message.get("embeds")):
        yield "the message is one of components, and can have no content or embeds again"
    if len(components) > ROWS_AT_MOST and not newer:
        yield f"{len(components)} rows, where {ROWS_AT_MOST} are allowed"


def _faults_of_one(component: Json) -> Iterator[str]:
    kind = component.get("type")
    if kind == ROW:
        inner = [one.get("type") for one in component.get("components") or []]
        if len(inner) > (1 if SELECTS & {*inner} else BUTTONS_AT_MOST):
            yield f"a row holds components of types {inner}: it has room for five buttons, or for one select"
    elif kind == BUTTON:
        yield from _faults_of_button(component)
    elif kind in SELECTS:
        yield from _faults_of_select(component)


def _faults_of_button(button: Json) -> Iterator[str]:
    style = button.get("style")
    named = {"url"} if style == LINK else {"sku_id"} if style == PREMIUM else {"custom_id"}
    given = {key for key in ("url", "custom_id", "sku_id") if button.get(key)}
    if given != named:
        yield f"a button of style {style} has {sorted(given)}, and needs {sorted(named)} alone"
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        yield f"a button shows nothing: {button}"


def _faults_of_select(select: Json) -> Iterator[str]:
    options = select.get("options") or []
    values = Counter(option.get("value") for option in options)
    yield from (
        f"the option {value!r} is there {times} times" for value, times in values.items() if times > 1
    )
    least, most = select.get("min_values"), select.get("max_values")
    least, most = (1 if least is None else least), (1 if most is None else most)
    if least > most or (options and most > len(options)):
        yield f"between {least} and {most} of {len(options)} options are to be chosen"
    if sum(bool(option.get("default")) for option in options) > most:
        yield f"more options are chosen beforehand than {most}"


def _faults_of_embeds(embeds: list[Json]) -> Iterator[str]:
    length = sum(len(text) for embed in embeds for text in _texts_of_embed(embed))
    if length > EMBEDS_TEXT_AT_MOST:
        yield f"{length} characters in all embeds, where {EMBEDS_TEXT_AT_MOST} are allowed"
    for embed in embeds:
        for index, field in enumerate(embed.get("fields") or []):
            empty = [key for key in ("name", "value") if not (field.get(key) or "").strip()]
            yield from (f"field {index} of an embed has an empty {key}" for key in empty)


def _texts_of_embed(embed: Json) -> Iterator[str]:
    yield from (embed.get(key) or "" for key in ("title", "description"))
    yield (embed.get("author") or {}).get("name") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    for field in embed.get("fields") or []:
        yield from (field.get("name") or "", field.get("value") or "")


def _missing_files(message: Json, request: Request) -> Iterator[str]:
    if request.known_files is None:
        return
    listed = message.get("attachments")
    kept = request.known_files if listed is None else tuple(one.get("filename") for one in listed)
    # What an edit keeps is listed by its id, without a name.
    if listed is not None and not all(kept):
        kept += request.known_files
    for name in _references([message.get("components"), message.get("embeds")]):
        if name not in {*kept, *request.files}:
            yield f"attachment://{name} is shown, and is not attached"


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from _references(one)
    elif isinstance(value, str) and (found := ATTACHED.fullmatch(value)):
        yield found["name"]
