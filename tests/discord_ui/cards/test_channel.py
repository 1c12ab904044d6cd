from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest
import simcord
from discord.ext import commands

from DiscordBot.discord_ui.cards.card import Card, CardRefusedError, Place, UnreachableError
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.layout.face import CardPicture, Tone
from DiscordBot.discord_ui.messages.posted_message import PostFile
from DiscordBot.discord_ui.server import Server
from tests.shown_messages import faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CARD = Card(row_id=1, title="First", tone=Tone.ASKS, text="", footer="Thing #1 · revision 1", channel="old")


class Stage:
    """A server with two channels for cards, and a bot that does nothing by itself."""

    def __init__(self) -> None:
        self.bot = commands.Bot("!", intents=discord.Intents(guilds=True, guild_messages=True))
        self.env = simcord.Env(self.bot, strict_sync=False)
        self.guild = self.env.create_guild("PyCon Example", owner=self.env.create_user("board"))
        self.old = self.guild.create_text_channel("old")
        self.new = self.guild.create_text_channel("new")
        references = {"old": "old", "new": "new", "none": "none"}
        self.cards = CardChannels(Server(lambda: self.bot.get_guild(self.guild.id)), references, {})


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await stage.env.start()
    yield stage
    await stage.bot.close()
    await stage.env.shutdown()


async def test_a_card_is_posted_once_and_edited_in_place(stage: Stage) -> None:
    place = await stage.cards.show(CARD, None, may_exist=False)
    assert await stage.cards.show(replace(CARD, title="Second"), place, may_exist=False) == place
    (message,) = stage.old.history()
    assert (faces(message)[0].title, message.id) == ("Second", place.message)


async def test_a_card_that_nobody_remembers_is_recognised(stage: Stage) -> None:
    place = await stage.cards.show(CARD, None, may_exist=False)
    await stage.cards.show(replace(CARD, row_id=11, footer="Thing #11 · revision 1"), None, may_exist=False)
    later = replace(CARD, title="Later", footer="Thing #1 · revision 2")
    assert await stage.cards.show(later, None, may_exist=True) == place
    assert len(stage.old.history()) == 2


async def test_a_card_that_is_gone_or_another_bots_is_posted_anew(stage: Stage) -> None:
    place = await stage.cards.show(CARD, Place(stage.old.id, 1), may_exist=False)
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50005)
    assert await stage.cards.show(CARD, place, may_exist=False) != place


async def test_a_card_whose_files_discord_does_not_find_is_posted_anew_with_them(stage: Stage) -> None:
    shown = replace(CARD, pictures=(CardPicture("attachment://sea.png", "The sea"),))

    async def files(_row_id: int) -> list[PostFile]:
        return [PostFile("sea.png", b"png", "The sea")]

    cards = CardChannels(Server(lambda: stage.bot.get_guild(stage.guild.id)), {"old": "old"}, {}, files)
    place = await cards.show(shown, None, may_exist=False)
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50035)

    anew = await cards.show(replace(shown, title="Second"), place, may_exist=False)

    (message,) = stage.old.history()
    assert (message.id, faces(message)[0].title) == (anew.message, "Second")
    assert [file.filename for file in message.attachments] == ["sea.png"]


async def test_a_card_moves_to_the_channel_where_it_belongs_now(stage: Stage) -> None:
    place = await stage.cards.show(CARD, None, may_exist=False)
    moved = await stage.cards.show(replace(CARD, channel="new"), place, may_exist=False)
    assert moved.channel == stage.new.id
    assert (len(stage.old.history()), len(stage.new.history())) == (0, 1)


async def test_where_it_was_a_line_may_say_where_it_went(stage: Stage) -> None:
    place = await stage.cards.show(CARD, None, may_exist=False)
    went = replace(CARD, channel="new", left_behind="It went to {}.")
    await stage.cards.show(went, place, may_exist=False)
    (left,) = stage.old.history()
    assert faces(left)[0].description == f"It went to <#{stage.new.id}>."


async def test_without_a_channel_of_its_own_it_stays_where_it_is(stage: Stage) -> None:
    # Or comes into the first one that there is.
    anywhere = replace(CARD, channel=None)
    assert (await stage.cards.show(anywhere, None, may_exist=False)).channel == stage.old.id
    place = await stage.cards.show(replace(CARD, channel="new"), None, may_exist=False)
    assert await stage.cards.show(anywhere, place, may_exist=False) == place


async def test_many_cards_are_looked_for_with_few_requests(stage: Stage) -> None:
    places = [await stage.cards.show(CARD, None, may_exist=False) for _ in range(30)]
    await stage.cards.remove(places[7])
    gone = Place(stage.new.id, 1)
    before = len(stage.env.http_requests)
    found = await stage.cards.present([*places, gone])
    assert set(found.gone) == {places[7], gone}
    assert list(found.unseen) == []
    assert len(stage.env.http_requests) - before == 2


async def test_what_is_too_long_ago_is_not_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("DiscordBot.discord_ui.cards.channel.LOOK_BACK", 3)
    places = [await stage.cards.show(CARD, None, may_exist=False) for _ in range(5)]
    assert set((await stage.cards.present(places)).unseen) == set(places[:2])


async def test_cards_in_a_channel_that_was_deleted_are_gone(stage: Stage) -> None:
    place = await stage.cards.show(CARD, None, may_exist=False)
    stage.env.backend.delete_channel(stage.old.id)
    await stage.env.settle()
    assert list((await stage.cards.present([place])).gone) == [place]


async def test_without_the_server_no_card_counts_as_gone(stage: Stage) -> None:
    offline = CardChannels(Server(lambda: None), {"old": "old"}, {})
    with pytest.raises(UnreachableError):
        await offline.present([Place(stage.old.id, 1)])


async def test_removing_what_is_gone_is_harmless(stage: Stage) -> None:
    await stage.cards.remove(Place(stage.old.id, 1))
    await stage.cards.remove(Place(1, 1))


async def test_a_channel_that_is_missing(stage: Stage) -> None:
    with pytest.raises(UnreachableError, match="no text channel «none»"):
        await stage.cards.show(replace(CARD, channel="none"), None, may_exist=False)


@pytest.mark.parametrize(("status", "error"), [(403, UnreachableError), (400, CardRefusedError)])
async def test_a_refusal_of_the_message_is_told_from_all_others(
    stage: Stage, status: int, error: type[Exception]
) -> None:
    stage.env.inject_error("POST", "/channels/*/messages", status=status, code=50013)
    with pytest.raises(error):
        await stage.cards.show(CARD, None, may_exist=False)
