from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.twitter.api.queries import LONGEST_QUERY, hashtag_queries


def test_one_query_for_all() -> None:
    assert hashtag_queries(["PyConOpenSpaces", "openspace"]) == ["#openspace OR #pyconopenspaces"]
    assert hashtag_queries([]) == []


def test_nothing_else_gets_into_a_query() -> None:
    assert hashtag_queries(["a b", "from:me", "", "c) OR (d", "müsli"]) == ["#müsli"]


@given(st.lists(st.text("abcdefü1_", min_size=1, max_size=100), max_size=60))
def test_queries_are_never_too_long_and_ask_for_everything(hashtags: list[str]) -> None:
    queries = hashtag_queries(hashtags)
    assert all(len(query) <= LONGEST_QUERY for query in queries)
    asked = {term for query in queries for term in query.split(" OR ")}
    assert asked == {f"#{hashtag}" for hashtag in hashtags}
    assert queries == hashtag_queries(list(reversed(hashtags)))
