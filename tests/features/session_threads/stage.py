"""A small bot with nothing but sessions and their threads, on a simulated server with its people."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import simcord
from simcord.results import InteractionResult

from DiscordBot.config.sections import Room
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.programme.speakers import Speaker
from DiscordBot.features.programme.ui.session_controls import SessionControls
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.session_threads.config import SessionThreads
from DiscordBot.features.session_threads.feature import FEATURE
from DiscordBot.features.session_threads.ui.cog import SessionThreadsCog
from tests.clocks import StoppedClock
from tests.features.programme.made_up import BERLIN, GRACE, TEN, made_up_programme, session
from tests.made_up_config import config_with
from tests.shown_commands import show_all_commands
from tests.shown_messages import controls, faces, said
from tests.whole_bot import StandIn, WholeBot, front_door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import discord
    from simcord import ChannelHandle, MemberActor
    from simcord.results import ResponseMessage

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.core.findings import Finding
    from DiscordBot.features.programme.schedule.sessions import Session

GUILD_ID = 4242
URL = "https://pretalx.example/conf/talk/AAA/"
PEOPLE = {"olivia": "Organizers", "victor": "Volunteers", "ada": "", "eve": "", "mallory": ""}


@dataclass
class ThreadStage:
    """The server, its people, the schedule and a clock; Ada is who speaks in the first session."""

    database: Database
    section: SessionThreads = field(default_factory=SessionThreads)
    language: str = "en"
    expected_errors: list[type[BaseException]] = field(default_factory=list)
    forum_tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.clock = StoppedClock(BERLIN, TEN - timedelta(hours=3))
        self.sessions: list[Session] = [
            session(url=URL, kind="Talk", track="Web"),
            session("BBB-1", TEN + timedelta(hours=1), speakers=(GRACE,), kind="Tutorial", room="South Hall"),
            session("break-1-1", TEN - timedelta(minutes=30), title="Coffee", is_break=True, speakers=()),
        ]
        self.registered = {"ADA": "ada"}
        self.listeners: list[Callable[[], object]] = []

    @property
    def config(self) -> Config:
        rooms = (
            Room(name="Forum Hall", channel="forum-hall"),
            Room(name="South Hall", channel="south-hall", aliases=("S1",)),
            Room(name="Attic"),
        )
        plain = config_with(self.section, Pretalx(event="conf"), guild_id=GUILD_ID, rooms=rooms)
        conference = plain.conference.model_copy(update={"language": self.language})
        return plain.model_copy(update={"conference": conference})

    def build(self) -> Any:  # noqa: ANN401 - simcord knows it as any client
        nothing: Any = None
        self.controls = SessionControls(lambda: self.sessions, cards=nothing, reporter=nothing)
        programme = replace(
            made_up_programme(lambda: self.sessions),
            known=lambda code: Speaker(code, None, code),
            listen=self.listeners.append,
            controls=self.controls,
        )
        registration = RegistrationAccess(self, refresh=self._nothing)  # type: ignore[arg-type]  # it is asked who somebody is
        features = (self._door("programme", programme), self._door("registration", registration), FEATURE)
        self.bot = WholeBot(self.config, self.clock, features, database=self.database)
        return self.bot.client

    async def member_who_is(self, speaker: Any) -> int | None:  # noqa: ANN401 - as `build` makes them
        """Answer as registration does."""
        name = self.registered.get(speaker.code)
        return None if name is None else self.people[name].id

    async def open(self) -> None:
        self.env = simcord.Env(self.build(), strict_sync=False)
        self.guild = self.env.create_guild("PyCon", id=GUILD_ID, owner=self.env.create_user("board"))
        show_all_commands(self.guild)
        roles = {name: self.guild.create_role(name) for name in ("Organizers", "Volunteers")}
        self.rooms = {name: self.guild.create_text_channel(name) for name in ("forum-hall", "south-hall")}
        self.forum = self.guild.create_forum_channel("session-questions")
        self.env.backend.channels[self.forum.id].available_tags = [
            {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for number, name in enumerate(self.forum_tags, 1)
        ]
        self.log_channel = self.guild.create_text_channel("bot-log")
        self.people: dict[str, MemberActor] = {
            name: self.guild.add_member(self.env.create_user(name), roles=[roles[role]] if role else [])
            for name, role in PEOPLE.items()
        }
        await self.env.start()
        await self.settle()
        await self.work()

    async def close(self) -> None:
        await self.bot.client.close()
        await self.env.shutdown()

    async def settle(self) -> None:
        await self.bot.rest()
        await self.env.settle()

    async def work(self) -> None:
        """Do all that is due by the clock."""
        while await self.bot.scheduler.run_due():
            await self.settle()

    async def at(self, **after_start: float) -> None:
        """Let it be so long after the first session starts, and do what is due by then."""
        self.clock.at = TEN + timedelta(**after_start)
        await self.work()

    async def changed(self, *sessions: Session) -> None:
        """Let the schedule be another one."""
        self.sessions = [*sessions]
        for listener in self.listeners[-1:]:
            listener()
        await self.work()

    async def restart(self) -> None:
        """Pull the plug, and start another bot on the same database."""
        await self.bot.pull_the_plug()
        await self.env.restart_bot(self.build())
        await self.settle()
        await self.work()

    def threads(self, channel: str = "forum-hall") -> list[ChannelHandle]:
        where = self.forum if channel == "forum" else self.rooms[channel]
        return where.threads

    def thread(self, channel: str = "forum-hall") -> ChannelHandle:
        (thread,) = self.threads(channel)
        return thread

    def card(self, channel: str = "forum-hall") -> discord.Message:
        """Return the one card in a room's channel."""
        (card,) = [message for message in self.rooms[channel].history() if faces(message)]
        return card

    def is_archived(self, thread: ChannelHandle) -> bool:
        metadata = self.env.backend.channels[thread.id].thread_metadata
        assert metadata is not None
        return metadata.archived

    def log(self) -> list[str]:
        return [line for message in self.log_channel.history() for line in message.content.splitlines()]

    async def ask(self, who: str, question: str) -> str:
        """Ask a question by the card's form; return what the person reads."""
        form = await self.people[who].click(self.card(), label="Ask without your name")
        assert form.modal is not None, text_of(form)
        told = await self.people[who].submit_modal(form, {"question": question})
        await self.work()
        return text_of(told)

    async def rate(self, who: str, stars: str, comment: str = "") -> str:
        form = await self.people[who].click(self.card(), label="Rate this session")
        if form.modal is None:
            return text_of(form)
        told = await self.people[who].submit_modal(form, {"stars": [stars], "comment": comment})
        return text_of(told)

    async def findings(self) -> tuple[Finding, ...]:
        return await self.bot.find_cog(SessionThreadsCog).findings()

    def below(self, one: Session) -> list[str]:
        """Return the ids of the buttons below a session wherever it is shown."""
        return [item.to_component_dict()["custom_id"] for item in self.controls.buttons(one, plain=True)]

    def requests(self, method: str) -> list[str]:
        return [request.path for request in self.env.http_requests if request.method == method]

    def _door(self, name: str, door: object) -> StandIn:
        return front_door(name, door)

    async def _nothing(self, _report: Callable[[int, int], None]) -> int:
        return 0


def text_of(result: InteractionResult | ResponseMessage) -> str:
    """Return all that somebody alone reads in an answer."""
    answers = [*result.followups, result.response] if isinstance(result, InteractionResult) else [result]
    return "\n".join(words(answer) for answer in answers if answer is not None)


def words(message: Any) -> str:  # noqa: ANN401 - a message or an answer
    parts = [said(message)]
    for face in faces(message):
        parts += [face.title, face.description, *(f"{part.name}: {part.value}" for part in face.fields)]
    return "\n".join(filter(None, parts))


def labels(message: Any) -> list[str]:  # noqa: ANN401 - a message or an answer
    return [part["label"] for part in controls(message)]


@asynccontextmanager
async def open_threads(
    database: Database,
    section: SessionThreads | None = None,
    **options: Any,  # noqa: ANN401 - of the stage
) -> AsyncIterator[ThreadStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = ThreadStage(database, section or SessionThreads(), **options)
    await stage.open()
    try:
        yield stage
        await stage.settle()
        assert [type(error) for error in stage.env.errors] == stage.expected_errors
        assert [line for line in stage.log() if line.startswith("⚠️ Error")] == []
    finally:
        await stage.close()
