"""Posts that their authors have edited: the same open space, which may be elsewhere now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces.intake.verdicts import STATES
from DiscordBot.features.open_spaces.models import OpenSpace, SeenPost, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.open_spaces.intake.verdicts import Judgement
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

EDITED = "Its author has edited the post."
OLDER_VERSION = "It was edited, and what it says now was read before."


async def seen_versions(session: AsyncSession, post: ReadPost) -> Sequence[SeenPost]:
    """Return what was read before of the other versions of a post, the newest first."""
    others = [version for version in post.versions if version != post.id]
    if not others:
        return ()
    rows = (await session.execute(select(SeenPost).where(col(SeenPost.id).in_(others)))).scalars().all()
    return sorted(rows, key=lambda row: -int(row.id))


def follow_edit(
    space: OpenSpace,
    post: ReadPost,
    extraction: Extraction,
    place: tuple[str | None, datetime | None],
    judgement: Judgement,
) -> None:
    """Let an open space say what its edited post says; `place` is its room and start (UTC) now.

    What a person has decided, or what everybody was reminded of, is not moved without a person.
    """
    is_moved = place != (space.room, space.start)
    is_clear = judgement.verdict in {Verdict.SCHEDULED, Verdict.WAITING}
    space.text, space.post_id, space.link, space.tweet_text = post.text, post.id, post.link, ""
    space.found_rooms = list(extraction.rooms)
    space.found_starts = [start.isoformat() for start in extraction.starts]
    space.highlights = [(one.start, one.end, one.what) for one in extraction.highlights]
    if is_clear and not is_moved and space.state is not State.REVIEW:
        return
    is_settled = space.decided_by is not None or space.state is State.REMINDED
    space.state = State.REVIEW if is_settled else STATES.get(judgement.verdict, State.REVIEW)
    space.reasons = [EDITED, *judgement.reasons]
    space.room, space.start = place
    space.revision += 1
