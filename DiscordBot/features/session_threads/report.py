"""What the report after the conference tells of questions and feedback; of all sessions together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from DiscordBot.core.report import ReportPart
from DiscordBot.features.session_threads.models import PostKind, PostState, SessionRating, ThreadPost

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


async def report(database: Database) -> tuple[ReportPart, ...]:
    """Count questions that were asked by form, and how sessions were rated on the whole."""
    questions = (
        select(col(ThreadPost.is_answered), func.count())
        .where(col(ThreadPost.kind) == PostKind.QUESTION, col(ThreadPost.state) == PostState.SENT)
        .group_by(col(ThreadPost.is_answered))
    )
    ratings = select(func.count(), func.sum(col(SessionRating.stars)))
    async with database.read() as session:
        asked: Counter[bool] = Counter()
        for is_answered, number in (await session.execute(questions)).all():
            asked[is_answered] += number
        count, stars = (await session.execute(ratings)).one()
    numbers = [
        ("Questions asked", f"{asked.total():,}"),
        ("Marked as answered", f"{asked[True]:,}"),
        ("Ratings of sessions", f"{count:,}"),
    ]
    if count:
        numbers.append(("Stars on average, of 5", f"{stars / count:.1f}"))
    return (ReportPart(title="Questions and feedback", numbers=tuple(numbers)),)
