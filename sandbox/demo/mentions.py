"""Mentions inside embeds, which simcord's preview leaves as `<#42>` and Discord shows with a name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env

    from sandbox.conference.server import DemoServer

MENTION = re.compile(r"<(?P<kind>#|@!?|@&)(?P<id>\d+)>")
KINDS = {"#": "channel", "@&": "role", "@": "user", "@!": "user"}


class Mentions:
    """Knows what the channels, roles and people of the server are called."""

    def __init__(self, env: Env, server: DemoServer) -> None:
        self._env = env
        self._server = server

    def complete(self, snapshot: bytes) -> bytes:
        """Turn mentions left in the texts of a snapshot (JSON) of the preview into mentions with names."""
        return json.dumps(json.loads(snapshot, object_hook=self._complete)).encode()

    def _complete(self, node: dict[str, Any]) -> dict[str, Any]:
        if isinstance(node.get("children"), list):
            node["children"] = [part for child in node["children"] for part in self._parts(child)]
        return node

    def _parts(self, node: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
        if not isinstance(node, dict) or node.get("type") != "text":
            yield node
            return
        text, end = node["content"], 0
        for mention in MENTION.finditer(text):
            yield {"type": "text", "content": text[end : mention.start()]}
            kind = KINDS[mention["kind"]]
            yield {"type": "mention", "kind": kind, "id": mention["id"], "label": self._label(mention)}
            end = mention.end()
        yield {"type": "text", "content": text[end:]}

    def _label(self, mention: re.Match[str]) -> str:
        names = self._names(KINDS[mention["kind"]])
        name = names.get(int(mention["id"]))
        return f"{mention['kind'][0]}{name}" if name else mention[0]

    def _names(self, kind: str) -> dict[int, str]:
        if kind == "channel":
            return {channel.id: name for name, channel in self._server.channels.items()}
        if kind == "role":
            return {role.id: name for name, role in self._server.roles.items()}
        return {person.id: self._shown_name(person.id) for person in self._server.people.values()}

    def _shown_name(self, person_id: int) -> str:
        member = self._env.backend.get_member(self._server.guild.id, person_id)
        user = self._env.backend.get_user(person_id)
        return member.nick or user.global_name or user.name
