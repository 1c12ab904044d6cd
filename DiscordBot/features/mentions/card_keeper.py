"""Every mention's card: there once, showing the truth, and not hundreds at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from DiscordBot.discord_ui.card_channel import Place
from DiscordBot.features.mentions.card_text import card_of
from DiscordBot.features.mentions.decisions import CLOSED
from DiscordBot.features.mentions.rows import FINAL, POSTING
from DiscordBot.features.tweets.cards.backlog import Backlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from DiscordBot.features.mentions.card_text import MentionCard
    from DiscordBot.features.mentions.rows import MentionRows
    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.features.tweets.cards.backlog import InBackground

NAME: Final = "mention cards"
AT_ONCE: Final = 20
"""So many cards are posted, or looked for, in one run of the job: people read them, and Discord counts."""


class MentionBoard(Protocol):
    """Where cards are shown."""

    async def show(self, card: MentionCard, place: Place | None, *, is_new: bool) -> Place:
        """Make a card show this, at `place` if it is there, else anew; return where it is.

        If it `is_new`, it was certainly never posted. Raises `UnreachableError` while nothing can be shown.
        """


class MentionCards:
    """Follows what happens to mentions and keeps their cards in line with it.

    `tweet_card` gives the address of a tweet's card, if it has one.
    """

    def __init__(
        self,
        *,
        rows: MentionRows,
        board: MentionBoard,
        tweet_card: Callable[[int], Awaitable[str | None]],
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._rows = rows
        self._board = board
        self._tweet_card = tweet_card
        self._in_background = in_background
        # One card at a time keeps within Discord's limits, and no two edits of a card overtake each other.
        self._turn = asyncio.Lock()
        self._backlog = Backlog(NAME, self._refresh, in_background=in_background, on_error=on_error)
        self._uncertain: set[int] = set()

    def changed(self, mention_id: int) -> None:
        """Bring the card up to date that somebody is looking at."""
        self._backlog.add(mention_id, is_urgent=True)

    async def begin(self) -> None:
        """Look whether all cards are there: Discord does not tell what was deleted while the bot was away."""
        self._uncertain = {view.id for view in await self._rows.unfinished()}
        await self.look()

    async def look(self) -> None:
        """Bring some more cards up to date; for a job, each minute."""
        views = await self._rows.unfinished()
        ranked = [(await self._urgency(view), view.id) for view in views]
        todo = sorted((rank, mention_id) for rank, mention_id in ranked if rank is not None)
        for _, mention_id in todo[:AT_ONCE]:
            self._backlog.add(mention_id)

    async def waiting(self) -> int:
        """Return how many mentions have no card yet."""
        return sum(view.card_message is None for view in await self._rows.unfinished())

    def deleted(self, messages: Collection[int]) -> None:
        """Post those cards anew that somebody has deleted, as long as there is something to decide."""
        self._in_background(self._replace(frozenset(messages)), NAME)

    async def _replace(self, messages: Collection[int]) -> None:
        async with self._turn:
            mention_ids = await self._rows.forget_cards(messages)
        for mention_id in mention_ids:
            self._backlog.add(mention_id)

    async def _urgency(self, view: MentionSnapshot) -> int | None:
        """Return how long a card can wait, the least first, or None if it is as it should be."""
        # What was perhaps posted is looked for first: it must still be among the newest messages then.
        if view.card_shown == POSTING:
            return 0
        if view.card_message is None:
            return 2
        if view.card_shown != _shown(view, await self._card(view)):
            return 1
        return 3 if view.id in self._uncertain else None

    async def _refresh(self, mention_id: int) -> None:
        async with self._turn:
            view = await self._rows.get(mention_id)
            if view is None:
                return
            card = await self._card(view)
            await self._rows.note_card(mention_id, await self._show(view, card), _shown(view, card))
            self._uncertain.discard(mention_id)

    async def _show(self, view: MentionSnapshot, card: MentionCard) -> Place:
        place = None
        if view.card_channel is not None and view.card_message is not None:
            place = Place(view.card_channel, view.card_message)
        elif view.card_shown != POSTING:
            await self._rows.claim_card(view.id)
        is_new = place is None and view.card_shown != POSTING
        return await self._board.show(card, place, is_new=is_new)

    async def _card(self, view: MentionSnapshot) -> MentionCard:
        return card_of(view, None if view.tweet_id is None else await self._tweet_card(view.tweet_id))


def _shown(view: MentionSnapshot, card: MentionCard) -> str:
    return f"{FINAL if view.status in CLOSED else ''}{card.digest}"
