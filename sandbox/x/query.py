"""Searching and paging as X's API does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.x.posts import made_at
from sandbox.x.problems import invalid
from sandbox.x.texts import full_text, hashtags, mentioned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sandbox.x.posts import Post, PostBook

    Condition = Callable[[Post], bool]

LONGEST_QUERY = 512
SEARCH_DAYS = timedelta(days=7)
WORD = re.compile(r'\(|\)|"[^"]*"|[^\s()"]+')
FIELDS = ("expansions", "media.fields", "place.fields", "poll.fields", "tweet.fields", "user.fields")
BOUNDS = ("start_time", "end_time", "since_id", "until_id", "max_results")


@dataclass(frozen=True, slots=True)
class Paging:
    """How one endpoint pages; `token` is the name of its parameter."""

    smallest: int
    token: str
    default: int
    more: tuple[str, ...] = ()
    largest: int = 100

    @property
    def parameters(self) -> frozenset[str]:
        """All that may be asked of it."""
        return frozenset((*FIELDS, *BOUNDS, *self.more, self.token))


OWN_POSTS = Paging(5, "pagination_token", 10, ("exclude",))
MENTIONS = Paging(5, "pagination_token", 10)
SEARCH = Paging(10, "next_token", 10, ("query", "sort_order", "pagination_token"))


def paginate(
    posts: Iterable[Post], query: Mapping[str, str], paging: Paging
) -> tuple[list[Post], dict[str, Any]]:
    """Return one page of posts, which come newest first, and its `meta`.

    A token says before which post the next page begins, so that new posts do not shift the pages.
    """
    for name in query:
        if name not in paging.parameters:
            raise invalid(name, query[name], f"The query parameter [{name}] is not known here")
    count = _number(query, "max_results", paging.default)
    if not paging.smallest <= count <= paging.largest:
        bounds = f"{paging.smallest} and {paging.largest}"
        message = f"The `max_results` query parameter value [{count}] is not between {bounds}"
        raise invalid("max_results", count, message)
    chosen = list(_bounded(posts, query, _before(query.get(paging.token), paging)))
    shown = chosen[:count]
    meta: dict[str, Any] = {"result_count": len(shown)}
    if shown:
        meta |= {"newest_id": shown[0].id, "oldest_id": shown[-1].id}
    if len(chosen) > count:
        meta["next_token"] = f"7140{int(shown[-1].id):x}"
    return shown, meta


def _before(token: str | None, paging: Paging) -> int | None:
    if token is None:
        return None
    if not re.fullmatch("7140[0-9a-f]+", token):
        raise invalid(paging.token, token, f"The `{paging.token}` query parameter value is not valid")
    return int(token.removeprefix("7140"), 16)


def _bounded(posts: Iterable[Post], query: Mapping[str, str], before: int | None) -> Iterable[Post]:
    since_id, until_id = _number(query, "since_id", 0), _number(query, "until_id", 1 << 63)
    start, end = _moment(query, "start_time"), _moment(query, "end_time")
    for post in posts:
        number = int(post.id)
        if not since_id < number < until_id or (before is not None and number >= before):
            continue
        if (start is None or post.created_at >= start) and (end is None or post.created_at < end):
            yield post


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    value = query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,19}", value):
        raise invalid(name, value, f"The `{name}` query parameter value [{value}] is not a number")
    return int(value)


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    if name not in query:
        return None
    # X takes whole seconds and thousandths, and nothing but UTC.
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z", query[name]):
        raise invalid(name, query[name], f"The `{name}` query parameter value is not valid ISO 8601")
    return datetime.fromisoformat(query[name]).astimezone(UTC)


def check_recent(query: Mapping[str, str], now: datetime) -> None:
    """Refuse a search that would begin more than a week ago."""
    since_id, start, earliest = _number(query, "since_id", 0), _moment(query, "start_time"), now - SEARCH_DAYS
    if since_id and made_at(since_id) < earliest.timestamp():
        message = f"'since_id' must be a tweet id created after [{earliest:%Y-%m-%dT%H:%MZ}]"
        raise invalid("since_id", since_id, message)
    if start is not None and start < earliest:
        message = f"'start_time' must be on or after {earliest:%Y-%m-%dT%H:%MZ}"
        raise invalid("start_time", query["start_time"], message)


def parse_search(text: str, book: PostBook) -> Condition:
    """Return which posts a query is for.

    It understands words, "phrases", `#tag`, `@name`, `from:name`, `is:retweet`, `is:reply`, `is:quote`,
    each with `-` for not, `OR` and parentheses.
    """
    words = WORD.findall(text)
    if not text.strip() or len(text) > LONGEST_QUERY:
        raise invalid("query", text[:100], f"Invalid 'query': must be 1 to {LONGEST_QUERY} characters long")
    if all(word.lstrip("-").startswith("is:") for word in words):
        raise invalid("query", text, "There must be at least one standalone operator in your query")
    rest = list(reversed(words))
    condition = _either(rest, book)
    if rest:
        raise invalid("query", text, f"Ambiguous or wrong query near '{rest[-1]}'")
    return condition


def _either(rest: list[str], book: PostBook) -> Condition:
    conditions = [_all(rest, book)]
    while rest and rest[-1] == "OR":
        rest.pop()
        conditions.append(_all(rest, book))
    return lambda post: any(condition(post) for condition in conditions)


def _all(rest: list[str], book: PostBook) -> Condition:
    conditions = []
    while rest and rest[-1] not in {"OR", ")"}:
        word = rest.pop()
        if word in {"(", "-"} and (word == "(" or rest[-1:] == ["("]):
            conditions.append(_in_parentheses(rest, book, negated=word == "-"))
        else:
            conditions.append(_single(word, book))
    if not conditions:
        raise invalid("query", "", "Something is missing beside OR or between parentheses")
    return lambda post: all(condition(post) for condition in conditions)


def _in_parentheses(rest: list[str], book: PostBook, *, negated: bool) -> Condition:
    if negated:
        rest.pop()
    inner = _either(rest, book)
    if not rest or rest.pop() != ")":
        raise invalid("query", "", "A parenthesis is not closed")
    return lambda post: inner(post) != negated


def _single(word: str, book: PostBook) -> Condition:
    negated, word = word.startswith("-"), word.removeprefix("-").casefold()
    condition = _operator(word, book)
    return lambda post: condition(post) != negated


def _operator(word: str, book: PostBook) -> Condition:
    kinds: dict[str, Condition] = {
        "is:retweet": lambda post: post.retweet_of is not None,
        "is:reply": lambda post: post.in_reply_to is not None,
        "is:quote": lambda post: post.quote_of is not None,
    }
    if word in kinds:
        return kinds[word]
    if word.startswith("from:"):
        return lambda post: post.author.username.casefold() == word.removeprefix("from:").removeprefix("@")
    if word.startswith("#"):
        return lambda post: word[1:] in hashtags(full_text(post, book))
    if word.startswith("@"):
        return lambda post: word[1:] in mentioned(full_text(post, book))
    if ":" in word:
        raise invalid("query", word, f"Reference to invalid operator '{word}'")
    return lambda post: word.strip('"') in full_text(post, book).casefold()
