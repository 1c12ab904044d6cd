from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.port import ReadPost
from DiscordBot.networks.reading import (
    LONGEST_TEXT,
    OLDEST,
    OVERLAP,
    Listed,
    Progress,
    mark_of,
    progress_of,
    read_on,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from DiscordBot.networks.port import ReadPage

NOW = datetime(2027, 7, 14, 10, tzinfo=UTC)


def post(number: int, *, age: timedelta = timedelta()) -> ReadPost:
    """Return a post; a later one has a greater number."""
    return ReadPost(
        id=str(number),
        text="hello",
        created_at=NOW - age,
        author_name="Ada",
        author_username="ada",
        link="",
    )


@dataclass
class Place:
    """What a network lists, the oldest first; a reading breaks off after so many pages."""

    there: list[ReadPost] = field(default_factory=list)
    page_size: int = 2
    pages: int = 99
    begun_at: list[datetime] = field(default_factory=list)

    async def list_posts(self, since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        self.begun_at.append(since)
        for _ in range(self.pages):
            rest = [post for post in reversed(self.there) if below is None or int(post.id) < int(below)]
            shown = rest[: self.page_size]
            below = shown[-1].id if len(rest) > len(shown) else None
            yield Listed(
                posts=tuple(shown),
                newest_at=shown[0].created_at if shown else None,
                oldest_at=shown[-1].created_at if shown else None,
                below=below,
            )
            if below is None:
                return


def read(mark: str | None, now: datetime = NOW, **places: Place) -> list[ReadPage]:
    async def reading() -> list[ReadPage]:
        listings = {name: place.list_posts for name, place in places.items()}
        return [page async for page in read_on(listings, mark, now)]

    return asyncio.run(reading())


def ids(pages: list[ReadPage]) -> list[str]:
    return [post.id for page in pages for post in page.posts]


def test_the_first_reading_goes_back_a_week() -> None:
    old, older = post(2, age=OLDEST), post(1, age=OLDEST + timedelta(seconds=1))
    place = Place([older, older, older, old, post(3)])
    pages = read(None, a=place)
    assert ids(pages) == ["3", "2"]
    # What is too old does not come with the next reading either.
    assert pages[-1].is_last
    assert ids(read(pages[-1].mark, a=place)) == ["3", "2"]


def test_what_is_listed_late_is_read_and_is_no_step_back() -> None:
    late, newest = post(1, age=timedelta(minutes=5)), post(2)
    place = Place([newest])
    mark = read(None, a=place)[-1].mark
    place.there = [late]
    pages = read(mark, a=place)
    assert ids(pages) == ["1"]
    assert pages[-1].mark == mark
    assert place.begun_at[1:] == [NOW - OVERLAP]


def test_a_post_of_the_future_does_not_make_us_skip_what_comes_until_then() -> None:
    posts = [post(1), post(2, age=timedelta(days=-365))]
    mark = read(None, a=Place(posts))[-1].mark
    assert mark == mark_of({"a": Progress(since=NOW)})
    # Nor where that was believed before.
    believed = mark_of({"a": Progress(since=NOW + timedelta(days=365))})
    place = Place([*posts, *(post(number) for number in range(3, 8))])
    assert ids(read(believed, a=place)) == ["7", "6", "5", "4", "3", "2", "1"]


def test_a_stranger_cannot_write_what_no_database_takes() -> None:
    odd = replace(post(1), text="a\0b" + "x" * 30_000, author_name="Ada\0", pictures=("p",) * 40)
    (page,) = read(None, a=Place([odd]))
    (found,) = page.posts
    assert (found.text[:3], found.author_name, len(found.pictures)) == ("a\ufffdb", "Ada\ufffd", 16)
    assert len(found.text) == LONGEST_TEXT


def test_nothing_read_moves_nothing() -> None:
    mark = mark_of({"a": Progress(since=NOW)})
    (page,) = read(mark, a=Place())
    assert (page.posts, page.mark, page.is_last) == ((), mark, True)


def test_after_a_long_silence_all_that_came_meanwhile_counts() -> None:
    mark = read(None, now=NOW - timedelta(days=30), a=Place([post(1, age=timedelta(days=30))]))[-1].mark
    place = Place([post(1, age=timedelta(days=30)), post(2, age=timedelta(days=20)), post(3)])
    assert ids(read(mark, a=place)) == ["3", "2"]


def test_a_reading_goes_on_where_it_broke_off_and_then_reads_what_is_newer() -> None:
    place = Place([post(number) for number in range(1, 6)], pages=1)
    first = read(None, a=place)
    assert (ids(first), first[-1].is_last) == (["5", "4"], False)
    place.there.append(post(6))
    place.pages = 99
    second = read(first[-1].mark, a=place)
    assert ids(second)[:3] == ["3", "2", "1"]
    assert ids(second)[3] == "6"
    assert [page.is_last for page in second] == [False] * (len(second) - 1) + [True]


def test_each_listing_has_its_own_progress() -> None:
    first, second = Place([post(1), post(2), post(3)], pages=1), Place([post(7)])
    pages = read(None, a=first, b=second)
    assert ids(pages) == ["3", "2", "7"]
    # There is more of the first one.
    assert not pages[-1].is_last
    assert ids(read(pages[-1].mark, a=first))[0] == "1"
    # A listing that is new begins a week ago.
    third = Place([post(9)])
    read(pages[-1].mark, b=second, c=third)
    assert (second.begun_at[-1], third.begun_at) == (NOW - OVERLAP, [NOW - OLDEST])


def test_a_mark_that_cannot_be_read_is_the_beginning() -> None:
    assert progress_of("what is this?") == progress_of(None) == {}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(1, 4)), max_size=8))
def test_whatever_breaks_off_each_post_is_read(readings: list[tuple[int, int, int]]) -> None:
    """Posts come, readings break off anywhere, and last ones without failures make all complete."""
    place = Place()
    seen: set[str] = set()
    mark: str | None = None
    for new, pages, size in [*readings, (0, 99, 3), (0, 99, 3)]:
        place.pages, place.page_size = pages, size
        first = len(place.there)
        place.there += [post(number, age=-timedelta(hours=number)) for number in range(first, first + new)]
        step = partial(read, now=NOW + timedelta(hours=len(place.there)))
        for page in step(mark, a=place):
            seen |= {post.id for post in page.posts}
            mark = page.mark
    assert seen == {str(number) for number in range(len(place.there))}
