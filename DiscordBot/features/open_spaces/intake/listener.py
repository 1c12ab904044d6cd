"""Reading what people post with the conference's hashtags."""

from __future__ import annotations

import re
from contextlib import aclosing
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.open_spaces.models import Search
from DiscordBot.networks.port import NetworkError, PausedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import date

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
    from DiscordBot.networks.port import Reader, ReadPost

_KEY = "hashtags"
_HASHTAG = re.compile(r"\w{1,100}")
_SUBJECT = "open spaces on X"
_REMEDY = "Nothing is lost: I go on from where I stopped. `/twitter status` tells more."


class Listener:
    """Reads new posts; nothing after `last_day`, when there is nothing to announce any more.

    A reading goes on from the mark of the last complete one; so what a crash or an error interrupts is read
    again, and what was stored before is left as it is.
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
            hashtags = {word.casefold() for word in self._preferences.hashtags() if is_hashtag(word)}
            async for space_id in self._read_posts(sorted(hashtags)):
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

    async def _read_posts(self, hashtags: Sequence[str]) -> AsyncIterator[int]:
        if not hashtags:
            return
        async with self._database.read() as session:
            known = await session.get(Search, _KEY)
        posts, mark = await self._new_posts(hashtags, known.since_id if known is not None else None)
        # The oldest first, so that the first announcement of a room is the one that counts.
        for post in sorted(posts, key=lambda post: (post.created_at, len(post.id), post.id)):
            space_id = await self._intake.take(post)
            if space_id is not None:
                yield space_id
        if mark is not None:
            async with self._database.transaction() as session:
                await session.merge(Search(query=_KEY, since_id=mark, newest_at=self._clock.now()))

    async def _new_posts(
        self, hashtags: Sequence[str], after: str | None
    ) -> tuple[Sequence[ReadPost], str | None]:
        """Return the posts after a mark, and the mark of them all."""
        posts: dict[str, ReadPost] = {}
        is_whole = False
        while not is_whole:
            # A reading without a single post would go on for ever.
            is_whole = True
            async with aclosing(self._source.search(hashtags, after=after)) as pages:
                async for page in pages:
                    posts |= {post.id: post for post in page.posts}
                    after = page.mark
                    is_whole = page.is_last or not page.posts
                    # Each page costs money, and it may have been the last that there was.
                    if not is_whole and (paused := await self._source.why_paused()) is not None:
                        raise PausedError(paused.reason)
        return list(posts.values()), after


def is_hashtag(word: str) -> bool:
    """Tell whether a word without its # can be searched for."""
    return _HASHTAG.fullmatch(word) is not None
