"""Open spaces with a queue and channels on paper, and a time that passes when a test says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from DiscordBot.features.open_spaces.conference import Preferences
from DiscordBot.features.open_spaces.intake.listener import Listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import OpenSpace, SeenPost, State
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets
from DiscordBot.features.open_spaces.reminders.reminders import Reminders
from DiscordBot.features.open_spaces.service import OpenSpaceService
from DiscordBot.features.tweets.intake.draft import Actor
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.networks.port import ReadPage, ReadPost
from DiscordBot.templating.templates import Templates
from tests.clocks import StoppedClock
from tests.features.open_spaces.parsing.labelled import venue
from tests.features.tweets.post_office import PaperNetwork, PlannedScheduler, berlin

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.parsing.extract import Venue
    from DiscordBot.features.open_spaces.snapshot import Conflict, OpenSpaceSnapshot
    from DiscordBot.networks.port import Network, Paused, Reader

ADA = Actor(1, "Ada", is_organizer=True)
VERA = Actor(4, "Vera", is_volunteer=True)
EVE = Actor(5, "Eve")
MORNING = berlin("2027-07-14 09:00")
EVERYWHERE = "open spaces"


@dataclass
class Wishes:
    """What organisers prefer at the moment."""

    hashtags: tuple[str, ...] = ("pyconopenspaces",)
    auto_send: bool = True
    send_interval: int = 15
    announce_as: str = "retweet"
    most_a_day: int = 3
    most_in_all: int = 6
    template: str = "Coming up in {{ minutes }} minutes! {{ text }}"

    def asked(self) -> Preferences:
        return Preferences(
            hashtags=lambda: self.hashtags,
            auto_send=lambda: self.auto_send,
            send_interval=lambda: self.send_interval,
            announce_as=lambda: self.announce_as,
            most_a_day=lambda: self.most_a_day,
            most_in_all=lambda: self.most_in_all,
            template=self.template,
        )


@dataclass
class PaperPlaces:
    """Channels in memory: what was posted where and when; `troubles` meets one post each."""

    clock: StoppedClock
    posts: list[tuple[str, str, datetime]] = field(default_factory=list)
    troubles: list[tuple[bool, Exception]] = field(default_factory=list)
    """Whether it is posted all the same, and what is raised."""
    is_readable: bool = True

    def places(self, room: str) -> Sequence[str]:
        return (EVERYWHERE, room) if room == "B114" else (EVERYWHERE,)

    async def post(self, place: str, space: OpenSpaceSnapshot, nonce: str) -> None:
        assert len(nonce) <= 25
        is_posted, trouble = self.troubles.pop(0) if self.troubles else (True, None)
        if is_posted:
            self.posts.append((place, space.reminder_key, self.clock.now()))
        if trouble is not None:
            raise trouble

    async def posted(self, place: str) -> frozenset[str] | None:
        return frozenset(self.keys(place)) if self.is_readable else None

    def keys(self, place: str = EVERYWHERE) -> list[str]:
        return [key for where, key, _ in self.posts if where == place]


@dataclass
class PaperReader:
    """A network's search in memory: what is `there`, read in pages; `asked` is what it was asked."""

    there: list[ReadPost] = field(default_factory=list)
    overlap: int = 0
    """How many ids before the last known one are listed again."""
    page_size: int = 100
    most_pages: int = 2
    paused: Paused | None = None
    trouble: Exception | None = None
    asked: list[tuple[tuple[str, ...], str | None]] = field(default_factory=list)

    async def why_paused(self) -> Paused | None:
        return self.paused

    async def mentions(self, **_: str | None) -> AsyncGenerator[ReadPage, None]:
        raise NotImplementedError
        yield

    async def search(self, hashtags: Sequence[str], *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """Read from after the first number of a mark, before its last one if there is one."""
        self.asked.append((tuple(hashtags), after))
        since, newest, before = (int(part) for part in (after or f"0,0,{2**62}").split(","))
        found = [
            post
            for post in sorted(self.there, key=lambda post: -int(post.id))
            if since - self.overlap < int(post.id) < before
        ]
        newest = max([since, newest, *(int(post.id) for post in found)])
        for page in range(self.most_pages):
            if self.trouble is not None:
                raise self.trouble
            posts = found[page * self.page_size : (page + 1) * self.page_size]
            is_last = len(found) <= (page + 1) * self.page_size
            rest = f"{since},{newest},{posts[-1].id}" if posts else ""
            yield ReadPage(tuple(posts), f"{newest},0,{2**62}" if is_last else rest, is_last)
            if is_last:
                return


@dataclass(frozen=True)
class PaperRooms:
    """The rooms and sessions that a test says there are."""

    harness: ServiceHarness

    def venue(self) -> Venue:
        return self.harness.place

    def taken(self) -> Sequence[Conflict]:
        return self.harness.sessions


class ServiceHarness:
    """Open spaces without Discord. `restart` forgets all but the database and what is outside."""

    def __init__(self, database: Database, *, place: Venue | None = None, now: datetime = MORNING) -> None:
        self.database = database
        self.place = place or venue("berlin")
        self.clock = StoppedClock(self.place.timezone)
        self.clock.at = now
        self.wishes = Wishes()
        self.places = PaperPlaces(self.clock)
        self.reader: Reader = PaperReader()
        self.network: Network = PaperNetwork(self.clock)
        self.others: list[tuple[PaperNetwork, PaperReader]] = []
        """Networks beside that, each with what reads it."""
        self.sessions: list[Conflict] = []
        self.policy = "volunteers_post"
        self.errors: list[tuple[str, str]] = []
        self.changes: list[int] = []
        self._number = 0
        self.restart()

    def restart(self, *, with_tweets: bool = True) -> None:
        def scheduler() -> PlannedScheduler:
            return PlannedScheduler(self.clock, on_error=self._report, describe=repr)

        database, clock, preferences = self.database, self.clock, self.wishes.asked()
        networks: list[Network] = [self.network, *(network for network, _ in self.others)]
        self.tweets = TweetService(
            database, clock, networks=networks, policy=lambda: self.policy, on_error=self._report
        )
        names = [network.name for network in networks]
        texts = ReminderTexts(clock, self.tweets, Templates(clock.timezone), preferences, names)
        self.scheduler = scheduler()
        self.service = OpenSpaceService(
            database,
            clock,
            self.scheduler,
            rooms=PaperRooms(self),
            preferences=preferences,
            listeners={
                network.name: self._listener(network, reader)
                for network, reader in ((self.network, self.reader), *self.others)
            },
            reminders=Reminders(
                clock=clock,
                messages=ReminderMessages(database, clock, self.places, preferences, on_error=self._report),
                tweets=ReminderTweets(database, clock, self.tweets, texts, on_error=self._report)
                if with_tweets
                else None,
                on_error=self._report,
            ),
            on_error=self._report,
        )
        self.service.listen(self.changes.append)
        self.tweets.listen(self.service.tweet_changed)
        self.outboxes = [self._outbox(network, scheduler()) for network in networks]

    def _listener(self, network: Network, reader: Reader) -> Listener:
        database, clock, preferences = self.database, self.clock, self.wishes.asked()
        intake = PostIntake(
            database, clock, network=network.name, preferences=preferences, rooms=PaperRooms(self)
        )
        return Listener(
            database,
            clock,
            network=network,
            source=reader,
            intake=intake,
            preferences=preferences,
            last_day=self.place.last_day,
        )

    def _outbox(self, network: Network, scheduler: PlannedScheduler) -> tuple[Outbox, PlannedScheduler]:
        outbox = Outbox(
            self.database,
            self.clock,
            network,
            scheduler,
            changed=self.tweets.changed,
            on_error=self._report,
        )
        self.tweets.listen(lambda _: outbox.wake())
        return outbox, scheduler

    async def begin(self) -> None:
        await self.service.begin()
        for outbox, _ in self.outboxes:
            await outbox.begin()

    async def read_posts(self) -> None:
        for network in self.service.networks_read:
            await self.service.read_posts(network)

    async def until(self, moment: datetime) -> None:
        """Let time pass, and do what is planned for it at its moments."""
        while True:
            workers: list[tuple[OpenSpaceService | Outbox, PlannedScheduler]]
            workers = [(self.service, self.scheduler), *self.outboxes]
            planned = [
                (scheduler.moment, number)
                for number, (_, scheduler) in enumerate(workers)
                if scheduler.moment is not None and scheduler.moment <= moment
            ]
            if not planned:
                break
            due, number = min(planned)
            self.clock.at = max(self.clock.at, due)
            worker, scheduler = workers[number]
            scheduler.moment = None
            await worker.work()
        self.clock.at = max(self.clock.at, moment)

    async def settle(self) -> None:
        """Do what is to be done now."""
        await self.until(self.clock.at)

    def beside(self, name: str = "canvas") -> PaperNetwork:
        """Add another network, which is read as well, and return it."""
        network = PaperNetwork(self.clock, name=name, title=name.title())
        self.others.append((network, PaperReader()))
        self.restart()
        return network

    def posted(
        self,
        text: str,
        author: str = "grace",
        on: str = "paper",
        **parts: Any,  # noqa: ANN401 - of the post
    ) -> ReadPost:
        """Return a post of now; the paper reader of that network finds it."""
        self._number += 1
        number = str(1000 + self._number)
        post = ReadPost(
            **{
                "id": number,
                "text": text,
                "created_at": self.clock.now(),
                "author_name": author.title(),
                "author_username": author,
                "link": f"https://paper.example/{number}",
                **parts,
            }
        )
        reader = next((reader for network, reader in self.others if network.name == on), self.reader)
        if isinstance(reader, PaperReader):
            reader.there = [known for known in reader.there if known.id != post.id] + [post]
        return post

    async def read(
        self,
        text: str,
        author: str = "grace",
        on: str = "paper",
        **parts: Any,  # noqa: ANN401 - of the post
    ) -> SeenPost:
        """Let somebody post now, and read it; return the verdict."""
        post = self.posted(text, author, on, **parts)
        await self.read_posts()
        await self.settle()
        return await self.seen(post.id, on)

    async def read_space(self, text: str, author: str = "grace", on: str = "paper") -> OpenSpaceSnapshot:
        seen = await self.read(text, author, on)
        assert seen.open_space_id is not None
        return await self.service.get(seen.open_space_id)

    async def seen(self, post_id: str, on: str = "paper") -> SeenPost:
        async with self.database.transaction() as session:
            row = await session.get(SeenPost, (on if self.others else self.network.name, post_id))
        assert row is not None
        return row

    async def everything_seen(self) -> list[SeenPost]:
        async with self.database.transaction() as session:
            query = select(SeenPost).order_by(col(SeenPost.id))
            return list((await session.execute(query)).scalars())

    async def state(self, open_space_id: int) -> State:
        return (await self.service.get(open_space_id)).state

    async def change(self, open_space_id: int, **columns: Any) -> None:  # noqa: ANN401 - of the table
        async with self.database.transaction() as session:
            row = await session.get(OpenSpace, open_space_id)
            for name, value in columns.items():
                setattr(row, name, value)

    def retweeted(self) -> list[str]:
        """Return the ids of the posts that the network was given to retweet."""
        assert isinstance(self.network, PaperNetwork)
        return [published.post.retweet_of or "" for published in self.network.published]

    def said(self) -> list[str]:
        """Return the texts that the network was given."""
        assert isinstance(self.network, PaperNetwork)
        return [published.post.text for published in self.network.published]

    def sent_at(self) -> list[datetime]:
        assert isinstance(self.network, PaperNetwork)
        return [published.at for published in self.network.published]

    def _report(self, error: BaseException, where: str) -> None:
        self.errors.append((repr(error), where))
