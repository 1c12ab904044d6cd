"""Pictures as they go out: no larger than the networks take, upright, and without what cameras note down."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.draft import DraftPicture

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024
# https://docs.x.com/x-api/media/quickstart/best-practices
LARGEST_PICTURE = 5 * MEBIBYTE
LARGEST_GIF = 15 * MEBIBYTE
LARGEST_GIF_SIDES = (1280, 1080)
MOST_FRAMES = 350
LONGEST_SIDE = 4096
LARGEST_FILE = 25 * MEBIBYTE
"""Nothing larger is fetched; phones' pictures have up to 20 MB."""
MOST_PIXELS = 64_000_000
"""Phones make 50 million; four bytes for each must fit into memory."""
ALT_TEXT_LENGTH = 1000

GIF = "image/gif"
_MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", GIF})
# Pillow knows dozens of formats more, some of them dangerous to read.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# Modes in which neighbouring pixels can be mixed.
_SHRINKABLE = frozenset({"L", "RGB", "RGBA", "CMYK"})
_QUALITIES = (90, 80, 65)
_SHRINK = 0.75
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HEIC_TYPES = frozenset({"image/heic", "image/heif"})

_IS_HEIC = (
    "it is in Apple's HEIC format, which networks do not take. Send it as JPEG: take a screenshot of it, or "
    "choose “Most Compatible” in the iPhone's Settings → Camera → Formats"
)
_UNKNOWN = "it is no PNG, JPEG, WebP or GIF. Save it in one of these formats and try again"
_BROKEN = "it is damaged. Save or send it anew and try again"
_TOO_MANY_PIXELS = (
    f"it has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller and try again"
)


class PictureError(DraftError):
    """A picture cannot go out; the message completes "Picture 2 cannot be used: …."."""


def check_offered(size: int, media_type: str | None) -> None:
    """Refuse what need not be fetched: `size` in bytes and `media_type` are what Discord says of a file.

    Raises `PictureError`.
    """
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind in _HEIC_TYPES:
        raise PictureError(_IS_HEIC)
    if kind and kind not in _MEDIA_TYPES:
        raise PictureError(_UNKNOWN)
    limit = LARGEST_GIF if kind == GIF else LARGEST_FILE
    if size > limit:
        raise PictureError(f"it has more than {limit // MEBIBYTE} MB. Make it smaller and try again")


def prepare(content: bytes, alt_text: str = "") -> DraftPicture:
    """Convert a file for the networks; takes up to seconds, so it belongs into a thread.

    Photographs become JPEG, what is transparent or was PNG stays PNG if it fits; animated GIFs stay as they
    are. Raises `PictureError`.
    """
    if len(content) > LARGEST_FILE:
        raise PictureError(f"it has more than {LARGEST_FILE // MEBIBYTE} MB. Make it smaller and try again")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise PictureError(_IS_HEIC)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return _prepared(image, content, alt_text.strip())
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(_UNKNOWN) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(_TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - a broken file makes Pillow raise nearly anything
        raise PictureError(_BROKEN) from None


def _prepared(image: Image.Image, content: bytes, alt_text: str) -> DraftPicture:
    if image.width * image.height > MOST_PIXELS:
        raise PictureError(_TOO_MANY_PIXELS)
    if getattr(image, "is_animated", False) and image.format in {"GIF", "PNG", "WEBP"}:
        _check_animation(image, len(content))
        return DraftPicture(
            content=content, media_type=GIF, width=image.width, height=image.height, alt_text=alt_text
        )
    return _still(image, alt_text)


def _check_animation(image: Image.Image, size: int) -> None:
    if image.format != "GIF":
        raise PictureError("it moves, and networks only take moving pictures that are GIFs. Send it as a GIF")
    width, height = LARGEST_GIF_SIDES
    if size > LARGEST_GIF:
        raise PictureError(f"a GIF may have {LARGEST_GIF // MEBIBYTE} MB. Make it smaller and try again")
    if image.width > width or image.height > height:
        raise PictureError(f"a GIF may have {width} × {height} pixels. Make it smaller and try again")
    # Going through the frames also finds out whether one of them is damaged.
    for _ in range(MOST_FRAMES):
        try:
            image.seek(image.tell() + 1)
        except EOFError:
            return
    raise PictureError(f"a GIF may have {MOST_FRAMES} frames. Make it shorter and try again")


def _still(image: Image.Image, alt_text: str) -> DraftPicture:
    is_photograph = image.format in {"JPEG", "MPO", "WEBP"}
    profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
    plain = _plain(image)
    as_png = plain.mode == "RGBA" or not is_photograph
    media_type, content, shown = _encoded(plain, profile, as_png=as_png)
    return DraftPicture(
        content=content, media_type=media_type, width=shown.width, height=shown.height, alt_text=alt_text
    )


def _plain(image: Image.Image) -> Image.Image:
    """Return it upright, small enough, in RGB or RGBA, and with nothing but its pixels."""
    small = image
    if image.mode not in _SHRINKABLE or "transparency" in image.info:
        small = _converted(image)
    # Shrunk before all else, since each copy of a telephone's picture takes 200 MB; a JPEG is even decoded
    # in a smaller size.
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(small, in_place=True)
    plain = _converted(small)
    # Pillow would write some of it into the new file: comments, say.
    plain.info.clear()
    return plain


def _converted(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _encoded(image: Image.Image, profile: bytes | None, *, as_png: bool) -> tuple[str, bytes, Image.Image]:
    if as_png:
        content = _saved(image, "PNG", icc_profile=profile)
        if len(content) <= LARGEST_PICTURE:
            return "image/png", content, image
    for smaller in _smaller_and_smaller(_on_white(image)):
        for quality in _QUALITIES:
            # Not optimised: Pillow would do it in one piece, and nothing else could run in the process.
            content = _saved(smaller, "JPEG", quality=quality, icc_profile=profile)
            if len(content) <= LARGEST_PICTURE:
                return "image/jpeg", content, smaller
    raise PictureError(_BROKEN)


def _smaller_and_smaller(image: Image.Image) -> Iterator[Image.Image]:
    while min(image.size) > 1:
        yield image
        size = (max(1, int(image.width * _SHRINK)), max(1, int(image.height * _SHRINK)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    yield image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
