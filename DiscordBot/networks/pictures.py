"""Pictures as a network takes them that takes only small ones."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDES = (2000, 1600, 1200, 900, 600)
_QUALITIES = (90, 80, 65, 50)
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class SizedPicture:
    """A picture and how large it is, in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


PREPARED = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""The types that pictures have when they were prepared for posting."""


def shrunk(
    content: bytes, media_type: str, most_bytes: int, taken: frozenset[str] = PREPARED
) -> SizedPicture:
    """Return a picture that was prepared for posting with no more than so many bytes.

    One that is small enough and of a type that is `taken` stays as it is, any other becomes a JPEG, an
    animation its first frame. It takes up to seconds, so it belongs into a thread.
    """
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
        if len(content) <= most_bytes and media_type in taken:
            return SizedPicture(content, media_type, image.width, image.height)
        return next(one for one in _smaller_and_smaller(_opaque(image)) if len(one.content) <= most_bytes)


def _opaque(image: Image.Image) -> Image.Image:
    shown = image.convert("RGBA")
    background = Image.new("RGB", shown.size, _WHITE)
    background.paste(shown, mask=shown.getchannel("A"))
    return background


def _smaller_and_smaller(image: Image.Image) -> Iterator[SizedPicture]:
    for side in _SIDES:
        image.thumbnail((side, side))
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality, optimize=True)
            yield SizedPicture(buffer.getvalue(), "image/jpeg", image.width, image.height)
