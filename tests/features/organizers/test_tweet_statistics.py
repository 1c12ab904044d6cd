from __future__ import annotations

import struct
from datetime import date, timedelta

import pytest
from matplotlib.text import Text

from DiscordBot.features.organizers.charts.chart_style import as_png
from DiscordBot.features.organizers.charts.tweet_chart import sent_by_day
from DiscordBot.features.organizers.tweet_statistics import count_tweets
from DiscordBot.features.organizers.ui.statistics_faces import tweets_face
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.snapshots import Outcome, TweetCount

TODAY = date(2027, 7, 14)
COUNTS = (
    TweetCount(TODAY, Source.COMPOSED, Outcome.SENT, 3),
    TweetCount(TODAY - timedelta(days=9), Source.NEWS, Outcome.SENT, 2),
    TweetCount(TODAY - timedelta(days=9), Source.NEWS, Outcome.DENIED, 40),
    TweetCount(TODAY - timedelta(days=50), Source.OPEN_SPACE, Outcome.SENT, 1),
)


def test_tweets_are_counted_by_outcome_source_and_day() -> None:
    numbers = count_tweets(COUNTS[:3], TODAY)
    assert numbers.by_outcome == {Outcome.SENT: 5, Outcome.DENIED: 40}
    assert [*numbers.by_source] == [Source.NEWS, Source.COMPOSED]
    assert numbers.by_source[Source.NEWS] == {Outcome.SENT: 2, Outcome.DENIED: 40}
    assert len(numbers.sent_by_day) == 10
    assert numbers.sent_by_day[0] == (TODAY - timedelta(days=9), 2)
    assert numbers.sent_by_day[-1] == (TODAY, 3)
    assert sum(count for _, count in numbers.sent_by_day) == 5


def test_a_chart_is_neither_empty_nor_endless() -> None:
    assert [day for day, _ in count_tweets((), TODAY).sent_by_day][:1] == [TODAY - timedelta(days=6)]
    assert len(count_tweets(COUNTS, TODAY).sent_by_day) == 30


def test_what_was_sent_after_today_is_shown_in_a_rehearsal() -> None:
    numbers = count_tweets(COUNTS[:1], TODAY - timedelta(days=3))
    assert numbers.sent_by_day[-1] == (TODAY, 3)


@pytest.mark.parametrize(
    ("counts", "title"),
    [((), "Nothing was posted yet"), (COUNTS[3:], "1 tweet posted"), (COUNTS, "6 tweets posted")],
)
def test_the_picture_says_what_it_shows(counts: tuple[TweetCount, ...], title: str) -> None:
    chart = sent_by_day(count_tweets(counts, TODAY))
    assert title in [text.get_text() for text in chart.findobj(Text) if isinstance(text, Text)]
    assert struct.unpack(">II", as_png(chart)[16:24]) == (1600, 1000)


def test_the_card_names_every_source_and_its_picture_says_the_numbers() -> None:
    face = tweets_face(count_tweets(COUNTS, TODAY))
    assert face.text == "**6** sent, **40** denied"
    assert face.pictures[0].description == (
        "Chart of tweets posted each day from 15 June to 14 July. 5 July: 2; 14 July: 3."
    )
    assert [(field.name, field.value) for field in face.fields] == [
        ("News", "2 sent, 40 denied"),
        ("Composed", "3 sent"),
        ("Open space", "1 sent"),
    ]
