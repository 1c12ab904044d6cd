"""Whole bots of tests, as `create_bot` makes them: features may stand in, jobs run when tests say so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from DiscordBot.app import FEATURES
from DiscordBot.bot import create_bot
from DiscordBot.core.scheduler import JobReport, Scheduler
from DiscordBot.feature import Built, Feature

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime, timedelta

    from simcord import Env

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.feature import Neighbours
    from DiscordBot.networks.port import NetworkAccess

    Make = Callable[[Context, Neighbours], Built]

Part = TypeVar("Part")


@dataclass(frozen=True, kw_only=True)
class StandIn(Feature):
    """A feature that is what `make` returns; others take it for the real one of its name."""

    build: str = ""
    make: Make

    def built(self, context: Context, neighbours: Neighbours) -> Built:
        return self.make(context, neighbours)


def front_door(name: str, door: object) -> StandIn:
    """Return a feature of which only what others may use is of interest."""
    return StandIn(name=name, make=lambda *_: Built(front_door=door))


def network(name: str, access: Callable[[Context], NetworkAccess]) -> StandIn:
    """Return a network."""
    return StandIn(name=name, make=lambda context, _: Built(network=access(context)))


def made_by(make: Make, feature: Feature) -> StandIn:
    """Return a feature that is as it is, but that `make` builds it."""
    return StandIn(make=make, **{each.name: getattr(feature, each.name) for each in fields(Feature)})


class JobBook(Scheduler):
    """A scheduler that does nothing by itself.

    It remembers the `jobs` of every so often, and in `moments` when the others are due.
    """

    def __init__(self, clock: Clock, **options: Any) -> None:  # noqa: ANN401 - as a scheduler's
        super().__init__(clock, **options)
        self.jobs: list[str] = []
        self.moments: dict[str, datetime] = {}

    def every(self, interval: timedelta, name: str, work: Callable[[], Awaitable[None]]) -> None:
        del interval
        self._remember(name, work)
        if name not in self.jobs:
            self.jobs.append(name)

    def at(self, moment: datetime, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._remember(name, work)
        self.moments[name] = moment

    def never(self, name: str) -> None:
        self.moments.pop(name, None)

    def start(self) -> None:
        pass

    async def run_due(self) -> bool:
        """Do what is due by the clock; tell whether that was anything."""
        due = [name for name, moment in self.moments.items() if moment <= self._clock.now()]
        for name in due:
            del self.moments[name]
            await self.run(name)
        return bool(due)

    def _remember(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._reports.setdefault(name, JobReport(name))
        self._work[name] = work


class WholeBot:
    """One run of the bot.

    What its features are built from is its `context`, and `built` is what each has become, by its name; they
    are there once it has started.
    """

    context: Context
    scheduler: JobBook

    def __init__(
        self,
        config: Config,
        clock: Clock,
        features: Sequence[Feature] = FEATURES,
        *,
        database: Database | None = None,
    ) -> None:
        self.built: dict[str, Built] = {}
        self.client = create_bot(
            config,
            clock,
            features=[self._noted(feature) for feature in features],
            database=database,
            make_scheduler=self._open_job_book,
        )

    def front_door(self, kind: type[Part]) -> Part:
        """Return the front door of a feature."""
        return _only(kind, (built.front_door for built in self.built.values()))

    def find_cog(self, kind: type[Part]) -> Part:
        return _only(kind, self.client.cogs.values())

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """What it does in the background."""
        return {*self.client._tasks}  # noqa: SLF001 - nobody else wants to know

    async def rest(self) -> None:
        """Wait until nothing is left of it."""
        while self.tasks:
            await asyncio.wait(self.tasks)

    async def delete_personal_data(self) -> None:
        """Look, as the bot does every so often, whether it is time for that, and do it then."""
        await self.scheduler.run("delete personal data")

    async def pull_the_plug(self) -> None:
        """End it without a word."""
        await pull_the_plug(self.client)

    def _noted(self, feature: Feature) -> Feature:
        def make(context: Context, neighbours: Neighbours) -> Built:
            self.context = context
            self.built[feature.name] = feature.built(context, neighbours)
            return self.built[feature.name]

        return made_by(make, feature)

    def _open_job_book(self, clock: Clock, **options: Any) -> JobBook:  # noqa: ANN401 - a scheduler's own
        self.scheduler = JobBook(clock, **options)
        return self.scheduler


async def restart(env: Env, config: Config, clock: Clock, *, orderly: bool = True) -> None:
    """Start a bot in the place of the one that runs, which says good-bye, or has no time for it."""
    running: ConferenceBot = env.bot  # type: ignore[assignment]  # simcord knows it as any Client
    await (running.close() if orderly else pull_the_plug(running))
    await env.restart_bot(create_bot(config, clock))


async def pull_the_plug(bot: ConferenceBot) -> None:
    """End a bot without a word."""
    for name in list(bot.cogs):
        await bot.remove_cog(name)
    await bot.close()


def _only(kind: type[Part], parts: Iterable[object]) -> Part:
    (found,) = (part for part in parts if isinstance(part, kind))
    return found
