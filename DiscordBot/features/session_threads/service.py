"""What people do in the threads: ask, mark as answered, rate. Raises `ThreadError`s in their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.session_threads.errors import ThreadError
from DiscordBot.features.session_threads.models import PostKind, ThreadState
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.session_threads.models import SessionThread, ThreadPost
    from DiscordBot.features.session_threads.rating_rows import RatingRows
    from DiscordBot.features.session_threads.ratings import Results
    from DiscordBot.features.session_threads.rows import ThreadRows

MOST_QUESTIONS = 10
"""So many may one person ask in one thread."""
LONGEST_COMMENT = 300
STARS = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts; `is_staff` are organisers and volunteers."""

    id: int
    is_organizer: bool = False
    is_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionThreadService:
    """The front door of buttons and forms. `wake` lets what was asked be posted.

    `has_pages` tells whether sessions have a page for feedback in pretalx.
    """

    clock: Clock
    rows: ThreadRows
    ratings: RatingRows
    sessions: Callable[[], Sequence[Session]]
    wake: Callable[[], object]
    has_pages: bool

    async def open_thread(self, number: int) -> SessionThread:
        """Return a thread in which questions can be asked."""
        thread = await self._thread(number)
        if thread.state is not ThreadState.OPEN or thread.is_cancelled or thread.ends <= self.clock.now():
            raise ThreadError(
                tr("This session is over, or it was cancelled: no more questions can be asked.")
            )
        return thread

    async def ask(self, number: int, person: Person, text: str) -> SessionThread:
        """Let a question be posted without the name of whoever asks it."""
        thread = await self.open_thread(number)
        text = text.strip()
        if not text:
            raise ThreadError(tr("Please write your question."))
        if await self.rows.ask(number, person.id, text, MOST_QUESTIONS) is None:
            told = tr(
                "You have asked {number} questions about this session, which is as many as there may be."
            )
            raise ThreadError(told.format(number=MOST_QUESTIONS))
        self.wake()
        return thread

    async def mark(self, number: int, person: Person, *, is_answered: bool) -> ThreadPost:
        """Mark a question as answered, or as open again; for staff, and for those who speak there."""
        post = await self.rows.post(number)
        thread = None if post is None else await self.rows.get(post.thread)
        if thread is None:
            raise ThreadError(tr("There is no such question any more."))
        if not person.is_staff and person.id not in thread.speaker_ids:
            raise ThreadError(tr("The speakers, volunteers and organisers mark questions as answered."))
        marked = await self.rows.answered(number, is_answered=is_answered)
        if marked is None:
            raise ThreadError(tr("There is no such question any more."))
        return marked

    async def asker(self, number: int) -> int:
        """Return who has asked a question: for organisers, against abuse."""
        post = await self.rows.post(number)
        if post is None or post.kind is not PostKind.QUESTION or post.asker_id is None:
            raise ThreadError(
                tr("There is no question with this number. It stands in the last line of the question.")
            )
        return post.asker_id

    async def rated_thread(self, number: int) -> SessionThread:
        """Return a thread whose session can be rated."""
        thread = await self._thread(number)
        if self.clock.now() < thread.starts:
            raise ThreadError(tr("You can rate this session once it has begun."))
        return thread

    async def rate(self, number: int, person: Person, stars: int, comment: str) -> str:
        """Store a rating; return the address of the session's page for feedback, if there is one."""
        thread = await self.rated_thread(number)
        # Nothing keeps a forged form to what it offered.
        if stars not in STARS:
            raise ThreadError(tr("Rate this session from 1 to 5. Nobody is told who rated how."))
        comment = " ".join(comment.split())[:LONGEST_COMMENT]
        if not await self.ratings.rate(thread.session_key, person.id, stars, comment):
            raise ThreadError(
                tr(
                    "You have rated this session already. Nobody knows which rating is yours, so it stays as "
                    "it is."
                )
            )
        return self._feedback_page(thread)

    async def results(self, number: int, person: Person) -> tuple[SessionThread, Results]:
        """Return how a session was rated: for those who speak there, and organisers."""
        thread = await self._thread(number)
        if not person.is_organizer and person.id not in thread.speaker_ids:
            raise ThreadError(tr("The speakers of this session and the organisers see how it was rated."))
        return thread, await self.ratings.results(thread.session_key)

    async def delete_personal_data(self) -> None:
        """Delete everything."""
        await self.rows.forget_everything()
        await self.ratings.forget_everything()

    def _feedback_page(self, thread: SessionThread) -> str:
        session = next((one for one in self.sessions() if one.key == thread.session_key), None)
        url = session.url.rstrip("/") if session is not None else ""
        return f"{url}/feedback/" if self.has_pages and url else ""

    async def _thread(self, number: int) -> SessionThread:
        thread = await self.rows.get(number)
        if thread is None:
            raise ThreadError(tr("There is no such session any more."))
        return thread
