"""Discord's limits, in one place: what is handed to Discord goes through here.

Lengths are counted in code points.
https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from discord import app_commands
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

NICKNAME = 32
CONTENT = 2000
TOPIC = 1024
ATTACHMENT_DESCRIPTION = 1024
BUTTON_LABEL = 80
MODAL_TITLE = 45
INPUT_LABEL = 45
INPUT_DESCRIPTION = 100
INPUT_PLACEHOLDER = 100
INPUT_VALUE = 4000
SELECT_PLACEHOLDER = 150
OPTION = 100
CHOICES = 25
LAYOUT_TEXT = 4000
"""Of all texts of a message's layout together."""
GALLERY = 10
UPLOAD = 10 * 1024 * 1024
"""In bytes, of a file: what every server takes, also one without boosts."""
MEDIA_DESCRIPTION = 1024
# Discord sets no limits of their own for these; longer ones are none.
TITLE = 256
FIELD_VALUE = 1024
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1024
EMBED_FOOTER = 2048
EMBED_AUTHOR = 256
EMBED_URL = 2048
EMBED_TOTAL = 6000

# Discord refuses empty names and values of fields.
_EMPTY_NAME = "\N{ZERO WIDTH SPACE}"
_EMPTY_VALUE = "\N{EN DASH}"

# Kept free for the field that tells how many others are missing.
_TOLD = 20

_ATTACHMENT = "attachment://"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_FENCE = "```"
_REGIONAL_INDICATORS = re.compile("[\U0001f1e6-\U0001f1ff]+$")
_CONTINUES = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\udc00-\udfff\u200d]")


def clip(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters, at a word if one ends in the second half, with an ellipsis."""
    text = text.strip()
    if len(text) <= limit:
        return text
    return _cut(text, limit - len(ELLIPSIS)) + ELLIPSIS


def nickname(name: str) -> str:
    """Make a person's name fit for a nickname: composed, on one line, at most 32 characters, no ellipsis.

    The result is empty if the name has no visible character; Discord then shows the user name.
    """
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(" " if unicodedata.category(character) == "Cc" else character for character in composed)
    return _cut(" ".join(visible.split()), NICKNAME)


def web_address(text: str) -> str:
    """Return the address as Discord takes it in embeds; empty if it would refuse it and all around it.

    Spaces and letters of other scripts are written as addresses write them.
    """
    text = text.strip()
    try:
        url = URL(text)
        host = url.host or ""
        is_address = url.scheme in {"http", "https"} and url.port != 0 and ("." in host or ":" in host)
    except ValueError:
        return ""
    address = text if text.isascii() and not any(map(str.isspace, text)) else str(url)
    return address if is_address and len(address) <= EMBED_URL and " " not in address else ""


def split_text(text: str, limit: int = CONTENT) -> list[str]:
    """Split into parts of at most `limit` (20 or more) characters, at paragraphs, lines or words.

    A part that would end inside a code fence closes it, and the next one opens it again.
    """
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        part = _cut(rest, limit - len(_FENCE) - 1, separators=("\n\n", "\n", " "))
        rest = rest[len(part) :].strip()
        if part.count(_FENCE) % 2:
            part, rest = f"{part}\n{_FENCE}", f"{_FENCE}\n{rest}"
        parts.append(part)
    return [*parts, rest] if rest else parts


def fit_embed(embed: discord.Embed) -> discord.Embed:
    """Copy an embed so that Discord takes it.

    Texts are clipped, empty fields get a dash, addresses that it would refuse are left out. What exceeds the
    total is taken from the description first, then from the last fields, and the reader is told how many are
    missing.
    """
    fitted = embed.copy()
    fitted.title = _clip_optional(embed.title, EMBED_TITLE)
    fitted.description = _clip_optional(embed.description, EMBED_DESCRIPTION)
    fitted.url = _address(embed.url)
    fitted.set_image(url=_address(embed.image.url)).set_thumbnail(url=_address(embed.thumbnail.url))
    if embed.footer.text:
        icon = _address(embed.footer.icon_url)
        fitted.set_footer(text=clip(embed.footer.text, EMBED_FOOTER), icon_url=icon)
    if embed.author.name:
        name = clip(embed.author.name, EMBED_AUTHOR)
        icon = _address(embed.author.icon_url)
        fitted.set_author(name=name, url=_address(embed.author.url), icon_url=icon)
    for index, field in enumerate(embed.fields):
        name = clip(field.name or "", EMBED_FIELD_NAME) or _EMPTY_NAME
        value = clip(field.value or "", EMBED_FIELD_VALUE) or _EMPTY_VALUE
        fitted.set_field_at(index, name=name, value=value, inline=field.inline)
    _fit_total(fitted)
    return fitted


def fit_embeds(embeds: Iterable[discord.Embed]) -> list[discord.Embed]:
    """Copy the embeds of one message so that Discord takes them: the total counts for all together.

    The longest descriptions give way first, then the last fields of the longest embeds.
    """
    fitted = [fit_embed(embed) for embed in embeds]
    rest = EMBED_TOTAL - sum(len(embed) - len(embed.description or "") for embed in fitted)
    by_length = sorted(fitted, key=lambda embed: len(embed.description or ""))
    for position, embed in enumerate(by_length):
        share = max(rest // (len(by_length) - position), 1)
        embed.description = _clip_optional(embed.description, share)
        rest -= len(embed.description or "")
    while sum(map(len, fitted)) > EMBED_TOTAL and any(embed.fields for embed in fitted):
        longest = max((embed for embed in fitted if embed.fields), key=len)
        longest.remove_field(len(longest.fields) - 1)
    return fitted


def fit_choices(choices: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Make the first 25 (name, value) pairs the choices of a command's option, names clipped."""
    return [
        app_commands.Choice(name=clip(name, OPTION), value=value) for name, value in list(choices)[:CHOICES]
    ]


def _address(text: str | None) -> str | None:
    return text if text is None or text.startswith(_ATTACHMENT) else web_address(text) or None


def _clip_optional(text: str | None, limit: int) -> str | None:
    return clip(text, limit) if text else text


def _fit_total(embed: discord.Embed) -> None:
    excess = len(embed) - EMBED_TOTAL
    if excess > 0 and embed.description:
        embed.description = clip(embed.description, max(len(embed.description) - excess, 1))
    missing = 0
    while (
        len(embed.fields) + bool(missing) > EMBED_FIELDS or len(embed) + bool(missing) * _TOLD > EMBED_TOTAL
    ):
        embed.remove_field(len(embed.fields) - 1)
        missing += 1
    if missing:
        embed.add_field(name=_EMPTY_NAME, value=f"{ELLIPSIS} and {missing} more", inline=False)


def _cut(text: str, limit: int, separators: Iterable[str] = (" ", "\n")) -> str:
    """Return the beginning of `text`, at most `limit` characters, ending at a separator if one is near."""
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and _is_one_character(text, end):
        end -= 1
    end = end or limit
    for separator in separators:
        # One more than the window, since a word may end exactly at its edge.
        found = text.rfind(separator, 0, end + len(separator))
        if found > limit // 2:
            end = found
            break
    return text[:end].rstrip()


def _is_one_character(text: str, index: int) -> bool:
    """Tell whether what stands on both sides of `index` shows as one character: 'e' + accent, a flag, ..."""
    after = text[index]
    if (index - len(text[:index].rstrip("\\"))) % 2:
        # A backslash and what it makes harmless.
        return True
    if unicodedata.category(after).startswith("M") or _CONTINUES.match(after) or text[index - 1] == _JOINER:
        return True
    flags = _REGIONAL_INDICATORS.search(text[:index])
    return flags is not None and len(flags[0]) % 2 == 1 and bool(_REGIONAL_INDICATORS.match(after))
