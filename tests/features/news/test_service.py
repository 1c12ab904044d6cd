from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import UnreachableError
from DiscordBot.features.news.client import Reading, Version
from DiscordBot.features.news.entries import MOST_AT_ONCE, Feed, FeedEntry
from DiscordBot.features.news.following import FeedFollower
from DiscordBot.features.news.service import KnownNewsError, NewsService
from DiscordBot.features.tweets.models import Source, TweetStatus
from DiscordBot.features.tweets.service import DraftError, NotAllowedError
from DiscordBot.features.tweets.versions import text_for
from DiscordBot.networks.port import Measure
from tests.features.tweets.post_office import NOON, PaperNetwork
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, QueueHarness

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.tweets.service import TweetSnapshot

LINK = "https://example.org/news/doors"
YESTERDAY = NOON - timedelta(days=1)
DOORS = FeedEntry("Doors open", LINK, "n1", YESTERDAY)
LUNCH = FeedEntry("Lunch", "https://example.org/news/lunch", "n2", NOON - timedelta(hours=1))


class PaperFeed:
    """A feed in memory that has a version; `trouble` is what a reader meets instead."""

    def __init__(self) -> None:
        self.name = "paper"
        self.entries: tuple[FeedEntry, ...] = ()
        self.without_link = 0
        self.version = Version("0")
        self.trouble: Exception | None = None
        self.asked: list[Version] = []

    def show(self, *entries: FeedEntry) -> None:
        self.entries = entries
        self.version = Version(f"{self.version.etag}1")

    async def read(self, known: Version) -> Reading | None:
        self.asked.append(known)
        if self.trouble is not None:
            raise self.trouble
        if known == self.version:
            return None
        return Reading(Feed(self.entries, self.without_link), self.version)


class NewsHarness(QueueHarness):
    """The queue with a feed in front of it; `log` is what organisers read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.feed = PaperFeed()
        self.log: list[str] = []
        self.needs_nobody = False
        self.restart()

    def restart(self) -> None:
        self.open_with(self.network)
        self.follower = self.following(self.feed)
        self.news = NewsService(
            feeds=[self.follower], tweets=self.service, needs_nobody=self.follower.needs_nobody
        )

    def following(self, feed: PaperFeed, name: str = "", **more: Any) -> FeedFollower:  # noqa: ANN401 - of the follower
        values = {
            "networks": lambda: self.service.usual_networks(Source.NEWS),
            "needs_nobody": lambda: self.needs_nobody and self.policy != "off",
            **more,
        }
        return FeedFollower(
            source=feed,
            tweets=self.service,
            database=self.database,
            clock=self.clock,
            write_log=self.log.append,
            name=name,
            **values,
        )

    async def tweets(self) -> list[TweetSnapshot]:
        return sorted(await self.service.recent(100), key=lambda view: view.id)

    async def texts(self) -> list[str]:
        return [view.text for view in await self.tweets()]

    async def finding(self) -> tuple[Level, str]:
        first = (await self.news.findings())[0]
        return first.level, first.detail


@pytest.fixture
async def harness(database: Database) -> NewsHarness:
    return NewsHarness(database)


async def test_news_wait_for_approval_the_oldest_first(harness: NewsHarness) -> None:
    harness.feed.show(LUNCH, DOORS, FeedEntry("Old", f"{LINK}0", "n0", NOON - timedelta(days=8)))

    await harness.follower.look()

    assert await harness.texts() == [f"{entry.title}\n{entry.link}" for entry in (DOORS, LUNCH)]
    (first, _) = await harness.tweets()
    assert (first.status, first.source, first.author_id) == (TweetStatus.PENDING, Source.NEWS, None)
    assert [change.tweet_id for change in harness.changes] == [1, 2]
    assert await harness.finding() == (Level.OK, "The feed has 3 entries.")


async def test_each_once_over_restarts_and_corrections(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    await harness.follower.look()
    for corrected in (
        FeedEntry("Doors open at nine", LINK, "n1", YESTERDAY),
        FeedEntry("Doors open", LINK, "another", NOON),
        FeedEntry("Doors open", f"{LINK}-new", "n1", NOON),
        FeedEntry("Doors open", f"{LINK}-new", "third", NOON),
    ):
        harness.restart()
        harness.feed.show(corrected)
        await harness.follower.look()

    assert await harness.texts() == [f"Doors open\n{LINK}"]


async def test_an_old_entry_is_no_news_when_it_is_corrected(harness: NewsHarness) -> None:
    harness.feed.show(FeedEntry("Old", LINK, "n0", NOON - timedelta(days=30)))
    await harness.follower.look()
    harness.feed.show(FeedEntry("Old, corrected", LINK, "n0", NOON))
    await harness.follower.look()

    assert await harness.texts() == []


async def test_the_version_is_remembered_over_a_restart(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    await harness.follower.look()
    harness.restart()
    await harness.follower.look()

    assert harness.feed.asked == [Version(), harness.feed.version]
    assert await harness.finding() == (Level.OK, "Nothing in the feed has changed.")


async def test_another_feed_is_looked_at_for_the_first_time(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    await harness.follower.look()
    harness.feed.name = "another"
    harness.feed.entries = (DOORS, FeedEntry("Undated", f"{LINK}9"))
    await harness.follower.look()

    assert harness.feed.asked == [Version(), Version()]
    assert await harness.texts() == [f"Doors open\n{LINK}"]


async def test_an_entry_without_a_date_is_news_after_the_first_look(harness: NewsHarness) -> None:
    harness.feed.show(FeedEntry("One", f"{LINK}1"))
    await harness.follower.look()
    harness.feed.show(FeedEntry("Two", f"{LINK}2"), FeedEntry("One", f"{LINK}1"))
    await harness.follower.look()

    assert await harness.texts() == [f"Two\n{LINK}2"]


async def test_after_downtime_what_was_missed_is_caught_up_with(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    await harness.follower.look()
    harness.clock.forward(days=10)
    now = harness.clock.now()
    harness.restart()
    missed = [FeedEntry(f"Day {days}", f"{LINK}{days}", "", now - timedelta(days=days)) for days in (1, 6, 9)]
    harness.feed.show(*missed, DOORS)
    await harness.follower.look()

    assert await harness.texts() == [f"Doors open\n{LINK}", f"Day 6\n{LINK}6", f"Day 1\n{LINK}1"]


async def test_news_of_the_future_wait_for_their_time(harness: NewsHarness) -> None:
    tomorrow = NOON + timedelta(days=1)
    harness.feed.show(FeedEntry("Soon", LINK, "", tomorrow))
    await harness.follower.look()

    assert [view.not_before for view in await harness.tweets()] == [tomorrow]


@pytest.mark.parametrize(
    ("policy", "status"), [("volunteers_post", TweetStatus.APPROVED), ("off", TweetStatus.PENDING)]
)
async def test_approved_news_need_no_moderator_unless_tweets_are_off(
    harness: NewsHarness, policy: str, status: TweetStatus
) -> None:
    harness.needs_nobody = True
    harness.policy = policy
    harness.restart()
    harness.feed.show(DOORS)
    await harness.follower.look()

    assert [view.status for view in await harness.tweets()] == [status]


async def test_too_many_at_once_are_left_out_and_told(harness: NewsHarness) -> None:
    harness.feed.show(*(FeedEntry(f"{n}", f"{LINK}{n}", "", YESTERDAY) for n in range(MOST_AT_ONCE + 5)))
    await harness.follower.look()
    harness.feed.version = Version("again")
    await harness.follower.look()

    assert len(await harness.tweets()) == MOST_AT_ONCE
    assert harness.log == ["⚠️ News: 5 more entries were new at once, and were left out."]


async def test_one_that_cannot_be_a_tweet_does_not_hold_up_the_others(harness: NewsHarness) -> None:
    long = f"https://example.org/{'x' * 300}"
    harness.feed.show(FeedEntry("Long", long, "", YESTERDAY), LUNCH)
    await harness.follower.look()

    assert await harness.texts() == [f"{LUNCH.title}\n{LUNCH.link}"]
    (told,) = harness.log
    assert told.startswith(f"⚠️ News: <{long}> cannot be a tweet. This text counts as 320 characters")
    assert [found.level for found in await harness.news.findings()] == [Level.OK, Level.WARNING]


async def test_entries_that_lead_nowhere_are_told(harness: NewsHarness) -> None:
    harness.feed.without_link = 2
    await harness.follower.look()

    level, detail = await harness.finding()
    assert level is Level.WARNING
    assert "2 more have no web address" in detail


async def test_a_feed_that_is_down_is_told_once(harness: NewsHarness) -> None:
    assert (await harness.finding())[0] is Level.WARNING
    harness.feed.trouble = UnreachableError("the news feed did not answer in time.")
    await harness.follower.look()
    await harness.follower.look()

    assert await harness.finding() == (Level.ERROR, "the news feed did not answer in time.")
    harness.feed.trouble = None
    harness.feed.show(DOORS)
    await harness.follower.look()

    assert (await harness.finding())[0] is Level.OK
    assert harness.log == [
        "⚠️ News: the news feed did not answer in time. I try again by myself.",
        "News: The feed can be read again.",
    ]


async def test_a_feed_that_is_down_for_a_day_is_told_again_also_over_a_restart(harness: NewsHarness) -> None:
    harness.feed.trouble = UnreachableError("the news feed did not answer in time.")
    await harness.follower.look()
    harness.clock.forward(hours=23)
    harness.restart()
    await harness.follower.look()
    assert len(harness.log) == 1

    harness.clock.forward(hours=1)
    await harness.follower.look()
    await harness.follower.look()

    (again,) = harness.log[1:]
    assert again.startswith("⚠️ News: The feed has not been readable for a day. the news feed did not answer")
    assert "It is so since" in (await harness.finding())[1]


async def test_health_counts_what_was_no_news_and_why_over_restarts(harness: NewsHarness) -> None:
    harness.feed.show(
        DOORS, FeedEntry("Old", f"{LINK}0", "n0", NOON - timedelta(days=8)), FeedEntry("Undated", f"{LINK}9")
    )
    await harness.follower.look()
    harness.restart()
    harness.feed.show(FeedEntry("Older", f"{LINK}1", "", NOON - timedelta(days=9)))
    await harness.follower.look()

    told = (await harness.news.findings())[-1]
    assert (told.subject, told.level) == ("news left out", Level.OK)
    assert re.findall(r"\d+ \w+", told.detail) == ["2 older", "1 without"]


async def test_news_that_share_a_link_are_all_queued(harness: NewsHarness) -> None:
    harness.feed.show(*(FeedEntry(f"News {n}", LINK, guid, YESTERDAY) for n, guid in enumerate("abc")))
    await harness.follower.look()

    assert sorted(await harness.texts()) == [f"News {n}\n{LINK}" for n in range(3)]


async def test_nothing_is_lost_if_the_queue_cannot_be_written(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(harness.service, "store", full_disk)
        with pytest.raises(OSError, match="full"):
            await harness.follower.look()
    await harness.follower.look()

    assert await harness.texts() == [f"Doors open\n{LINK}"]


async def full_disk(*_arguments: object) -> int:
    raise OSError("full")


async def test_organisers_queue_any_link_once(harness: NewsHarness) -> None:
    draft = await harness.news.draft(" Doors\n open ", LINK, ADA)
    assert draft.text == f"Doors open\n{LINK}"
    tweet_id = await harness.news.queue(draft)

    with pytest.raises(KnownNewsError, match=f"tweet #{tweet_id}") as caught:
        await harness.news.draft("Something else", LINK.replace("https", "http"), GRACE)
    assert caught.value.tweet.id == tweet_id
    harness.feed.show(DOORS)
    await harness.follower.look()
    assert len(await harness.tweets()) == 1


async def test_two_queue_the_same_link_together(harness: NewsHarness) -> None:
    drafts = [await harness.news.draft("Doors", LINK, one) for one in (ADA, GRACE)]
    await harness.news.queue(drafts[0])

    with pytest.raises(KnownNewsError):
        await harness.news.queue(drafts[1])
    assert len(await harness.tweets()) == 1


async def test_what_the_feed_brought_is_not_queued_again(harness: NewsHarness) -> None:
    harness.feed.show(DOORS)
    await harness.follower.look()

    with pytest.raises(KnownNewsError):
        await harness.news.draft("Doors", LINK, ADA)


async def test_what_was_given_up_can_be_queued_again(harness: NewsHarness) -> None:
    first = await harness.news.queue(await harness.news.draft("Dors", LINK, ADA))
    await harness.service.cancel(first, ADA)
    second = await harness.news.queue(await harness.news.draft("Doors", LINK, ADA))
    await harness.service.deny(second, GRACE)
    third = await harness.news.queue(await harness.news.draft("Doors open", LINK, ADA))

    assert [first, second, third] == [1, 2, 3]
    harness.feed.show(DOORS)
    await harness.follower.look()
    assert len(await harness.tweets()) == 3


async def test_what_cannot_be_queued(harness: NewsHarness) -> None:
    with pytest.raises(DraftError, match="The link needs a web address"):
        await harness.news.draft("Doors", "example.org", ADA)
    with pytest.raises(NotAllowedError):
        await harness.news.queue(await harness.news.draft("Doors", LINK, EVE))


async def test_two_feeds_have_their_own_progress_trouble_and_networks(harness: NewsHarness) -> None:
    harness.open_with(harness.network, other := PaperNetwork(harness.clock, name="other", title="Other"))
    blog, jobs = PaperFeed(), PaperFeed()
    first, second = harness.following(blog, "Blog"), harness.following(jobs, "Jobs")
    to_other = harness.following(jobs, "Jobs", networks=lambda: [other], deliver_to=("other",))
    blog.show(FeedEntry("Doors open", LINK, "1", YESTERDAY))
    # The guid is that of another entry of the other feed.
    jobs.show(FeedEntry("We hire", f"{LINK}/jobs", "1", YESTERDAY))
    for follower in (first, to_other, first, to_other):
        await follower.look()

    jobs.trouble = UnreachableError("the news feed is down")
    await second.look()
    await first.look()

    tweets = await harness.tweets()
    assert [(tweet.text, tweet.networks) for tweet in tweets] == [
        (f"Doors open\n{LINK}", None),
        (f"We hire\n{LINK}/jobs", ["other"]),
    ]
    assert [version.etag for version in (blog.asked[-1], jobs.asked[-1])] == ["01", "01"]
    assert harness.log == ["⚠️ News of Jobs: the news feed is down I try again by myself."]
    found = {finding.subject: finding.level for one in (first, second) for finding in await one.findings()}
    assert found == {"news of Blog": Level.OK, "news of Jobs": Level.ERROR}
    await harness.following(blog, "Blog").look()
    assert len(await harness.tweets()) == 2


async def test_what_is_in_two_feeds_is_one_tweet(harness: NewsHarness) -> None:
    for name in ("Blog", "Planet"):
        feed = PaperFeed()
        feed.show(DOORS)
        await harness.following(feed, name).look()

    assert await harness.texts() == [f"Doors open\n{LINK}"]


async def test_a_title_is_cut_only_where_it_is_too_long(harness: NewsHarness) -> None:
    class LongNetwork(PaperNetwork):
        async def measure(self, text: str) -> Measure:
            return Measure(len(text), 500)

    harness.open_with(harness.network, LongNetwork(harness.clock, name="long", title="Long"))
    title = "x" * 270
    harness.feed.show(FeedEntry(title, LINK, "n1", YESTERDAY))
    await harness.following(harness.feed).look()

    (tweet,) = await harness.tweets()
    assert len(text_for(tweet, "paper")) == 280
    assert text_for(tweet, "long") == f"{title}\n{LINK}"
