"""The running conference as tests see it: what people do in it, and what they can see."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from simcord import Env
from sqlalchemy.engine import make_url

from DiscordBot.bot import create_bot
from DiscordBot.core.clock import SystemClock
from sandbox import conference
from sandbox.conference.known_tickets import known_purchases
from sandbox.conference.server import build_server
from sandbox.demo.world import open_world
from tests.databases import database_url, sql
from tests.shown_commands import show_all_commands
from tests.shown_messages import Face, controls, faces, said
from tests.whole_bot import restart

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    import discord
    from simcord import MemberActor
    from simcord.results import InteractionResult, ResponseMessage
    from simcord.types import HttpLogEntry

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Section
    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.networks.account.names import NetworkNames
    from sandbox.conference.known_tickets import KnownTicket
    from sandbox.conference.orders import Purchase
    from sandbox.conference.server import DemoServer
    from sandbox.demo.world import World
    from sandbox.pretix.server import PretixStandIn

Json = dict[str, Any]

# Ids of positions in orders that a test adds, beyond those of the made-up conference.
_POSITION_IDS = count(1_000_000)


def known_orders() -> list[Json]:
    """Return the orders that tests know by heart; the other thousand would only take time."""
    known = {purchase.code for purchase in known_purchases()}
    return [order for order in conference.orders() if order["code"] in known]


def as_order(purchase: Purchase) -> Json:
    """Return an order that the shop does not have yet."""
    return purchase.as_order(1_000, _POSITION_IDS)


class MovableClock(SystemClock):
    """The computer's clock, put forward by a test."""

    def __init__(self, timezone: ZoneInfo) -> None:
        super().__init__(timezone)
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass
class ConferenceWorld:
    """The bot, its server and its shop, with what people do there.

    `expected_errors` are the types of exceptions that a test provokes in the bot; all others fail it.
    """

    world: World
    clock: MovableClock
    expected_errors: list[type[BaseException]] = field(default_factory=list)

    @property
    def env(self) -> Env:
        return self.world.env

    @property
    def shop(self) -> PretixStandIn:
        return self.world.shop

    @property
    def bot(self) -> ConferenceBot:
        bot: ConferenceBot = self.env.bot  # type: ignore[assignment]  # simcord knows it as any Client
        return bot

    @property
    def guild(self) -> discord.Guild:
        guild = self.bot.conference_server
        assert guild is not None
        return guild

    def person(self, name: str) -> MemberActor:
        """Return one of the demo's people, or let a new one join."""
        people = self.world.server.people
        return (
            people[name] if name in people else self.world.server.guild.add_member(self.env.create_user(name))
        )

    async def open_form(self, person: MemberActor) -> InteractionResult:
        """Press Register in the registration channel."""
        return await person.click(self.messages("registration")[-1], label="Register")

    async def fill_in(
        self, person: MemberActor, form: InteractionResult, order: str, name: str
    ) -> ResponseMessage:
        """Type into the form's two fields, submit it, and return the answer."""
        values = dict(zip(field_ids(form), (order, name), strict=True))
        return answer_of(await person.submit_modal(form, values))

    async def register(self, person: MemberActor, order: str, name: str) -> str:
        """Press the button, fill in the form, and return what the answer says."""
        return (await self.fill_in(person, await self.open_form(person), order, name)).content

    async def register_with(self, person: MemberActor, ticket: KnownTicket) -> str:
        """Register with what stands on a ticket."""
        return await self.register(person, ticket.order, ticket.name)

    async def command(
        self,
        person: MemberActor,
        command: str,
        /,
        **options: Any,  # noqa: ANN401 - any option
    ) -> ResponseMessage:
        """Type a slash command in the lobby and return the answer."""
        return answer_of(await person.slash(self.world.server.channels["lobby"], command, **options))

    async def health(self) -> str:
        """Return all that an organiser reads in /health and behind its button, as Discord shows it."""
        olivia = self.person("olivia")
        card = await self.command(olivia, "health")
        pages = answer_of(await olivia.click(card, label="Show all"))
        texts = [self.text_of(card), self.text_of(pages)]
        while (buttons := controls(pages)) and not buttons[-1].get("disabled"):
            await olivia.click(pages, label="▶")
            texts.append(self.text_of(pages))
        return re.sub(r"\\(.)", r"\1", "\n".join(texts))

    def roles(self, person: MemberActor) -> set[str]:
        """Return the names of the roles that somebody has on the server."""
        server = self.env.backend.guilds[self.guild.id]
        return {server.roles[role_id].name for role_id in server.members[person.id].role_ids}

    def nickname(self, person: MemberActor) -> str | None:
        nickname: str | None = self.env.backend.guilds[self.guild.id].members[person.id].nick
        return nickname

    async def change_member(self, person: MemberActor, **changes: Any) -> None:  # noqa: ANN401 - as in the API
        """Do to a member what an organiser does by hand: `nick`, `role_ids`."""
        self.env.backend.edit_member(self.guild.id, person.id, changes)
        await self.env.settle()

    def messages(self, channel: str) -> list[discord.Message]:
        """Return what everybody can see in a channel, the oldest first."""
        history = self.world.server.channels[channel].history()
        return [message for message in history if not message.flags.ephemeral]

    def lines(self, channel: str) -> list[str]:
        """Return all lines of text in a channel, those on cards too."""
        return [line for message in self.messages(channel) for line in _texts(message).splitlines()]

    def text_of(self, answer: ResponseMessage) -> str:
        """Return everything that an answer says."""
        return "\n".join((said(answer), *map(self.text_of_face, faces(answer))))

    def text_of_face(self, face: Face) -> str:
        fields = [f"{field.name}: {field.value}" for field in face.fields]
        return "\n".join((face.title, face.description, *fields))

    def role_mentions(self, *names: str) -> list[str]:
        return [self.world.server.roles[name].mention for name in names]

    def requests_since(self, number: int) -> list[str]:
        """Return what the bot asked Discord for after its first so many requests, answers as such."""
        return [kind_of_request(request) for request in self.env.http_requests[number:]]

    async def restart(self, *, orderly: bool = True) -> None:
        """End the bot, with a good-bye or as if somebody pulled the plug, and start a new one."""
        await restart(self.env, self.world.config, self.clock, orderly=orderly)

    def configure(self, *sections: Section, without: Sequence[type[Section]] = (), **shared: object) -> None:
        """Change sections of features, and what all share, for the next bot to be started."""
        config = self.world.config.model_copy(update=shared)
        for section in sections:
            config = config.with_section(section)
        kept = {name: one for name, one in config.features.items() if type(one) not in without}
        config = config.model_copy(update={"features": kept})
        self.world = replace(self.world, config=config)

    @property
    def database_file(self) -> str:
        return make_url(self.world.config.database.url).database or ""

    def change_database(self, statement: str) -> None:
        """Change something behind the bot's back."""
        sql(self.world.config.database.url, statement)


@asynccontextmanager
async def open_conference(
    folder: Path,
    orders: Sequence[Json],
    *,
    with_x: bool = False,
    with_programme: bool = True,
    more_sections: str = "",
    start: datetime | None = None,
    accounts: Sequence[tuple[NetworkNames, object]] = (),
    checkin_list: str = "",
    all_commands_shown: bool = True,
) -> AsyncIterator[ConferenceWorld]:
    """Start the unmodified bot in the world of the demo; fails if the bot raised what was not expected.

    It is the present there, or `start`. A database in `folder` is used. See `open_world` for `accounts` and
    `checkin_list`.
    Unless `all_commands_shown`, people see those that are theirs.
    """
    clock = MovableClock(conference.TIMEZONE)
    if start is not None:
        clock.ahead = start - clock.now()
    create, database = partial(create_bot, clock=clock), database_url(folder / "bot.db")
    async with open_world(
        folder,
        create,
        orders=orders,
        with_x=with_x,
        with_programme=with_programme,
        more_sections=more_sections,
        database=database,
        accounts=accounts,
        checkin_list=checkin_list,
    ) as world:
        conference_world = ConferenceWorld(world, clock)
        if all_commands_shown:
            show_all_commands(world.server.guild)
        yield conference_world
        await world.env.settle()
        assert [type(error) for error in world.env.errors] == conference_world.expected_errors


@asynccontextmanager
async def bot_on_server(
    config: Config, clock: Clock | None = None, *, discord: type[Env] = Env
) -> AsyncIterator[tuple[Env, DemoServer]]:
    """Build the unmodified bot and the demo's server; whoever asks starts it, and it is closed in the end."""
    env = discord(create_bot(config, clock))
    server = build_server(env)
    try:
        yield env, server
    finally:
        await env.bot.close()
        await env.shutdown()


def field_ids(form: InteractionResult) -> list[str]:
    """Return the ids of a form's inputs, from top to bottom."""
    assert form.modal is not None
    return [label["component"]["custom_id"] for label in form.modal["components"]]


def answer_of(result: InteractionResult) -> ResponseMessage:
    """Return the one message that answers an interaction, as its person alone reads it."""
    assert result.response is not None
    assert result.ephemeral
    assert result.followups == []
    return result.response


def _texts(message: discord.Message) -> str:
    texts = [said(message), *(face.description for face in faces(message))]
    return "\n".join(filter(None, texts))


def kind_of_request(request: HttpLogEntry) -> str:
    """Return `METHOD what`, without the ids."""
    if request.path.startswith("/interactions/"):
        return f"{request.method} answer"
    return f"{request.method} {'/'.join(part for part in request.path.split('/') if not part.isdigit())}"
