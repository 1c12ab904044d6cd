"""Reading Mastodon as the connected account."""

from __future__ import annotations

import re
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from yarl import URL

from DiscordBot.networks.api_client import Request
from DiscordBot.networks.mastodon.reading.read_post import read_post
from DiscordBot.networks.mastodon.rules import QUOTES_SINCE
from DiscordBot.networks.mastodon.shapes import Notification, Post
from DiscordBot.networks.reading import Listed, read_on

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.networks.api_client import Response
    from DiscordBot.networks.mastodon.account_api import AccountApi
    from DiscordBot.networks.mastodon.server import MastodonServer
    from DiscordBot.networks.port import Paused, ReadPage

PAGE_SIZE = 40
MOST_PAGES = 5
"""Of one listing at once; what is left comes with the next reading."""

KEPT_FOR_POSTING = 60
"""So many of the 300 requests that an account has in five minutes are not used for reading."""

_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="?next"?')
_REMAINING = "X-RateLimit-Remaining"


class MastodonReader:
    """Reads by the account of `api`; `why_paused` tells why not, and `now` is UTC.

    Each listing is read from its newest post down to the moment from which on it is wanted, since ids do not
    tell the time on every server. So the newest `PAGE_SIZE` posts come each time, and edits with them.
    """

    def __init__(
        self,
        api: AccountApi,
        server: MastodonServer,
        base_url: str,
        *,
        why_paused: Callable[[], Awaitable[Paused | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._server = server
        self._base_url = base_url.rstrip("/")
        self._why_paused = why_paused
        self._now = now

    async def why_paused(self) -> Paused | None:
        """See `Reader`."""
        return await self._why_paused()

    async def mentions(self, *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; quotes of the account's posts are among them."""
        async with aclosing(read_on({"mentions": self._notifications}, after, self._now())) as pages:
            async for page in pages:
                yield page

    async def search(self, hashtags: Sequence[str], *, after: str | None) -> AsyncGenerator[ReadPage, None]:
        """See `Reader`; each hashtag has a listing of its own."""
        tags = sorted({hashtag.casefold() for hashtag in hashtags if hashtag})
        timelines = {f"#{tag}": partial(self._timeline, tag) for tag in tags}
        async with aclosing(read_on(timelines, after, self._now())) as pages:
            async for page in pages:
                yield page

    async def _notifications(self, _since: datetime, below: str | None) -> AsyncGenerator[Listed, None]:
        kinds = ["mention"]
        if (await self._server.limits()).api_versions.mastodon >= QUOTES_SINCE:
            kinds.append("quote")
        query = [("types[]", kind) for kind in kinds]
        async with aclosing(self._pages("/api/v1/notifications", query, below)) as answers:
            async for answer, further in answers:
                told = answer.read(list[Notification])
                moments = [one.created_at for one in told]
                yield self._listed(
                    [one.status for one in told if one.status], moments, further, min(moments, default=None)
                )

    async def _timeline(
        self, hashtag: str, _since: datetime, below: str | None
    ) -> AsyncGenerator[Listed, None]:
        path = f"/api/v1/timelines/tag/{quote(hashtag, safe='')}"
        async with aclosing(self._pages(path, [], below)) as answers:
            async for answer, further in answers:
                posts = answer.read(list[Post])
                moments, now = [post.created_at for post in posts], self._now()
                # They stand in the order of their arrival, and each says itself when it was written: one
                # that was long under way, or lies, is not the end.
                oldest_at = max((moment for moment in moments if moment <= now), default=None)
                yield self._listed(posts, moments, further, oldest_at)

    def _listed(
        self,
        posts: Sequence[Post],
        moments: Sequence[datetime],
        below: str | None,
        oldest_at: datetime | None,
    ) -> Listed:
        account = self._api.connected()
        return Listed(
            posts=tuple(read_post(post, account, self._base_url) for post in posts),
            newest_at=max(moments, default=None),
            oldest_at=oldest_at,
            below=below,
        )

    async def _pages(
        self, path: str, query: Sequence[tuple[str, str]], below: str | None
    ) -> AsyncGenerator[tuple[Response, str | None], None]:
        """Yield pages, each with the id below which the next one begins."""
        for _ in range(MOST_PAGES):
            bounds = [("limit", str(PAGE_SIZE)), *([("max_id", below)] if below is not None else [])]
            answer = await self._api.ask(Request(method="GET", path=path, query=[*query, *bounds]))
            further = next_max_id(answer.headers.get("Link", ""))
            yield answer, further if further != below else None
            if further is None or further == below or _is_running_out(answer):
                return
            below = further


def next_max_id(link_header: str) -> str | None:
    """Return the id that the next page is below, of the header that names its address; None without one."""
    found = _NEXT.search(link_header)
    try:
        return None if found is None else URL(found[1]).query.get("max_id")
    except ValueError:
        return None


def _is_running_out(answer: Response) -> bool:
    left = answer.headers.get(_REMAINING, "")
    return left.isdecimal() and int(left) < KEPT_FOR_POSTING
