"""A card as Discord takes it: a container with its texts, pictures and buttons, within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord.ui import ActionRow, Container, MediaGallery, Section, Separator, TextDisplay, Thumbnail

from DiscordBot.discord_ui.layout.face import CardField, Tone
from DiscordBot.discord_ui.texts import limits
from DiscordBot.discord_ui.texts.shown_text import shown_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from DiscordBot.discord_ui.layout.face import CardFace, CardPicture

SMALL = "-# "
"""How Discord's markdown begins a line in small print."""
_COLOURS = {
    Tone.TELLS: discord.Colour.blurple(),
    Tone.ASKS: discord.Colour.gold(),
    Tone.GOES_ON: discord.Colour.blue(),
    Tone.DONE: discord.Colour.green(),
    Tone.TROUBLE: discord.Colour.red(),
    Tone.OVER: discord.Colour.dark_grey(),
}
_BUTTONS_A_ROW = 5
# Kept free for the line that tells how many facts are missing.
_TOLD = 20
_NOTHING = "\N{EN DASH}"


def container(
    face: CardFace, buttons: Iterable[discord.ui.Item[Any]] = (), *, room: int = limits.LAYOUT_TEXT
) -> Container[Any]:
    """Return a card with its buttons and selects inside; its texts have at most `room` characters.

    Selects take a row each, buttons share rows. What is too long is taken from the text first, then from the
    last facts, and the reader is told how many are missing.
    """
    fitted = _fitted(face, room)
    inside = (*_parts(fitted), *action_rows(buttons), *_footer(fitted))
    return Container(*inside, accent_colour=_COLOURS[face.tone])


def action_rows(items: Iterable[discord.ui.Item[Any]]) -> list[ActionRow[Any]]:
    """Put buttons and selects into rows, in their order."""
    rows: list[list[discord.ui.Item[Any]]] = []
    has_room = False
    for item in items:
        is_button = item.width == 1
        if not (is_button and has_room and len(rows[-1]) < _BUTTONS_A_ROW):
            rows.append([])
        rows[-1].append(item)
        has_room = is_button
    return [ActionRow(*row) for row in rows]


def text_length(face: CardFace) -> int:
    """Return how many of the characters that a message may have a card takes."""
    return sum(map(len, (_head(face), face.text.strip(), _facts(face.fields), _small(face.footer))))


def _fitted(face: CardFace, room: int) -> CardFace:
    face = replace(
        face,
        title=limits.clip(" ".join(face.title.split()), limits.TITLE),
        author=limits.clip(face.author, limits.TITLE),
        footer=limits.clip(face.footer, limits.TITLE),
        # A bracket would end the link.
        link=limits.web_address(face.link or "").replace("(", "%28").replace(")", "%29") or None,
        pictures=tuple(filter(_can_be_shown, map(_addressed, face.pictures))),
        thumbnail=face.thumbnail and _addressed(face.thumbnail),
        fields=tuple(
            replace(field, value=limits.clip(field.value, limits.FIELD_VALUE)) for field in face.fields
        ),
    )
    excess = text_length(face) - room
    if excess > 0 and face.text:
        face = replace(face, text=limits.clip(face.text, max(len(face.text.strip()) - excess, 1)))
    missing = 0
    while text_length(face) + bool(missing) * _TOLD > room and face.fields:
        face = replace(face, fields=face.fields[:-1])
        missing += 1
    if missing:
        more = CardField("", f"{limits.ELLIPSIS} and {missing} more", is_short=False)
        face = replace(face, fields=(*face.fields, more))
    return face


def _parts(face: CardFace) -> Iterator[discord.ui.Item[Any]]:
    said = [TextDisplay[Any](text) for text in (_head(face), face.text.strip()) if text]
    facts = _facts(face.fields)
    if not (said or facts or face.pictures):
        said = [TextDisplay(_NOTHING)]
    if face.thumbnail is not None and _can_be_shown(face.thumbnail) and said:
        picture = Thumbnail[Any](face.thumbnail.address, description=_described(face.thumbnail))
        yield Section(*said, accessory=picture)
    else:
        yield from said
    if face.pictures:
        yield _gallery(face.pictures)
    if facts:
        if face.text.strip() or face.pictures:
            yield Separator()
        yield TextDisplay(facts)


def _gallery(pictures: Sequence[CardPicture]) -> MediaGallery[Any]:
    gallery = MediaGallery[Any]()
    for one in pictures[: limits.GALLERY]:
        gallery.add_item(media=one.address, description=_described(one))
    return gallery


def _addressed(picture: CardPicture) -> CardPicture:
    address = picture.address if picture.is_file else limits.web_address(picture.address)
    return replace(picture, address=address)


def _can_be_shown(picture: CardPicture) -> bool:
    return bool(picture.address)


def _footer(face: CardFace) -> list[TextDisplay[Any]]:
    return [TextDisplay(_small(face.footer))] if face.footer.strip() else []


def _head(face: CardFace) -> str:
    title = f"[{face.title}]({face.link})" if face.link else face.title
    return "\n".join(filter(None, (_small(face.author), f"### {title}" if face.title.strip() else "")))


def _facts(fields: Iterable[CardField]) -> str:
    return "\n".join(map(_fact, fields))


def _fact(field: CardField) -> str:
    value = field.value.strip() or _NOTHING
    if not field.name.strip():
        return value
    on_one_line = field.is_short and "\n" not in value
    return f"**{field.name}:** {value}" if on_one_line else f"**{field.name}**\n{value}"


def _small(text: str) -> str:
    return f"{SMALL}{shown_line(text)}" if text.strip() else ""


def _described(picture: CardPicture) -> str | None:
    return limits.clip(picture.description, limits.MEDIA_DESCRIPTION) or None
