"""What is deleted when the conference is long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import delete, update

from DiscordBot.features.open_spaces.models import IgnoredUser, OpenSpace, SeenPost

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def forget_people(session: AsyncSession) -> None:
    """Delete the posts, their authors and what members said; when something was where stays known."""
    await session.execute(delete(SeenPost))
    await session.execute(delete(IgnoredUser))
    await session.execute(
        update(OpenSpace).values(
            text="",
            author_name="",
            author_username="",
            user_id=None,
            post_id=None,
            link="",
            highlights=[],
            decided_by=None,
            decided_by_name="",
            decision="",
        )
    )
