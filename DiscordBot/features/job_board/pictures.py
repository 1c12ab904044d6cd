"""Where an advert's picture can be seen, and whether everybody may see it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import aiohttp

from DiscordBot.features.job_board.adverts import Column, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.job_board.adverts import Advert

DRIVE = "https://drive.google.com"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
AT_ONCE = 4
CLOSED = (
    "leads to a picture on Google Drive that is not open to everybody with the link, so the advert is shown "
    "without it"
)

_DRIVES = ("drive.google.com", "docs.google.com", "drive.usercontent.google.com")
_DRIVE_PICTURES = "lh3.googleusercontent.com"
_DRIVE_PATH = re.compile(r"/d/(?P<id>[^/=]+)")
_DRIVE_ID = re.compile(r"[\w-]{10,100}")


def picture_address(link: str, drive: str = DRIVE) -> str:
    """Return where a picture can be seen, empty if the link does not lead to one.

    A link to a file on Google Drive, where forms keep what is uploaded, leads to a page around it; what is
    shown elsewhere is its preview.
    """
    number = _drive_id(link)
    if number:
        return f"{drive}/thumbnail?id={number}&sz=w1200"
    return link if urlsplit(link).path.lower().endswith(PICTURES) else ""


def _drive_id(link: str) -> str:
    parts = urlsplit(link)
    if parts.hostname not in {*_DRIVES, _DRIVE_PICTURES}:
        return ""
    in_path = _DRIVE_PATH.search(parts.path)
    number = in_path["id"] if in_path is not None else next(iter(parse_qs(parts.query).get("id", ())), "")
    return number if _DRIVE_ID.fullmatch(number) else ""


class Pictures:
    """Knows which pictures on Google Drive not everybody may see: there a web page comes instead.

    Only Drive is asked, never an address that a stranger has written. `timeout` is in seconds.
    """

    def __init__(self, session: aiohttp.ClientSession, drive: str = DRIVE, *, timeout: float = 10.0) -> None:
        self._session = session
        self._drive = drive
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._open: set[str] = set()
        self._closed: set[str] = set()
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def look(self, adverts: Iterable[Advert]) -> list[Problem]:
        """Look at the pictures on Drive; return what is wrong with them."""
        on_drive = [advert for advert in adverts if _drive_id(advert.picture)]
        await asyncio.gather(*(self._look_at(link) for link in {advert.picture for advert in on_drive}))
        return [
            Problem(advert.place, Column.PICTURE, CLOSED, is_fatal=False)
            for advert in on_drive
            if advert.picture in self._closed
        ]

    def shown(self, link: str) -> str:
        """Return where the picture can be seen, empty if it cannot."""
        return "" if link in self._closed else picture_address(link)

    async def _look_at(self, link: str) -> None:
        if link in self._open:
            return
        try:
            async with (
                self._at_once,
                self._session.get(picture_address(link, self._drive), timeout=self._timeout) as response,
            ):
                is_picture = response.ok and response.content_type.startswith("image/")
        except (aiohttp.ClientError, TimeoutError, OSError):
            # Nobody knows: Discord may see it all the same.
            return
        known, other = (self._open, self._closed) if is_picture else (self._closed, self._open)
        known.add(link)
        other.discard(link)
