"""The tweets of reminders, kept in line with what was decided about the open spaces."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from DiscordBot.features.open_spaces.models import OpenSpace, ReminderTweet, State
from DiscordBot.features.open_spaces.queries import row_of, snapshots_of
from DiscordBot.features.open_spaces.reminders.reminder_texts import OTHERS, TO_ALL, shown_text
from DiscordBot.features.open_spaces.snapshot import PUBLIC, UNDECIDED
from DiscordBot.features.tweets.service import Outcome, TooLateError, TweetError
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderDraft, ReminderTexts
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService

_UNSETTLED = {Outcome.SENDING, Outcome.UNKNOWN}
_SETTLED = {Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED, Outcome.DELETED}


class ReminderTweets:
    """Queues the tweets of what is scheduled, and takes back those of what is not, or is no longer so.

    `on_error` is told of what cannot be queued, and where.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tweets: TweetService,
        texts: ReminderTexts,
        *,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._tweets = tweets
        self._texts = texts
        self._on_error = on_error
        self._one_at_a_time = asyncio.Lock()
        self._unsettled: set[int | None] = set()

    def waits_for(self, tweet_id: int) -> bool:
        """Tell whether something is to be done as soon as that tweet changes."""
        return tweet_id in self._unsettled

    async def renew(self) -> list[int]:
        """Give what is planned another revision, so that its tweets are made anew; return which ones.

        Those whose tweets people sent at once or refused in the queue get no other. Of what waits for a
        decision the words are forgotten, for `write` to find others.
        """
        planned = await self._where(col(OpenSpace.state) == State.SCHEDULED)
        queued = {row.tweet_id: row.open_space_id for row in await self._queued() if row.tweet_id is not None}
        tweets = await self._tweets.get_all(list(queued))
        settled = {queued[tweet.id] for tweet in tweets if tweet.outcome in _SETTLED}
        renewed = [space for space in planned if space.id not in settled]
        for space in renewed:
            await self._note(space, revision=space.revision + 1)
        written = await self._where(col(OpenSpace.state).in_(UNDECIDED) & (col(OpenSpace.tweet_text) != ""))
        for space in written:
            await self._note(space, tweet_text="")
        return [space.id for space in (*renewed, *written)]

    async def write(self) -> list[int]:
        """Note what the tweets of those would say that a person has to decide about; return which ones.

        With other words it has another revision, so that nobody approves what they have not read.
        """
        written = []
        for space in await self._where(self._unwritten()):
            try:
                drafts = await self._texts.prepare_all(space)
            except (TweetError, TemplateError):
                # It is told when the open space is approved and its tweet cannot be queued.
                continue
            await self._note(space, tweet_text=shown_text(drafts), revision=space.revision + 1)
            written.append(space.id)
        return written

    async def as_written(self, space: OpenSpaceSnapshot) -> Sequence[ReminderDraft]:
        """Return the tweets of an undecided open space, none unless they say what was noted for its card."""
        if space.state not in UNDECIDED or not space.tweet_text:
            return ()
        try:
            drafts = await self._texts.prepare_all(space)
        except (TweetError, TemplateError):
            return ()
        return drafts if shown_text(drafts) == space.tweet_text else ()

    async def queue_approved(
        self, session: AsyncSession, row: OpenSpace, drafts: Sequence[ReminderDraft], approver: Actor
    ) -> list[int]:
        """Queue tweets in the transaction that approves their open space, since who does has read both.

        Return their numbers for `announce`; none if they are to be queued like others. Nobody approves their
        own, and who may approve tweets is for the queue to say.
        """
        is_as_written = bool(drafts) and row.tweet_text == shown_text(drafts)
        if row.state not in PUBLIC or not is_as_written or row.user_id == approver.id:
            return []
        if await _is_queued(session, row):
            return []
        return [await self._store(session, row, draft, approver) for draft in drafts]

    async def announce(self, tweet_ids: Sequence[int]) -> None:
        """Tell the queue's listeners of tweets, after the commit of `queue_approved`."""
        await self._tweets.announce(tweet_ids)

    async def bring_in_line(self) -> None:
        """Do whatever is to be done; after a crash the same call does the rest."""
        async with self._one_at_a_time:
            for tweet in await self._outdated():
                await self._take_back(tweet)
            for space, network in await self._missing():
                await self._queue(space, network)

    async def _take_back(self, tweet: ReminderTweet) -> None:
        if tweet.tweet_id is not None:
            try:
                await self._tweets.cancel(tweet.tweet_id, None, "The open space has changed.")
            except TooLateError:
                # Being sent, or perhaps sent: when that is settled, this is done again.
                if (await self._tweets.get(tweet.tweet_id)).outcome in _UNSETTLED:
                    self._unsettled.add(tweet.tweet_id)
                    await self._tweets.hold(tweet.tweet_id)
                    return
        self._unsettled.discard(tweet.tweet_id)
        async with self._database.transaction() as session:
            this = update(ReminderTweet).where(col(ReminderTweet.id) == tweet.id)
            await session.execute(this.values(is_withdrawn=True))

    async def _queue(self, space: OpenSpaceSnapshot, network: str) -> None:
        """Queue one tweet in the transaction that finds it still wanted."""
        tweet_id: int | None = None
        try:
            draft = await self._texts.prepare(space, network)
            async with self._database.transaction() as session:
                if (row := await _still(session, space)) is not None:
                    tweet_id = await self._store(session, row, draft, None)
        except (TweetError, TemplateError) as error:
            # Trying again would not help, and the messages on the server go out all the same.
            self._on_error(error, f"the tweet of open space #{space.id}")
            async with self._database.transaction() as session:
                if (row := await _still(session, space)) is not None:
                    session.add(_row(row, network, None))
        if tweet_id is not None:
            await self._tweets.announce([tweet_id])

    async def _store(
        self, session: AsyncSession, row: OpenSpace, draft: ReminderDraft, approver: Actor | None
    ) -> int:
        tweet_id = await self._tweets.store(session, draft.prepared, approver=approver)
        session.add(_row(row, draft.network, tweet_id))
        return tweet_id

    async def _missing(self) -> list[tuple[OpenSpaceSnapshot, str]]:
        """Return for which open spaces and networks nothing was queued yet; what went to all went to each."""
        spaces = await self._where(self._to_come())
        queued: dict[int, set[str]] = defaultdict(set)
        for tweet in await self._queued(
            self._to_come(), col(ReminderTweet.revision) == col(OpenSpace.revision), are_withdrawn=True
        ):
            queued[tweet.open_space_id].add(tweet.network)
        return [
            (space, network)
            for space in spaces
            if TO_ALL not in queued[space.id]
            for network in self._texts.wanted(space)
            if network not in queued[space.id]
        ]

    async def _outdated(self) -> Sequence[ReminderTweet]:
        """Return what is in the queue for what does not take place, or not so any more."""
        is_over = ~col(OpenSpace.state).in_(PUBLIC) | (col(ReminderTweet.revision) < col(OpenSpace.revision))
        outdated = await self._queued(is_over)
        return [*outdated, *await self._of_posts_that_left()]

    async def _of_posts_that_left(self) -> list[ReminderTweet]:
        """Return what shows a post once more that does not announce its open space any more."""
        is_of_post = col(ReminderTweet.network).not_in((TO_ALL, OTHERS))
        is_current = col(ReminderTweet.revision) == col(OpenSpace.revision)
        queued = await self._queued(self._to_come(), is_current, is_of_post)
        if not queued:
            return []
        spaces = await self._where(col(OpenSpace.id).in_({tweet.open_space_id for tweet in queued}))
        shown = {space.id: {post.network for post in space.posts} for space in spaces}
        return [tweet for tweet in queued if tweet.network not in shown[tweet.open_space_id]]

    async def _queued(
        self, *conditions: ColumnElement[bool], are_withdrawn: bool = False
    ) -> Sequence[ReminderTweet]:
        """Return what was queued, by start; also what was taken back if `are_withdrawn`."""
        query = (
            select(ReminderTweet)
            .join(OpenSpace, col(OpenSpace.id) == col(ReminderTweet.open_space_id))
            .order_by(col(OpenSpace.start), col(ReminderTweet.id))
        )
        kept = conditions if are_withdrawn else (col(ReminderTweet.is_withdrawn).is_(False), *conditions)
        query = query.where(*kept)
        async with self._database.read() as session:
            return (await session.execute(query)).scalars().all()

    def _to_come(self) -> ColumnElement[bool]:
        # Also what members were reminded of: the queue may have been out of reach at that moment.
        return col(OpenSpace.state).in_(PUBLIC) & (col(OpenSpace.start) > self._clock.now())

    def _unwritten(self) -> ColumnElement[bool]:
        has_place = col(OpenSpace.room).is_not(None) & (col(OpenSpace.start) > self._clock.now())
        lacking = col(OpenSpace.state).in_(UNDECIDED) & has_place & (col(OpenSpace.tweet_text) == "")
        return lacking if self._texts.are_ours else lacking & col(OpenSpace.post_id).is_(None)

    async def _where(self, condition: ColumnElement[bool]) -> Sequence[OpenSpaceSnapshot]:
        async with self._database.read() as session:
            query = select(OpenSpace).where(condition).order_by(col(OpenSpace.start))
            return await snapshots_of(session, (await session.execute(query)).scalars().all())

    async def _note(self, space: OpenSpaceSnapshot, **values: int | str | None) -> None:
        this = (col(OpenSpace.id) == space.id) & (col(OpenSpace.revision) == space.revision)
        async with self._database.transaction() as session:
            await session.execute(update(OpenSpace).where(this).values(**values))


def _row(space: OpenSpace, network: str, tweet_id: int | None) -> ReminderTweet:
    return ReminderTweet(
        open_space_id=space.id or 0, revision=space.revision, network=network, tweet_id=tweet_id
    )


async def _still(session: AsyncSession, space: OpenSpaceSnapshot) -> OpenSpace | None:
    """Return the row of an open space if it takes place as it was read."""
    row = await row_of(session, space.id)
    return row if row.state in PUBLIC and row.revision == space.revision else None


async def _is_queued(session: AsyncSession, space: OpenSpace) -> bool:
    """Tell whether this revision of an open space has tweets already."""
    query = select(ReminderTweet.id).where(
        (col(ReminderTweet.open_space_id) == space.id) & (col(ReminderTweet.revision) == space.revision)
    )
    return (await session.execute(query.limit(1))).scalar_one_or_none() is not None
