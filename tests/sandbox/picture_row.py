"""Pictures of the guide in a row, for the documents."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.sandbox.visitor import KEEP_SCREENSHOTS, ROOT

if TYPE_CHECKING:
    from playwright.async_api import Page

COLUMNS = {"desk": 3, "phone": 5}
WIDTHS = {"desk": 560, "phone": 240}
GAP = 10
COLOURS = 160
"""Enough for what is mostly text, and a third of the size."""


class PictureRow:
    """Takes pictures if they are to be kept, and puts them into rows, in the order they were taken."""

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._name = name
        self._taken: list[Image.Image] = []

    async def take(self, name: str) -> None:
        """Take a picture, when everything that moves has come to rest."""
        del name
        if KEEP_SCREENSHOTS:
            await self._page.wait_for_timeout(800)
            picture = Image.open(BytesIO(await self._page.screenshot())).convert("RGB")
            width = WIDTHS[self._name]
            height = round(picture.height * width / picture.width)
            self._taken.append(picture.resize((width, height), Image.Resampling.LANCZOS))

    async def keep_whole(self, name: str) -> None:
        """Keep one picture at its full size, of what a desk shows now."""
        if KEEP_SCREENSHOTS and self._name == "desk":
            await self._page.wait_for_timeout(800)
            picture = Image.open(BytesIO(await self._page.screenshot())).convert("RGB")
            _write(picture, name)

    def keep(self) -> None:
        """Write the rows."""
        columns = COLUMNS[self._name]
        for begin in range(0, len(self._taken), columns):
            row = self._taken[begin : begin + columns]
            width, height = row[0].size
            sheet = Image.new("RGB", (columns * (width + GAP) - GAP, height), "white")
            for column, picture in enumerate(row):
                sheet.paste(picture, (column * (width + GAP), 0))
            _write(sheet, f"guide-{self._name}-{1 + begin // columns}")


def _write(picture: Image.Image, name: str) -> None:
    file = ROOT / "docs" / "images" / f"{name}.png"
    picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(file, optimize=True)
