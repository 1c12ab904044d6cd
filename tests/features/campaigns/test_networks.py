"""A campaign on several networks: what was previewed is what each of them gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.campaigns.texts.page_text import fields_of, pages_of
from DiscordBot.features.campaigns.texts.preview_text import preview_pages
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.networks.bluesky.length import length as length_on_bluesky
from DiscordBot.networks.mastodon.length import length as length_on_mastodon
from DiscordBot.networks.port import Measure
from DiscordBot.networks.posting_window import PostingWindow
from tests.clocks import StoppedClock
from tests.features.campaigns.harness import ADA, GRACE, CampaignHarness
from tests.features.campaigns.stage import programme
from tests.features.tweets.post_office import BERLIN, PaperNetwork, PostOffice, berlin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.planning.planner import Previewed

TEMPLATE = (
    "{% macro who(s) %}{{ s }}{% if s|social %} ({{ s|social }}){% endif %}{% endmacro %}"
    'Come see {{ session.speakers|map("applymacro", "who")|join(" and ") }} talk about {{ session.title }}'
)


@dataclass
class RuledNetwork(PaperNetwork):
    """A network on paper with the length rules of a real one."""

    limit: int = 280
    count: Callable[[str], int] = len

    async def measure(self, text: str) -> Measure:
        return Measure(self.count(text), self.limit)


def ruled(name: str, limit: int, count: Callable[[str], int], opens: int, gap: int = 60) -> RuledNetwork:
    clock = StoppedClock(BERLIN)
    window = PostingWindow(time(opens), time(21), BERLIN)
    return RuledNetwork(clock, window, name, name.title(), min_gap_seconds=gap, limit=limit, count=count)


def four(gap: int = 60) -> tuple[RuledNetwork, ...]:
    return (
        ruled("twitter", 280, len, 9, gap),
        ruled("mastodon", 500, lambda text: length_on_mastodon(text, 23), 10, gap),
        ruled("bluesky", 300, length_on_bluesky, 8, gap),
        ruled("linkedin", 3000, len, 9, gap),
    )


async def approved(harness: CampaignHarness, previewed: Previewed) -> int:
    """Create a campaign of exactly this preview and approve all of it; return its number."""
    snapshot = await harness.service.create(previewed.campaign.number, ADA, previewed.digest)
    read = {tweet.id: tweet.revision for tweet in snapshot.tweets}
    results = await harness.service.approve(snapshot.campaign.number, read, GRACE)
    assert set(results.values()) == {None}
    return snapshot.campaign.number


def shown_for(network: RuledNetwork, previewed: Previewed) -> list[tuple[datetime, str]]:
    """Return when and what a preview says for a network."""
    return [
        (version.due, version.text)
        for tweet in previewed.preview.tweets
        for version in tweet.versions
        if version.network == network.name
    ]


def open_harness(database: Database, networks: tuple[RuledNetwork, ...]) -> CampaignHarness:
    harness = CampaignHarness(database, *networks)
    for network in networks:
        network.clock = harness.clock
    # Of ten speakers, some are on each network, some nowhere.
    harness.handles = {
        f"P{number}": {
            name: handle
            for name, handle, often in (
                ("twitter", f"@x{number}", 2),
                ("mastodon", f"@m{number}@example.social", 3),
                ("bluesky", f"@b{number}.bsky.social", 5),
            )
            if number % often == 0
        }
        for number in range(120)
    }
    return harness


@pytest.mark.crash
async def test_120_tweets_arrive_on_four_networks_as_previewed(database: Database) -> None:
    networks = four(gap=0)
    harness = open_harness(database, networks)
    harness.sessions = programme(120)
    previewed = await harness.draft(TEMPLATE, interval_minutes=5)
    assert previewed.can_be_created

    number = await approved(harness, previewed)
    # All are due: the order is that of the preview, and the gap is the test's business below.
    harness.clock.at = max(tweet.due for tweet in previewed.preview.tweets) + timedelta(days=1)
    for network in networks:
        await PostOffice(database, harness.clock, network, RetryPolicy()).outbox.work()

    for network in networks:
        arrived = [found.post.text for found in network.published]
        assert arrived == [text for _, text in shown_for(network, previewed)]
    assert len({found.post.text for network in networks for found in network.published}) > 200
    assert (await harness.service.snapshot(number)).status is Status.FINISHED


@pytest.mark.slow
async def test_each_network_gets_it_when_the_preview_says(database: Database) -> None:
    networks = four()
    networks[0].window = PostingWindow(time(9), time(9, 30), BERLIN)
    harness = open_harness(database, networks)
    previewed = await harness.draft(TEMPLATE, interval_minutes=10)
    await approved(harness, previewed)

    offices = [PostOffice(database, harness.clock, network, RetryPolicy()) for network in networks]
    while any(len(network.published) < len(harness.sessions) - 1 for network in networks):
        for office in offices:
            await office.outbox.work()
        moments = [office.scheduler.moment for office in offices]
        harness.clock.at = min((moment for moment in moments if moment), default=harness.clock.at)

    for network in networks:
        arrived = [(found.at, found.post.text) for found in network.published]
        assert arrived == shown_for(network, previewed)


async def test_the_preview_shows_each_text_with_its_networks_and_lengths(database: Database) -> None:
    networks = four()
    harness = open_harness(database, networks)
    previewed = await harness.draft(TEMPLATE)

    fields = preview_pages(previewed)[1].texts

    (second,) = [tweet for tweet in previewed.preview.tweets if tweet.item.key == "T001-1"]
    assert second.texts == {}
    about_first = [text for text in fields if "1. Talk number 0" in text]
    assert ["@x0" in about_first[0], "@m0" in about_first[1], "@b0" in about_first[2]] == [True] * 3
    assert "Twitter 49/280" in about_first[0]
    assert "Linkedin 43/3000" in about_first[3]
    assert [text.count("/") for text in fields if "2. Talk number 1" in text] == [4]


async def test_who_approves_reads_all_versions(database: Database) -> None:
    harness = open_harness(database, four())

    snapshot = await harness.create(TEMPLATE)

    (page,) = pages_of(snapshot)
    titles = {"mastodon": "Mastodon", "bluesky": "Bluesky"}
    fields = [(field.name, field.value) for tweet in page for field in fields_of(tweet, titles)]
    own = [(name, "@" in text) for name, text in fields if name.startswith("↳ #1 ")]
    assert own == [("↳ #1 · Mastodon", True), ("↳ #1 · Bluesky", True), ("↳ #1 · linkedin", False)]
    assert "@x0" in fields[0][1]


async def test_what_goes_elsewhere_later_is_said(database: Database) -> None:
    networks = (ruled("twitter", 280, len, 9), ruled("mastodon", 500, len, 20))
    networks[0].window = PostingWindow(time(9), time(12), BERLIN)
    harness = open_harness(database, networks)

    previewed = await harness.draft(TEMPLATE)

    (first, *_) = previewed.preview.tweets
    assert [version.due for version in first.versions] == [
        berlin("2027-07-15 09:00"),
        berlin("2027-07-15 20:00"),
    ]
    assert "Networks post at different hours" in str(preview_pages(previewed)[0])


async def test_a_text_too_long_for_one_network_blocks_creation(database: Database) -> None:
    harness = open_harness(database, (ruled("mastodon", 500, len, 9), ruled("bluesky", 50, len, 9)))

    previewed = await harness.draft("{{ session.title }}{{ '.' * 50 }}")

    assert {problem.reason for problem in previewed.preview.problems} == {"The text is too long for Bluesky."}
    assert not previewed.can_be_created
