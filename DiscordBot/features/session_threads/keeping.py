"""Keeping the threads in line with the schedule: each opened, told and archived once, whatever happens."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.session_threads import texts
from DiscordBot.features.session_threads.errors import NotNowError, ThreadGoneError
from DiscordBot.features.session_threads.models import PostKind, PostState, ThreadState
from DiscordBot.features.session_threads.places import Button, Card, Said
from DiscordBot.features.session_threads.timing import has_moved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.programme.schedule.sessions import Person, Session
    from DiscordBot.features.session_threads.models import SessionThread, ThreadPost
    from DiscordBot.features.session_threads.places import Places
    from DiscordBot.features.session_threads.rows import ThreadRows
    from DiscordBot.features.session_threads.timing import Timing

JOB = "session threads"
RETRY_AFTER = timedelta(seconds=30)
OPENED_A_ROUND = 10
SECONDS = 60.0
"""Nobody waits longer for one thing: opening a thread is two requests, which may have to be looked for."""
SPEAKERS_BEFORE = timedelta(hours=1)
"""Who registers after the thread was opened is looked for once more so long before the session starts."""

ASK, RATE, RESULTS, ANSWERED, REOPEN = "ask", "rate", "results", "answered", "reopen"


class ThreadKeeper:
    """Brings the threads in line with `sessions`.

    `members_who_are` tells which members of the server some speakers are. `on_error` is told of each thing
    that fails, and where; the others do not wait for it.
    """

    def __init__(
        self,
        rows: ThreadRows,
        clock: Clock,
        scheduler: Scheduler,
        places: Places,
        timing: Timing,
        *,
        sessions: Callable[[], Sequence[Session]],
        members_who_are: Callable[[Sequence[Person]], Awaitable[list[int]]],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._rows = rows
        self._clock = clock
        self._scheduler = scheduler
        self._places = places
        self._timing = timing
        self._sessions = sessions
        self._members_who_are = members_who_are
        self._on_error = on_error
        self._waits_for = ""
        self._has_more = False
        self._failed: set[int] = set()
        self._looked_for: set[str] = set()
        self._askable: dict[str, int] = {}
        # By an earlier run of the bot, or by a try whose answer was lost.
        self._perhaps_open: set[int] | None = None

    def askable(self, session_key: str) -> int | None:
        """Return the number of the thread in which questions about a session can be asked now."""
        return self._askable.get(session_key)

    def wake(self) -> None:
        """Look soon whether there is something to do: the schedule may be another one, or somebody asks."""
        self._scheduler.at(self._clock.now(), JOB, self._work)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many threads there are, and why one that is due is not there."""
        numbers = await self._rows.numbers()
        told = ", ".join(f"{count} {state}" for state, count in sorted(numbers.items()))
        finding = Finding(JOB, Level.OK, f"{told}." if told else "None is open yet.")
        if not self._waits_for:
            return (finding,)
        remedy = "Correct it on the server; I try again by myself."
        return (finding, Finding(JOB, Level.WARNING, self._waits_for, remedy))

    async def _work(self) -> None:
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            self._waits_for = ""
            is_all_done = await self._bring_in_line()
            moment = await self._next_moment(is_all_done=is_all_done)
        finally:
            if moment is None:
                self._scheduler.never(JOB)
            else:
                self._scheduler.at(moment, JOB, self._work)

    async def _bring_in_line(self) -> bool:
        """Do what is due; tell whether nothing failed."""
        await self._plan()
        done = [await self._tried(self._open(thread), thread) for thread in await self._to_be_opened()]
        done += [
            await self._tried(self._look_after(thread), thread)
            for thread in await self._rows.all()
            if thread.state is ThreadState.OPEN
        ]
        done.append(await self._say_all())
        unsent = {post.thread for post in await self._rows.unsent()}
        done += [
            await self._tried(self._archive(thread), thread)
            for thread in await self._rows.all()
            if self._is_to_be_archived(thread) and thread.number not in unsent
        ]
        return all(done)

    async def _to_be_opened(self) -> list[SessionThread]:
        """Return a few of them: what people ask does not wait until hundreds are open."""
        opening = [thread for thread in await self._rows.all() if thread.state is ThreadState.OPENING]
        self._has_more = len(opening) > OPENED_A_ROUND
        # Those that have just failed keep no others waiting.
        opening.sort(key=lambda thread: thread.number in self._failed)
        return opening[:OPENED_A_ROUND]

    async def _plan(self) -> None:
        now, threads = self._clock.now(), await self._rows.all()
        if self._perhaps_open is None:
            self._perhaps_open = {one.number for one in threads if one.state is ThreadState.OPENING}
        known = {thread.session_key for thread in threads}
        await self._rows.add(
            session
            for session in self._timing.wanted(self._sessions())
            if session.key not in known and self._timing.opens(session) <= now < session.end
        )
        sessions = {session.key: session for session in self._sessions()}
        for thread in threads if sessions else ():
            await self._compare(thread, sessions.get(thread.session_key))

    async def _compare(self, thread: SessionThread, session: Session | None) -> None:
        """Follow what has changed of a session since something was told of it."""
        now = self._clock.now()
        if thread.state is ThreadState.DELETED:
            return
        if session is None:
            if not thread.is_cancelled and now < thread.ends:
                await self._change(thread, texts.cancelled(), is_cancelled=True)
        elif thread.is_cancelled and now < session.end:
            await self._change(thread, texts.back_again(session), is_cancelled=False, **_facts(session))
        elif has_moved(thread, session) and now < session.end:
            await self._change(thread, texts.moved(thread, session), **_facts(session))
        elif thread.title != session.title:
            await self._rows.change(thread.number, title=session.title)

    async def _change(self, thread: SessionThread, text: str, **values: Any) -> None:  # noqa: ANN401 - of the columns
        if thread.state is ThreadState.OPENING:
            # Nobody has read anything yet.
            await self._rows.change(thread.number, **values)
            return
        await self._rows.change(thread.number, PostKind.CHANGE, text, state=ThreadState.OPEN, **values)

    async def _open(self, thread: SessionThread) -> None:
        if thread.is_cancelled or thread.ends <= self._clock.now():
            await self._rows.change(thread.number, state=ThreadState.ARCHIVED)
            return
        card = self._card(thread, self._session(thread))
        may_exist = self._perhaps_open is not None and thread.number in self._perhaps_open
        if self._perhaps_open is not None:
            self._perhaps_open.add(thread.number)
        opened = await self._places.open(thread, card, may_exist=may_exist)
        await self._rows.change(
            thread.number,
            state=ThreadState.OPEN,
            channel=opened.channel,
            thread_id=opened.thread,
            card_message=opened.card,
            card_shown=_digest(card),
        )

    async def _look_after(self, thread: SessionThread) -> None:
        """Tell the speakers, ask for feedback once it is over, and keep the card true."""
        session, now = self._session(thread), self._clock.now()
        is_to_be_told = session is not None and not thread.speaker_ids and self._is_time_to_look_for(thread)
        if session is not None and is_to_be_told:
            await self._tell_speakers(thread, session)
        is_rated = self._timing.section.feedback and not thread.is_cancelled
        if (
            is_rated
            and thread.ends <= now
            and not await self._rows.has_said(thread.number, PostKind.FEEDBACK)
        ):
            await self._rows.change(thread.number, PostKind.FEEDBACK)
        card = self._card(thread, session)
        if thread.card_shown != _digest(card):
            await self._places.show(thread, card)
            await self._rows.change(thread.number, card_shown=_digest(card))

    async def _tell_speakers(self, thread: SessionThread, session: Session) -> None:
        user_ids = await self._members_who_are(session.speakers)
        if user_ids:
            text = texts.introduction(user_ids)
            await self._rows.change(thread.number, PostKind.INTRODUCTION, text, speaker_ids=user_ids)

    def _session(self, thread: SessionThread) -> Session | None:
        return next((one for one in self._sessions() if one.key == thread.session_key), None)

    def _is_time_to_look_for(self, thread: SessionThread) -> bool:
        """Tell whether speakers are to be looked for: once at first, and once shortly before they start."""
        now = self._clock.now()
        when = "soon" if thread.starts - SPEAKERS_BEFORE <= now else "at first"
        if thread.ends <= now or f"{thread.number} {when}" in self._looked_for:
            return False
        self._looked_for.add(f"{thread.number} {when}")
        return True

    async def _say_all(self) -> bool:
        """Post what is to be said: in order in each thread, and none waits for one that is flooded."""
        posts: dict[int, list[ThreadPost]] = {}
        for post in await self._rows.unsent():
            posts.setdefault(post.thread, []).append(post)

        async def say_in(thread: SessionThread) -> bool:
            return all([await self._tried(self._say(thread, post), thread) for post in posts[thread.number]])

        threads = [thread for thread in await self._rows.all() if thread.number in posts]
        return all(await asyncio.gather(*map(say_in, threads)))

    async def _say(self, thread: SessionThread, post: ThreadPost) -> None:
        is_begun = post.state is PostState.SENDING
        await self._rows.mark(post.number, PostState.SENDING)
        pinged = thread.speaker_ids if post.kind is PostKind.INTRODUCTION else ()
        said = Said(post.number, texts.post_face(post), buttons_of(post), pinged)
        try:
            message = await self._places.say(thread, said, may_exist=is_begun)
        except NotNowError:
            await self._rows.mark(post.number, PostState.WAITING)
            raise
        await self._rows.mark(post.number, PostState.SENT, message)

    async def _archive(self, thread: SessionThread) -> None:
        await self._places.archive(thread)
        await self._rows.change(thread.number, state=ThreadState.ARCHIVED)

    def _is_to_be_archived(self, thread: SessionThread) -> bool:
        is_over = thread.is_cancelled or self._timing.archives(thread) <= self._clock.now()
        return thread.state is ThreadState.OPEN and is_over

    def _card(self, thread: SessionThread, session: Session | None) -> Card:
        now = self._clock.now()
        speakers = session.speakers if session is not None else ()
        words = (session.room, session.track) if session is not None else ()
        names: tuple[str, ...] = (ASK,)
        if thread.is_cancelled:
            names = ()
        elif thread.ends <= now:
            names = (RATE, RESULTS) if self._timing.section.feedback else ()
        buttons = tuple(Button(name, thread.number) for name in names)
        return Card(texts.card_face(thread, speakers, now), buttons, words)

    async def _tried(self, work: Awaitable[None], thread: SessionThread) -> bool:
        """Do something with a thread; tell whether that need not be tried again."""
        self._failed.add(thread.number)
        try:
            async with asyncio.timeout(SECONDS):
                await work
        except ThreadGoneError:
            await self._rows.change(thread.number, state=ThreadState.DELETED)
        except NotNowError as error:
            self._waits_for = str(error)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was done
            self._on_error(error, "a session's thread")
            return False
        self._failed.discard(thread.number)
        return True

    async def _next_moment(self, *, is_all_done: bool) -> datetime | None:
        threads = await self._rows.all()
        now, known = self._clock.now(), {thread.session_key for thread in threads}
        self._askable = {
            thread.session_key: thread.number
            for thread in threads
            if thread.state is ThreadState.OPEN and not thread.is_cancelled and now < thread.ends
        }
        # Nothing may be awaited from here until it is planned, lest a change of the schedule is missed.
        moments = [
            self._timing.opens(session)
            for session in self._timing.wanted(self._sessions())
            if session.key not in known
        ]
        for thread in threads:
            if thread.state is ThreadState.OPEN:
                moments += [thread.starts - SPEAKERS_BEFORE, thread.ends, self._timing.archives(thread)]
        if not is_all_done:
            moments.append(now + RETRY_AFTER)
        elif self._has_more:
            return now
        return min((moment for moment in moments if moment > now), default=None)


def buttons_of(post: ThreadPost) -> tuple[Button, ...]:
    """Return the buttons below something that was said."""
    match post.kind:
        case PostKind.QUESTION:
            return (Button(REOPEN if post.is_answered else ANSWERED, post.number),)
        case PostKind.FEEDBACK:
            return (Button(RATE, post.thread), Button(RESULTS, post.thread))
    return ()


def _facts(session: Session) -> dict[str, object]:
    return {"title": session.title, "room": session.room, "starts": session.start, "ends": session.end}


def _digest(card: Card) -> str:
    return hashlib.sha256(repr((card.face, card.buttons)).encode("utf-8", "backslashreplace")).hexdigest()[
        :32
    ]
