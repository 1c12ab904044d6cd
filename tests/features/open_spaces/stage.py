"""The room on its stage: X itself on a socket, the queue of tweets behind it, and people who press."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from DiscordBot.config.sections import Room
from DiscordBot.features.open_spaces.config import OpenSpaces
from DiscordBot.features.open_spaces.feature import FEATURE
from DiscordBot.features.open_spaces.models import OpenSpace
from DiscordBot.features.open_spaces.ui.cog import CARDS_JOB, OpenSpacesCog, OpenSpacesParts, posts_job
from DiscordBot.features.programme.schedule.sessions import Session
from DiscordBot.features.registration.front_door import RegistrationAccess
from tests.databases import change_rows
from tests.features.programme.made_up import made_up_programme
from tests.features.tweets.command_stage import running, text_of
from tests.features.tweets.post_office import berlin
from tests.features.tweets.stage import QueueBot, labels
from tests.features.tweets.x_stage import XStage
from tests.shown_messages import Face, faces
from tests.whole_bot import front_door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord
    from simcord.results import InteractionResult

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.core.settings.settings import Settings
    from DiscordBot.feature import Feature
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot

ROOMS = (
    Room(name="Forum Hall", channel="forum-hall", aliases=("forum",)),
    Room(name="Attic"),
)
KEYNOTE = Session(
    key="AAAAAA-1",
    title="Opening keynote",
    start=berlin("2027-07-14 17:00"),
    end=berlin("2027-07-14 18:00"),
    room="Forum Hall",
    url="https://pretalx.example/talk/AAAAAA/",
)
SELECT = 3
"""https://discord.com/developers/docs/components/reference"""

CHANNELS = ("open-spaces", "outgoing-tweets", "need-review", "event-conflict", "forum-hall")


class OpenSpaceBot(QueueBot):
    """A bot with tweets and open spaces."""

    @property
    def open_spaces(self) -> OpenSpacesCog:
        return self.find_cog(OpenSpacesCog)

    @property
    def parts(self) -> OpenSpacesParts:
        return self.front_door(OpenSpacesParts)

    @property
    def settings(self) -> Settings:
        return self.context.settings


class OpenSpaceStage(XStage):
    """The stage with X and the rooms of the venue; `registered` are the members with a ticket."""

    kind = OpenSpaceBot
    bot: OpenSpaceBot
    more_channels = CHANNELS

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.rooms = ROOMS
        self.sessions: tuple[Session, ...] = (KEYNOTE,)
        self.registered: set[str] = {"eve"}
        self.section = OpenSpaces(hashtags=("pyconopenspaces",))

    @property
    def config(self) -> Config:
        return super().config.with_section(self.section).model_copy(update={"rooms": self.rooms})

    @property
    def features(self) -> tuple[Feature, ...]:
        others = (
            front_door("programme", made_up_programme(lambda: self.sessions)),
            front_door("registration", self.registration()),
        )
        return (*others, *super().features, FEATURE)

    def registration(self) -> RegistrationAccess:
        """Return what open spaces want to know of registration."""
        overview: Any = SimpleNamespace(is_registered=self.is_registered)
        nothing: Any = None
        return RegistrationAccess(overview, nothing)

    async def is_registered(self, user_id: int) -> bool:
        return user_id in {self.people[name].id for name in self.registered}

    async def settle(self) -> None:
        """Wait until the bot has nothing to do, and do what is due."""
        await super().settle()
        while await self.bot.scheduler.run_due():
            await super().settle()

    async def post(self, text: str, author: str = "ada") -> int:
        """Let somebody post, let the bot read it, and return the number of the open space."""
        known = len(await self.bot.parts.service.every())
        self.x.write(author, f"{text} #pyconopenspaces")
        await self.bot.scheduler.run(posts_job("paper"))
        await self.settle()
        (new,) = (await self.bot.parts.service.every())[known:]
        return new.id

    async def look(self) -> None:
        """Let the time come at which the cards are looked at."""
        await self.bot.scheduler.run(CARDS_JOB)
        await self.settle()

    async def pass_time(self, **by: float) -> None:
        """Let time pass, and happen what is due then."""
        self.clock.at += timedelta(**by)
        await self.settle()

    async def space(self, number: int) -> OpenSpaceSnapshot:
        return await self.bot.parts.service.get(number)

    async def change_space(self, number: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        """Change an open space behind the bot's back."""
        await change_rows(self.database, OpenSpace.id, number, **columns)

    def in_channel(self, name: str) -> list[discord.Message]:
        return self.channels[name].history()

    def card_in(self, name: str, number: int) -> discord.Message:
        """Return the one card of an open space in a channel."""
        line = f"Open space #{number} "
        (card,) = [message for message in self.in_channel(name) if footer(message).startswith(line)]
        return card

    def says(self, name: str, number: int) -> str:
        """Return what stands on a card, with its buttons at the end."""
        card = self.card_in(name, number)
        return f"{text_of_face(faces(card)[0])}\n{' | '.join(labels(card))}"

    async def do(self, who: str, name: str, number: int, label: str) -> str:
        """Press a button that answers at once; return what the person alone reads."""
        said = text_of(await self.people[who].click(self.card_in(name, number), label=label))
        await self.settle()
        return said

    async def set_place(self, who: str, name: str, number: int, label: str, **typed: str) -> str:
        """Press a button that opens the form, and submit that."""
        form = await self.people[who].click(self.card_in(name, number), label=label)
        return await self.submit(who, form, **typed)

    async def submit(self, who: str, form: InteractionResult, **typed: str) -> str:
        """Change some inputs of a form, submit it, and return what the person alone reads."""
        values: dict[str, Any] = {key: value for key, value in prefilled(form).items() if value} | typed
        for field in inputs(form):
            if field["type"] == SELECT and field["custom_id"] in values:
                values[field["custom_id"]] = [values[field["custom_id"]]]
        result = await self.people[who].submit_modal(form, values)
        await self.settle()
        return text_of(result)

    def board(self) -> str:
        """Return what the board says."""
        (board,) = filter(is_board, self.in_channel("open-spaces"))
        return str(faces(board)[0].description)


def footer(message: discord.Message) -> str:
    return "".join(embed.footer.text or "" for embed in faces(message))


def is_board(message: discord.Message) -> bool:
    return faces(message)[0].title == "🗓️ Open spaces"


def text_of_face(face: Face) -> str:
    parts = [face.title, face.author.name, face.description]
    return "\n".join([*parts, *(f"{field.name}: {field.value}" for field in face.fields)])


def prefilled(form: InteractionResult) -> dict[str, str]:
    """Return what a form shows before anybody has typed, by the keys of its inputs."""
    return {field["custom_id"]: _value(field) for field in inputs(form)}


def inputs(form: InteractionResult) -> list[dict[str, Any]]:
    assert form.modal is not None, form
    return [label["component"] for label in form.modal["components"]]


def _value(field: dict[str, Any]) -> str:
    chosen = [option["value"] for option in field.get("options", ()) if option.get("default")]
    return "".join(chosen) or field.get("value") or ""


@asynccontextmanager
async def open_spaces_stage(database: Database) -> AsyncIterator[OpenSpaceStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    async with running(OpenSpaceStage(database)) as stage:
        yield stage
