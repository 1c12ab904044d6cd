"""Keeps the demo's world, and begins another one where time would have to run backwards."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from sandbox import conference
from sandbox.demo.guide.tour import Tour
from sandbox.demo.guide.witness import MESSAGES, Witness
from sandbox.demo.loopback import listen
from sandbox.demo.mentions import Mentions
from sandbox.demo.proxy import PreviewProxy
from sandbox.demo.scene import Scene, open_scene

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp import ClientSession

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Playing:
    """A scene as the page shows it; `frame_port` is where the preview can be embedded from."""

    scene: Scene
    witness: Witness
    frame_port: int


class Theatre:
    """One scene at a time, in a task of its own; `embedded_by` are the origins of the demo's page.

    `playing` is None while another scene is set up.
    """

    def __init__(self, folder: Path, session: ClientSession, embedded_by: str) -> None:
        self.tour = Tour()
        self.playing: Playing | None = None
        self.person, self.channel = "ada", "registration"
        self._folder = folder
        self._session = session
        self._embedded_by = embedded_by
        self._numbers = count(1)
        self._end = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def begin(self, moment: datetime, speed: float = 1) -> None:
        """Set up a world at a moment (aware), after closing the present one."""
        await self.close()
        self._end = asyncio.Event()
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._play(moment, speed, ready))
        await ready

    async def close(self) -> None:
        """End the present world; harmless if there is none."""
        self.playing = None
        self._end.set()
        if self._task is not None:
            task, self._task = self._task, None
            await task

    async def go_to(self, local: datetime) -> None:
        """Go to a time on the venue's walls (naive): forward in this world, else in a new one."""
        if self.playing is None:
            return
        clock = self.playing.scene.clock
        moment = clock.moment(local)
        if moment >= clock.now():
            await self.playing.scene.go_to(moment)
        else:
            await self.begin(moment, clock.speed)

    async def show(self, person: str, channel: str) -> None:
        """Show a channel as a person sees it, or another one if they may not read it."""
        if self.playing is None:
            return
        server = self.playing.scene.world.server
        member = server.people[person]
        shown = member.user.dm_channel if channel == MESSAGES else server.channels[channel]
        await self.playing.scene.stage.show(shown, member)
        self.person, self.channel = person, channel
        self.playing.witness.visit(person, channel)

    async def _play(self, moment: datetime, speed: float, ready: asyncio.Future[None]) -> None:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        try:
            async with open_scene(folder, moment, self._session, speed=speed) as scene:
                proxy = PreviewProxy(
                    scene.stage,
                    self._session,
                    Mentions(scene.world.env, scene.world.server),
                    self._embedded_by,
                )
                with scene.world.env.time_context():
                    runner, port = await listen(proxy.application(), 0)
                try:
                    self.playing = Playing(scene, Witness(scene.world, str(scene.database)), port)
                    await self.show(self.person, self.channel)
                    ready.set_result(None)
                    await self._end.wait()
                finally:
                    await runner.cleanup()
        except Exception as error:
            if ready.done():
                raise
            ready.set_exception(error)


def opening_moment(now: datetime | None = None) -> datetime:
    """Return when a demo begins: now (aware), or a month before the conference once that is near or over."""
    now = now or datetime.now(UTC)
    local = now.astimezone(conference.TIMEZONE)
    return min(now, datetime.combine(conference.FIRST_DAY - MONTH, local.time(), local.tzinfo))
