from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.discord_ui.card_channel import Place, UnreachableError
from DiscordBot.features.campaigns.card_keeper import CampaignCards
from tests.features.campaigns.desk import ADA, CampaignDesk

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.texts.card_text import CampaignCard


class SlowBoard:
    """A board that takes as long as a test wants, or cannot be reached."""

    def __init__(self) -> None:
        self.shown: list[tuple[CampaignCard, Place | None]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.began = asyncio.Event()
        self.trouble: Exception | None = None

    async def show(self, card: CampaignCard, place: Place | None) -> Place:
        if self.trouble is not None:
            raise self.trouble
        self.shown.append((card, place))
        self.began.set()
        await self.may_go_on.wait()
        return place or Place(1, 100 + len(self.shown))


class Keeper:
    """The keeper of cards with its desk."""

    def __init__(self, database: Database) -> None:
        self.desk, self.board = CampaignDesk(database), SlowBoard()
        self.tasks: list[asyncio.Task[Any]] = []
        self.errors: list[BaseException] = []
        self.cards = CampaignCards(
            service=self.desk.service,
            rows=self.desk.rows,
            board=self.board,
            in_background=self._in_background,
            on_error=lambda error, _: self.errors.append(error),
        )
        self.desk.service.listen(self.cards.changed)

    def _in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.tasks.append(asyncio.create_task(work, name=name))

    async def done(self) -> None:
        await asyncio.gather(*self.tasks)
        self.tasks.clear()


@pytest.fixture
def keeper(database: Database) -> Keeper:
    return Keeper(database)


async def test_120_changes_during_an_edit_make_one_further_edit(keeper: Keeper) -> None:
    number = (await keeper.desk.create()).campaign.number
    await keeper.done()
    keeper.board.shown.clear()
    keeper.board.may_go_on.clear()
    keeper.board.began.clear()

    for _ in range(60):
        keeper.cards.changed(number)
    await keeper.board.began.wait()
    for _ in range(60):
        keeper.cards.changed(number)
    keeper.board.may_go_on.set()
    await keeper.done()

    assert len(keeper.board.shown) == 2


async def test_the_card_is_remembered(keeper: Keeper) -> None:
    number = (await keeper.desk.create()).campaign.number
    await keeper.done()
    await keeper.desk.service.pause(number, ADA)
    await keeper.done()

    assert [place for _, place in keeper.board.shown] == [None, Place(1, 101)]


async def test_what_could_not_be_shown_is_tried_again(keeper: Keeper) -> None:
    keeper.board.trouble = UnreachableError("There is no such channel.")
    number = (await keeper.desk.create()).campaign.number
    await keeper.done()
    assert [str(error) for error in keeper.errors] == ["There is no such channel."]

    keeper.board.trouble = None
    await keeper.cards.look()
    await keeper.done()
    await keeper.cards.look()
    await keeper.done()

    assert [card.campaign_id for card, _ in keeper.board.shown] == [number]


async def test_a_start_shows_all_campaigns_but_no_drafts(keeper: Keeper) -> None:
    number = (await keeper.desk.create()).campaign.number
    await keeper.desk.draft(name="Draft")
    await keeper.done()
    keeper.board.shown.clear()

    await keeper.cards.begin()
    await keeper.done()

    assert [(card.campaign_id, place) for card, place in keeper.board.shown] == [(number, Place(1, 101))]


async def test_the_deleted_card_of_what_is_over_stays_away(keeper: Keeper) -> None:
    number = (await keeper.desk.create()).campaign.number
    await keeper.done()
    await keeper.desk.service.cancel(number, ADA)
    await keeper.done()
    keeper.board.shown.clear()

    keeper.cards.deleted({101})
    await keeper.done()
    await keeper.done()

    assert keeper.board.shown == []
