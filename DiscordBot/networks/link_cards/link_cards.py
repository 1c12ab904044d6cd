"""The card that stands below a post for a link in it: the page's title, what it is about, its picture."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from DiscordBot.core.bounded_process import ProcessEndedError, TookTooLongError, run_bounded
from DiscordBot.networks.link_cards.page_head import PageHead
from DiscordBot.networks.link_cards.public_web import UnreadablePageError
from DiscordBot.networks.pictures import SizedPicture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.networks.link_cards.public_web import PublicWeb

PATIENCE_SECONDS = 10.0
"""For all that is fetched and read for one card; a post waits no longer for it."""

LARGEST_PAGE = 512 * 1024
"""In bytes; what pages say of themselves stands at their beginning."""

LARGEST_PICTURE = 5 * 1024 * 1024
_PROCESS = "DiscordBot.networks.link_cards.page_process"


@dataclass(frozen=True, slots=True)
class LinkCard:
    """What is shown below a post; the picture is there if the page has one that can be read."""

    address: str
    title: str
    description: str = ""
    picture: SizedPicture | None = None


class LinkCards(Protocol):
    """Where cards come from."""

    async def card(self, address: str) -> LinkCard | None:
        """Return the card for a link, None if there is none to be had; never raise, and not last long."""


class PageCards:
    """Makes cards of what pages say of themselves, with pictures of at most so many bytes."""

    def __init__(
        self, web: PublicWeb, most_picture_bytes: int, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._web = web
        self._most_bytes = most_picture_bytes
        self._patience = patience_seconds

    async def card(self, address: str) -> LinkCard | None:
        """See `LinkCards`."""
        card = None
        with suppress(TimeoutError, UnreadablePageError, TookTooLongError, ProcessEndedError):
            async with asyncio.timeout(self._patience):
                head = await self._head(address)
                if not head.title:
                    return None
                # It is of use without its picture as well.
                card = LinkCard(address, head.title, head.description)
                picture = await self._picture(head.image) if head.image else None
                card = LinkCard(address, head.title, head.description, picture)
        return card

    async def _head(self, address: str) -> PageHead:
        page = await self._web.get(address, kind="text/html", limit=LARGEST_PAGE, whole=False)
        about = {"work": "page", "address": page.address, "content_type": page.content_type}
        return PageHead(**json.loads(await self._read(about, page.body)))

    async def _picture(self, address: str) -> SizedPicture:
        found = await self._web.get(address, kind="image/", limit=LARGEST_PICTURE, whole=True)
        answer = await self._read({"work": "picture", "most_bytes": self._most_bytes}, found.body)
        size, _, content = answer.partition(b"\n")
        return SizedPicture(content=content, **json.loads(size))

    async def _read(self, about: Mapping[str, object], content: bytes) -> bytes:
        given = json.dumps(about).encode() + b"\n" + content
        return await asyncio.to_thread(run_bounded, _PROCESS, given, patience_seconds=self._patience)
