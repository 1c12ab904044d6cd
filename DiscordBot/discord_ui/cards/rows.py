"""What the database knows of cards: where each is, and what it showed last. One transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import ColumnElement, inspect, not_, select, update

from DiscordBot.discord_ui.cards.card import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel import SQLModel

    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.cards.card import Card

FINAL = "final "
"""How `card_shown` begins when the card showed what never changes any more by itself."""
POSTING = "posting"
"""What `card_shown` is while a card is being posted for the first time: perhaps it is there already."""


class HasCard(Protocol):
    """A row with a card, or what was read of it."""

    @property
    def id(self) -> int:
        """The number of the row."""

    @property
    def card_channel(self) -> int | None:
        """The channel in which the card is."""

    @property
    def card_message(self) -> int | None:
        """The message that the card is."""

    @property
    def card_shown(self) -> str:
        """A digest of what the card showed last; see `FINAL` and `POSTING`."""


def place_of(row: HasCard) -> Place | None:
    """Return where the card is, None if it is nowhere."""
    if row.card_channel is None or row.card_message is None:
        return None
    return Place(row.card_channel, row.card_message)


def shown_by(card: Card) -> str:
    """Return what `card_shown` is when the card is shown."""
    return f"{FINAL}{card.digest}" if card.is_final else card.digest


def is_unfinished(table: type[SQLModel]) -> ColumnElement[bool]:
    """Return the condition for rows whose cards may have something new to show."""
    shown: ColumnElement[str] = inspect(table).local_table.c.card_shown
    return shown.not_like(f"{FINAL}%")


class CardRows:
    """The columns `card_channel`, `card_message` and `card_shown` of a table; nothing else is changed."""

    def __init__(self, database: Database, table: type[SQLModel]) -> None:
        self._database = database
        self._table = inspect(table).local_table
        self._is_unfinished = is_unfinished(table)

    async def begin_posting(self, row_id: int) -> None:
        """Note that a card is going to be posted."""
        await self._change(self._table.c.id == row_id, card_shown=POSTING)

    async def note(self, row_id: int, place: Place, shown: str) -> None:
        """Note where a card is and what it shows."""
        values = {"card_channel": place.channel, "card_message": place.message, "card_shown": shown}
        await self._change(self._table.c.id == row_id, **values)

    async def forget(self, messages: Collection[int]) -> tuple[int, ...]:
        """Note that these messages are gone; return the unfinished rows whose cards they were."""
        was_one = self._table.c.card_message.in_(messages)
        query = select(self._table.c.id).where(was_one, self._is_unfinished).order_by(self._table.c.id)
        nowhere = update(self._table).values(card_channel=None, card_message=None)
        async with self._database.transaction() as session:
            gone = tuple((await session.execute(query)).scalars())
            await session.execute(nowhere.where(was_one, not_(self._is_unfinished)))
            await session.execute(nowhere.where(self._table.c.id.in_(gone)).values(card_shown=""))
        return gone

    async def _change(self, condition: ColumnElement[bool], **values: Any) -> None:  # noqa: ANN401 - columns
        async with self._database.transaction() as session:
            await session.execute(update(self._table).where(condition).values(**values))
