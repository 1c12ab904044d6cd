"""A whole day of open spaces against the stand-in X, in a time that only the test moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.features.open_spaces.models import State, Verdict
from DiscordBot.features.open_spaces.preferences import Preferences
from DiscordBot.features.organizers.setting_kinds import Choice, Hashtags, Switch, WholeNumber
from DiscordBot.features.organizers.settings import Setting, Settings
from DiscordBot.networks.twitter.api.reader import XReader
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x import XStandIn
from sandbox.x_failures import XFailure
from tests.features.open_spaces.made_up_day import CLOSING, OPENING, POSTS, MadeUpDay, Written
from tests.features.open_spaces.service_desk import ADA, EVERYWHERE, VERA, ServiceDesk, Wishes
from tests.features.tweets.post_office import berlin
from tests.networks.twitter.x_account import account_of, credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.space_view import SpaceView
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
            template=self.template,
        )


async def stored_settings(database: Database, desk: ServiceDesk) -> Settings:
    known = [
        Setting("open_spaces.hashtags", "", Hashtags(), ("pyconopenspaces",)),
        Setting("open_spaces.auto_send", "", Switch(), configured=True),
        Setting(INTERVAL, "", WholeNumber(1, 1440, "minutes"), 15),
        Setting("open_spaces.announce_as", "", Choice(("retweet", "quote", "text")), "retweet"),
    ]
    settings = Settings(
        database,
        desk.clock,
        known,
        journal=lambda _: None,
        on_error=lambda error, _: pytest.fail(repr(error)),
    )
    await settings.open()
    return settings


class Day:
    """The desk, X, the people who post, and those who moderate every six minutes."""

    def __init__(self, desk: ServiceDesk, x: XStandIn, plan: MadeUpDay) -> None:
        self.desk = desk
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
            await self.desk.until(moment)
            for post in self.plan.posts:
                if post.at == moment:
                    self._write(post)
            if moment in RESTARTS:
                await self.restart()
            if moment == SWITCH:
                await self._shorten()
            if (moment - OPENING) % LOOK == timedelta():
                await self.desk.service.read_posts()
                if self.desk.changes:
                    self.desk.changes.clear()
                    await self._moderate()
                await self.desk.settle()

    async def restart(self) -> None:
        """End the bot and start it again; an answer of X gets lost as well."""
        self.x.failures.fail_next(XFailure.HTML, on="GET /2/tweets/search/recent")
        settings = await stored_settings(self.desk.database, self.desk)
        self.desk.wishes = StoredWishes(settings=settings)
        self.desk.restart()
        settings.listen(INTERVAL, self.desk.service.plan)
        await self.desk.begin()

    def _write(self, post: Written) -> None:
        retweeted = self.ids[post.retweet_of] if post.retweet_of else None
        made = self.x.write(post.author, post.text, retweet_of=retweeted)
        self.ids.setdefault(post.author, made.id)
        self.written.append((made.id, post))

    async def _shorten(self) -> None:
        assert isinstance(self.desk.wishes, StoredWishes)
        assert self.desk.wishes.settings is not None
        await self.desk.wishes.settings.set(INTERVAL, "10", ADA.id)

    async def _moderate(self) -> None:
        service = self.desk.service
        for space in await service.every():
            if space.state in {State.WAITING, State.CONFLICT}:
                await self._decide(space)
            elif space.state is State.REVIEW and space.author_username == "spammer":
                await service.ignore_user(space.id, VERA)
            elif space.state is State.REVIEW and space.related_id is not None:
                await service.cancel(space.related_id, VERA)
                await service.deny(space.id, VERA, "It was a cancellation.")

    async def _decide(self, space: SpaceView) -> None:
        if space.author_username.startswith(("late", "clash")):
            await self.desk.service.approve(space.id, VERA, revision=space.revision)
            self.approved[space.author_username] = self.desk.clock.now()
        elif space.author_username.startswith("denied"):
            await self.desk.service.deny(space.id, VERA)

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
    desk = ServiceDesk(database, now=OPENING)
    x = XStandIn(clock=desk.clock.now)
    await x.start()
    async with aiohttp.ClientSession() as session:

        async def not_paused() -> Paused | None:
            return None

        async def refused(reason: str) -> None:
            pytest.fail(reason)

        async def spend(_price: Decimal, _kind: str, _count: int) -> None:
            pass

        account = account_of(x, session)
        desk.network = account.network
        desk.reader = XReader(
            XSession(session, x.base_url),
            credentials=lambda: credentials_of(x),
            why_paused=not_paused,
            spent=spend,
            on_refusal=refused,
        )
        day = Day(desk, x, MadeUpDay())
        await day.restart()
        yield day
    await x.stop()


async def test_a_day_of_three_hundred_posts(day: Day) -> None:
    await day.run()
    await day.desk.until(CLOSING)
    assert day.desk.errors == []

    # Every post has its verdict.
    assert len(day.written) == POSTS
    seen = {row.id: row for row in await day.desk.everything_seen()}
    wrong = [
        (post.author, post.text, post.verdict, seen[post_id].verdict, seen[post_id].why)
        for post_id, post in day.written
        if seen[post_id].verdict is not post.verdict
    ]
    assert wrong == []
    assert all(row.why for row in seen.values())
    assert {post.verdict for _, post in day.written} == set(Verdict)

    # Each reminder was given once and on time: on the server, in the room, and on X.
    expected = day.expected()
    spaces = {space.author_username: space for space in await day.desk.service.every()}
    posted = Counter((place, key.split("-")[0]) for place, key, _ in day.desk.board.posts)
    assert set(posted.values()) == {1}
    on_server = {key.split("-")[0]: at for place, key, at in day.desk.board.posts if place == EVERYWHERE}
    assert on_server == {str(spaces[author].id): moment for author, moment in expected.items()}
    in_rooms = Counter(key.split("-")[0] for place, key, _ in day.desk.board.posts if place != EVERYWHERE)
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
    assert await day.desk.service.ignored() == ("spammer",)
    await day.restart()
    assert day.desk.wishes.asked().send_interval() == 10
