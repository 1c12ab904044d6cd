"""What Discord would not take is found, and told so that one can see where and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.discord_api import installing
from tests.discord_api.plugin import CHECK
from tests.discord_api.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conference_world import ConferenceWorld
    from tests.discord_api.checking import RequestCheck

Json = dict[str, Any]

MESSAGES = "/channels/123456/messages"
MEMBER = "/guilds/123456/members/234567"
ANSWER = "/interactions/123456/a-token/callback"
LAYOUT = 1 << 15


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str) -> Json:
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": "Press"}


def row(*components: Json) -> Json:
    return {"type": 1, "components": [*components]}


def layout(*components: Json, **others: object) -> Json:
    return {"flags": LAYOUT, "components": [*components], **others}


def post(body: object, **others: Any) -> Request:  # noqa: ANN401 - fields of Request
    return Request("POST", MESSAGES, body, **others)


@pytest.fixture
def check(pytestconfig: pytest.Config) -> RequestCheck:
    found = pytestconfig.stash.get(CHECK, None)
    if found is None:
        pytest.skip("Discord's OpenAPI document cannot be had")
    return found


def faults(check: RequestCheck, request: Request) -> list[str]:
    with check.expect_faults() as found:
        check.look_at(request)
    return found


NEW = "POST /channels/{channel_id}/messages: "
CHANGED_MEMBER = "PATCH /guilds/{guild_id}/members/{user_id}: "
FORTY_ONE = layout({"type": 17, "components": [text("one")] * 20}, *[{"type": 14}] * 20)

WRONG = {
    "no such route": (
        Request("POST", "/channels/123456/poems"),
        "POST /channels/123456/poems: Discord has no such route",
    ),
    "no such method": (
        Request("PUT", MESSAGES, {"content": "Hello"}),
        f"PUT {MESSAGES}: Discord has no such route",
    ),
    "a word where an id belongs": (
        Request("GET", "/channels/lobby"),
        "GET /channels/lobby: Discord has no such route",
    ),
    "a wrong type": (post({"content": 5}), NEW + "$.content: 5 is not of type 'string' [type]"),
    "an unknown field": (
        post({"content": "Hello", "colour": 5}),
        NEW + "$: Additional properties are not allowed ('colour' was unexpected) [additionalProperties]",
    ),
    "an unknown parameter": (
        Request("GET", MESSAGES, query={"limit": 5, "page": 2}),
        (
            "GET /channels/{channel_id}/messages: query $: "
            "Additional properties are not allowed ('page' was unexpected) [additionalProperties]"
        ),
    ),
    "deep inside": (
        post(layout({"type": 17, "components": [row(button("one") | {"label": "x" * 81})]})),
        NEW + "$.components[0].components[0].components[0].label: 81 where 80 are allowed [maxLength]",
    ),
    "an unknown component": (
        post(layout({"type": 99})),
        NEW + "$.components[0].type: 99 is not one of [1, 17, 13, 12, 9, 14, 10] [enum]",
    ),
    "a long nickname": (
        Request("PATCH", MEMBER, {"nick": "x" * 33}),
        CHANGED_MEMBER + "$.nick: a nickname of 33 characters, where 32 are allowed",
    ),
    "a long topic": (
        Request("PATCH", "/channels/123456", {"topic": "x" * 1_025}, channel_type=0),
        "PATCH /channels/{channel_id}: $.topic: 1025 characters, where 1024 are allowed",
    ),
    "41 components": (post(FORTY_ONE), NEW + "41 components, nested ones counted, where 40 are allowed"),
    "too much text": (
        post(layout(text("x" * 2_000), text("y" * 2_001))),
        NEW + "4001 characters in all text displays, where 4000 are allowed",
    ),
    "content in a layout": (
        post(layout(text("one"), content="Hello")),
        NEW + "content cannot stand in a message of components (flag IS_COMPONENTS_V2)",
    ),
    "an embed in a layout": (
        post(layout(text("one"), embeds=[{"title": "Hello"}])),
        NEW + "embeds cannot stand in a message of components (flag IS_COMPONENTS_V2)",
    ),
    "a layout without its flag": (
        post({"components": [text("one")]}),
        NEW + "components of types [10] need the flag IS_COMPONENTS_V2",
    ),
    "back from a layout": (
        Request("PATCH", f"{MESSAGES}/345678", {"content": "Hello"}, is_layout_already=True),
        (
            "PATCH /channels/{channel_id}/messages/{message_id}: "
            "the message is one of components, and can have no content or embeds again"
        ),
    ),
    "one custom_id twice": (
        post(layout(row(button("one")), {"type": 17, "components": [row(button("one"))]})),
        NEW + "custom_id 'one' occurs 2 times",
    ),
    "six buttons in a row": (
        post({"content": "Hello", "components": [row(*(button(str(n)) for n in range(6)))]}),
        NEW + "$.components[0].components: 6 where 5 are allowed [maxItems]",
    ),
    "a link that answers": (
        post({"content": "Hello", "components": [row(button("one") | {"style": 5, "url": "https://a.org"})]}),
        NEW + "a button of style 5 has ['custom_id', 'url'], and needs ['url'] alone",
    ),
    "a file that is not there": (
        post(layout({"type": 12, "items": [{"media": {"url": "attachment://b.png"}}]}), files=("a.png",)),
        NEW + "attachment://b.png is shown, and is not attached",
    ),
    "embeds that are too long together": (
        post({"embeds": [{"description": "x" * 3_001}, {"description": "y" * 3_000}]}),
        NEW + "6001 characters in all embeds, where 6000 are allowed",
    ),
    "an empty field": (
        post({"embeds": [{"title": "Hello", "fields": [{"name": "When", "value": ""}]}]}),
        NEW + "field 0 of an embed has an empty value",
    ),
    "an empty message": (post({"content": ""}), NEW + "the message is empty"),
    "a long message": (
        post({"content": "x" * 2_001}),
        NEW + "content of 2001 characters, where bots may write 2000",
    ),
    "an answer": (
        Request(
            "POST", ANSWER, {"type": 4, "data": {"content": "Hello", "components": [row(*[button("a")] * 2)]}}
        ),
        "POST /interactions/{interaction_id}/{interaction_token}/callback: custom_id 'a' occurs 2 times",
    ),
    "a long reason": (
        Request("PATCH", MEMBER, {"nick": "Ada"}, reason="x" * 513),
        CHANGED_MEMBER + "the reason for the audit log has 513 characters of 512",
    ),
    "one message deleted as many": (
        Request("POST", f"{MESSAGES}/bulk-delete", {"messages": ["345678"]}),
        (
            "POST /channels/{channel_id}/messages/bulk-delete: "
            "$.messages: 1 messages, where 2 to 100 different ones are allowed"
        ),
    ),
}


@pytest.mark.parametrize(("request_", "told"), WRONG.values(), ids=WRONG)
def test_what_discord_would_not_take_is_told(check: RequestCheck, request_: Request, told: str) -> None:
    assert told in faults(check, request_)


RIGHT = {
    "a message": post({"content": "x" * 2_000, "tts": False, "nonce": "123", "enforce_nonce": True}),
    "40 components": post(FORTY_ONE | {"components": FORTY_ONE["components"][:-1]}),
    "a nickname": Request("PATCH", MEMBER, {"nick": "x" * 32, "roles": (1, 2)}),
    "a forum's guidelines": Request("PATCH", "/channels/1", {"topic": "x" * 4_096}, channel_type=15),
    "a picture that stays": Request(
        "PATCH",
        f"{MESSAGES}/345678",
        layout({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}),
        known_files=("a.png",),
    ),
    "a picture of a message that is gone": Request(
        "PATCH",
        f"{MESSAGES}/345678",
        layout({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}),
        known_files=None,
    ),
    "an id as a number": Request("POST", "/users/@me/channels", {"recipient_id": 123456}),
}


@pytest.mark.parametrize("request_", RIGHT.values(), ids=RIGHT)
def test_what_discord_takes_is_left_alone(check: RequestCheck, request_: Request) -> None:
    assert faults(check, request_) == []


async def test_what_the_bot_sends_is_seen(check: RequestCheck, world: ConferenceWorld) -> None:
    ada = world.guild.get_member(world.person("ada").id)
    assert ada is not None
    with check.expect_faults() as found:
        await ada.edit(nick="x" * 33)
    assert found == [CHANGED_MEMBER + "$.nick: a nickname of 33 characters, where 32 are allowed"]


def test_without_npm_the_document_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "KEPT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(installing.NoDocumentError, match="npm is missing"):
        installing.install()
    monkeypatch.setenv("CI", "true")
    assert installing.is_needed()
