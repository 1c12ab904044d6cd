"""What Discord enforces beyond its OpenAPI document, by route.

The package from npm keeps no lengths of what the document writes at the route itself instead of by a name;
those that the bot meets stand here as well. The others are from Discord's documentation of each endpoint.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.discord_api import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.discord_api.request import Json, Request

REASON_AT_MOST = 512
NICKNAME_AT_MOST = 32
TOPIC_AT_MOST = 1_024
LONG_TOPIC_AT_MOST = 4_096
WITH_LONG_TOPICS = frozenset({15, 16})
"""Forums and media channels."""

DELETED_AT_ONCE = range(2, 101)
COMMANDS_AT_MOST = 100
COMMAND_TEXT_AT_MOST = 8_000
CHAT_COMMAND = 1
NAME_OF_COMMAND = re.compile(r"[-_'\w]{1,32}")

EMPTY_MESSAGE = ("content", "embeds", "components", "sticker_ids", "poll", "attachments", "message_reference")
ANSWERS_WITH_MESSAGE = frozenset({4, 7})
FORM = 9


def faults(template: str, request: Request) -> Iterator[str]:
    """Tell what Discord would refuse of a request that fits the document."""
    if len(request.reason or "") > REASON_AT_MOST:
        yield f"the reason for the audit log has {len(request.reason or '')} characters of {REASON_AT_MOST}"
    for rule in RULES.get((request.method, template), ()):
        yield from rule(request)


def new_message(request: Request) -> Iterator[str]:
    if not request.files and not any(request.body.get(key) for key in EMPTY_MESSAGE):
        yield "the message is empty"
    yield from messages.faults(request.body, request)


def edited_message(request: Request) -> Iterator[str]:
    yield from messages.faults(request.body, request)


def new_thread(request: Request) -> Iterator[str]:
    if message := request.body.get("message"):
        yield from messages.faults(message, request)


def answer(request: Request) -> Iterator[str]:
    data = request.body.get("data") or {}
    if request.body["type"] in ANSWERS_WITH_MESSAGE:
        yield from messages.faults(data, request)
    elif request.body["type"] == FORM:
        yield from messages.faults_of_components(data["components"])
        if len(data["components"]) > messages.ROWS_AT_MOST:
            yield f"a form with {len(data['components'])} parts, where {messages.ROWS_AT_MOST} are allowed"


def nickname(request: Request) -> Iterator[str]:
    nick = request.body.get("nick") or ""
    if len(nick) > NICKNAME_AT_MOST:
        yield f"$.nick: a nickname of {len(nick)} characters, where {NICKNAME_AT_MOST} are allowed"
    roles = request.body.get("roles") or []
    if len({*map(str, roles)}) < len(roles):
        yield "$.roles: a role is there twice"


def topic(request: Request) -> Iterator[str]:
    kind = request.body.get("type", request.channel_type)
    limit = LONG_TOPIC_AT_MOST if kind in WITH_LONG_TOPICS else TOPIC_AT_MOST
    text = request.body.get("topic") or ""
    if len(text) > limit:
        yield f"$.topic: {len(text)} characters, where {limit} are allowed"


def deleted_at_once(request: Request) -> Iterator[str]:
    ids = request.body["messages"]
    if len(ids) not in DELETED_AT_ONCE or len({*ids}) < len(ids):
        yield f"$.messages: {len(ids)} messages, where 2 to 100 different ones are allowed"


def commands(request: Request) -> Iterator[str]:
    chat = [one for one in request.body if one.get("type", CHAT_COMMAND) == CHAT_COMMAND]
    if len(chat) > COMMANDS_AT_MOST:
        yield f"{len(chat)} slash commands, where {COMMANDS_AT_MOST} are allowed"
    for command in chat:
        yield from _faults_of_command(command)


def _faults_of_command(command: Json) -> Iterator[str]:
    length = _length(command)
    if length > COMMAND_TEXT_AT_MOST:
        yield f"/{command['name']} has {length} characters in all, where {COMMAND_TEXT_AT_MOST} are allowed"
    for one in (command, *_options(command)):
        names = [one["name"], *(one.get("name_localizations") or {}).values()]
        wrong = [name for name in names if not NAME_OF_COMMAND.fullmatch(name) or name != name.lower()]
        yield from (f"/{command['name']}: {name!r} is no name of a command or an option" for name in wrong)
        inner = one.get("options") or []
        if len({option["name"] for option in inner}) < len(inner):
            yield f"/{command['name']}: {one['name']} has two options of one name"
        required = [bool(option.get("required")) for option in inner]
        if required != sorted(required, reverse=True):
            yield f"/{command['name']}: an option that is required follows one that is not"


def _options(command: Json) -> Iterator[Json]:
    for option in command.get("options") or []:
        yield option
        yield from _options(option)


def _length(one: Json) -> int:
    """Count as Discord does: of a text in several languages, the longest."""
    own = sum(
        max(len(text) for text in (one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values()))
        for key in ("name", "description")
    )
    values = [choice["value"] for choice in one.get("choices") or [] if isinstance(choice["value"], str)]
    parts = [*(one.get("options") or []), *(one.get("choices") or [])]
    return own + sum(map(len, values)) + sum(map(_length, parts))


WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
COMMANDS = "/applications/{application_id}"
RULES: dict[tuple[str, str], tuple[Callable[[Request], Iterator[str]], ...]] = {
    ("POST", "/channels/{channel_id}/messages"): (new_message,),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (edited_message,),
    ("POST", "/channels/{channel_id}/threads"): (new_thread,),
    ("POST", WEBHOOK): (new_message,),
    ("PATCH", f"{WEBHOOK}/messages/@original"): (edited_message,),
    ("PATCH", f"{WEBHOOK}/messages/{{message_id}}"): (edited_message,),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): (answer,),
    ("PATCH", "/guilds/{guild_id}/members/{user_id}"): (nickname,),
    ("PATCH", "/guilds/{guild_id}/members/@me"): (nickname,),
    ("POST", "/guilds/{guild_id}/channels"): (topic,),
    ("PATCH", "/channels/{channel_id}"): (topic,),
    ("POST", "/channels/{channel_id}/messages/bulk-delete"): (deleted_at_once,),
    ("PUT", f"{COMMANDS}/commands"): (commands,),
    ("PUT", f"{COMMANDS}/guilds/{{guild_id}}/commands"): (commands,),
}
