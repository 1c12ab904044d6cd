"""What holds for every feature's cards, shown with notes: through Discord and a database, as users act."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord.ext import commands
from sqlalchemy import BigInteger
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, col, select, update

from DiscordBot.core.database import Database
from DiscordBot.discord_ui.cards.card import Card, CardRefusedError
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.cards.keeper import AT_ONCE, CardKeeper
from DiscordBot.discord_ui.cards.rows import FINAL, POSTING, CardRows, is_unfinished
from DiscordBot.discord_ui.layout.face import Tone
from DiscordBot.discord_ui.server import Server
from tests.databases import database_url
from tests.discord_ui.cards.queries import count_queries
from tests.shown_messages import faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence
    from pathlib import Path

POST = "/channels/*/messages"


class Base(SQLModel, registry=registry()):
    """Tables of this test alone: the bot's migrations know nothing of them."""


class Note(Base, table=True):
    """Something that has a card."""

    id: int = Field(default=None, primary_key=True)
    text: str
    is_done: bool = False
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""


class NoteCards:
    """Cards of notes; those without a text have none."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.changes_by_itself = True
        self.suffix = ""

    async def unfinished(self) -> Sequence[Note]:
        async with self.database.transaction() as session:
            query = select(Note).where(is_unfinished(Note)).order_by(col(Note.id))
            return (await session.execute(query)).scalars().all()

    async def get(self, row_id: int) -> Note | None:
        async with self.database.transaction() as session:
            return await session.get(Note, row_id)

    async def card(self, row: Note) -> Card | None:
        if not row.text:
            return None
        return Card(
            row_id=row.id,
            title=row.text + self.suffix,
            text="",
            tone=Tone.OVER if row.is_done else Tone.ASKS,
            footer=f"Note #{row.id}",
            is_final=row.is_done,
        )


class NoteBot(commands.Bot):
    """A bot with notes' cards."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("!", intents=discord.Intents(guilds=True, guild_messages=True))
        self.tasks: set[asyncio.Task[None]] = set()
        self.stage = stage
        self.cards = CardKeeper(
            "notes",
            source=stage.source,
            rows=CardRows(stage.database, Note),
            channels=CardChannels(Server(lambda: self.get_guild(stage.guild.id)), {"": "notes"}, {}),
            in_background=self.in_background,
            on_error=lambda error, _: stage.errors.append(error),
        )

    async def setup_hook(self) -> None:
        cog = CardCog()
        cog.cards = self.cards
        await self.add_cog(cog)

    def in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Stage:
    """A server with a channel of notes; `errors` are what organisers were told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.source = NoteCards(database)
        self.errors: list[BaseException] = []

    async def open(self) -> None:
        self.guild: simcord.GuildHandle
        self.bot = NoteBot(self)
        self.env = simcord.Env(self.bot, strict_sync=False)
        self.guild = self.env.create_guild("PyCon Example", owner=self.env.create_user("board"))
        self.channel = self.guild.create_text_channel("notes")
        moderator = self.guild.create_role("Staff", permissions=discord.Permissions(manage_messages=True))
        self.ada = self.guild.add_member(self.env.create_user("ada"), roles=[moderator])
        await self.env.start()

    async def settle(self) -> None:
        while self.bot.tasks:
            await asyncio.wait(set(self.bot.tasks))
        await self.env.settle()

    async def look(self) -> None:
        await self.bot.cards.look()
        await self.settle()

    async def stop(self) -> None:
        """Pull the plug."""
        for task in set(self.bot.tasks):
            task.cancel()
        await self.bot.close()

    async def restart(self) -> None:
        await self.stop()
        self.bot = NoteBot(self)
        await self.env.restart_bot(self.bot)
        await self.bot.cards.begin()
        await self.settle()

    async def write(self, *texts: str, is_told: bool = True) -> list[int]:
        """Store notes, tell of them, and wait for their cards."""
        async with self.database.transaction() as session:
            notes = [Note(text=text) for text in texts]
            session.add_all(notes)
        if is_told:
            for note in notes:
                self.bot.cards.changed(note.id)
            await self.settle()
        return [note.id for note in notes]

    async def change(self, *note_ids: int, is_told: bool = True, **columns: Any) -> None:  # noqa: ANN401 - of the table
        async with self.database.transaction() as session:
            await session.execute(update(Note).where(col(Note.id).in_(note_ids)).values(**columns))
        if is_told:
            for note_id in note_ids:
                self.bot.cards.changed(note_id)
            await self.settle()

    async def note(self, note_id: int) -> Note:
        found = await self.source.get(note_id)
        assert found is not None
        return found

    def titles(self) -> list[str]:
        return [str(faces(message)[0].title) for message in self.channel.history()]

    def requests(self, since: int = 0) -> list[str]:
        return [request.method for request in self.env.http_requests[since:]]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    database = Database(database_url(tmp_path / "notes.db"))
    async with database.transaction() as session:
        await session.run_sync(lambda inner: Base.metadata.create_all(inner.connection()))
    stage = Stage(database)
    await stage.open()
    yield stage
    await stage.settle()
    await stage.bot.close()
    await stage.env.shutdown()
    await database.close()


async def test_a_card_is_posted_once_and_edited_in_place(stage: Stage) -> None:
    before = len(stage.requests())
    (note,) = await stage.write("Hello")
    await stage.change(note, text="Changed")
    assert stage.titles() == ["Changed"]
    assert stage.requests(before) == ["POST", "PATCH"]


async def test_many_changes_make_few_edits_and_none_that_shows_nothing_new(stage: Stage) -> None:
    (note,) = await stage.write("Hello")
    before = len(stage.requests())
    for _ in range(50):
        stage.bot.cards.changed(note)
    await stage.settle()
    assert stage.requests(before) == []
    for number in range(50):
        await stage.change(note, text=str(number), is_told=False)
        stage.bot.cards.changed(note)
    await stage.settle()
    assert stage.titles() == ["49"]
    assert len(stage.requests(before)) < 50


async def test_what_somebody_looks_at_comes_before_all_others(stage: Stage) -> None:
    await stage.write("1", "2", "3", is_told=False)
    for note in (1, 2):
        stage.bot.cards.changed(note)
    stage.bot.cards.changed(3, is_urgent=True)
    await stage.settle()
    assert stage.titles() == ["3", "1", "2"]


async def test_who_waits_for_a_card_can_have_it_at_once(stage: Stage) -> None:
    await stage.write("Hello", is_told=False)
    await stage.bot.cards.show(1)
    assert stage.titles() == ["Hello"]
    stage.env.inject_error("PATCH", f"{POST}/*", status=400, code=50035)
    await stage.change(1, text="Bad", is_told=False)
    with pytest.raises(CardRefusedError):
        await stage.bot.cards.show(1)


async def test_a_refused_card_is_not_sent_again_and_keeps_no_other_away(stage: Stage) -> None:
    stage.env.inject_error("POST", POST, status=400, code=50035)
    refused, _ = await stage.write("Refused", "Taken")
    before = len(stage.requests())
    for _ in range(3):
        await stage.look()
    assert stage.requests(before) == []
    assert (stage.titles(), [type(error) for error in stage.errors]) == (["Taken"], [CardRefusedError])

    await stage.change(refused, text="Better")
    assert stage.titles() == ["Taken", "Better"]


async def test_refused_cards_take_no_turn_of_others(stage: Stage) -> None:
    for _ in range(AT_ONCE):
        stage.env.inject_error("POST", POST, status=400, code=50035)
    await stage.write(*["Refused"] * AT_ONCE)
    await stage.write("Taken", is_told=False)
    await stage.look()
    assert stage.titles() == ["Taken"]


async def test_what_could_not_be_shown_is_shown_later(stage: Stage) -> None:
    stage.source.changes_by_itself = False
    stage.env.inject_error("POST", POST, status=403, code=50013)
    await stage.write("1", "2")
    assert (stage.titles(), len(stage.errors)) == ([], 1)
    await stage.look()
    assert stage.titles() == ["1", "2"]


async def test_a_deleted_card_comes_back_while_there_is_something_to_decide(stage: Stage) -> None:
    _, done = await stage.write("Open", "Done")
    await stage.change(done, is_done=True)
    for message in stage.channel.history():
        await stage.ada.delete(message)
    await stage.settle()
    await stage.look()
    assert stage.titles() == ["Open"]
    await stage.change(done, is_done=False)
    assert stage.titles() == ["Open", "Done"]


async def test_messages_that_are_no_cards_cost_nothing(stage: Stage) -> None:
    await stage.write("Hello")
    queries = count_queries(stage.database)
    await stage.ada.delete(await stage.ada.send(stage.channel, "Anything"))
    await stage.settle()
    assert queries == []


async def test_a_start_costs_no_request_for_each_card(stage: Stage) -> None:
    notes = await stage.write(*map(str, range(AT_ONCE + 10)))
    before = len(stage.requests())
    await stage.restart()
    history = [request.path for request in stage.env.http_requests[before:] if "messages" in request.path]
    assert len(history) == 1

    await stage.stop()
    stage.env.backend.delete_message(stage.channel.id, (await stage.note(notes[3])).card_message or 0)
    await stage.change(notes[5], text="Meanwhile", is_told=False)
    before = len(stage.requests())
    await stage.restart()
    assert sorted(stage.titles()) == sorted(
        [*(str(note) for note in range(AT_ONCE + 10) if note != 5), "Meanwhile"]
    )
    assert sorted(method for method in stage.requests(before) if method != "GET") == ["PATCH", "POST"]


async def test_what_a_start_cannot_see_is_looked_at_one_by_one(stage: Stage) -> None:
    await stage.write("1", "2")
    await stage.stop()
    stage.env.backend.delete_message(stage.channel.id, (await stage.note(1)).card_message or 0)
    stage.env.inject_error("GET", POST, status=403, code=50001)
    await stage.restart()
    assert sorted(stage.titles()) == ["1", "2"]
    assert len(stage.errors) == 1


async def test_a_card_that_was_posted_and_not_noted_is_found(stage: Stage) -> None:
    note, _ = await stage.write("Hello", "Other")
    await stage.change(note, card_channel=None, card_message=None, card_shown=POSTING, is_told=False)
    await stage.restart()
    assert stage.titles() == ["Hello", "Other"]
    assert (await stage.note(note)).card_message == stage.channel.history()[0].id


async def test_it_is_noted_that_a_card_is_going_to_be_posted(stage: Stage) -> None:
    stage.env.inject_error("POST", POST, status=403, code=50013)
    (note,) = await stage.write("Hello")
    assert (await stage.note(note)).card_shown == POSTING


async def test_of_many_some_are_posted_at_a_time_and_the_doubtful_first(stage: Stage) -> None:
    known, doubtful = await stage.write("Known", "Doubtful")
    await stage.write(*["New"] * (AT_ONCE + 5), is_told=False)
    await stage.change(known, text="Other", is_told=False)
    await stage.change(doubtful, card_channel=None, card_message=None, card_shown=POSTING, is_told=False)
    await stage.look()
    assert len(stage.titles()) == AT_ONCE
    assert stage.titles()[:3] == ["Other", "Doubtful", "New"]
    assert await stage.bot.cards.without_card() == 7
    await stage.look()
    assert len(stage.titles()) == AT_ONCE + 7


async def test_what_changes_by_itself_is_shown_by_the_job(stage: Stage) -> None:
    await stage.write("Hello")
    stage.source.suffix = "!"
    await stage.look()
    assert stage.titles() == ["Hello!"]


async def test_the_job_asks_little_of_the_database_or_nothing(stage: Stage) -> None:
    await stage.write(*map(str, range(30)))
    queries = count_queries(stage.database)
    await stage.look()
    assert len(queries) == 1
    stage.source.changes_by_itself = False
    await stage.look()
    assert len(queries) == 1


async def test_what_is_final_is_looked_at_no_more_and_what_needs_no_card_gets_none(stage: Stage) -> None:
    done, _ = await stage.write("Done", "")
    await stage.change(done, is_done=True)
    assert (await stage.note(done)).card_shown.startswith(FINAL)
    stage.source.suffix = "!"
    await stage.look()
    assert stage.titles() == ["Done"]


async def test_a_card_of_what_is_gone_is_no_trouble(stage: Stage) -> None:
    stage.bot.cards.changed(12)
    await stage.settle()
    assert stage.errors == []
