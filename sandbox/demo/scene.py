"""One world with everything on, and what can be made to happen in it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.bot import create_bot
from sandbox import conference
from sandbox.conference.languages import read_discord_in
from sandbox.conference.server import BOT_PERMISSIONS
from sandbox.conference.timetable import LAST_DAY, ROOMS, SPEAKERS, talks
from sandbox.demo.movable_scheduler import MovableScheduler
from sandbox.demo.networks import open_networks
from sandbox.demo.news import News
from sandbox.demo.outside import Outside
from sandbox.demo.registered import register_many
from sandbox.demo.stage import Stage
from sandbox.demo.strangers import Strangers
from sandbox.demo.visitors_clock import VisitorsClock
from sandbox.demo.world import World, open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from datetime import datetime
    from pathlib import Path

    import simcord
    from aiohttp import ClientSession

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from sandbox.conference.server import DemoServer
    from sandbox.demo.networks import DemoNetworks

PATIENCE_SECONDS = 15.0
"""How long a visitor's press waits for the bot at most; while it waits nobody else can act."""

READS_GERMAN = "juergen"
NOTICE = timedelta(hours=2)
"""Only sessions that are so far away are changed, so that those that are announced soon are as planned."""

SCHEDULE_JOB = "schedule"
TICKETS_JOB = "tickets"
DOOR = "Door"
"""The list on which people are checked in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The world, its clock, and everything around it."""

    world: World
    clock: VisitorsClock
    scheduler: MovableScheduler
    stage: Stage
    networks: DemoNetworks
    strangers: Strangers
    news: News
    database: Path

    async def go_to(self, moment: datetime) -> None:
        """Put the clock forward; what is due by then happens. Raises `ValueError` for the past."""
        self.clock.jump(moment)
        await self.stage.catch_up()
        self.scheduler.plan_anew()
        self.scheduler.look_soon()

    def run_at(self, speed: float) -> None:
        """Let time pass as fast as that."""
        self.clock.run(speed)
        self.scheduler.plan_anew()

    async def check_in(self, order: str) -> None:
        """Let somebody scan the badge of an order's first ticket at the door."""
        await self.world.shop.orders.check_in(order, 1, self.world.shop.checkin_lists[0]["id"])
        self.scheduler.look_soon(TICKETS_JOB)

    async def change_schedule(self) -> None:
        """Release another version of the schedule, and put another livestream into the configuration.

        One talk is moved, one cancelled, one retitled, and somebody steps in.
        """
        programme, now = self.world.programme.programme, self.clock.now()
        codes = list(dict.fromkeys(talk.code for talk in talks() if talk.start > now + NOTICE))
        version = f"v{1 + sum(bool(one['version']) for one in programme.schedules)}"
        if len(codes) > len(ROOMS) and version == "v2":
            moved, cancelled, retitled, stepped_in, *_ = codes
            later = next(talk.start for talk in reversed(talks()) if talk.start.date() == LAST_DAY)
            await programme.move(moved, start=later + timedelta(hours=1), room=ROOMS[1])
            await programme.cancel(cancelled)
            await programme.rename_title(retitled, f"{programme.submissions[retitled]['title']} (sold out)")
            absent = programme.submissions[stepped_in]["speakers"][0]
            substitute = next(speaker.code for speaker in SPEAKERS if speaker.code != absent)
            await programme.change_speaker(stepped_in, absent, substitute)
            await programme.release(version)
        file = self.world.config.file
        file.write_text(file.read_text().replace("forum-hall-1", "main-stage-1"))
        self.scheduler.look_soon(SCHEDULE_JOB)


class _Bots:
    """Makes the bot of a scene, and keeps hold of its scheduler."""

    def __init__(self, clock: VisitorsClock) -> None:
        self._clock = clock
        self.scheduler: MovableScheduler | None = None

    def make(self, config: Config) -> ConferenceBot:
        return create_bot(config, self._clock, make_scheduler=self._make_scheduler)

    def _make_scheduler(self, *parts: Any, **options: Any) -> MovableScheduler:  # noqa: ANN401 - a scheduler's own
        self.scheduler = MovableScheduler(*parts, **options)
        return self.scheduler


@asynccontextmanager
async def open_scene(
    folder: Path, begins: datetime, session: ClientSession, *, speed: float = 1
) -> AsyncIterator[Scene]:
    """Start everything with its files in `folder`, at a moment of its own."""
    clock = VisitorsClock(conference.TIMEZONE, begins, speed)
    bots = _Bots(clock)
    async with AsyncExitStack() as stack:
        networks = await stack.enter_async_context(open_networks(session, clock.now))
        outside = Outside(folder, clock.now)
        stack.push_async_callback(outside.stop)
        await outside.start()
        world = await stack.enter_async_context(
            open_world(
                folder,
                bots.make,
                with_livestreams=True,
                with_x=True,
                more_sections=outside.sections + "".join(network.section for network in networks),
                checkin_list=DOOR,
                accounts=[(network.names, network.account) for network in networks],
                now=clock.now,
                populate=_populate(clock),
            )
        )
        scheduler = bots.scheduler
        if scheduler is None or world.x is None:
            raise RuntimeError("a scene has a bot that posts on X")
        world.env.settle_timeout = PATIENCE_SECONDS
        stage = Stage(world.env, conference.TIMEZONE.key, clock.now)
        stack.push_async_callback(stage.close)
        scene = Scene(
            world=world,
            clock=clock,
            scheduler=scheduler,
            stage=stage,
            networks=networks,
            strangers=Strangers(clock, world.x, networks, outside, scheduler.look_soon),
            news=News(world, clock),
            database=folder / "bot.db",
        )
        # It takes a second or two, and nobody needs it at first.
        await stack.enter_async_context(networks.mastodon.running(folder))
        for work in (stage.follow(), scene.strangers.keep_coming(), scene.news.follow()):
            stack.push_async_callback(_cancel, asyncio.create_task(work))
        yield scene


def _populate(
    clock: VisitorsClock,
) -> Callable[[Config, simcord.Env, DemoServer], Coroutine[Any, Any, None]]:
    async def populate(config: Config, env: simcord.Env, server: DemoServer) -> None:
        _allow_events(env, server)
        await register_many(config, env, server, conference.orders(), clock.now())
        read_discord_in(env, {server.people[READS_GERMAN].id: "de"})

    return populate


def _allow_events(env: simcord.Env, server: DemoServer) -> None:
    """Let the bot keep the server's events, as an organiser does who switches them on."""
    roles = env.backend.guilds[server.guild.id].roles.values()
    (role,) = (role for role in roles if role.permissions == BOT_PERMISSIONS.value)
    allowed = BOT_PERMISSIONS | discord.Permissions(create_events=True, manage_events=True)
    env.backend.edit_role(server.guild.id, role.id, {"permissions": allowed.value})


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
