"""Messages as people read them: what each card in one says, and what can be pressed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    import discord
    import simcord
    from simcord import ResponseMessage

    Message = discord.Message | ResponseMessage

_TEXT, _GALLERY, _CONTAINER = 10, 12, 17
_CAN_BE_PRESSED = frozenset({2, 3, 5, 6, 7, 8})
_TITLE = re.compile(r"(?m)^### (?:\[(?P<linked>.*)\]\((?P<url>\S+)\)|(?P<title>.*))$")
_FIELD = re.compile(r"(?m)^\*\*(?P<name>[^*\n]+?)(?::\*\* |\*\*\n)")
_SMALL = "-# "


@dataclass(frozen=True, slots=True)
class Part:
    """A fact on a card, with its heading."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stands apart: who wrote what is shown, or the last one."""

    text: str = ""

    @property
    def name(self) -> str:
        """The same, of an author."""
        return self.text


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a card."""

    title: str = ""
    description: str = ""
    url: str | None = None
    colour: int | None = None
    author: Line = Line()
    footer: Line = Line()
    fields: list[Part] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """The address and the description of each."""

    timestamp: datetime | None = None


def faces(message: Message) -> list[Face]:
    """Return what stands on each card of a message, embeds and containers alike."""
    embeds = [_of_embed(embed) for embed in message.embeds]
    return embeds + [_of_container(part) for part in _components(message) if part["type"] == _CONTAINER]


def said(message: Message) -> str:
    """Return what a message says outside of its cards."""
    texts = [part["content"] for part in _components(message) if part["type"] == _TEXT]
    return "\n".join([message.content, *texts]).strip()


def controls(message: Message) -> list[dict[str, Any]]:
    """Return the buttons and selects of a message, wherever they stand in it."""
    return [part for part in _walk(_components(message)) if part["type"] in _CAN_BE_PRESSED]


def pinged(env: simcord.Env, message: discord.Message) -> list[object]:
    """Return whom a message pings, which is not all whom it names."""
    seen = env.backend.get_message(message.channel.id, message.id)
    return [*seen.ping_user_ids, *seen.ping_role_ids, *(["everyone"] if seen.mention_everyone else [])]


def _components(message: Message) -> list[dict[str, Any]]:
    return [part if isinstance(part, dict) else {**part.to_dict()} for part in message.components]


def _walk(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _walk([*part.get("components", ()), *filter(None, [part.get("accessory")])])


def _of_embed(embed: discord.Embed) -> Face:
    return Face(
        title=embed.title or "",
        description=embed.description or "",
        url=embed.url,
        colour=None if embed.colour is None else embed.colour.value,
        author=Line(embed.author.name or ""),
        footer=Line(embed.footer.text or ""),
        fields=[Part(str(part.name), str(part.value)) for part in embed.fields],
        pictures=[(embed.image.url, "")] if embed.image.url else [],
        timestamp=embed.timestamp,
    )


def _of_container(container: dict[str, Any]) -> Face:
    texts = [part["content"] for part in _walk(container["components"]) if part["type"] == _TEXT]
    footer = _plain(texts.pop()) if len(texts) > 1 and texts[-1].startswith(_SMALL) else ""
    title = _TITLE.search(texts[0]) if texts else None
    head = texts.pop(0).splitlines() if title else []
    about = _parts(texts.pop()) if texts and _FIELD.match(texts[-1]) else []
    return Face(
        title="" if title is None else title["linked"] or title["title"],
        description="\n".join(texts),
        url=title and title["url"],
        colour=container.get("accent_color"),
        author=Line(_plain(head[0]) if head and head[0].startswith(_SMALL) else ""),
        footer=Line(footer),
        fields=about,
        pictures=[
            (item["media"]["url"], item.get("description") or "")
            for part in _walk(container["components"])
            if part["type"] == _GALLERY
            for item in part["items"]
        ],
    )


def _parts(text: str) -> list[Part]:
    found = list(_FIELD.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [Part(one["name"], text[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def _plain(small: str) -> str:
    return re.sub(r"\\(.)", r"\1", small.removeprefix(_SMALL))
