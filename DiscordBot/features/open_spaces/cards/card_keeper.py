"""Every open space's card: there once, in the channel where it belongs, and showing the truth."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from DiscordBot.discord_ui.card_channel import Place
from DiscordBot.features.open_spaces.cards.card_text import card_of
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import FINAL
from DiscordBot.features.tweets.cards.backlog import Backlog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from DiscordBot.features.open_spaces.cards.card_text import Card
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.cards.backlog import InBackground

NAME: Final = "open spaces' cards"

_OVER: Final = FINAL | {State.REMINDED}


class CardBoard(Protocol):
    """Where cards are shown."""

    async def show(self, card: Card, place: Place | None) -> Place:
        """Make a card show this, in its channel, and nowhere else; return where it is.

        Raises `UnreachableError` while nothing can be shown.
        """


class OpenSpaceCards:
    """Follows what happens to open spaces and keeps their cards in line with it."""

    def __init__(
        self,
        *,
        service: OpenSpaceService,
        board: CardBoard,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._service = service
        self._board = board
        self._in_background = in_background
        # No two edits of a card overtake each other.
        self._turn = asyncio.Lock()
        self._backlog = Backlog(NAME, self._refresh, in_background=in_background, on_error=on_error)
        self._uncertain: set[int] = set()
        self._messages: set[int | None] = set()
        # Cards that show what never changes any more; at the end of a conference these are hundreds.
        self._settled: set[int] = set()

    def changed(self, space_id: int) -> None:
        """Bring a card up to date soon."""
        self._settled.discard(space_id)
        self._backlog.add(space_id)

    async def begin(self) -> None:
        """Look whether all cards are there: Discord does not tell what was deleted while the bot was away."""
        spaces = await self._service.every()
        self._messages.update(space.card_message for space in spaces)
        self._uncertain.update(space.id for space in spaces if space.state not in _OVER)
        await self.look()

    async def look(self) -> None:
        """Bring those cards up to date that could not be changed earlier; for a job, each minute."""
        for space in await self._service.every():
            if space.id in self._settled or not _needs_card(space):
                continue
            if await self._is_stale(space):
                self._backlog.add(space.id)
            elif space.state in FINAL:
                self._settled.add(space.id)

    def deleted(self, messages: Collection[int]) -> None:
        """Post those cards anew that somebody has deleted, as long as there is something to decide."""
        if not self._messages.isdisjoint(messages):
            self._in_background(self._replace(frozenset(messages)), NAME)

    async def _replace(self, messages: Collection[int]) -> None:
        async with self._turn:
            gone = [space for space in await self._service.every() if space.card_message in messages]
            for space in gone:
                await self._service.note_card(space.id, None, None, "")
                self._backlog.add(space.id)

    async def _refresh(self, space_id: int) -> None:
        async with self._turn:
            space = await self._service.get(space_id)
            if not _needs_card(space) or not await self._is_stale(space):
                return
            card = await self._card(space)
            place = await self._board.show(card, _place(space))
            self._messages.add(place.message)
            await self._service.note_card(space_id, place.channel, place.message, card.digest)
            self._uncertain.discard(space_id)

    async def _is_stale(self, space: OpenSpaceSnapshot) -> bool:
        return space.id in self._uncertain or space.card_shown != (await self._card(space)).digest

    async def _card(self, space: OpenSpaceSnapshot) -> Card:
        related = None if space.related_id is None else await self._service.get(space.related_id)
        return card_of(space, related)


def _needs_card(space: OpenSpaceSnapshot) -> bool:
    """Tell whether there is something to decide, or was: nobody looks for what was never shown."""
    return space.state not in _OVER or space.card_message is not None


def _place(space: OpenSpaceSnapshot) -> Place | None:
    if space.card_channel is None or space.card_message is None:
        return None
    return Place(space.card_channel, space.card_message)
