from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.mentions.progress import OLDEST, Progress, not_too_old, that_count
from DiscordBot.networks.port import ReadPage, ReadPost

NOW = datetime(2027, 7, 14, 10, tzinfo=UTC)


def post(
    number: int, *, age: timedelta = timedelta(), is_own: bool = False, retweet_of: str | None = None
) -> ReadPost:
    return ReadPost(
        id=str(number),
        text="hello",
        created_at=NOW - age,
        author_name="Ada",
        author_username="ada",
        link="",
        quote_of="1",
        retweet_of=retweet_of,
        is_own=is_own,
    )


def page(*numbers: int, is_last: bool = False) -> ReadPage:
    return ReadPage(tuple(post(number) for number in numbers), is_last)


def test_a_reading_in_one_page() -> None:
    done = Progress(since="5").after(page(9, 8, 6), is_last=True)
    assert done == Progress(since="9")
    assert not done.is_under_way


def test_a_reading_of_nothing_moves_nothing() -> None:
    assert Progress(since="5").after(page(), is_last=True) == Progress(since="5")


def test_since_moves_only_at_the_end() -> None:
    first = Progress(since="5").after(page(100, 99), is_last=False)
    assert (first.since, first.newest, first.before) == ("5", "100", "99")
    assert first.is_under_way
    # An empty page in the middle happens, and says nothing.
    second = first.after(page(), is_last=False).after(page(98, 9), is_last=False)
    assert (second.since, second.newest, second.before) == ("5", "100", "9")
    assert second.after(page(), is_last=True) == Progress(since="100")


def test_what_is_read_again_is_no_step_back() -> None:
    assert Progress(since="9").after(page(7, 8, is_last=True), is_last=True) == Progress(since="9")


def test_own_posts_and_retweets_do_not_count_but_quotes_do() -> None:
    posts = [post(10), post(9, is_own=True), post(8, retweet_of="3"), post(7)]
    assert [one.id for one in that_count(posts)] == ["7", "10"]


def test_the_first_reading_goes_back_a_week() -> None:
    posts = [post(3), post(2, age=OLDEST), post(1, age=OLDEST + timedelta(seconds=1))]
    assert [one.id for one in not_too_old(posts, NOW, since=None)] == ["3", "2"]


@given(st.data())
def test_whatever_fails_each_post_is_stored_once(data: st.DataObject) -> None:
    """Posts come, readings break off anywhere, and a last one without failures makes all complete."""
    there: list[int] = [1]
    stored: list[int] = []
    progress = Progress(since="1")
    readings = data.draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=8))
    for new, pages in [*readings, (0, 99), (0, 99)]:
        there += range(there[-1] + 1, there[-1] + 1 + new)
        for _ in range(pages):
            above, below = int(progress.since or 0), int(progress.before or 10**9)
            rest = [number for number in reversed(there) if above < number < below]
            size = data.draw(st.integers(1, 4))
            stored += rest[:size]
            is_last = len(rest) <= size
            progress = progress.after(page(*rest[:size]), is_last=is_last)
            if is_last:
                break
    assert sorted(stored) == there[1:]
    assert progress == Progress(since=str(there[-1]))
