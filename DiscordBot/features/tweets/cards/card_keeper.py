"""Every tweet's card in the moderation channel: there once, and showing the truth."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

from DiscordBot.features.tweets.cards.backlog import Backlog, CardRefusedError
from DiscordBot.features.tweets.cards.card_rows import FINAL, POSTING, Place
from DiscordBot.features.tweets.cards.card_text import CLOSED, asks_human, card_of
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from DiscordBot.features.tweets.cards.backlog import InBackground
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.cards.card_rows import CardRows
    from DiscordBot.features.tweets.cards.card_text import Card
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange, TweetSnapshot
    from DiscordBot.networks.port import Media

NAME = "tweet cards"


class CardBoard(Protocol):
    """Where cards are shown."""

    async def show(
        self,
        card: Card,
        place: Place | None,
        *,
        pictures: Callable[[], Awaitable[Sequence[Media]]],
        is_new: bool,
    ) -> Place:
        """Make a card show this, at `place` if it is there, else anew; return where it is.

        If it `is_new`, it was certainly never posted. Raises `UnreachableError` while nothing can be shown,
        and `CardRefusedError` if this card never can.
        """


class CardKeeper:
    """Follows what happens to tweets and keeps their cards in line with it.

    Tweets of a group are moderated on a common card; they get one of their own when they need a human.
    """

    def __init__(
        self,
        *,
        service: TweetService,
        rows: CardRows,
        facts: FactsReader,
        board: CardBoard,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._service = service
        self._rows = rows
        self._facts = facts
        self._board = board
        self._in_background = in_background
        # One card at a time keeps within Discord's limits, and no two edits of a card overtake each other.
        self._turn = asyncio.Lock()
        self._backlog = Backlog(NAME, self._refresh, in_background=in_background, on_error=on_error)
        self._uncertain: set[int] = set()
        self._refused: dict[int, str] = {}

    def changed(self, change: TweetChange) -> None:
        """Bring a card up to date soon; cards of new tweets wait for those that somebody is looking at."""
        self._backlog.add(change.tweet_id, is_urgent=change.outcome is not Outcome.PENDING)

    async def show(self, tweet_id: int) -> None:
        """Bring a card up to date now. Raises `UnreachableError` and `CardRefusedError`."""
        await self._refresh(tweet_id)

    async def begin(self) -> None:
        """Look whether all cards are there: Discord does not tell what was deleted while the bot was away."""
        self._uncertain.update(await self._rows.unfinished())
        await self.look()

    async def look(self) -> None:
        """Bring those cards up to date that changed by themselves or could not be changed earlier.

        For a job, each minute.
        """
        for tweet_id in await self._rows.unfinished():
            self._backlog.add(tweet_id)

    def deleted(self, messages: Collection[int]) -> None:
        """Post those cards anew that somebody has deleted, as long as there is something to decide."""
        self._in_background(self._replace(frozenset(messages)), NAME)

    async def _replace(self, messages: Collection[int]) -> None:
        async with self._turn:
            tweet_ids = await self._rows.forget(messages)
        for tweet_id in tweet_ids:
            self._refused.pop(tweet_id, None)
            self._backlog.add(tweet_id)

    async def _refresh(self, tweet_id: int) -> None:
        async with self._turn:
            view = await self._service.get(tweet_id)
            if not _needs_card(view):
                return
            card = card_of(view, await self._facts.of(view))
            shown = f"{FINAL if view.outcome in CLOSED else ''}{card.digest}"
            if view.card_shown == shown and tweet_id not in self._uncertain:
                return
            if self._refused.get(tweet_id) == shown:
                # Discord would say the same again, each minute.
                return
            try:
                place = await self._show(view, card)
            except CardRefusedError:
                self._refused[tweet_id] = shown
                raise
            await self._rows.note(tweet_id, place, shown)
            self._refused.pop(tweet_id, None)
            self._uncertain.discard(tweet_id)

    async def _show(self, view: TweetSnapshot, card: Card) -> Place:
        place = None
        if view.card_channel is not None and view.card_message is not None:
            place = Place(view.card_channel, view.card_message)
        elif view.card_shown != POSTING:
            await self._rows.claim(view.id)
        pictures = partial(self._service.pictures, view.id)
        is_new = place is None and view.card_shown != POSTING
        return await self._board.show(card, place, pictures=pictures, is_new=is_new)


def _needs_card(view: TweetSnapshot) -> bool:
    return (
        view.group_key is None or view.card_shown != "" or view.outcome is Outcome.FAILED or asks_human(view)
    )
