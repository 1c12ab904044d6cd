"""Posts that their authors have edited: the same open space, which may be elsewhere now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces.intake.verdicts import STATES
from DiscordBot.features.open_spaces.models import OpenSpace, SeenPost, State, Verdict, post_key
from DiscordBot.features.open_spaces.snapshot import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.open_spaces.intake.verdicts import Judgement
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

EDITED = "Its author has edited the post."
OLDER_VERSION = "It was edited, and what it says now was read before."


async def seen_versions(session: AsyncSession, network: str, post: ReadPost) -> Sequence[SeenPost]:
    """Return what was read before of the other versions of a post, the newest first."""
    others = [version for version in post.versions if version != post.id]
    if not others:
        return ()
    query = select(SeenPost).where(col(SeenPost.network) == network, col(SeenPost.id).in_(others))
    rows = (await session.execute(query)).scalars().all()
    return sorted(rows, key=lambda row: post.versions.index(row.id), reverse=True)


def is_older(seen: SeenPost, post: ReadPost) -> bool:
    """Tell whether a post is an earlier version of what was seen."""
    return post.versions.index(post.id) < post.versions.index(seen.id)


def says_the_same(space: OpenSpace, place: tuple[str | None, datetime | None], judgement: Judgement) -> bool:
    """Tell whether a post is as clear as before, and names the same place; see `follow_edit`."""
    is_clear = judgement.verdict in {Verdict.SCHEDULED, Verdict.WAITING}
    return is_clear and place == (space.room, space.start) and space.state is not State.REVIEW


def ask_again(space: OpenSpace, *, is_reposted: bool) -> None:
    """Let nobody approve, or have approved, words that they have not read, though the place is the same.

    `is_reposted` says that a post which a person has approved is shown once more without another look.
    """
    was_read = is_reposted and space.state is State.SCHEDULED and space.decided_by is not None
    if was_read or space.state in UNDECIDED:
        space.revision += 1


def follow_edit(
    space: OpenSpace,
    post: ReadPost,
    extraction: Extraction,
    place: tuple[str | None, datetime | None],
    judgement: Judgement,
    *,
    is_reposted: bool,
) -> None:
    """Let an open space say what its edited post says; `place` is its room and start (UTC) now.

    What a person has decided, or what everybody was reminded of, is not moved without a person. See
    `ask_again` for `is_reposted`.
    """
    is_same = says_the_same(space, place, judgement)
    if is_same:
        ask_again(space, is_reposted=is_reposted)
    space.text, space.tweet_text = post.text, ""
    if space.network is not None:
        space.post_id, space.post_key, space.link = post.id, post_key(space.network, post.id), post.link
    space.found_rooms = list(extraction.rooms)
    space.found_starts = [start.isoformat() for start in extraction.starts]
    space.highlights = [(one.start, one.end, one.what) for one in extraction.highlights]
    if is_same:
        return
    is_settled = space.decided_by is not None or space.state is State.REMINDED
    space.state = State.REVIEW if is_settled else STATES.get(judgement.verdict, State.REVIEW)
    space.reasons = [EDITED, *judgement.reasons]
    space.room, space.start = place
    space.revision += 1
