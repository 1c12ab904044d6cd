"""Reading what people post with the conference's hashtags."""

from __future__ import annotations

import re
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.open_spaces.models import Search
from DiscordBot.networks.port import NetworkError, PausedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import date

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
    from DiscordBot.networks.port import Reader, ReadPost

SEARCHED_DAYS = timedelta(days=6)
"""X searches seven days, and refuses to go on from a post that is older."""

LONGEST_QUERY = 512
"""X takes no longer one: https://docs.x.com/x-api/posts/search/introduction"""

_OR = " OR "
_HASHTAG = re.compile(r"\w{1,100}")
_SUBJECT = "open spaces on X"
_REMEDY = "Nothing is lost: I go on from where I stopped. `/twitter status` tells more."


class Listener:
    """Reads new posts of each query; nothing after `last_day`, when there is nothing to announce any more.

    A query goes on after the newest post of its last complete reading; so what a crash or an error
    interrupts is read again, and what was stored before is left as it is.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        source: Reader,
        intake: PostIntake,
        preferences: Preferences,
        last_day: date,
    ) -> None:
        self._database = database
        self._clock = clock
        self._source = source
        self._intake = intake
        self._preferences = preferences
        self._last_day = last_day
        self._problem = ""
        self._is_begun = False

    async def read(self) -> AsyncIterator[int]:
        """Store what is new and yield the numbers of the open spaces that come of it."""
        if self._clock.today() > self._last_day:
            return
        self._is_begun = True
        if (paused := await self._source.why_paused()) is not None:
            self._problem = paused.reason
            return
        try:
            for query in hashtag_queries(self._preferences.hashtags()):
                async for space_id in self._read_query(query):
                    yield space_id
        except NetworkError as error:
            self._problem = str(error)
        else:
            self._problem = ""

    def findings(self) -> tuple[Finding, ...]:
        """Return whether posts can be read."""
        hashtags = self._preferences.hashtags()
        wrong = [word for word in hashtags if not is_hashtag(word)]
        if wrong or not hashtags:
            detail = f"These are no hashtags: {', '.join(wrong)}." if wrong else "There are no hashtags."
            return (Finding(_SUBJECT, Level.WARNING, detail, "Correct open_spaces.hashtags."),)
        if self._problem:
            return (Finding(_SUBJECT, Level.WARNING, self._problem, _REMEDY),)
        shown = " ".join(f"#{word}" for word in hashtags)
        detail = f"Posts with {shown} are read." if self._is_begun else f"Posts with {shown} will be read."
        return (Finding(_SUBJECT, Level.OK, detail),)

    async def _read_query(self, query: str) -> AsyncIterator[int]:
        async with self._database.read() as session:
            known = await session.get(Search, query)
        is_recent = known is not None and known.newest_at > self._clock.now() - SEARCHED_DAYS
        posts = await self._new_posts(query, known.since_id if known is not None and is_recent else None)
        # The oldest first, so that the first announcement of a room is the one that counts.
        posts.sort(key=lambda post: int(post.id))
        for post in posts:
            space_id = await self._intake.take(post)
            if space_id is not None:
                yield space_id
        newest = posts[-1] if posts else None
        # What was read again for the sake of posts that are listed late is no step back.
        if newest is not None and (known is None or int(newest.id) >= int(known.since_id)):
            async with self._database.transaction() as session:
                await session.merge(Search(query=query, since_id=newest.id, newest_at=newest.created_at))

    async def _new_posts(self, query: str, since_id: str | None) -> list[ReadPost]:
        posts: dict[str, ReadPost] = {}
        until_id: str | None = None
        is_whole = False
        while not is_whole:
            # A reading without a single post would go on for ever.
            is_whole = True
            async with aclosing(self._source.search(query, since_id=since_id, until_id=until_id)) as pages:
                async for page in pages:
                    posts |= {post.id: post for post in page.posts}
                    is_whole = page.is_last or not page.posts
                    # Each page costs money, and it may have been the last that there was.
                    if not is_whole and (paused := await self._source.why_paused()) is not None:
                        raise PausedError(paused.reason)
            until_id = min(posts, key=int, default=None)
        return list(posts.values())


def is_hashtag(word: str) -> bool:
    """Tell whether a word without its # can be searched for."""
    return _HASHTAG.fullmatch(word) is not None


def hashtag_queries(hashtags: Iterable[str]) -> list[str]:
    """Return as few queries as possible; the same hashtags in another order give the same ones."""
    queries: list[str] = []
    for word in sorted({hashtag.casefold() for hashtag in hashtags if is_hashtag(hashtag)}):
        term = f"#{word}"
        if queries and len(queries[-1]) + len(_OR) + len(term) <= LONGEST_QUERY:
            queries[-1] += _OR + term
        else:
            queries.append(term)
    return queries
