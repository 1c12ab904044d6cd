"""A day of open spaces on Mastodon and Bluesky, on stand-ins, through the whole bot; there is no X."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer

from DiscordBot.features.open_spaces.service import JOB
from DiscordBot.features.open_spaces.ui.cog import CARDS_JOB, posts_job
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.bluesky.session import Account as BlueskyAccount
from DiscordBot.networks.mastodon.connection import Account as MastodonAccount
from DiscordBot.networks.mastodon.names import MASTODON
from sandbox import conference
from sandbox.bluesky.server import BlueskyStandIn
from tests.conference_world import open_conference
from tests.features.open_spaces.stage import prefilled
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

    from tests.conference_world import ConferenceWorld

SECTIONS = """
[moderation]
[open_spaces]
hashtags = ["PyConExampleOpen"]
announcements_a_day = 50
announcements_in_all = 50
"""
ALL_DAY = "posting_start = 00:00:00\nposting_end = 00:00:00\nmin_gap_seconds = 0\n"
TAG = "#PyConExampleOpen"
OPENING = datetime.combine(conference.FIRST_DAY, datetime.min.time(), conference.TIMEZONE).replace(hour=8)
NETWORKS = ("mastodon", "bluesky")
TITLES = {
    11: ("Rust extensions", "Oxidation, at last", "Knitting", "Juggling"),
    12: ("Beekeeping", "Honey for everybody", "Sourdough", "Unicycles"),
    13: ("Telescopes", "Night sky photographers", "Esperanto", "Chess problems"),
}
"""What begins at which hour: one by somebody on both networks, in other words on each, and two others."""


@dataclass
class Day:
    """The bot in its world, and the two networks that it reads; `reposted` counts by network and post."""

    world: ConferenceWorld
    mastodon: MockServer
    bluesky: BlueskyStandIn
    browser: aiohttp.ClientSession

    async def toot(self, who: str, text: str, edits: str = "") -> str:
        """Let somebody post on Mastodon, or edit a post there; return its id."""
        headers = {"Authorization": f"Bearer {who}_token"}
        method, path = ("PUT", f"/api/v1/statuses/{edits}") if edits else ("POST", "/api/v1/statuses")
        said = {"status": f"{text} {TAG}"}
        async with self.browser.request(
            method, self.mastodon.base_url + path, json=said, headers=headers
        ) as it:
            assert it.status == 200, await it.text()
            return str((await it.json())["id"])

    def skeet(self, handle: str, text: str) -> str:
        """Let somebody post on Bluesky; return the name of the post."""
        return self.bluesky.view.write(handle, f"{text} {TAG}")

    async def run(self, *jobs: str) -> None:
        for job in jobs:
            await self.world.bot._scheduler.run(job)  # noqa: SLF001 - what would come by itself
        await self.world.env.settle()

    async def read(self) -> None:
        """Let the bot read both networks, and do at once what follows."""
        await self.run(*map(posts_job, NETWORKS), JOB, CARDS_JOB)

    async def until(self, *moments: str) -> None:
        """Let it be one moment after the other, and happen what is due then."""
        for moment in moments:
            at = OPENING.replace(hour=int(moment[:2]), minute=int(moment[3:]))
            self.world.clock.ahead += at - self.world.clock.now()
            await self.run(JOB, "tweets to Mastodon", "tweets to Bluesky")

    def card(self, channel: str, text: str) -> discord.Message:
        """Return the one card in a channel that shows a text."""
        (card,) = [one for one in self.world.messages(channel) if text in str(faces(one)[0].description)]
        return card

    async def press(self, channel: str, text: str, label: str, **typed: str) -> None:
        """Let a volunteer press a button of a card, and submit the form that it may open."""
        victor = self.world.person("victor")
        result = await victor.click(self.card(channel, text), label=label)
        if typed:
            shown = {key: value for key, value in prefilled(result).items() if value}
            chosen: dict[str, Any] = {**shown, **typed, "room": [typed["room"]]}
            await victor.submit_modal(result, chosen)
        await self.run(JOB, CARDS_JOB)

    async def reposted(self) -> Counter[tuple[str, str]]:
        """Return how often each post was shown once more by the conference."""
        headers = {"Authorization": "Bearer alice_token"}
        address = f"{self.mastodon.base_url}/api/v1/accounts/verify_credentials"
        async with self.browser.get(address, headers=headers) as me:
            account = (await me.json())["id"]
        address = f"{self.mastodon.base_url}/api/v1/accounts/{account}/statuses?limit=40"
        async with self.browser.get(address, headers=headers) as page:
            statuses = await page.json()
        assert all(status["reblog"] for status in statuses)
        records = [record for uri, record in self.bluesky.records.items() if "/app.bsky.feed.repost/" in uri]
        assert len(records) == len(self.bluesky.records)
        return Counter(
            [
                *(("mastodon", status["reblog"]["id"]) for status in statuses),
                *(("bluesky", record["subject"]["uri"]) for record in records),
            ]
        )

    def reminded(self, channel: str) -> Counter[str]:
        """Return how often each text stands in the reminders of a channel."""
        reminders = [one for one in self.world.messages(channel) if "Open space in" in said(one)]
        return Counter(str(faces(one)[0].description).removesuffix(f" {TAG}") for one in reminders)


@pytest.fixture
async def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Day]:
    bluesky = BlueskyStandIn()
    bluesky.view.add_person("bob.test", "Bob (he/him) 🐍")
    await bluesky.start()
    with MockServer() as mastodon:
        sections = (
            f'{SECTIONS}[bluesky]\npds_url = "{bluesky.base_url}"\n{ALL_DAY}'
            f'[mastodon]\nbase_url = "{mastodon.base_url}"\n{ALL_DAY}'
        )
        accounts = (
            (BLUESKY, BlueskyAccount(bluesky.user.did, bluesky.user.handle, bluesky.user.app_password)),
            (MASTODON, MastodonAccount("1", "alice@example.social", "alice_token")),
        )
        async with (
            aiohttp.ClientSession() as browser,
            open_conference(
                tmp_path, (), with_programme=False, more_sections=sections, accounts=accounts, start=OPENING
            ) as world,
        ):
            # Both networks live at the time of the bot.
            bluesky.view.clock = world.clock.now
            monkeypatch.setattr("mastodon_mock.routers.statuses.utcnow", world.clock.now)
            yield Day(world, mastodon, bluesky, browser)
    await bluesky.stop()


@pytest.mark.slow
async def test_a_day_on_mastodon_and_bluesky(day: Day) -> None:
    assert not day.world.world.config.has("twitter")
    expected: set[tuple[str, str]] = set()
    said: set[str] = set()

    # Clear posts, some of them on both networks, in other words.
    for hour, (first, in_other_words, on_bluesky, on_mastodon) in TITLES.items():
        expected |= {
            ("mastodon", await day.toot("bob", f"{first} in Forum Hall at {hour}:00")),
            ("mastodon", await day.toot("carol", f"{on_mastodon} in Club A at {hour}:00")),
        }
        await day.read()
        expected |= {
            ("bluesky", day.skeet("bob.test", f"{in_other_words}! {hour}:00, Forum Hall")),
            ("bluesky", day.skeet("kim.test", f"{on_bluesky} in North Hall at {hour}:00")),
        }
        said |= {first, on_bluesky, on_mastodon}
    await day.read()

    # An unclear one on both has one card.
    unclear = await day.toot("bob", "Board games in South Hall A, who is in?")
    crossed = day.skeet("bob.test", "Board games in South Hall A - who is in?")
    collides = day.skeet("lin.test", "Origami in Forum Hall at 11:15")
    edited = await day.toot("carol", "Haskell in South Hall B at 16:00")
    day.skeet("zoe.test", "Zig in Terrace 2A at 17:00")
    day.skeet("chat.test", "What a crowd!")
    await day.read()
    await day.toot("carol", "Haskell in South Hall B at 17:30", edits=edited)
    day.skeet("zoe.test", "Sorry, the 5pm in Terrace 2A is cancelled!")
    await day.read()
    await day.press("need-review", "Board games", "Set room and time", room="South Hall A", when="18:00")
    await day.press("event-conflict", "Origami", "Approve anyway")
    about = day.world.text_of_face(faces(day.card("need-review", "Sorry"))[0])
    assert "Zig" in about
    zig = next(number for number in range(1, 40) if f"#{number}: **Terrace 2A**" in about)
    await day.world.command(day.world.person("victor"), "openspace cancel", openspace=str(zig))
    await day.press("need-review", "Sorry", "Deny")
    expected |= {("mastodon", unclear), ("bluesky", crossed), ("bluesky", collides), ("mastodon", edited)}
    said |= {"Board games in South Hall A", "Origami in Forum Hall", "Haskell in South Hall B at 17:30"}

    assert "[Mastodon](" in str(faces(day.world.messages("open-spaces")[0])[0].description)
    await day.until("10:46", "11:01", "11:46", "12:46", "15:50")
    # Who posts the same on the other network when all were reminded is late, and heard all the same.
    late = await day.toot("bob", "Late in Club A at 16:00")
    await day.read()
    await day.press("outgoing-tweets", "Late in", "Approve")
    await day.run(JOB, "tweets to Mastodon")
    latest = day.skeet("bob.test", "Late in Club A at 16:00")
    await day.read()
    expected |= {("mastodon", late), ("bluesky", latest)}
    said.add("Late in Club A")
    await day.until("17:16", "17:46", "18:00")

    # Each was reminded of once on the server, and shown once more on each network that it was posted on.
    assert await day.reposted() == Counter(expected)
    reminders = day.reminded("open-spaces")
    assert {text for text in said if sum(n for told, n in reminders.items() if text in told) != 1} == set()
    assert reminders.total() == len(said)
    assert day.world.world.x is None
