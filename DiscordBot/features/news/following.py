"""Following one feed: what is new in it becomes tweets, each once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import insert
from sqlmodel import col, select

from DiscordBot.core.database import set_value
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.news.client import Version
from DiscordBot.features.news.entries import FURTHEST, names_of, select_news, source_key
from DiscordBot.features.news.models import SeenNews
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.fitting import fitted_for
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.versions import collapsed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.news.client import Reading
    from DiscordBot.features.news.entries import Feed, FeedEntry, Selection
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService
    from DiscordBot.networks.port import Network

TOO_LONG = timedelta(days=1)
"""After this organisers hear once more of a feed that cannot be read."""

_UNREAD = "The feed was not read yet."
_REMEDY = "Check the feed's address in [news] of the configuration. I try again by myself."
_FEED = "news.feed"
_UNREADABLE = "news.unreadable"


class FeedSource(Protocol):
    """Where the feed comes from; see `client.FeedClient`."""

    @property
    def name(self) -> str:
        """The same for the same feed."""

    async def read(self, known: Version) -> Reading | None:
        """Return the feed, or None if it is still the `known` version. Raises `ServiceError`."""


@dataclass(eq=False, slots=True, kw_only=True)
class FeedFollower:
    """Queues each piece of news of one feed once.

    `name` is what organisers call the feed and its progress is stored under, empty for the one that needs
    none. `networks` gives those that its news go to, of which `deliver_to` has the names if it says so
    itself; `needs_nobody` tells whether its entries go out without a moderator. `write_log` takes a line for
    the organisers.
    """

    source: FeedSource
    tweets: TweetService
    database: Database
    clock: Clock
    networks: Callable[[], Sequence[Network]]
    needs_nobody: Callable[[], bool]
    write_log: Callable[[str], None]
    name: str = ""
    deliver_to: tuple[str, ...] | None = None
    _trouble: str = field(init=False, default="")
    _skipped: Mapping[str, int] = field(init=False, default_factory=dict)
    _findings: tuple[Finding, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self._findings = (self._finding(_UNREAD, Level.WARNING, f"See the job «{self.job}»."),)

    @property
    def job(self) -> str:
        """What its job in the scheduler is called."""
        return f"news of {self.name}" if self.name else "news"

    async def look(self) -> None:
        """Queue what is new in the feed.

        A feed that cannot be read is told once, until it can, and once more after a day.
        """
        try:
            await self._look()
        except ServiceError as error:
            await self._note_trouble(str(error))
            return
        if self._trouble or await self.database.remembered(self._key(_UNREADABLE)):
            self.write_log(self._told("The feed can be read again."))
            await self.database.remember(self._key(_UNREADABLE), None)
        self._trouble = ""

    async def _note_trouble(self, trouble: str) -> None:
        now = self.clock.now()
        known = await self.database.remembered(self._key(_UNREADABLE)) or {}
        since = datetime.fromisoformat(known["since"]) if known else now
        is_long = now - since >= TOO_LONG
        self._trouble = trouble
        if is_long:
            self._trouble += f" It is so since {time_stamp(since)}."
        if not known:
            self.write_log(f"⚠️ {self._told(trouble)} I try again by myself.")
        elif is_long and not known["is_told"]:
            unread = self._told("The feed has not been readable for a day.")
            self.write_log(f"⚠️ {unread} {trouble} {_REMEDY}")
        if not known or is_long != known["is_told"]:
            trouble_since = {"since": since.isoformat(), "is_told": is_long}
            await self.database.remember(self._key(_UNREADABLE), trouble_since)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the last look at the feed went."""
        if self._trouble:
            return (self._finding(self._trouble, Level.ERROR, _REMEDY),)
        if not self._skipped:
            return self._findings
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self._skipped.items()))
        left_out = Finding(f"{self.job} left out", Level.OK, f"So far these were no news: {reasons}.")
        return (*self._findings, left_out)

    async def _look(self) -> None:
        stored = await self.database.remembered(self._key(_FEED)) or {}
        is_first_look = stored.get("feed") != self.source.name
        known = Version() if is_first_look else Version(**stored["version"])
        reading = await self.source.read(known)
        if not is_first_look:
            self._skipped = stored.get("skipped", {})
        if reading is None:
            # What was said of this version stays true; of one from before a restart nothing is known.
            if self._findings[0].detail == _UNREAD:
                self._findings = (self._finding("Nothing in the feed has changed."),)
            return
        before = {} if is_first_look else stored.get("skipped", {})
        refused = await self._take(reading, before, is_first_look=is_first_look)
        told = (
            self._finding(sentence, Level.WARNING, "If it matters, use `/news post`.") for sentence in refused
        )
        self._findings = (self._summary(reading.feed), *told)

    async def _take(self, reading: Reading, skipped: Mapping[str, int], *, is_first_look: bool) -> list[str]:
        """Queue the news of a feed and remember all of it, in one transaction; return what was refused."""
        now = self.clock.now()
        entries = reading.feed.entries
        selection = select_news(entries, await self._seen_names(entries), now, is_first_look=is_first_look)
        prepared, refused = await self._prepared(selection)
        self._skipped = dict(Counter(skipped) + Counter(selection.skipped))
        if selection.left_out:
            refused.append(f"{selection.left_out} more entries were new at once, and were left out.")
        async with self.database.transaction() as session:
            if selection.names:
                rows = [{"name": self._stored(name), "seen_at": now} for name in sorted(selection.names)]
                await session.execute(insert(SeenNews), rows)
            tweet_ids = [await self.tweets.store(session, one) for one in prepared]
            stored = {"feed": self.source.name, "version": asdict(reading.version), "skipped": self._skipped}
            await set_value(session, self._key(_FEED), stored)
        await self.tweets.announce(tweet_ids)
        for sentence in refused:
            self.write_log(f"⚠️ {self._told(sentence)}")
        return refused

    async def _prepared(self, selection: Selection) -> tuple[list[PreparedDraft], list[str]]:
        prepared, refused = [], []
        for entry in selection.news:
            more = entry.guid or entry.title if entry in selection.of_shared_links else ""
            try:
                draft = await self._draft_of(entry, source_key(entry.link, more))
                prepared.append(await self.tweets.prepare(draft))
            except DraftError as error:
                refused.append(f"<{entry.link}> cannot be a tweet. {error}")
        return prepared, refused

    async def _draft_of(self, entry: FeedEntry, key: str) -> Draft:
        now = self.clock.now()
        is_early = entry.published is not None and now < entry.published <= now + FURTHEST
        text, own = collapsed(await fitted_for(entry.title, entry.link, self.networks()))
        return Draft(
            text=text,
            texts=own,
            networks=self.deliver_to,
            source=Source.NEWS,
            source_key=key,
            not_before=entry.published if is_early else None,
            approved=self.needs_nobody(),
        )

    async def _seen_names(self, entries: Sequence[FeedEntry]) -> dict[str, datetime]:
        """Return when the names of these entries were seen in this feed, of those that were."""
        async with self.database.read() as session:
            rows = await session.execute(select(col(SeenNews.name), col(SeenNews.seen_at)))
            stored = {row.name: row.seen_at for row in rows}
        if not self.name:
            return stored
        names = {name: self._stored(name) for entry in entries for name in names_of(entry)}
        return {name: stored[key] for name, key in names.items() if key in stored}

    def _stored(self, name: str) -> str:
        """Return what the name of an entry is stored under: two feeds may use the same guids."""
        if not self.name:
            return name
        kind = name.partition(":")[0]
        return f"{kind}:{hashlib.sha256(f'{self.name.casefold()} {name}'.encode()).hexdigest()}"

    def _key(self, key: str) -> str:
        """Return what something about this feed is stored under."""
        return f"{key}:{self.name.casefold()}" if self.name else key

    def _finding(self, detail: str, level: Level = Level.OK, remedy: str = "") -> Finding:
        return Finding(self.job, level, detail, remedy)

    def _summary(self, feed: Feed) -> Finding:
        detail = f"The feed has {len(feed.entries)} entries."
        if not feed.without_link:
            return self._finding(detail)
        detail += f" {feed.without_link} more have no web address, and are left out."
        return self._finding(detail, Level.WARNING, "Correct them in the feed.")

    def _told(self, sentence: str) -> str:
        return f"News of {self.name}: {sentence}" if self.name else f"News: {sentence}"
