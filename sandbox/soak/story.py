"""Plays what was planned: people, servers that go away, and the measuring beside it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from sandbox.conference.catalogue import BUSINESS, PERSONAL, STUDENT
from sandbox.failures import Failure
from sandbox.soak.plan import Attendee, Minute, Plan, Server
from sandbox.x.failures import XFailure

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sandbox.soak.world import World

VOLUNTEER, ORGANIZER = "victor", "olivia"
TRIES = 8
AGAIN_SECONDS = 1.0
REGISTERED = "Attendee"
VARIATIONS = (BUSINESS, PERSONAL, STUDENT)
MODERATION = "tweet-moderation"


@dataclass(slots=True)
class Told:
    """What people and measuring have seen: seconds until an answer, and how often there was none."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Hours of the conference, and MiB."""

    cancelled: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)


class Story:
    """One soak that is played."""

    def __init__(self, world: World, planned: Plan) -> None:
        self.told = Told()
        self._world = world
        self._plan = planned
        self._random = Random(4)
        self._tasks: set[asyncio.Task[None]] = set()
        self._here: list[Attendee] = []
        self._authors = 0

    async def play(self) -> None:
        """Live all days, and wait until everybody has got an answer."""
        end = self._world.days.real_seconds * self._world.days.speed / 60
        for number in sorted({*self._plan.minutes, *range(0, round(end) + 1, 30)}):
            await self._world.until(number)
            if self._world.bot.returncode is not None:
                raise RuntimeError("The bot has ended by itself.")
            if number % 30 == 0:
                self.told.memory.append((number / 60, self._world.mebibytes()))
            await self._begin(self._plan.minutes.get(number, Minute()))
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _begin(self, minute: Minute) -> None:
        for server in minute.goes:
            await self._fail(server)
        for server in minute.comes_back:
            self._recover(server)
        for attendee in minute.registers:
            self._start(self._register(attendee))
        for text in minute.tweets:
            self._start(self._tweet(text))
        for text in minute.posts:
            self._authors += 1
            self._world.x.write(f"reader{self._authors % 400}", text)
        for _ in range(minute.ticket_changes):
            self._start(self._change_ticket())
        if minute.releases:
            self._start(self._release())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _register(self, attendee: Attendee) -> None:
        """Register, and try again as people do who were not lucky."""
        discord = self._world.discord
        member = self._world.members[attendee.order]
        wanted, said = discord.server.roles[REGISTERED].id, ""
        for _ in range(TRIES):
            said = await self._use(member, "register", order=attendee.order, name=attendee.name)
            if wanted in discord.backend.guilds[discord.server.guild.id].members[member].role_ids:
                self._here.append(attendee)
                return
            await asyncio.sleep(AGAIN_SECONDS)
        self.told.refused[f"register: {said[:60]}"] += 1

    async def _tweet(self, text: str) -> None:
        """Let a volunteer write a tweet and an organiser approve it; both try again."""
        people = self._world.discord.server.people
        number, said = None, ""
        for _ in range(TRIES):
            said = await self._use(people[VOLUNTEER].id, "tweet compose", channel=MODERATION, text=text)
            number = re.search(r"#(\d+)", said)
            if number:
                break
            await asyncio.sleep(AGAIN_SECONDS)
        for _ in range(TRIES):
            if number is None:
                break
            said = await self._use(people[ORGANIZER].id, "approve", channel=MODERATION, tweet=number[1])
            if "approved" in said:
                return
            await asyncio.sleep(AGAIN_SECONDS)
        self.told.refused[f"tweet: {said[:60]}"] += 1

    async def _use(self, member: int, words: str, *, channel: str = "lobby", **options: str) -> str:
        try:
            answer = await self._world.discord.command(member, words, channel=channel, **options)
        except TimeoutError:
            self.told.unanswered[words] += 1
            return ""
        self.told.seconds.setdefault(words, []).append(answer.seconds)
        return answer.content

    async def _change_ticket(self) -> None:
        """Cancel, upgrade or rename the ticket of somebody who has registered."""
        if not self._here:
            return
        attendee = self._here.pop(self._random.randrange(len(self._here)))
        orders = self._world.shop.orders
        self.told.changed.add(attendee.order)
        match self._random.randrange(3):
            case 0:
                self.told.cancelled.add(attendee.order)
                await orders.cancel(attendee.order)
            case 1:
                await orders.change_variation(attendee.order, 1, self._random.choice(VARIATIONS))
            case _:
                await orders.rename_attendee(attendee.order, 1, f"{attendee.name} Miller")

    async def _release(self) -> None:
        """Give one talk another title, and release that."""
        programme = self._world.programme.programme
        codes = sorted({slot["submission"] for slot in self._plan.programme["slots"]})
        title = f"Retitled {len(self.told.titles) + 1}"
        self.told.titles.append(title)
        await programme.rename_title(codes[-1 - len(self.told.titles)], title)
        await programme.release(f"soak {len(self.told.titles)}")

    async def _fail(self, server: Server) -> None:
        match server:
            case Server.PRETIX:
                self._world.shop.failures.fail_with(Failure.DOWN)
            case Server.PRETALX:
                self._world.programme.failures.fail_with(Failure.HTML)
            case Server.X:
                self._world.x.failures.fail_with(XFailure.DOWN)
            case Server.DISCORD:
                await self._world.discord.go_down()

    def _recover(self, server: Server) -> None:
        match server:
            case Server.PRETIX:
                self._world.shop.failures.recover()
            case Server.PRETALX:
                self._world.programme.failures.recover()
            case Server.X:
                self._world.x.failures.recover()
            case Server.DISCORD:
                self._world.discord.is_down = False
