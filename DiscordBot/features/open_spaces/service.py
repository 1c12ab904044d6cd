"""Open spaces: what is read, what people decide, and when everybody is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces import transitions
from DiscordBot.features.open_spaces.bulk_changes import (
    expire_begun,
    forget_people,
    heed_author,
    ignore_author,
    next_start,
)
from DiscordBot.features.open_spaces.errors import ConflictError, NotAllowedError
from DiscordBot.features.open_spaces.intake.conflicts import conflicts_of
from DiscordBot.features.open_spaces.intake.listener import wrong_hashtags
from DiscordBot.features.open_spaces.intake.verdicts import conflict_sentence
from DiscordBot.features.open_spaces.limits import limit_reached
from DiscordBot.features.open_spaces.models import IgnoredUser, OpenSpace, State, member_key
from DiscordBot.features.open_spaces.queries import SpaceQueries, announced_by, near_in_time, row_of
from DiscordBot.features.open_spaces.reminders.reminder_messages import RETRY_AFTER
from DiscordBot.features.open_spaces.reminders.reminder_texts import open_space_of
from DiscordBot.features.open_spaces.transitions import Decision
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.open_spaces.conference import ConferenceRooms, Preferences
    from DiscordBot.features.open_spaces.intake.listener import Listener
    from DiscordBot.features.open_spaces.parsing.venue import Venue
    from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderDraft
    from DiscordBot.features.open_spaces.reminders.reminders import Reminders
    from DiscordBot.features.open_spaces.snapshot import Conflict, OpenSpaceSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetChange

JOB = "reminders of open spaces"

_A_DAY = translatable("You have announced {number} today, as many as one may on a day.")
_IN_ALL = translatable("You have announced {number} open spaces, as many as one may.")
_ASK = translatable("Cancel one of them with `/openspace cancel`, or ask an organiser to announce it.")


class OpenSpaceService(SpaceQueries):
    """Everything that people do with open spaces, and what the bot does by itself.

    What people do raises `OpenSpaceError`s, whose messages are for them; `revision` is the one that they
    have read, where that is known. Every change is told to those who `listen`. `listeners` read posts, by the
    names of their networks; without any, no posts are read.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        scheduler: Scheduler,
        *,
        rooms: ConferenceRooms,
        preferences: Preferences,
        listeners: Mapping[str, Listener],
        reminders: Reminders,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        super().__init__(database, clock, rooms.taken)
        self._scheduler = scheduler
        self._rooms = rooms
        self._preferences = preferences
        self._readings = listeners
        self._reminders = reminders
        self._on_error = on_error
        self._listeners: list[Callable[[int], None]] = []

    def listen(self, listener: Callable[[int], None]) -> None:
        """Call with the number of an open space after each change of it or its tweet, from now on."""
        self._listeners.append(listener)

    def venue(self) -> Venue:
        """Return where and when the conference is, with all rooms of now."""
        return self._rooms.venue()

    def rooms(self) -> tuple[str, ...]:
        """Return the names of the rooms."""
        return tuple(room.name for room in self._rooms.venue().rooms)

    def findings(self) -> tuple[Finding, ...]:
        """Return whether the posts of each network can be read."""
        if self._readings and (wrong := wrong_hashtags(self._preferences.hashtags())) is not None:
            return (wrong,)
        return tuple(listener.finding() for listener in self._readings.values())

    @property
    def networks_read(self) -> Sequence[str]:
        """The names of the networks whose posts are read."""
        return tuple(self._readings)

    async def begin(self) -> None:
        """Finish what an earlier run of the bot left behind, and set the next reminder."""
        await self.work()

    async def read_posts(self, network: str) -> None:
        """Store what was posted on a network since the last time, and do what follows from it."""
        async for space_id in self._readings[network].read():
            # At once: what is stored before something goes wrong is not read again.
            self._changed(space_id)

    async def plan(self) -> None:
        """Remind of all that is to come in the way and at the time that organisers prefer now."""
        self._changed(*await self._reminders.renew())

    async def work(self) -> None:
        """Do what is due, and set the next moment in the scheduler."""
        # Whatever goes wrong, it goes on.
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            moment = await self._do_what_is_due()
        finally:
            if moment is None:
                self._scheduler.never(JOB)
            else:
                self._scheduler.at(moment, JOB, self.work)

    def tweet_changed(self, change: TweetChange) -> None:
        """Hear from the queue that a tweet has changed."""
        space_id = open_space_of(change.source_key)
        if space_id is None:
            return
        self._tell(space_id)
        if self._reminders.waits_for(change.tweet_id):
            self._wake()

    async def announce(
        self, actor: Actor, room: str, start: datetime, title: str, *, anyway: bool = False
    ) -> OpenSpaceSnapshot:
        """Announce an open space without the network; `start` is aware.

        Raises `ConflictError` if the room is taken, unless `anyway`: then a person has to look at it, and
        `NotAllowedError` if an attendee announces too many, or is ignored.
        """
        now = self._clock.now()
        name, moment = transitions.check_place(room, start, self._rooms.venue(), now)
        text = transitions.check_title(title)
        async with self._database.transaction() as session:
            if not _is_staff(actor):
                await self._check_announcer(session, actor)
            conflicts = await self._conflicts(session, name, moment)
            if conflicts and not anyway:
                raise ConflictError(conflicts)
            space = OpenSpace(
                state=State.CONFLICT if conflicts else State.SCHEDULED,
                room=name,
                start=moment,
                text=text,
                author_name=actor.name,
                user_id=actor.id,
                reasons=[conflict_sentence(conflict) for conflict in conflicts],
                created_at=now,
            )
            session.add(space)
            await session.flush()
            space_id = space.id or 0
        self._changed(space_id)
        return await self.get(space_id)

    async def approve(
        self, open_space_id: int, actor: Actor, *, revision: int | None = None
    ) -> OpenSpaceSnapshot:
        """Let everybody be reminded of what waits or is in conflict: the room is big enough for both."""
        decision = self._decision(actor, revision)
        tweets = await self._tweets_read(open_space_id, revision)
        async with self._database.transaction() as session:
            row = await row_of(session, open_space_id)
            transitions.approve(row, decision)
            tweet_ids = await self._queue_read(session, row, tweets, actor)
        await self._announce_tweets(tweet_ids)
        self._changed(open_space_id)
        return await self.get(open_space_id)

    async def deny(
        self, open_space_id: int, actor: Actor, reason: str = "", *, revision: int | None = None
    ) -> OpenSpaceSnapshot:
        """Never remind anybody of it, also if it was scheduled."""
        decision = self._decision(actor, revision)
        async with self._database.transaction() as session:
            transitions.deny(await row_of(session, open_space_id), decision, reason)
        return await self._withdrawn(open_space_id)

    async def stage(
        self,
        open_space_id: int,
        actor: Actor,
        room: str,
        start: datetime,
        *,
        anyway: bool = False,
        revision: int | None = None,
    ) -> OpenSpaceSnapshot:
        """Approve it for a room and an aware start, be it in review or scheduled otherwise.

        If the room is taken then, it comes to be in conflict, unless `anyway`.
        """
        decision = self._decision(actor, revision)
        name, moment = transitions.check_place(room, start, self._rooms.venue(), decision.at)
        tweets = await self._tweets_read(open_space_id, revision)
        async with self._database.transaction() as session:
            row = await row_of(session, open_space_id)
            conflicts = () if anyway else await self._conflicts(session, name, moment, open_space_id)
            transitions.stage(row, decision, name, moment, conflicts)
            row.reasons = [conflict_sentence(conflict) for conflict in conflicts]
            tweet_ids = await self._queue_read(session, row, tweets, actor)
        await self._announce_tweets(tweet_ids)
        return await self._withdrawn(open_space_id)

    async def cancel(self, open_space_id: int, actor: Actor) -> OpenSpaceSnapshot:
        """Note that it does not take place: members say so of their own, staff of any."""
        async with self._database.transaction() as session:
            row = await row_of(session, open_space_id)
            if row.user_id != actor.id and not _is_staff(actor):
                raise NotAllowedError(tr("It is not yours. Please ask an organiser or a volunteer."))
            transitions.cancel(row, Decision(actor, self._clock.now()))
        return await self._withdrawn(open_space_id)

    async def tell_others(
        self, open_space_id: int, actor: Actor, *, revision: int | None = None
    ) -> OpenSpaceSnapshot:
        """Let the networks on which there is no post of it get a text of ours with its link."""
        decision = self._decision(actor, revision)
        async with self._database.transaction() as session:
            transitions.tell_others(await row_of(session, open_space_id), decision)
        self._changed(open_space_id)
        return await self.get(open_space_id)

    async def ignore_user(self, open_space_id: int, actor: Actor) -> str:
        """Let what a user of the network or a member says count no more; return what they are called.

        What nobody has approved of them is denied.
        """
        decision = self._decision(actor, None)
        async with self._database.transaction() as session:
            name, denied = await ignore_author(session, await row_of(session, open_space_id), decision)
        self._changed(*(row.id for row in denied if row.id is not None))
        await self._withdrawn(open_space_id)
        return name

    async def unignore(self, name: str, actor: Actor) -> None:
        """Let somebody's posts and announcements count from now on. Raises `NotPossibleError` if they did."""
        self._decision(actor, None)
        async with self._database.transaction() as session:
            await heed_author(session, name)

    async def delete_personal_data(self) -> None:
        """Delete who wrote what."""
        async with self._database.transaction() as session:
            numbers = await forget_people(session)
        self._tell(*numbers)

    async def _do_what_is_due(self) -> datetime | None:
        """Return when there is something to do next."""
        self._tell(*await expire_begun(self._database, self._clock.now()))
        reminded, again = await self._reminders.remind()
        self._tell(*reminded, *await self._reminders.write_tweets())
        moments = (again, await next_start(self._database))
        return min((moment for moment in moments if moment is not None), default=None)

    async def _conflicts(
        self, session: AsyncSession, room: str, start: datetime, besides: int | None = None
    ) -> tuple[Conflict, ...]:
        others = await near_in_time(session, room, start)
        return conflicts_of(room, start, others, self._sessions(), besides)

    async def _tweets_read(self, open_space_id: int, revision: int | None) -> Sequence[ReminderDraft]:
        """Return the tweets that somebody has read with the open space, if its card shows any."""
        tweets = self._reminders.tweets
        if tweets is None or revision is None:
            return ()
        return await tweets.as_written(await self.get(open_space_id))

    async def _queue_read(
        self, session: AsyncSession, row: OpenSpace, drafts: Sequence[ReminderDraft], actor: Actor
    ) -> Sequence[int]:
        tweets = self._reminders.tweets
        return () if tweets is None else await tweets.queue_approved(session, row, drafts, actor)

    async def _announce_tweets(self, tweet_ids: Sequence[int]) -> None:
        if self._reminders.tweets is not None and tweet_ids:
            await self._reminders.tweets.announce(tweet_ids)

    async def _check_announcer(self, session: AsyncSession, actor: Actor) -> None:
        """Raise `NotAllowedError` if a member is ignored, or has announced enough."""
        if await session.get(IgnoredUser, member_key(actor.id)) is not None:
            raise NotAllowedError(tr("Your open spaces are not taken any more. Please ask an organiser why."))
        reached = limit_reached(await announced_by(session, actor.id), self._preferences, self._clock)
        if reached is not None:
            text = tr(_A_DAY if reached.is_of_today else _IN_ALL).format(number=reached.most)
            raise NotAllowedError(f"{text} {tr(_ASK)}")

    def _decision(self, actor: Actor, revision: int | None) -> Decision:
        if not _is_staff(actor):
            raise NotAllowedError(tr("Only organisers and volunteers can do that. Please ask one of them."))
        return Decision(actor, self._clock.now(), revision)

    async def _withdrawn(self, open_space_id: int) -> OpenSpaceSnapshot:
        # Before the answer: nobody shall read that it is withdrawn while its tweet can still go out.
        try:
            await self._reminders.withdraw()
        finally:
            # It is decided, whatever becomes of the tweet at first.
            self._changed(open_space_id)
        return await self.get(open_space_id)

    def _wake(self) -> None:
        self._scheduler.at(self._clock.now(), JOB, self.work)

    def _changed(self, *open_space_ids: int) -> None:
        self._tell(*open_space_ids)
        self._wake()

    def _tell(self, *open_space_ids: int) -> None:
        for open_space_id in open_space_ids:
            for listener in self._listeners:
                try:
                    listener(open_space_id)
                except Exception as error:  # noqa: BLE001 - one listener's failure is not the others'
                    self._on_error(error, "a listener to open spaces")


def _is_staff(actor: Actor) -> bool:
    return actor.is_organizer or actor.is_volunteer
