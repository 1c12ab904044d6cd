"""Pictures of what people see on Discord, on a desk and on a phone."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    import discord
    from playwright.async_api import Browser
    from simcord import ChannelHandle, Env, MemberActor
    from simcord.results import InteractionResult, ResponseMessage

    Seen = discord.Message | ResponseMessage | InteractionResult

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
IMAGES = Path(__file__).parents[2] / "docs" / "images"
KEPT = bool(os.environ.get("KEEP_SCREENSHOTS"))
"""Whether pictures go into the documents; otherwise they are only looked at."""
_SIZES = {"": (720, 3000), "-phone": (390, 3000)}


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes pictures of messages and forms of one simulated Discord."""

    env: Env
    browser: Browser
    folder: Path
    now: Callable[[], datetime]
    """The time at the conference: time stamps are shown as they look then."""

    async def take(self, name: str, person: MemberActor, channel: ChannelHandle, seen: Seen) -> None:
        """Take a message, or the form that an interaction was answered with, as `person` sees it.

        The pictures are `<name>.png` and `<name>-phone.png`. Fails if something is wider than a phone.
        """
        preview = self.env.preview(
            channel, viewers=[person], timezone="Europe/Berlin", presentation_time=self.now()
        )
        async with preview:
            # simcord would look for a browser of Playwright's own.
            preview._capture_manager._browser = self.browser  # noqa: SLF001 - there is no public way
            for suffix, size in _SIZES.items():
                report = await preview.screenshot(
                    self.folder / f"{name}{suffix}.png",
                    viewer=person,
                    target=seen,
                    viewport=size,
                    allow_incomplete=True,
                )
                assert 0 < report.output_width <= size[0]
                assert report.output_height < size[1], f"{name} is longer than anybody scrolls"
                _shrink(self.folder / f"{name}{suffix}.png")
            preview._capture_manager._browser = None  # noqa: SLF001 - it is closed with all others


def _shrink(file: Path) -> None:
    """Keep 255 colours, of which texts on cards use fewer: a third of the size."""
    with Image.open(file) as picture:
        picture.quantize(255).save(file, optimize=True)


@asynccontextmanager
async def camera(env: Env, folder: Path, now: Callable[[], datetime]) -> AsyncIterator[Camera]:
    """Open a browser for pictures of a server; they go into `folder`, or into the documents."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=("--no-sandbox", "--disable-gpu")
        )
        yield Camera(env, browser, IMAGES if KEPT else folder, now)
        await browser.close()
