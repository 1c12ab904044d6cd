"""Reading what people post with the conference's hashtags on one network."""

from __future__ import annotations

import re
from contextlib import aclosing
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.open_spaces.models import ReadingMark
from DiscordBot.networks.port import NetworkError, NotNowError, PausedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import date, datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
    from DiscordBot.networks.port import Network, Reader, ReadPost

MOST_POSTS = 2_000
"""From so many on a reading ends, whoever has written them."""

_HASHTAG = re.compile(r"\w{1,100}")
_SUBJECT = "open spaces"
_REMEDY = "Nothing is lost: I go on from where I stopped. `/networks status` tells more."


class Listener:
    """Reads new posts of one `network`; nothing after `last_day`, when there is nothing to announce any more.

    A reading goes on from the mark of the last complete one; so what a crash or an error interrupts is read
    again, and what was stored before is left as it is.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        network: Network,
        source: Reader,
        intake: PostIntake,
        preferences: Preferences,
        last_day: date,
    ) -> None:
        self._database = database
        self._clock = clock
        self._network = network
        self._source = source
        self._intake = intake
        self._preferences = preferences
        self._last_day = last_day
        self._problem = ""
        self._not_before: datetime | None = None
        self._is_begun = False

    async def read(self) -> AsyncIterator[int]:
        """Store what is new and yield the numbers of the open spaces that come of it."""
        hashtags = hashtags_of(self._preferences.hashtags())
        if self._clock.today() > self._last_day or not hashtags:
            return
        if self._not_before is not None and self._clock.now() < self._not_before:
            return
        self._is_begun = True
        if (paused := await self._source.why_paused()) is not None:
            self._problem = paused.reason
            return
        try:
            posts, mark = await self._new_posts(hashtags)
        except NetworkError as error:
            self._problem = str(error)
            self._not_before = error.until if isinstance(error, NotNowError) else None
            return
        self._problem, self._not_before = "", None
        # The oldest first, so that the first announcement of a room is the one that counts.
        for post in sorted(posts, key=_written_at):
            space_id = await self._intake.take(post)
            if space_id is not None:
                yield space_id
        async with self._database.transaction() as session:
            await session.merge(ReadingMark(network=self._network.name, mark=mark))

    def finding(self) -> Finding:
        """Return whether posts can be read; the hashtags are some, and right."""
        subject = f"{_SUBJECT} on {self._network.title}"
        if self._problem:
            return Finding(subject, Level.WARNING, self._problem, _REMEDY)
        shown = " ".join(f"#{word}" for word in self._preferences.hashtags())
        return Finding(
            subject, Level.OK, f"Posts with {shown} {'are' if self._is_begun else 'will be'} read."
        )

    async def _new_posts(self, hashtags: Sequence[str]) -> tuple[list[ReadPost], str]:
        """Return what is new, and the mark from which the next reading goes on. Raises `NetworkError`."""
        async with self._database.read() as session:
            known = await session.get(ReadingMark, self._network.name)
        posts: dict[str, ReadPost] = {}
        mark = None if known is None else known.mark
        is_whole = False
        # Of a flood the oldest come with the next reading, and what posting needs is left to it.
        while not is_whole and len(posts) < MOST_POSTS:
            # A reading without a single post would go on for ever.
            is_whole = True
            async with aclosing(self._source.search(hashtags, after=mark)) as pages:
                async for page in pages:
                    posts |= {post.id: post for post in page.posts}
                    mark, is_whole = page.mark, page.is_last or not page.posts
                    # Each page costs money, and it may have been the last that there was.
                    if not is_whole and (paused := await self._source.why_paused()) is not None:
                        raise PausedError(paused.reason)
        return list(posts.values()), mark or ""


def wrong_hashtags(hashtags: Sequence[str]) -> Finding | None:
    """Return why there is nothing to look for, or not for all; None if all is well."""
    wrong = [word for word in hashtags if _HASHTAG.fullmatch(word) is None]
    if hashtags and not wrong:
        return None
    detail = f"These are no hashtags: {', '.join(wrong)}." if wrong else "There are no hashtags."
    return Finding(_SUBJECT, Level.WARNING, detail, "Correct open_spaces.hashtags.")


def hashtags_of(words: Sequence[str]) -> list[str]:
    """Return those words that are hashtags, without #; the same ones in another order make the same list."""
    return sorted({word.casefold() for word in words if _HASHTAG.fullmatch(word) is not None})


def _written_at(post: ReadPost) -> tuple[datetime, int, str]:
    # Ids of one moment are of one length, and grow.
    return post.created_at, len(post.id), post.id
