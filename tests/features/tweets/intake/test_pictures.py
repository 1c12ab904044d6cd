from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from DiscordBot.features.tweets.intake import pictures
from DiscordBot.features.tweets.intake.pictures import PictureError, check_offered, prepare

ORIENTATION, GPS = 0x0112, 0x8825
PLACE = b"52 deg 31' 12\" N"


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow's
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    grey = random.Random(1)  # noqa: S311 - the same noise each time
    return Image.frombytes(mode, (width, height), grey.randbytes(width * height * len(mode)))


def gif(frames: int = 3, size: tuple[int, int] = (8, 6)) -> bytes:
    several = [Image.new("RGB", size, (index % 256, index // 256, 0)) for index in range(frames)]
    return saved(several[0], "GIF", save_all=True, append_images=several[1:], duration=40)


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    tags[GPS] = {1: "N", 2: (52.0, 31.0, 12.0), 0x1B: PLACE}
    return tags


def test_a_photograph_loses_its_place_and_stands_upright() -> None:
    left_red = Image.new("RGB", (40, 20), "blue")
    left_red.paste("red", (0, 0, 20, 20))
    content = saved(left_red, "JPEG", exif=exif(orientation=6), comment=b"at home")
    assert PLACE in content

    picture = prepare(content, " A flag ")

    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 20, 40)
    assert picture.alt_text == "A flag"
    upright = opened(picture.content)
    assert not upright.getexif()
    assert PLACE not in picture.content
    assert b"at home" not in picture.content
    red, _, blue = upright.getpixel((10, 5))  # type: ignore[misc]  # an RGB picture gives three values
    assert red > 200
    assert blue < 50


def test_a_png_keeps_its_alpha_and_loses_its_texts() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "at home")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>GPSLatitude at home</x:xmpmeta>")
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 128))

    picture = prepare(saved(image, "PNG", pnginfo=texts, exif=exif()))

    assert picture.media_type == "image/png"
    assert opened(picture.content).getpixel((5, 5)) == (255, 0, 0, 128)
    assert b"home" not in picture.content
    assert PLACE not in picture.content


@pytest.mark.parametrize(
    ("image", "kind", "media_type"),
    [
        (Image.new("RGB", (9, 9), "red"), "PNG", "image/png"),
        (Image.new("RGB", (9, 9), "red"), "WEBP", "image/jpeg"),
        (Image.new("RGBA", (9, 9), (255, 0, 0, 0)), "WEBP", "image/png"),
        (Image.new("P", (9, 9)), "GIF", "image/png"),
        (Image.new("1", (9, 9)), "PNG", "image/png"),
        (Image.new("L", (9, 9)), "JPEG", "image/jpeg"),
        (Image.new("LA", (9, 9)), "PNG", "image/png"),
        (Image.new("I;16", (9, 9)), "PNG", "image/png"),
        (Image.new("CMYK", (9, 9)), "JPEG", "image/jpeg"),
    ],
)
def test_every_kind_of_picture(image: Image.Image, kind: str, media_type: str) -> None:
    picture = prepare(saved(image, kind))

    assert picture.media_type == media_type
    assert opened(picture.content).size == (picture.width, picture.height) == (9, 9)


def test_a_picture_of_several_is_the_first() -> None:
    # Phones store a second picture behind the first; Pillow calls that MPO.
    content = saved(
        Image.new("RGB", (9, 9), "red"), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]
    )

    assert prepare(content).media_type == "image/jpeg"


def test_colours_of_a_telephone_stay_what_they_are() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture = prepare(saved(Image.new("RGB", (9, 9), "red"), "JPEG", icc_profile=profile))

    assert opened(picture.content).info["icc_profile"] == profile


@pytest.mark.slow
@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("RGB", (5000, 2500), "red"), "JPEG"),
        (Image.new("P", (5000, 2500)), "PNG"),
        (Image.new("I;16", (5000, 2500)), "PNG"),
    ],
)
def test_what_is_too_large_is_shrunk(image: Image.Image, kind: str) -> None:
    picture = prepare(saved(image, kind))

    assert (picture.width, picture.height) == (4096, 2048)
    assert opened(picture.content).size == (4096, 2048)


def test_a_colour_that_means_nothing_is_there_stays_transparent() -> None:
    image = Image.new("RGB", (9, 9), "red")

    picture = prepare(saved(image, "PNG", transparency=(255, 0, 0)))

    assert opened(picture.content).getpixel((4, 4)) == (255, 0, 0, 0)


def test_what_is_too_heavy_becomes_a_lighter_jpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 60_000)

    picture = prepare(saved(noise(400, 300, "RGBA"), "PNG"))

    assert picture.media_type == "image/jpeg"
    assert len(picture.content) <= 60_000
    assert opened(picture.content).size == (picture.width, picture.height)


def test_what_stays_too_heavy_becomes_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 20_000)

    picture = prepare(saved(noise(400, 300), "JPEG"))

    assert len(picture.content) <= 20_000
    assert picture.width < 400
    assert picture.width / picture.height == pytest.approx(4 / 3, rel=0.02)


def test_an_animated_gif_stays_as_it_is() -> None:
    content = gif()

    picture = prepare(content, "A cat")

    assert (picture.content, picture.media_type, picture.alt_text) == (content, "image/gif", "A cat")
    assert (picture.width, picture.height) == (8, 6)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that claims to be huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"
NO_PICTURE = "no PNG, JPEG, WebP or GIF"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEIC, "HEIC format"),
        (AVIF, NO_PICTURE),
        (b"", NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (saved(Image.new("RGB", (9, 9)), "BMP"), NO_PICTURE),
        (saved(noise(90, 90), "JPEG")[:2000], "damaged"),
        (saved(noise(90, 90), "PNG")[:2000], "damaged"),
        (gif(5)[:-60], "damaged"),
        (bomb(9_000, 9_000), "more than 64 million pixels"),
        (bomb(12_000, 12_000), "more than 64 million pixels"),
        (bomb(50_000, 50_000), "more than 64 million pixels"),
        (gif(351), "350 frames"),
        (gif(2, (1281, 10)), "1280 × 1080 pixels"),
        (gif(2, (10, 1081)), "1280 × 1080 pixels"),
        (
            saved(Image.new("RGB", (9, 9)), "PNG", save_all=True, append_images=[noise(9, 9)]),
            "Send it as a GIF",
        ),
        (
            saved(noise(9, 9), "WEBP", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
            "Send it as a GIF",
        ),
        (bytes(25 * 1024 * 1024 + 1), "more than 25 MB"),
    ],
)
def test_what_cannot_be_used(content: bytes, told: str) -> None:
    with pytest.raises(PictureError, match=told):
        prepare(content)


def test_350_frames_are_taken() -> None:
    assert prepare(gif(350)).media_type == "image/gif"


def test_a_gif_that_weighs_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_GIF", 100)

    with pytest.raises(PictureError, match="a GIF may have"):
        prepare(gif())


@pytest.mark.parametrize(
    ("size", "media_type", "told"),
    [
        (1, "image/heic", "HEIC format"),
        (1, "video/mp4", NO_PICTURE),
        (25 * 1024 * 1024 + 1, "image/jpeg", "more than 25 MB"),
        (25 * 1024 * 1024 + 1, None, "more than 25 MB"),
        (15 * 1024 * 1024 + 1, "image/gif", "more than 15 MB"),
    ],
)
def test_what_need_not_be_fetched(size: int, media_type: str | None, told: str) -> None:
    with pytest.raises(PictureError, match=told):
        check_offered(size, media_type)


def test_what_is_worth_fetching() -> None:
    check_offered(25 * 1024 * 1024, "image/jpeg; charset=binary")
    check_offered(15 * 1024 * 1024, "image/gif")
    check_offered(1, None)
