"""Reading X as the connected account, at what that costs."""

from __future__ import annotations

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from cachetools import LRUCache

from DiscordBot.networks.port import NotNowError, PausedError, ReadPost
from DiscordBot.networks.reading import OLDEST, Listed, read_on
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.api.client import PAGE_SIZE, XClient
from DiscordBot.networks.twitter.api.errors import AccountError, XError
from DiscordBot.networks.twitter.api.queries import hashtag_queries
from DiscordBot.networks.twitter.network import NO_ACCOUNT, translated
from DiscordBot.networks.twitter.written import as_written

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from DiscordBot.networks.port import Paused, ReadPage
    from DiscordBot.networks.twitter.api.client import Credentials, Reading
    from DiscordBot.networks.twitter.api.session import XSession
    from DiscordBot.networks.twitter.api.shapes import XPost

    Ask = Callable[[XClient, int], AsyncGenerator[Reading, None]]
    """Asks for pages of so many posts at most."""

SEQUENCE_BITS = 22
"""The bits of an id that are no milliseconds."""

FIRST_MILLISECOND = 1_288_834_974_657
"""Since 1970, when ids began to have the time."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""X refuses to search from before what it keeps, which is `OLDEST` too."""

MOST_REMEMBERED = 10_000
FEWEST_MENTIONS = 5
FEWEST_FOUND = 10
"""X takes no smaller page sizes."""


class XReader:
    """Reads by the account of `credentials`, which is asked each time; None is no account.

    `spent` is awaited with the price in US dollars, the kind and the number of what was read, `on_refusal`
    with the reason when X takes nothing from the account any more. `why_paused` shall tell so from then on.
    `left` is awaited for what may still be spent on reading, None being anything; `now` is UTC.
    """

    def __init__(
        self,
        session: XSession,
        *,
        credentials: Callable[[], Credentials | None],
        why_paused: Callable[[], Awaitable[Paused | None]],
        spent: Callable[[Decimal, str, int], Awaitable[None]],
        on_refusal: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        left: Callable[[], Awaitable[Decimal | None]] | None = None,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._why_paused = why_paused
        self._spent = spent
        self._on_refusal = on_refusal
        self._now = now
        self._left = left or _unlimited
        self._charged: LRUCache[str, date | None] = LRUCache(MOST_REMEMBERED)

    async def why_paused(self) -> Paused | None:
        """See `Reader`."""
        return await self._why_paused()

    async def mentions(self, *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`."""
        async with aclosing(read_on({"mentions": self._mentions}, after, self._now())) as pages:
            async for page in pages:
                yield page

    async def search(self, hashtags: Sequence[str], *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; other hashtags are other queries, which begin anew."""
        searches = {query: partial(self._search, query) for query in hashtag_queries(hashtags)}
        async with aclosing(read_on(searches, after, self._now())) as pages:
            async for page in pages:
                yield page

    def _mentions(self, since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        return self._read(
            lambda client, most: client.mentions(id_at(since), below, most),
            each=price.MENTION_READ,
            kind="reading mentions",
            fewest=FEWEST_MENTIONS,
        )

    def _search(self, query: str, since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        earliest = max(since, self._now() - OLDEST + CLOCKS_DIFFER)
        return self._read(
            lambda client, most: client.search(query, id_at(earliest), below, most),
            each=price.READ,
            kind="reading posts",
            fewest=FEWEST_FOUND,
        )

    async def _read(self, ask: Ask, *, each: Decimal, kind: str, fewest: int) -> AsyncGenerator[Listed, None]:
        credentials = self._credentials()
        if credentials is None:
            raise PausedError(NO_ACCOUNT)
        most = await self._page_size(each)
        if most < fewest:
            raise PausedError("What may be spent on reading X this month is used up.")
        try:
            async with aclosing(ask(XClient(self._session, credentials), most)) as readings:
                async for reading in readings:
                    await self._charge(reading.posts, each, kind)
                    # An empty page in the middle happens, and says nothing.
                    if reading.posts or reading.is_whole:
                        yield _listed(reading, credentials.user_id)
                    if not reading.is_whole and await self._page_size(each) < most:
                        return
        except AccountError as error:
            await self._on_refusal(str(error))
            raise PausedError(str(error)) from error
        except XError as error:
            raise translated(error, NotNowError) from error

    async def _page_size(self, each: Decimal) -> int:
        """Return how many posts may be asked for at once, so that none costs what is not there."""
        left = await self._left()
        return PAGE_SIZE if left is None else min(PAGE_SIZE, int(left / each))

    async def _charge(self, posts: Sequence[XPost], each: Decimal, kind: str) -> None:
        # Within a day (UTC) X charges once for each post, however often it is read.
        day = None if self._session.answered_at is None else self._session.answered_at.date()
        new = [post.id for post in posts if day is None or self._charged.get(post.id) != day]
        self._charged.update(dict.fromkeys(new, day))
        if new:
            await self._spent(each * len(new), kind, len(new))


async def _unlimited() -> None:
    return None


def id_at(moment: datetime) -> str:
    """Return an id that a post of that moment would have: X's ids begin with the time."""
    return str(max(int(moment.timestamp() * 1000) - FIRST_MILLISECOND, 0) << SEQUENCE_BITS)


def _moment_of(post: XPost) -> datetime:
    """Return when a post was made, to the millisecond; X writes whole seconds."""
    made = (int(post.id) >> SEQUENCE_BITS) + FIRST_MILLISECOND
    return datetime.fromtimestamp(made / 1000, UTC)


def _listed(reading: Reading, own_id: str) -> Listed:
    posts = reading.posts
    return Listed(
        posts=tuple(_read_post(post, reading, own_id) for post in posts),
        newest_at=_moment_of(posts[0]) if posts else None,
        oldest_at=_moment_of(posts[-1]) if posts else None,
        below=None if reading.is_whole else posts[-1].id,
    )


def _read_post(post: XPost, reading: Reading, own_id: str) -> ReadPost:
    author = reading.users.get(post.author_id)
    quoted = post.refers_to("quoted")
    quoted_post = None if quoted is None else reading.others.get(quoted)
    about = post.refers_to("replied_to") or quoted
    links = [link for link in post.entities.urls if link.media_key is not None]
    return ReadPost(
        id=post.id,
        text=as_written(post, with_pictures=False),
        created_at=post.created_at,
        author_name=author.name if author else "",
        author_username=author.username if author else "",
        author_id=post.author_id,
        link=_address(post.id),
        pictures=tuple(link.expanded_url or link.url for link in links),
        in_reply_to=post.refers_to("replied_to"),
        quote_of=quoted,
        retweet_of=post.refers_to("retweeted"),
        about_link=_address(about) if about else "",
        is_own=post.author_id == own_id,
        answers_own=post.in_reply_to_user_id == own_id,
        quotes_own=quoted_post is not None and quoted_post.author_id == own_id,
        versions=post.edit_history_tweet_ids if len(post.edit_history_tweet_ids) > 1 else (),
    )


def _address(post_id: str) -> str:
    # X forwards this address to the author's own, and it names nobody.
    return f"https://x.com/i/status/{post_id}"
