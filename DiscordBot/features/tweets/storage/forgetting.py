"""What the queue forgets after the conference: who did what, and which posts of others tweets were about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, delete, or_, select, update

from DiscordBot.features.tweets.models import Audit, Delivery, DeliveryStatus, Tweet, TweetStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

_UNSETTLED = (DeliveryStatus.WAITING, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
_REFERENCES = (col(Tweet.in_reply_to), col(Tweet.quote_of), col(Tweet.retweet_of))


async def forget_people(session: AsyncSession, before: datetime) -> None:
    """Forget who wrote or decided anything before that moment, why, and all that was noted about it."""
    nobody = {
        "author_id": None,
        "author_name": "",
        "edited_by": None,
        "decided_by": None,
        "reason": "",
        "note": "",
    }
    await session.execute(update(Tweet).where(col(Tweet.created_at) < before).values(**nobody))
    await session.execute(delete(Audit).where(col(Audit.at) < before))


async def forget_posts_of_others(session: AsyncSession, before: datetime) -> None:
    """Forget which posts older tweets answer, quote or repost, and the words of those that they repost.

    That a tweet is such a one stays known. What may still go out keeps its post until then; what still waits
    for an approval is cancelled, since nobody answers a post that is forgotten.
    """
    goes_out = select(Delivery.tweet_id).where(col(Delivery.status).in_(_UNSETTLED))
    may_go_out = (
        (col(Tweet.status) == TweetStatus.APPROVED)
        & or_(col(Tweet.not_after).is_(None), col(Tweet.not_after) > before)
        & col(Tweet.id).in_(goes_out)
    )
    is_old = (col(Tweet.created_at) < before) & ~may_go_out
    refers = or_(*(column.is_not(None) for column in _REFERENCES))
    waits = col(Tweet.status) == TweetStatus.PENDING
    await session.execute(update(Tweet).where(is_old, refers, waits).values(status=TweetStatus.CANCELLED))
    is_repost = col(Tweet.retweet_of).is_not(None)
    words = {"text": "", "texts": {}, "original_author": "", "original_link": ""}
    await session.execute(update(Tweet).where(is_old, is_repost).values(**words))
    for column in _REFERENCES:
        await session.execute(update(Tweet).where(is_old, column.is_not(None)).values({column: ""}))
