"""The pictures that somebody hands in with a draft, from Discord's short-lived links to what goes out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.pictures import GIF, PictureError, check_offered, prepare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from DiscordBot.features.tweets.intake.draft import DraftPicture


class UnreadableError(Exception):
    """A file cannot be fetched at the moment."""


@dataclass(slots=True)
class OfferedPicture:
    """A file that is to be a picture; `size` is in bytes, `read` raises `UnreadableError`.

    `prepared` is what goes out, once it is fetched and converted.
    """

    number: int
    name: str
    size: int
    media_type: str | None
    read: Callable[[], Awaitable[bytes]]
    alt_text: str = ""
    prepared: DraftPicture | None = None


class AttachedPictures:
    """The pictures of one draft, each fetched once.

    What cannot be used is taken out, and whoever submits the draft is told so, once. `turn` is shared by all
    drafts: one picture at a time is converted, since it may take 256 MB of memory.
    """

    def __init__(self, offered: Iterable[OfferedPicture], turn: asyncio.Lock) -> None:
        self.pictures = list(offered)
        self._turn = turn
        self._refused: list[str] = []
        for picture in tuple(self.pictures):
            try:
                check_offered(picture.size, picture.media_type)
            except PictureError as error:
                self._refuse(picture, error)

    def replaced(self, offered: Iterable[OfferedPicture]) -> AttachedPictures:
        """Return other pictures for the same draft."""
        return AttachedPictures(offered, self._turn)

    async def fetch(self) -> None:
        """Fetch and convert what is not there yet; never raise."""
        async with self._turn:
            for picture in tuple(self.pictures):
                await self._fetch(picture)

    async def take(self) -> tuple[DraftPicture, ...]:
        """Return the pictures with their descriptions. Raises `DraftError`."""
        self.check()
        await self.fetch()
        self.check()
        taken = []
        for picture in self.pictures:
            if picture.prepared is None:
                raise DraftError("Discord does not give me the pictures at the moment. Please try again.")
            taken.append(replace(picture.prepared, alt_text=picture.alt_text.strip()))
        return tuple(taken)

    def check(self) -> None:
        """Raise `DraftError` if pictures had to be taken out of which the person does not know yet."""
        kinds = [picture.prepared.media_type for picture in self.pictures if picture.prepared is not None]
        if GIF in kinds and len(self.pictures) > 1:
            del self.pictures[1:]
            self._refused.append("An animated GIF must be the only picture, so I only kept the first one.")
        if self._refused:
            told, self._refused = " ".join(self._refused), []
            raise DraftError(told)

    async def _fetch(self, picture: OfferedPicture) -> None:
        if picture.prepared is not None:
            return
        try:
            content = await picture.read()
            picture.prepared = await asyncio.to_thread(prepare, content)
        except UnreadableError:
            return
        except PictureError as error:
            self._refuse(picture, error)

    def _refuse(self, picture: OfferedPicture, error: PictureError) -> None:
        self.pictures.remove(picture)
        self._refused.append(f"Picture {picture.number} cannot be used, so I left it out: {error}.")
