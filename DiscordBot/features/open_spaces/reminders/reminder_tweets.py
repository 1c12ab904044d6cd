"""The tweets of reminders, kept in line with what was decided about the open spaces."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from DiscordBot.features.open_spaces.models import OpenSpace, State
from DiscordBot.features.open_spaces.queries import row_of
from DiscordBot.features.open_spaces.snapshot import PUBLIC, UNDECIDED
from DiscordBot.features.tweets.service import Outcome, TooLateError, TweetError
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService

_UNSETTLED = {Outcome.SENDING, Outcome.UNKNOWN}
_SETTLED = {Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED}


class ReminderTweets:
    """Queues the tweet of what is scheduled, and takes back that of what is not, or is no longer so.

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
        """Give what is planned another revision, so that its tweet is made anew; return which ones.

        Those whose tweet people sent at once or refused in the queue get no other. Of what waits for a
        decision the words are forgotten, for `write` to find others.
        """
        planned = await self._where(col(OpenSpace.state) == State.SCHEDULED)
        queued = [space.tweet_id for space in planned if space.tweet_id and space.queued_revision]
        settled = {tweet.id for tweet in await self._tweets.get_all(queued) if tweet.outcome in _SETTLED}
        renewed = [space for space in planned if space.tweet_id not in settled]
        for space in renewed:
            await self._note(space, revision=space.revision + 1)
        written = await self._where(col(OpenSpace.state).in_(UNDECIDED) & (col(OpenSpace.tweet_text) != ""))
        for space in written:
            await self._note(space, tweet_text="")
        return [space.id for space in (*renewed, *written) if space.id is not None]

    async def write(self) -> list[int]:
        """Note what the tweets of those would say that a person has to decide about; return which ones.

        With other words it has another revision, so that nobody approves what they have not read.
        """
        written = []
        for space in await self._where(self._unwritten()):
            try:
                prepared = await self._texts.prepare(space)
            except (TweetError, TemplateError):
                # It is told when the open space is approved and its tweet cannot be queued.
                continue
            await self._note(space, tweet_text=prepared.draft.text, revision=space.revision + 1)
            written.append(space.id or 0)
        return written

    async def as_written(self, space: OpenSpaceSnapshot) -> PreparedDraft | None:
        """Return the tweet of an undecided open space, None unless it says what was noted for its card."""
        if space.state not in UNDECIDED or not space.tweet_text:
            return None
        try:
            prepared = await self._texts.prepare(space)
        except (TweetError, TemplateError):
            return None
        return prepared if prepared.draft.text == space.tweet_text else None

    async def queue_approved(
        self, session: AsyncSession, row: OpenSpace, prepared: PreparedDraft, approver: Actor
    ) -> int | None:
        """Queue the tweet in the transaction that approves its open space, since who does has read both.

        Return its number for `announce`; None if it is to be queued like others. Nobody approves their own,
        and who may approve tweets is for the queue to say.
        """
        is_as_written = row.tweet_text == prepared.draft.text and row.queued_revision == 0
        if row.state not in PUBLIC or not is_as_written or row.user_id == approver.id:
            return None
        row.tweet_id = await self._tweets.store(session, prepared, approver=approver)
        row.queued_revision = row.revision
        return row.tweet_id

    async def announce(self, tweet_id: int) -> None:
        """Tell the queue's listeners of a tweet, after the commit of `queue_approved`."""
        await self._tweets.announce([tweet_id])

    async def bring_in_line(self) -> None:
        """Do whatever is to be done; after a crash the same call does the rest."""
        async with self._one_at_a_time:
            for space in await self._where(self._outdated()):
                await self._take_back(space)
            for space in await self._where(self._to_queue()):
                try:
                    await self._queue(space)
                except (TweetError, TemplateError) as error:
                    # Trying again would not help, and the messages on the server go out all the same.
                    self._on_error(error, f"the tweet of open space #{space.id}")
                    await self._note(space, queued_revision=space.revision, tweet_id=None)

    async def _take_back(self, space: OpenSpace) -> None:
        if space.tweet_id is not None:
            try:
                await self._tweets.cancel(space.tweet_id, None, "The open space has changed.")
            except TooLateError:
                # Being sent, or perhaps sent: when that is settled, this is done again.
                if (await self._tweets.get(space.tweet_id)).outcome in _UNSETTLED:
                    self._unsettled.add(space.tweet_id)
                    await self._tweets.hold(space.tweet_id)
                    return
        self._unsettled.discard(space.tweet_id)
        await self._note(space, queued_revision=0)

    async def _queue(self, space: OpenSpace) -> None:
        prepared = await self._texts.prepare(space)
        tweet_id = await self._store(space, prepared)
        if tweet_id is not None:
            await self._tweets.announce([tweet_id])

    async def _store(self, space: OpenSpace, prepared: PreparedDraft) -> int | None:
        """Queue it in the transaction that finds it still wanted."""
        async with self._database.transaction() as session:
            row = await row_of(session, space.id or 0)
            if row.state not in PUBLIC or row.revision != space.revision:
                return None
            row.tweet_id = await self._tweets.store(session, prepared)
            row.queued_revision = row.revision
            return row.tweet_id

    def _outdated(self) -> ColumnElement[bool]:
        is_queued = col(OpenSpace.queued_revision) > 0
        is_older = col(OpenSpace.queued_revision) < col(OpenSpace.revision)
        return is_queued & (~col(OpenSpace.state).in_(PUBLIC) | is_older)

    def _to_queue(self) -> ColumnElement[bool]:
        # Also what members were reminded of: the queue may have been out of reach at that moment.
        return (
            col(OpenSpace.state).in_(PUBLIC)
            & (col(OpenSpace.queued_revision) == 0)
            & (col(OpenSpace.start) > self._clock.now())
        )

    def _unwritten(self) -> ColumnElement[bool]:
        has_place = col(OpenSpace.room).is_not(None) & (col(OpenSpace.start) > self._clock.now())
        lacking = col(OpenSpace.state).in_(UNDECIDED) & has_place & (col(OpenSpace.tweet_text) == "")
        return lacking if self._texts.are_ours else lacking & col(OpenSpace.post_id).is_(None)

    async def _where(self, condition: ColumnElement[bool]) -> Sequence[OpenSpace]:
        async with self._database.read() as session:
            query = select(OpenSpace).where(condition).order_by(col(OpenSpace.start))
            return (await session.execute(query)).scalars().all()

    async def _note(self, space: OpenSpace, **values: int | str | None) -> None:
        this = (col(OpenSpace.id) == space.id) & (col(OpenSpace.revision) == space.revision)
        async with self._database.transaction() as session:
            await session.execute(update(OpenSpace).where(this).values(**values))
