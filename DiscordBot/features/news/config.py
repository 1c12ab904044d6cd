"""What of the configuration is about news."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Link, Minutes, Text, Texts, list_to_tuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config


class NewsFeed(Section):
    """One of several feeds, by a name that people know; `approved` news go out without a moderator.

    `deliver_to` has the names of networks; left out, news go to those that `moderation.deliver_to` says.
    """

    name: Text = Field(examples=["Blog"])
    url: Link = Field(examples=["https://example.org/blog/feed.xml"])
    refresh_minutes: Minutes = 10
    approved: bool = False
    deliver_to: Annotated[Texts, Field(min_length=1)] | None = Field(default=None, examples=[("mastodon",)])


class News(Section):
    """News of the conference's own `feed`, or of several `feeds`, or both.

    `approved` news of the feed, and those that organisers post, go out without a moderator.
    """

    feeds: Annotated[tuple[NewsFeed, ...], BeforeValidator(list_to_tuple)] = ()
    feed: Link | None = Field(
        default=None, validate_default=True, examples=["https://example.org/news/feed.xml"]
    )
    refresh_minutes: Minutes = 10
    approved: bool = False

    @field_validator("feeds")
    @classmethod
    def _no_name_twice(cls, feeds: tuple[NewsFeed, ...]) -> tuple[NewsFeed, ...]:
        names = Counter(feed.name.casefold() for feed in feeds)
        if twice := sorted(name for name, count in names.items() if count > 1):
            raise ValueError(f"has a name twice: {', '.join(twice)}")
        return feeds

    @field_validator("feed")
    @classmethod
    def _some_feed(cls, feed: str | None, info: ValidationInfo) -> str | None:
        if feed is None and not info.data.get("feeds", True):
            raise ValueError("is missing; for several feeds write [[news.feeds]]")
        return feed


class FollowedFeed(NamedTuple):
    """A feed as it is followed; the one that stands alone in [news] has no name."""

    name: str
    url: str
    refresh_minutes: int
    approved: bool
    deliver_to: tuple[str, ...] | None = None


def followed(news: News) -> list[FollowedFeed]:
    """Return all feeds of the configuration."""
    feeds = [
        FollowedFeed(feed.name, feed.url, feed.refresh_minutes, feed.approved, feed.deliver_to)
        for feed in news.feeds
    ]
    if news.feed is not None:
        feeds.insert(0, FollowedFeed("", news.feed, news.refresh_minutes, news.approved))
    return feeds


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of networks that news are to go to and that are not there."""
    news = config.section(News)
    feeds = () if news is None else news.feeds
    for name in sorted({name for feed in feeds for name in feed.deliver_to or ()}):
        if not config.has(name):
            yield "news.feeds.deliver_to", f"names a network without a section: {name}", f"Add [{name}]."
