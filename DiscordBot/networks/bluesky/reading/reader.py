"""Reading Bluesky as the connected account.

https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications
https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
"""

from __future__ import annotations

from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.networks.api_client import Request
from DiscordBot.networks.bluesky.reading.read_post import read_post
from DiscordBot.networks.bluesky.shapes import Cursor, Notifications, PostViews
from DiscordBot.networks.port import RejectedError
from DiscordBot.networks.reading import Listed, read_on

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from DiscordBot.networks.api_client import Response
    from DiscordBot.networks.bluesky.account_api import AccountApi
    from DiscordBot.networks.bluesky.shapes import PostView
    from DiscordBot.networks.port import Paused, ReadPage, ReadPost

NOTIFICATIONS = "/xrpc/app.bsky.notification.listNotifications"
SEARCH = "/xrpc/app.bsky.feed.searchPosts"
POSTS = "/xrpc/app.bsky.feed.getPosts"

REASONS = ("mention", "reply", "quote")
NOTIFICATIONS_A_PAGE = 25
"""There may be half as many more on a page, since Bluesky goes on until it has half of what was asked for."""

POSTS_AT_ONCE = 25
FOUND_A_PAGE = 100
MOST_PAGES = 8
"""Of one listing at once; what is left comes with the next reading."""

KEPT_FOR_POSTING = 300
"""So many of the 3,000 requests in five minutes are not used for reading."""

_REMAINING = "RateLimit-Remaining"


class BlueskyReader:
    """Reads by the account of `api`; `why_paused` tells why not, and `now` is UTC."""

    def __init__(
        self,
        api: AccountApi,
        app_url: str,
        *,
        why_paused: Callable[[], Awaitable[Paused | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._app_url = app_url
        self._why_paused = why_paused
        self._now = now

    async def why_paused(self) -> Paused | None:
        """See `Reader`."""
        return await self._why_paused()

    async def mentions(self, *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; replies and quotes are among them."""
        async with aclosing(read_on({"mentions": self._notifications}, after, self._now())) as pages:
            async for page in pages:
                yield page

    async def search(self, hashtags: Sequence[str], *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; each hashtag has a search of its own, since Bluesky finds posts with all of them."""
        tags = sorted({hashtag.casefold() for hashtag in hashtags if hashtag})
        searches = {f"#{tag}": partial(self._found, tag) for tag in tags}
        async with aclosing(read_on(searches, after, self._now())) as pages:
            async for page in pages:
                yield page

    async def _notifications(self, _since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        query = [("limit", str(NOTIFICATIONS_A_PAGE)), *(("reasons", reason) for reason in REASONS)]
        async with aclosing(self._pages(NOTIFICATIONS, query, below)) as answers:
            async for answer in answers:
                told = answer.read(Notifications)
                # A page is of one moment; posts and authors that are gone since then are left out.
                uris = dict.fromkeys(one.uri for one in told.notifications if one.reason in REASONS)
                moments = [one.indexedAt for one in told.notifications]
                yield Listed(
                    posts=self._read(await self._posts(list(uris))),
                    newest_at=max(moments, default=None),
                    # Of a thousand likes a page may have none of what is asked for, and there is more below.
                    oldest_at=min([*moments, *_moment_of(told.cursor)], default=None),
                    below=told.cursor,
                )

    async def _found(self, hashtag: str, since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        begin = since.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        query = [("q", f"#{hashtag}"), ("sort", "latest"), ("since", begin), ("limit", str(FOUND_A_PAGE))]
        async with aclosing(self._pages(SEARCH, query, below)) as answers:
            async for answer in answers:
                found = answer.read(PostViews)
                posts = self._read(found.posts)
                moments = [post.created_at for post in posts]
                yield Listed(
                    posts=posts,
                    newest_at=max(moments, default=None),
                    oldest_at=min(moments, default=None),
                    below=found.cursor if found.posts else None,
                )

    async def _posts(self, uris: Sequence[str]) -> Sequence[PostView]:
        """Return posts as they are now, in the order in which they are named."""
        found: dict[str, PostView] = {}
        for begin in range(0, len(uris), POSTS_AT_ONCE):
            query = [("uris", uri) for uri in uris[begin : begin + POSTS_AT_ONCE]]
            response = await self._api.ask(Request(method="GET", path=POSTS, query=query))
            found |= {post.uri: post for post in response.read(PostViews).posts}
        return [found[uri] for uri in uris if uri in found]

    def _read(self, views: Sequence[PostView]) -> tuple[ReadPost, ...]:
        did = self._api.connected().did
        posts = (read_post(view, did, self._app_url) for view in views)
        return tuple(post for post in posts if post is not None)

    async def _pages(
        self, path: str, query: Sequence[tuple[str, str]], below: str | None
    ) -> AsyncGenerator[Response, None]:
        """Yield pages, each of which names the cursor of the next one."""
        for _ in range(MOST_PAGES):
            answer = await self._page(path, query, below)
            yield answer
            further = answer.read(Cursor).cursor
            if further is None or further == below or _is_running_out(answer):
                return
            below = further

    async def _page(self, path: str, query: Sequence[tuple[str, str]], below: str | None) -> Response:
        if below is not None:
            try:
                return await self._api.ask(
                    Request(method="GET", path=path, query=[*query, ("cursor", below)])
                )
            except RejectedError:
                # It is not good for ever. What is read again is known.
                pass
        return await self._api.ask(Request(method="GET", path=path, query=query))


def _moment_of(cursor: str | None) -> list[datetime]:
    """Return the moment that a cursor of notifications is, if it is one."""
    try:
        moment = datetime.fromisoformat((cursor or "").partition("::")[0])
    except ValueError:
        return []
    return [moment] if moment.tzinfo is not None else []


def _is_running_out(answer: Response) -> bool:
    left = answer.headers.get(_REMAINING, "")
    return left.isdecimal() and int(left) < KEPT_FOR_POSTING
