from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from DiscordBot.features.session_threads.models import (
    PostKind,
    PostState,
    SessionRating,
    SessionThread,
    ThreadPost,
)
from DiscordBot.features.session_threads.report import report

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

NOON = datetime(2027, 7, 14, 12, tzinfo=UTC)


async def test_questions_and_ratings_are_counted_and_nobody_is_named(database: Database) -> None:
    await database.start()
    async with database.transaction() as session:
        thread = SessionThread(session_key="A-1", title="Typing", room="S1", starts=NOON, ends=NOON)
        session.add(thread)
        await session.flush()
        session.add_all(
            ThreadPost(
                thread=thread.number,
                kind=kind,
                state=state,
                text="Why?",
                asker_id=7,
                at=NOON,
                is_answered=answered,
            )
            for kind, state, answered in (
                (PostKind.QUESTION, PostState.SENT, True),
                (PostKind.QUESTION, PostState.SENT, False),
                (PostKind.QUESTION, PostState.WAITING, False),
                (PostKind.CHANGE, PostState.SENT, False),
            )
        )
        session.add_all(SessionRating(id=n, session_key="A-1", stars=n, comment="no") for n in (3, 4, 5))

    (part,) = await report(database)

    assert part.numbers == (
        ("Questions asked", "2"),
        ("Marked as answered", "1"),
        ("Ratings of sessions", "3"),
        ("Stars on average, of 5", "4.0"),
    )


async def test_without_any_there_is_no_average(database: Database) -> None:
    await database.start()
    (part,) = await report(database)
    assert part.numbers[-1] == ("Ratings of sessions", "0")
