"""What forms ask about pictures: the files, and what each of them shows."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.limits import INPUT_VALUE
from DiscordBot.features.tweets.intake.attachments import OfferedPicture, UnreadableError
from DiscordBot.features.tweets.intake.pictures import ALT_TEXT_LENGTH
from DiscordBot.features.tweets.intake.submission import MAX_PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILES, ALT_TEXTS = "pictures", "alt_texts"
_NUMBERED = re.compile(r"\s*([1-9])\s*[.):]\s+")


def files_field(label: str, description: str) -> Field:
    """Return the question for the pictures."""
    return Field(key=FILES, label=label, description=description, most_files=MAX_PICTURES)


def alt_texts_field(descriptions: Iterable[str] = ()) -> Field:
    """Return the question what each picture shows, with what is known of them already."""
    known = [" ".join(text.split()) for text in descriptions]
    return Field(
        key=ALT_TEXTS,
        label="What do the pictures show?",
        description="One line for each, in their order. Blind people hear it read out.",
        default="\n".join(known) if any(known) else "",
        max_length=INPUT_VALUE,
        is_long=True,
    )


def alt_texts(typed: str, number: int) -> list[str]:
    """Return the descriptions of so many pictures, a line for each; of a single one all lines are its own.

    Empty lines count only where there are too few others: they may stand between descriptions, or for one
    that is missing. Numbers in front are left out.
    """
    if number <= 1:
        return [_unnumbered(" ".join(typed.split()), 1)][:number]
    lines = typed.rstrip().splitlines()
    said = [line for line in lines if line.strip()]
    if len(said) >= number:
        lines = [*said[: number - 1], " ".join(said[number - 1 :])]
    lines += [""] * (number - len(lines))
    return [_unnumbered(line, place) for place, line in enumerate(lines[:number], start=1)]


def offered(files: Sequence[discord.Attachment], descriptions: Sequence[str] = ()) -> list[OfferedPicture]:
    """Return files as pictures of a draft; those without a description keep the one that they came with."""
    missing = [""] * (len(files) - len(descriptions))
    return [
        _offered(number, file, text)
        for number, (file, text) in enumerate(zip(files, [*descriptions, *missing], strict=True), start=1)
    ]


def _unnumbered(line: str, place: int) -> str:
    found = _NUMBERED.match(line)
    text = line[found.end() :] if found is not None and int(found[1]) == place else line
    return text.strip()[:ALT_TEXT_LENGTH]


def _offered(number: int, file: discord.Attachment, alt_text: str) -> OfferedPicture:
    return OfferedPicture(
        number=number,
        name=file.filename[:40],
        size=file.size,
        media_type=file.content_type,
        read=partial(_read, file),
        alt_text=alt_text or (file.description or "")[:ALT_TEXT_LENGTH],
    )


async def _read(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise UnreadableError(f"status {error.status}") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnreadableError(type(error).__name__) from None
