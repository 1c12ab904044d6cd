"""What messages of the bot show, as Discord tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from DiscordBot.discord_ui.layout.container import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import discord

_ESCAPED = re.compile(r"\\(.)")
_TEXTS = ("content", "custom_id", "label", "url", "placeholder", "description")
_KINDS = ("type", "style", "accent_color")


def footers(message: discord.Message) -> list[str]:
    """Return the last lines of a message's cards, those of older versions included, which were embeds."""
    of_embeds = [embed.footer.text for embed in message.embeds if embed.footer.text]
    cards = (part["components"] for part in components(message) if part.get("components"))
    last = [inside[-1].get("content", "") for inside in cards]
    of_cards = [text.removeprefix(SMALL) for text in last if text.startswith(SMALL)]
    return of_embeds + [_ESCAPED.sub(r"\1", text) for text in of_cards]


def components(message: discord.Message) -> list[dict[str, Any]]:
    """Return the outermost components of a message."""
    return [{**component.to_dict()} for component in message.components]


def walk(parts: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Go through components with all that is in them."""
    for part in parts:
        yield part
        yield from walk(part.get("components") or ())
        if accessory := part.get("accessory"):
            yield from walk([accessory])


def texts_of(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what components say and what they are called: texts, ids, and the values of options."""
    found: list[str] = []
    for part in walk(parts):
        found += [part[key] for key in ("content", "custom_id") if part.get(key)]
        found += [option["value"] for option in part.get("options", ())]
    return found


def is_shown(layout: discord.ui.LayoutView, message: discord.Message) -> bool:
    """Tell whether a reader of `message` sees just this."""
    wanted = layout.to_components()  # type: ignore[no-untyped-call]  # discord.py says nothing of its types
    there = [_look(part) for part in walk(components(message))]
    return message.flags.components_v2 and there == [_look(part) for part in walk(wanted)]


def _look(part: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what a reader sees, without what Discord adds (ids, sizes, proxies) or trims (outer blanks)."""
    emoji = part.get("emoji") or {}
    media = [part["media"]] if "media" in part else []
    media += [item["media"] for item in part.get("items", ())]
    return (
        *((part.get(key) or "").strip() for key in _TEXTS),
        *(part.get(key) for key in _KINDS),
        emoji.get("name"),
        bool(part.get("disabled")),
        [(option["label"], option["value"]) for option in part.get("options", ())],
        [_file_name(one["url"]) for one in media],
        [item.get("description") for item in part.get("items", ())],
    )


def _file_name(address: str) -> str:
    """Return what stays of an address when Discord has taken a file: `attachment://a.png` becomes a link."""
    parts = urlsplit(address)
    return parts.path.rpartition("/")[2] or parts.netloc
