from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.discord_ui.cards.card import Place, Presence, UnreachableError
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.features.campaigns.campaign_cards import CARDS, CampaignCards
from DiscordBot.features.campaigns.models import Campaign
from tests.discord_ui.cards.queries import count_queries
from tests.features.campaigns.harness import ADA, CampaignHarness

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine

    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.cards.card import Card


class SlowChannel:
    """A channel that takes as long as a test wants, or cannot be reached."""

    def __init__(self) -> None:
        self.shown: list[tuple[Card, Place | None]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.began = asyncio.Event()
        self.trouble: Exception | None = None

    async def show(self, card: Card, place: Place | None, *, may_exist: bool) -> Place:
        del may_exist
        if self.trouble is not None:
            raise self.trouble
        self.shown.append((card, place))
        self.began.set()
        await self.may_go_on.wait()
        return place or Place(1, 100 + len(self.shown))

    async def present(self, places: Collection[Place]) -> Presence:
        del places
        return Presence((), ())


class Keeper:
    """The keeper of cards with its harness."""

    def __init__(self, database: Database) -> None:
        self.harness, self.channel = CampaignHarness(database), SlowChannel()
        self.tasks: list[asyncio.Task[Any]] = []
        self.errors: list[BaseException] = []
        self.cards = CardKeeper(
            CARDS,
            source=CampaignCards(self.harness.service),
            rows=CardRows(database, Campaign),
            channels=self.channel,
            in_background=self._in_background,
            on_error=lambda error, _: self.errors.append(error),
        )
        self.harness.service.listen(self.cards.changed)

    def _in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.tasks.append(asyncio.create_task(work, name=name))

    async def done(self) -> None:
        await asyncio.gather(*self.tasks)
        self.tasks.clear()


@pytest.fixture
def keeper(database: Database) -> Keeper:
    return Keeper(database)


async def test_120_changes_during_an_edit_make_one_further_edit(keeper: Keeper) -> None:
    number = (await keeper.harness.create()).campaign.number
    await keeper.done()
    keeper.channel.shown.clear()
    keeper.channel.may_go_on.clear()
    keeper.channel.began.clear()

    await keeper.harness.service.pause(number, ADA)
    await keeper.channel.began.wait()
    await keeper.harness.service.resume(number, ADA)
    for _ in range(120):
        keeper.cards.changed(number)
    keeper.channel.may_go_on.set()
    await keeper.done()

    assert ["paused" in card.text for card, _ in keeper.channel.shown] == [True, False]


async def test_the_card_is_remembered(keeper: Keeper) -> None:
    number = (await keeper.harness.create()).campaign.number
    await keeper.done()
    await keeper.harness.service.pause(number, ADA)
    await keeper.done()

    assert [place for _, place in keeper.channel.shown] == [None, Place(1, 101)]


async def test_what_could_not_be_shown_is_tried_again(keeper: Keeper) -> None:
    keeper.channel.trouble = UnreachableError("It is full.")
    number = (await keeper.harness.create()).campaign.number
    await keeper.done()
    assert [str(error) for error in keeper.errors] == ["It is full."]

    keeper.channel.trouble = None
    await keeper.cards.look()
    await keeper.done()
    await keeper.cards.look()
    await keeper.done()

    assert [card.row_id for card, _ in keeper.channel.shown] == [number]


async def test_a_start_shows_nothing_anew_and_no_drafts(keeper: Keeper) -> None:
    await keeper.harness.create()
    await keeper.harness.draft(name="Draft")
    await keeper.done()
    keeper.channel.shown.clear()

    await keeper.cards.begin()
    await keeper.done()
    assert keeper.channel.shown == []


async def test_whoever_created_it_is_forgotten_on_the_card_as_well(keeper: Keeper) -> None:
    number = (await keeper.harness.create()).campaign.number
    await keeper.harness.service.cancel(number, ADA)
    await keeper.done()
    assert f"<@{ADA.id}>" in str(keeper.channel.shown[-1])

    await keeper.harness.rows.forget_people()
    await keeper.cards.begin()
    await keeper.done()

    card, place = keeper.channel.shown[-1]
    assert (card.row_id, place) == (number, Place(1, 101))
    assert f"<@{ADA.id}>" not in str(card)


async def test_the_deleted_card_of_what_is_over_stays_away(keeper: Keeper) -> None:
    number = (await keeper.harness.create()).campaign.number
    await keeper.done()
    await keeper.harness.service.cancel(number, ADA)
    await keeper.done()
    keeper.channel.shown.clear()

    keeper.cards.deleted({101})
    await keeper.done()
    await keeper.done()

    assert keeper.channel.shown == []


async def test_a_start_asks_as_little_of_the_database_for_many_campaigns_as_for_one(
    keeper: Keeper, database: Database
) -> None:
    await keeper.harness.create()
    await keeper.done()
    queries = count_queries(database)
    await keeper.cards.begin()
    for_one = len(queries)

    for number in range(5):
        await keeper.harness.create(f"{number} {{{{ session.title }}}}", name=f"Talks {number}")
    await keeper.done()
    queries.clear()
    await keeper.cards.begin()

    assert len(queries) == for_one
