from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.features.open_spaces.intake import listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import Verdict
from DiscordBot.networks.port import NotNowError, Paused
from tests.features.open_spaces.service_harness import PaperReader, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import ReadPage, ReadPost

HASHTAGS = ("pyconopenspaces",)
NO_END = f",0,{2**62}"


@pytest.fixture
def reader() -> PaperReader:
    return PaperReader()


@pytest.fixture
def harness(database: Database, reader: PaperReader) -> ServiceHarness:
    harness = ServiceHarness(database)
    harness.reader = reader
    harness.restart()
    return harness


async def test_reading_goes_on_after_the_newest(harness: ServiceHarness, reader: PaperReader) -> None:
    await harness.read_posts()
    posts = [harness.posted(f"Rust in B114 at {hour}:00") for hour in (12, 13, 14)]
    await harness.read_posts()
    harness.restart()
    await harness.read_posts()
    newest = posts[-1].id
    marks = [None, f"0{NO_END}", f"{newest}{NO_END}"]
    assert reader.asked == [(HASHTAGS, mark) for mark in marks]
    assert len(await harness.service.every()) == 3


async def test_the_first_announcement_counts_whatever_the_pages(
    harness: ServiceHarness, reader: PaperReader
) -> None:
    reader.page_size = 2
    posts = [harness.posted("Rust in B114 at 3pm", author=f"user{number}") for number in range(7)]
    await harness.read_posts()
    verdicts = [(await harness.seen(post.id)).verdict for post in posts]
    assert verdicts == [Verdict.SCHEDULED, *[Verdict.CONFLICT] * 6]
    # A reading has two pages at most, and the next one begins where it ended.
    assert [after for _, after in reader.asked] == [None, f"0,{posts[-1].id},{posts[3].id}"]


async def test_a_flood_is_read_part_by_part(
    harness: ServiceHarness, reader: PaperReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "MOST_POSTS", 3)
    reader.page_size = reader.most_pages = 1
    posts = [harness.posted(f"Rust in B114 at {hour}:00") for hour in range(10, 15)]
    await harness.read_posts()
    assert len(reader.asked) == 3
    assert len(await harness.service.every()) == 3
    await harness.read_posts()
    assert (await harness.seen(posts[0].id)).open_space_id is not None


async def test_an_interrupted_reading_is_done_again(
    harness: ServiceHarness, reader: PaperReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [harness.posted(f"Rust in B114 at {hour}:00") for hour in (12, 13, 14)]
    taken: list[str] = []
    real = PostIntake.take

    async def breaking(self: PostIntake, post: ReadPost) -> int | None:
        taken.append(post.id)
        if len(taken) == 2:
            raise RuntimeError("The power is off.")
        return await real(self, post)

    monkeypatch.setattr(PostIntake, "take", breaking)
    with pytest.raises(RuntimeError):
        await harness.read_posts()
    harness.restart()
    await harness.read_posts()
    assert [after for _, after in reader.asked] == [None, None]
    assert [seen.id for seen in await harness.everything_seen()] == [post.id for post in posts]
    assert len(await harness.service.every()) == 3


async def test_other_hashtags_count_at_once(harness: ServiceHarness, reader: PaperReader) -> None:
    harness.wishes.hashtags = ("PyConOpenSpaces", "openspace")
    await harness.read_posts()
    harness.wishes.hashtags = ("openspace", "pyconopenspaces", "bad tag")
    await harness.read_posts()
    assert {hashtags for hashtags, _ in reader.asked} == {("openspace", "pyconopenspaces")}
    (finding,) = harness.service.findings()
    assert (finding.level, finding.detail) == (Level.WARNING, "These are no hashtags: bad tag.")


async def test_troubles_are_told_and_pass(harness: ServiceHarness, reader: PaperReader) -> None:
    harness.posted("Rust in B114 at 3pm")
    reader.trouble = NotNowError("X is tired.")
    await harness.read_posts()
    (finding,) = harness.service.findings()
    assert (finding.level, finding.detail) == (Level.WARNING, "X is tired.")
    reader.trouble = None
    await harness.read_posts()
    (finding,) = harness.service.findings()
    assert (finding.level, finding.detail) == (Level.OK, "Posts with #pyconopenspaces are read.")
    assert len(await harness.service.every()) == 1


async def test_on_hold_nothing_is_asked(harness: ServiceHarness, reader: PaperReader) -> None:
    reader.paused = Paused("The budget is used up.")
    await harness.read_posts()
    assert reader.asked == []
    assert harness.service.findings()[0].detail == "The budget is used up."


async def test_a_hold_counts_from_the_next_page(harness: ServiceHarness) -> None:
    class Spender(PaperReader):
        async def search(
            self, hashtags: Sequence[str], *, after: str | None
        ) -> AsyncGenerator[ReadPage, None]:
            async for page in super().search(hashtags, after=after):
                self.paused = Paused("The budget of the month is used up.")
                yield page

    harness.reader = reader = Spender(page_size=1, most_pages=1)
    harness.restart()
    for text in ("Rust in B114 at 3pm", "Go in B114 at 5pm"):
        harness.posted(text)
    await harness.read_posts()
    assert len(reader.asked) == 1
    assert "The budget of the month is used up." in harness.service.findings()[0].detail
    assert await harness.everything_seen() == []
    reader.paused = None
    reader.page_size = 2
    await harness.read_posts()
    assert [seen.id for seen in await harness.everything_seen()] == ["1001", "1002"]


async def test_after_the_conference_nothing_is_read(harness: ServiceHarness, reader: PaperReader) -> None:
    harness.clock.at = berlin("2027-07-16 23:59")
    await harness.read_posts()
    harness.clock.at = berlin("2027-07-17 00:00")
    await harness.read_posts()
    assert len(reader.asked) == 1


async def test_what_is_listed_late_is_read(harness: ServiceHarness, reader: PaperReader) -> None:
    reader.overlap = 100
    harness.posted("Rust in B114 at 3pm", id="1000")
    await harness.read_posts()
    harness.posted("Go in B115 at 4pm", author="hedy", id="990")
    await harness.read_posts()
    await harness.read_posts()
    assert [seen.id for seen in await harness.everything_seen()] == ["1000", "990"]
    # The newest one is deleted, and what is left does not lead back.
    del reader.there[0]
    await harness.read_posts()
    await harness.read_posts()
    assert {after for _, after in reader.asked[1:]} == {f"1000{NO_END}"}
