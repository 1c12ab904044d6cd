"""Every card of a feature: there once, showing the truth, and not hundreds at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from DiscordBot.discord_ui.cards.backlog import Backlog
from DiscordBot.discord_ui.cards.card import CardRefusedError, UnreachableError
from DiscordBot.discord_ui.cards.rows import POSTING, HasCard, place_of, shown_by

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from DiscordBot.discord_ui.cards.backlog import InBackground
    from DiscordBot.discord_ui.cards.card import Card, Place, Presence
    from DiscordBot.discord_ui.cards.rows import CardRows

AT_ONCE = 20
"""So many cards are posted, or looked for, in one run of the job: people read them, and Discord counts."""

Row = TypeVar("Row", bound=HasCard)


class CardSource(Protocol[Row]):
    """What cards are about; `changes_by_itself` if cards change without anybody telling of it."""

    changes_by_itself: bool

    async def unfinished(self) -> Sequence[Row]:
        """Return all whose cards may have something new to show, the oldest first, in few queries."""

    async def get(self, row_id: int) -> Row | None:
        """Return one as it is now, None if there is none."""

    async def card(self, row: Row) -> Card | None:
        """Return what its card says now, None if it shall have none."""


class Cards(Protocol):
    """Where cards are shown; `channel.CardChannels` on Discord."""

    async def show(self, card: Card, place: Place | None, *, may_exist: bool) -> Place:
        """Make a card show this, at `place` if it is there, else anew; return where it is.

        Unless it `may_exist`, a card without a place was certainly never posted. Raises `UnreachableError`
        while nothing can be shown, and `CardRefusedError` if this card never can.
        """

    async def present(self, places: Collection[Place]) -> Presence:
        """Look which cards are there, with few requests however many these are."""


class CardKeeper(Generic[Row]):
    """Follows what happens to what cards are about, and keeps the cards in line with it.

    What holds for every card: it is posted once, also if the bot dies between posting and remembering; many
    changes make few edits, and none that shows nothing new; one that Discord refuses is not sent again until
    it says something else, and keeps no other away; one that somebody deletes comes back while there is
    something to decide, also if it was deleted while the bot was away; a start costs no request for a card
    of which nothing has changed; of many that are missing some are posted each minute, and what somebody is
    looking at comes first; who waits for one card can have it at once.
    """

    def __init__(
        self,
        name: str,
        *,
        source: CardSource[Row],
        rows: CardRows,
        channels: Cards,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._name = name
        self._source = source
        self._rows = rows
        self._channels = channels
        self._in_background = in_background
        self._on_error = on_error
        # One card at a time keeps within Discord's limits, and no two edits of a card overtake each other.
        self._turn = asyncio.Lock()
        self._backlog = Backlog(name, self._refresh, in_background=in_background, on_error=on_error)
        # Rows whose cards are not as they should be, as far as is known.
        self._stale: set[int] = set()
        # Whether there is any card that may change by itself.
        self._has_unfinished = True
        # Rows whose cards are perhaps gone.
        self._unseen: set[int] = set()
        self._refused: dict[int, str] = {}
        # A server deletes many messages that are no cards.
        self._messages: set[int] = set()

    def changed(self, row_id: int, *, is_urgent: bool = False) -> None:
        """Bring a card up to date soon, before all others if somebody is looking at it."""
        self._stale.add(row_id)
        self._has_unfinished = True
        self._backlog.add(row_id, is_urgent=is_urgent)

    def appeared(self) -> None:
        """Notice that there are new rows, whose cards `look` shall post."""
        self._has_unfinished = True

    async def show(self, row_id: int) -> None:
        """Bring a card up to date now. Raises `UnreachableError` and `CardRefusedError`."""
        self._has_unfinished = True
        await self._refresh(row_id)

    async def begin(self) -> None:
        """Look whether all cards are there: Discord does not tell what was deleted while the bot was away.

        To be done in the background: it asks for a hundred messages at a time.
        """
        async with self._turn:
            await self._look_for(await self._source.unfinished())
        await self._look()

    async def look(self) -> None:
        """Bring some more cards up to date; for a job, each minute."""
        may_change = self._source.changes_by_itself and self._has_unfinished
        if may_change or self._stale or self._unseen:
            await self._look()

    async def without_card(self) -> int:
        """Return how many cards are still to be posted."""
        return sum(place_of(row) is None for row in await self._source.unfinished())

    def deleted(self, messages: Collection[int]) -> None:
        """Post those cards anew that somebody has deleted, as long as there is something to decide."""
        if not self._messages.isdisjoint(messages):
            self._in_background(self._replace(frozenset(messages)), self._name)

    async def _replace(self, messages: Collection[int]) -> None:
        async with self._turn:
            row_ids = await self._rows.forget(messages)
        self._messages.difference_update(messages)
        for row_id in row_ids:
            self._refused.pop(row_id, None)
            self.changed(row_id)

    async def _look_for(self, rows: Sequence[Row]) -> None:
        """Find out which cards are gone; what cannot be found out is looked at one by one later."""
        places = {row.id: place for row in rows if (place := place_of(row)) is not None}
        self._messages.update(place.message for place in places.values())
        try:
            found = await self._channels.present(places.values())
        except UnreachableError as error:
            self._on_error(error, self._name)
            self._unseen.update(places)
            return
        self._unseen.update(row_id for row_id, place in places.items() if place in found.unseen)
        if found.gone:
            await self._rows.forget({place.message for place in found.gone})

    async def _look(self) -> None:
        known = frozenset(self._stale)
        ranked: list[tuple[int, int]] = []
        for row in await self._unfinished():
            rank = await self._urgency(row)
            if rank is not None:
                ranked.append((rank, row.id))
        wanting = {row_id for _, row_id in ranked}
        self._stale.difference_update(known - wanting)
        self._stale.update(wanting)
        for _, row_id in sorted(ranked)[:AT_ONCE]:
            self._backlog.add(row_id)

    async def _unfinished(self) -> Sequence[Row]:
        self._has_unfinished = False
        try:
            rows = await self._source.unfinished()
        except BaseException:
            self._has_unfinished = True
            raise
        self._has_unfinished |= bool(rows)
        return rows

    async def _urgency(self, row: Row) -> int | None:
        """Return how long a card can wait, the least first, or None if there is nothing to do about it."""
        card = await self._source.card(row)
        if card is None or self._refused.get(row.id) == shown_by(card):
            return None
        # What was perhaps posted is looked for first: it must still be among the newest messages then.
        if row.card_shown == POSTING:
            return 0
        if place_of(row) is None:
            return 2
        if row.card_shown != shown_by(card):
            return 1
        return 3 if row.id in self._unseen else None

    async def _refresh(self, row_id: int) -> None:
        async with self._turn:
            self._stale.discard(row_id)
            try:
                await self._bring_up_to_date(row_id)
            except CardRefusedError:
                raise
            except BaseException:
                self._stale.add(row_id)
                raise

    async def _bring_up_to_date(self, row_id: int) -> None:
        row = await self._source.get(row_id)
        card = None if row is None else await self._source.card(row)
        if row is None or card is None:
            return
        shown = shown_by(card)
        # Discord would refuse the same again, each minute.
        if self._refused.get(row_id) == shown or (row.card_shown == shown and row_id not in self._unseen):
            return
        try:
            place = await self._show(row, card)
        except CardRefusedError:
            self._refused[row_id] = shown
            raise
        self._messages.add(place.message)
        await self._rows.note(row_id, place, shown)
        self._refused.pop(row_id, None)
        self._unseen.discard(row_id)

    async def _show(self, row: Row, card: Card) -> Place:
        place, may_exist = place_of(row), row.card_shown == POSTING
        if place is None and not may_exist:
            await self._rows.begin_posting(row.id)
        return await self._channels.show(card, place, may_exist=may_exist)
