"""A whole day of open spaces against the stand-in X, in a time that only the test moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.core.settings.setting_kinds import Choice, Hashtags, Switch, WholeNumber
from DiscordBot.core.settings.settings import Setting, Settings
from DiscordBot.features.open_spaces.conference import Preferences
from DiscordBot.features.open_spaces.models import State, Verdict
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.failures import XFailure
from sandbox.x.server import XStandIn
from tests.features.open_spaces.made_up_day import CLOSING, OPENING, POSTS, MadeUpDay, Written
from tests.features.open_spaces.service_harness import ADA, EVERYWHERE, VERA, ServiceHarness, Wishes
from tests.features.tweets.post_office import berlin
from tests.networks.twitter.x_account import account_of, credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.networks.port import Paused

INTERVAL = "open_spaces.default_send_interval"
LOOK = timedelta(minutes=6)
SWITCH = berlin("2027-07-14 14:00")
RESTARTS = [berlin(f"2027-07-14 {moment}") for moment in ("10:44", "12:45", "13:03", "14:50", "18:57")]


@dataclass
class StoredWishes(Wishes):
    """The organisers' settings, as they are in the database."""

    settings: Settings | None = None

    def asked(self) -> Preferences:
        settings = self.settings
        assert settings is not None
        return Preferences(
            hashtags=lambda: settings.words("open_spaces.hashtags"),
            auto_send=lambda: settings.switch("open_spaces.auto_send"),
            send_interval=lambda: settings.number(INTERVAL),
            announce_as=lambda: settings.choice("open_spaces.announce_as"),
            most_a_day=lambda: 3,
            most_in_all=lambda: 6,
            template=self.template,
        )


async def stored_settings(database: Database, harness: ServiceHarness) -> Settings:
    known = [
        Setting("open_spaces.hashtags", "", Hashtags(), ("pyconopenspaces",)),
        Setting("open_spaces.auto_send", "", Switch(), configured=True),
        Setting(INTERVAL, "", WholeNumber(1, 1440, "minutes"), 15),
        Setting("open_spaces.announce_as", "", Choice(("retweet", "quote", "text")), "retweet"),
    ]
    settings = Settings(
        database,
        harness.clock,
        known,
        write_log=lambda _: None,
        on_error=lambda error, _: pytest.fail(repr(error)),
    )
    await settings.open()
    return settings


class Day:
    """The harness, X, the people who post, and those who moderate every six minutes."""

    def __init__(self, harness: ServiceHarness, x: XStandIn, plan: MadeUpDay) -> None:
        self.harness = harness
        self.x = x
        self.plan = plan
        self.ids: dict[str, str] = {}
        self.written: list[tuple[str, Written]] = []
        self.approved: dict[str, datetime] = {}

    async def run(self) -> None:
        moments = sorted(
            {
                *(post.at for post in self.plan.posts),
                *(OPENING + number * LOOK for number in range((CLOSING - OPENING) // LOOK + 1)),
                *RESTARTS,
                SWITCH,
            }
        )
        for moment in moments:
            await self.harness.until(moment)
            for post in self.plan.posts:
                if post.at == moment:
                    self._write(post)
            if moment in RESTARTS:
                await self.restart()
            if moment == SWITCH:
                await self._shorten()
            if (moment - OPENING) % LOOK == timedelta():
                await self.harness.read_posts()
                if self.harness.changes:
                    self.harness.changes.clear()
                    await self._moderate()
                await self.harness.settle()

    async def restart(self) -> None:
        """End the bot and start it again; an answer of X gets lost as well."""
        self.x.failures.fail_next(XFailure.HTML, on="GET /2/tweets/search/recent")
        settings = await stored_settings(self.harness.database, self.harness)
        self.harness.wishes = StoredWishes(settings=settings)
        self.harness.restart()
        settings.listen(INTERVAL, self.harness.service.plan)
        await self.harness.begin()

    def _write(self, post: Written) -> None:
        retweeted = self.ids[post.retweet_of] if post.retweet_of else None
        made = self.x.write(post.author, post.text, retweet_of=retweeted)
        self.ids.setdefault(post.author, made.id)
        self.written.append((made.id, post))

    async def _shorten(self) -> None:
        assert isinstance(self.harness.wishes, StoredWishes)
        assert self.harness.wishes.settings is not None
        await self.harness.wishes.settings.set(INTERVAL, "10", ADA.id)

    async def _moderate(self) -> None:
        service = self.harness.service
        for space in await service.every():
            if space.state in {State.WAITING, State.CONFLICT}:
                await self._decide(space)
            elif space.state is State.REVIEW and space.author_username == "spammer":
                await service.ignore_user(space.id, VERA)
            elif space.state is State.REVIEW and space.related_id is not None:
                await service.cancel(space.related_id, VERA)
                await service.deny(space.id, VERA, "It was a cancellation.")

    async def _decide(self, space: OpenSpaceSnapshot) -> None:
        if space.author_username.startswith(("late", "clash")):
            await self.harness.service.approve(space.id, VERA, revision=space.revision)
            self.approved[space.author_username] = self.harness.clock.now()
        elif space.author_username.startswith("denied"):
            await self.harness.service.deny(space.id, VERA)

    def expected(self) -> dict[str, datetime]:
        """Return when each open space is to be reminded of, by its author."""
        return {
            author: max(self._due(start), self.approved.get(author, OPENING))
            for author, start in self.plan.starts.items()
            if author.startswith(("good", "late", "clash"))
        }

    def _due(self, start: datetime) -> datetime:
        usual = start - timedelta(minutes=15)
        return usual if usual <= SWITCH else start - timedelta(minutes=10)


@pytest.fixture
async def day(database: Database) -> AsyncIterator[Day]:
    harness = ServiceHarness(database, now=OPENING)
    x = XStandIn(clock=harness.clock.now)
    await x.start()
    async with aiohttp.ClientSession() as session:

        async def not_paused() -> Paused | None:
            return None

        async def refused(reason: str) -> None:
            pytest.fail(reason)

        async def spend(_price: Decimal, _kind: str, _count: int) -> None:
            pass

        account = account_of(x, session)
        harness.network = account.network
        harness.reader = XReader(
            XSession(session, x.base_url),
            credentials=lambda: credentials_of(x),
            why_paused=not_paused,
            spent=spend,
            on_refusal=refused,
            now=x.book.clock,
        )
        day = Day(harness, x, MadeUpDay())
        await day.restart()
        yield day
    await x.stop()


@pytest.mark.slow
async def test_a_day_of_three_hundred_posts(day: Day) -> None:
    await day.run()
    await day.harness.until(CLOSING)
    assert day.harness.errors == []

    # Every post has its verdict.
    assert len(day.written) == POSTS
    seen = {row.id: row for row in await day.harness.everything_seen()}
    wrong = [
        (post.author, post.text, post.verdict, seen[post_id].verdict, seen[post_id].why)
        for post_id, post in day.written
        if seen[post_id].verdict is not post.verdict
    ]
    assert wrong == []
    assert all(row.why for row in seen.values())
    # On one network alone nobody announces the same open space twice.
    assert {post.verdict for _, post in day.written} == set(Verdict) - {Verdict.JOINED}

    # Each reminder was given once and on time: on the server, in the room, and on X.
    expected = day.expected()
    spaces = {space.author_username: space for space in await day.harness.service.every()}
    posted = Counter((place, key.split("-")[0]) for place, key, _ in day.harness.places.posts)
    assert set(posted.values()) == {1}
    on_server = {key.split("-")[0]: at for place, key, at in day.harness.places.posts if place == EVERYWHERE}
    assert on_server == {str(spaces[author].id): moment for author, moment in expected.items()}
    in_rooms = Counter(key.split("-")[0] for place, key, _ in day.harness.places.posts if place != EVERYWHERE)
    assert set(in_rooms) == {str(spaces[author].id) for author in expected if spaces[author].room == "B114"}
    retweets = [(post.retweet_of, post.created_at) for post in day.x.posts]
    assert sorted(retweets, key=str) == sorted(
        ((day.ids[author], moment) for author, moment in expected.items()), key=str
    )
    assert len(expected) > 50

    # What was decided stands.
    ends = {"good": State.REMINDED, "late": State.REMINDED, "clash": State.REMINDED}
    ends |= {"slow": State.EXPIRED, "idle": State.EXPIRED, "denied": State.DENIED}
    for author in day.plan.starts:
        kind = author.rstrip("0123456789")
        if kind in ends:
            assert (author, spaces[author].state) == (author, ends[kind])
    assert await day.harness.service.ignored() == ("@spammer",)
    await day.restart()
    assert day.harness.wishes.asked().send_interval() == 10
