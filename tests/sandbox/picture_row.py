"""Pictures of the guide in a row, for the documents."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.sandbox.visitor import KEEP_SCREENSHOTS, ROOT

if TYPE_CHECKING:
    from playwright.async_api import Page

COLUMNS = {"desk": 3, "phone": 8}
WIDTHS = {"desk": 640, "phone": 240}
GAP = 10
COLOURS = 200
"""Enough for what is mostly text, and a quarter of the size."""


class PictureRow:
    """Takes pictures if they are to be kept, and puts them on one sheet, in the order they were taken."""

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

    def keep(self) -> None:
        """Write the sheet."""
        if not self._taken:
            return
        columns = COLUMNS[self._name]
        width, height = self._taken[0].size
        rows = -(-len(self._taken) // columns)
        size = (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP)
        sheet = Image.new("RGB", size, "white")
        for number, picture in enumerate(self._taken):
            row, column = divmod(number, columns)
            sheet.paste(picture, (column * (width + GAP), row * (height + GAP)))
        file = ROOT / "docs" / "images" / f"guide-{self._name}.png"
        reduced = sheet.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        reduced.save(file, optimize=True)
