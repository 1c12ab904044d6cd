"""News become tweets: those of the feed by themselves, others when an organiser says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import insert
from sqlmodel import col, select

from DiscordBot.core.database import set_value
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.news.client import Version
from DiscordBot.features.news.entries import FURTHEST, select_news, source_key, web_address
from DiscordBot.features.news.models import SeenNews
from DiscordBot.features.tweets.errors import DraftError, TweetError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.fitting import fitted
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.news.client import Reading
    from DiscordBot.features.news.entries import Feed, FeedEntry, Selection
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService, TweetSnapshot

TOO_LONG = timedelta(days=1)
"""After this organisers hear once more of a feed that cannot be read."""

_FEED = "news.feed"
_UNREADABLE = "news.unreadable"
_GIVEN_UP = frozenset({Outcome.DENIED, Outcome.CANCELLED})
_REMEDY = "Check news.feed in the configuration. I try again by myself."
_UNREAD = Finding("news", Level.WARNING, "The feed was not read yet.", "See the job «news».")
_UNCHANGED = Finding("news", Level.OK, "Nothing in the feed has changed.")


class FeedSource(Protocol):
    """Where the feed comes from; see `client.FeedClient`."""

    @property
    def name(self) -> str:
        """The same for the same feed."""

    async def read(self, known: Version) -> Reading | None:
        """Return the feed, or None if it is still the `known` version. Raises `ServiceError`."""


class KnownNewsError(TweetError):
    """This link is a tweet already."""

    def __init__(self, tweet: TweetSnapshot) -> None:
        super().__init__(f"This link is in the queue or posted already, as tweet #{tweet.id}.")
        self.tweet = tweet


@dataclass(eq=False, slots=True, kw_only=True)
class NewsService:
    """Queues each piece of news once.

    `approved` says that the feed's entries need no moderator, unless `policy`, which is
    `config.Moderation.policy`, has switched tweets off. `write_log` takes a line for the organisers.
    """

    source: FeedSource
    tweets: TweetService
    database: Database
    clock: Clock
    approved: bool
    policy: Callable[[], str]
    write_log: Callable[[str], None]
    _trouble: str = field(init=False, default="")
    _skipped: Mapping[str, int] = field(init=False, default_factory=dict)
    _findings: tuple[Finding, ...] = field(init=False, default=(_UNREAD,))

    async def look(self) -> None:
        """Queue what is new in the feed.

        A feed that cannot be read is told once, until it can, and once more after a day.
        """
        try:
            await self._look()
        except ServiceError as error:
            await self._note_trouble(str(error))
            return
        if self._trouble or await self.database.remembered(_UNREADABLE):
            self.write_log("News: The feed can be read again.")
            await self.database.remember(_UNREADABLE, None)
        self._trouble = ""

    async def _note_trouble(self, trouble: str) -> None:
        now = self.clock.now()
        known = await self.database.remembered(_UNREADABLE) or {}
        since = datetime.fromisoformat(known["since"]) if known else now
        is_long = now - since >= TOO_LONG
        self._trouble = trouble
        if is_long:
            self._trouble += f" It is so since {self.clock.local(since):%a %-d %b %H:%M}."
        if not known:
            self.write_log(f"⚠️ News: {trouble} I try again by myself.")
        elif is_long and not known["is_told"]:
            self.write_log(f"⚠️ News: The feed has not been readable for a day. {trouble} {_REMEDY}")
        if not known or is_long != known["is_told"]:
            await self.database.remember(_UNREADABLE, {"since": since.isoformat(), "is_told": is_long})

    async def draft(self, title: str, link: str, actor: Actor) -> Draft:
        """Return news of an organiser's as a draft. Raises `KnownNewsError` and `DraftError`."""
        try:
            address = web_address(link)
        except ValueError as error:
            raise DraftError(f"The link {error}.") from None
        text = await fitted(" ".join(title.split()), address, self.tweets.usual_networks(Source.NEWS))
        return Draft(
            text=text,
            source=Source.NEWS,
            source_key=await self._free_key(source_key(address)),
            author=actor,
            approved=self._is_approved(),
        )

    async def queue(self, draft: Draft) -> int:
        """Queue what `draft` returned; return the tweet's number. Raises `TweetError`."""
        submitted = await self.tweets.submit(draft)
        if not submitted.is_new:
            raise KnownNewsError(await self.tweets.get(submitted.tweet_id))
        return submitted.tweet_id

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the last look at the feed went."""
        if self._trouble:
            return (Finding("news", Level.ERROR, self._trouble, _REMEDY),)
        if not self._skipped:
            return self._findings
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self._skipped.items()))
        return (*self._findings, Finding("news left out", Level.OK, f"So far these were no news: {reasons}."))

    async def _look(self) -> None:
        stored = await self.database.remembered(_FEED) or {}
        is_first_look = stored.get("feed") != self.source.name
        known = Version() if is_first_look else Version(**stored["version"])
        reading = await self.source.read(known)
        if not is_first_look:
            self._skipped = stored.get("skipped", {})
        if reading is None:
            # What was said of this version stays true; of one from before a restart nothing is known.
            if self._findings == (_UNREAD,):
                self._findings = (_UNCHANGED,)
            return
        before = {} if is_first_look else stored.get("skipped", {})
        refused = await self._take(reading, before, is_first_look=is_first_look)
        self._findings = (_summary(reading.feed), *map(_refused, refused))

    async def _take(self, reading: Reading, skipped: Mapping[str, int], *, is_first_look: bool) -> list[str]:
        """Queue the news of a feed and remember all of it, in one transaction; return what was refused."""
        now = self.clock.now()
        selection = select_news(
            reading.feed.entries, await self._seen_names(), now, is_first_look=is_first_look
        )
        prepared, refused = await self._prepared(selection)
        self._skipped = dict(Counter(skipped) + Counter(selection.skipped))
        if selection.left_out:
            refused.append(f"{selection.left_out} more entries were new at once, and were left out.")
        async with self.database.transaction() as session:
            if selection.names:
                rows = [{"name": name, "seen_at": now} for name in sorted(selection.names)]
                await session.execute(insert(SeenNews), rows)
            tweet_ids = [await self.tweets.store(session, one) for one in prepared]
            stored = {"feed": self.source.name, "version": asdict(reading.version), "skipped": self._skipped}
            await set_value(session, _FEED, stored)
        await self.tweets.announce(tweet_ids)
        for sentence in refused:
            self.write_log(f"⚠️ News: {sentence}")
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
        return Draft(
            text=await fitted(entry.title, entry.link, self.tweets.usual_networks(Source.NEWS)),
            source=Source.NEWS,
            source_key=key,
            not_before=entry.published if is_early else None,
            approved=self._is_approved(),
        )

    def _is_approved(self) -> bool:
        return self.approved and self.policy() != "off"

    async def _seen_names(self) -> dict[str, datetime]:
        async with self.database.read() as session:
            rows = await session.execute(select(col(SeenNews.name), col(SeenNews.seen_at)))
            return {row.name: row.seen_at for row in rows}

    async def _free_key(self, key: str) -> str:
        """Return a key for the link of `key`: another one each time that its tweet was given up."""
        turn, free = 1, key
        while (tweet := await self.tweets.find(free)) is not None:
            if tweet.outcome not in _GIVEN_UP:
                raise KnownNewsError(tweet)
            turn += 1
            free = f"{key}:{turn}"
        return free


def _summary(feed: Feed) -> Finding:
    detail = f"The feed has {len(feed.entries)} entries."
    if not feed.without_link:
        return Finding("news", Level.OK, detail)
    detail += f" {feed.without_link} more have no web address, and are left out."
    return Finding("news", Level.WARNING, detail, "Correct them in the feed.")


def _refused(sentence: str) -> Finding:
    return Finding("news", Level.WARNING, sentence, "If it matters, use `/news post`.")
