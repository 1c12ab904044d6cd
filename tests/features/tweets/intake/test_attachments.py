from __future__ import annotations

import asyncio

import pytest

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.attachments import AttachedPictures, OfferedPicture, UnreadableError
from tests.features.tweets.intake.test_pictures import HEIC, gif, noise, saved

PNG = saved(noise(9, 9), "PNG")


class File:
    """A file on Discord that can be away."""

    def __init__(self, number: int, content: bytes, *, size: int | None = None) -> None:
        self.content = content
        self.is_away = False
        self.times_read = 0
        self.offered = OfferedPicture(
            number=number,
            name=f"{number}.png",
            size=size or len(content),
            media_type=None,
            read=self.read,
            alt_text=f" Picture {number} ",
        )

    async def read(self) -> bytes:
        if self.is_away:
            raise UnreadableError("away")
        self.times_read += 1
        return self.content


def album(*files: File) -> AttachedPictures:
    return AttachedPictures((file.offered for file in files), asyncio.Lock())


async def test_pictures_are_fetched_once_and_taken_in_order() -> None:
    files = [File(1, PNG), File(2, saved(noise(9, 9), "JPEG"))]
    pictures = album(*files)
    await asyncio.gather(pictures.fetch(), pictures.fetch())

    taken = await pictures.take()

    assert [(one.media_type, one.alt_text) for one in taken] == [
        ("image/png", "Picture 1"),
        ("image/jpeg", "Picture 2"),
    ]
    assert [file.times_read for file in files] == [1, 1]


async def test_what_cannot_be_used_is_told_once_and_left_out() -> None:
    pictures = album(File(1, HEIC), File(2, PNG), File(3, b"nothing"))
    await pictures.fetch()

    with pytest.raises(DraftError, match=r"Picture 1 cannot be used, .* HEIC .* Picture 3 cannot be used, "):
        await pictures.take()

    assert [one.alt_text for one in await pictures.take()] == ["Picture 2"]


async def test_what_is_too_large_is_never_fetched() -> None:
    file = File(1, PNG, size=26 * 1024 * 1024)
    pictures = album(file)

    with pytest.raises(DraftError, match="more than 25 MB"):
        await pictures.take()

    assert (file.times_read, pictures.pictures) == (0, [])


async def test_what_discord_does_not_give_now_may_come_later() -> None:
    file = File(1, PNG)
    file.is_away = True
    pictures = album(file)

    with pytest.raises(DraftError, match="Please try again"):
        await pictures.take()
    file.is_away = False

    assert len(await pictures.take()) == 1


@pytest.mark.parametrize("contents", [(gif(), PNG), (PNG, gif()), (gif(), gif())])
async def test_a_gif_stands_alone(contents: tuple[bytes, bytes]) -> None:
    pictures = album(*(File(number, content) for number, content in enumerate(contents, start=1)))

    with pytest.raises(DraftError, match="only kept the first"):
        await pictures.take()

    assert [one.alt_text for one in await pictures.take()] == ["Picture 1"]


async def test_one_gif_is_fine() -> None:
    assert len(await album(File(1, gif())).take()) == 1
