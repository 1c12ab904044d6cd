"""From a post to its verdict, and to an open space if it announces one."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from sqlmodel import col, select

from DiscordBot.features.open_spaces.intake.conflicts import OCCUPYING, conflicts_of
from DiscordBot.features.open_spaces.intake.edits import EDITED, OLDER_VERSION, follow_edit, seen_versions
from DiscordBot.features.open_spaces.intake.second_posts import corrected_by
from DiscordBot.features.open_spaces.intake.verdicts import STATES, Judgement, judge
from DiscordBot.features.open_spaces.limits import limit_reached
from DiscordBot.features.open_spaces.models import IgnoredUser, OpenSpace, SeenPost, State, Verdict
from DiscordBot.features.open_spaces.parsing.extract import Kind, extract
from DiscordBot.features.open_spaces.queries import near_in_time, row_of
from DiscordBot.features.open_spaces.snapshot import FINAL, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import ConferenceRooms, Preferences
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

_OF_OURS = "It is the conference's own post."
_RETWEET = "It is a retweet."
_IGNORED_AUTHOR = "Its author is ignored."
_REPEATED = "Its author has announced that already."


@dataclass(frozen=True, slots=True)
class _Found:
    """What a post says, and where it leads; all that an open space is made of."""

    post: ReadPost
    extraction: Extraction
    room: str | None
    start: datetime | None
    related: OpenSpace | None


@dataclass(frozen=True, slots=True)
class PostIntake:
    """Stores each post once, with its verdict and why."""

    database: Database
    clock: Clock
    _: KW_ONLY
    preferences: Preferences
    rooms: ConferenceRooms

    async def take(self, post: ReadPost) -> int | None:
        """Store a post unless it is known; return the number of the open space that it made, if any."""
        # A day or an hour that it does not name is that of its writing, whenever it is read.
        extraction = extract(post.text, now=post.created_at, venue=self.rooms.venue())
        async with self.database.transaction() as session:
            if await session.get(SeenPost, post.id) is not None:
                return None
            if why := await _not_counting(session, post):
                session.add(self._seen(post, Judgement(Verdict.IGNORED, (why,))))
                return None
            versions = await seen_versions(session, post)
            if versions and int(versions[0].id) > int(post.id):
                older = Judgement(Verdict.REPEATED, (OLDER_VERSION,))
                session.add(self._seen(post, older, versions[0].open_space_id))
                return None
            edited = next((seen.open_space_id for seen in versions if seen.open_space_id is not None), None)
            if edited is not None:
                return await self._follow_edit(session, post, extraction, await row_of(session, edited))
            if (first := await _first_of(session, post, extraction)) is not None:
                repeated = Judgement(Verdict.REPEATED, (_REPEATED,))
                session.add(self._seen(post, repeated, first.id))
                return None
            return await self._judge(session, post, extraction)

    async def _follow_edit(
        self, session: AsyncSession, post: ReadPost, extraction: Extraction, space: OpenSpace
    ) -> int | None:
        """Bring an open space in line with its edited post; return its number if it is still to come."""
        room, start = _place(extraction)
        others = await near_in_time(session, room, start)
        conflicts = conflicts_of(room, start, others, self.rooms.taken(), space.id)
        auto_send = self.preferences.auto_send()
        judgement = judge(extraction, conflicts, self.clock.now(), auto_send=auto_send, follows=True)
        edit = Judgement(judgement.verdict, (EDITED, *judgement.reasons))
        session.add(self._seen(post, edit, space.id))
        if space.state in FINAL:
            return None
        follow_edit(space, post, extraction, (room, start), judgement)
        return space.id

    async def _judge(self, session: AsyncSession, post: ReadPost, extraction: Extraction) -> int | None:
        room, start = _place(extraction)
        conflicts = conflicts_of(room, start, await near_in_time(session, room, start), self.rooms.taken())
        coming = await _coming_of_author(session, post, self.clock.now())
        corrected = corrected_by(post, extraction, coming)
        related = corrected or _most_likely(extraction, coming)
        judgement = judge(
            extraction,
            conflicts,
            self.clock.now(),
            auto_send=self.preferences.auto_send(),
            follows=related is not None,
            corrects=corrected.id if corrected is not None else None,
            limit=limit_reached(await _announced_by(session, post), self.preferences, self.clock),
        )
        space_id = None
        if judgement.verdict in STATES:
            space = self._space(_Found(post, extraction, room, start, related), judgement)
            session.add(space)
            await session.flush()
            space_id = space.id
        session.add(self._seen(post, judgement, space_id))
        return space_id

    def _space(self, found: _Found, judgement: Judgement) -> OpenSpace:
        post, extraction = found.post, found.extraction
        return OpenSpace(
            state=STATES[judgement.verdict],
            room=found.room,
            start=found.start,
            text=post.text,
            author_name=post.author_name,
            author_username=post.author_username,
            post_id=post.id,
            link=post.link,
            found_rooms=list(extraction.rooms),
            found_starts=[start.isoformat() for start in extraction.starts],
            highlights=[(one.start, one.end, one.what) for one in extraction.highlights],
            reasons=list(judgement.reasons),
            related_id=found.related.id if found.related is not None else None,
            created_at=self.clock.now(),
        )

    def _seen(self, post: ReadPost, judgement: Judgement, open_space_id: int | None = None) -> SeenPost:
        return SeenPost(
            id=post.id,
            author_name=post.author_name,
            author_username=post.author_username,
            text=post.text,
            link=post.link,
            created_at=post.created_at,
            seen_at=self.clock.now(),
            verdict=judgement.verdict,
            why=" ".join(judgement.reasons) or "It names one room and one time.",
            open_space_id=open_space_id,
        )


def _place(extraction: Extraction) -> tuple[str | None, datetime | None]:
    """Return the room and the start (UTC) that a text names, None for what it does not name alone."""
    room = extraction.rooms[0] if len(extraction.rooms) == 1 else None
    start = extraction.starts[0].astimezone(UTC) if len(extraction.starts) == 1 else None
    return room, start


async def _not_counting(session: AsyncSession, post: ReadPost) -> str | None:
    """Return why a post does not count, whatever it says."""
    if post.is_own:
        return _OF_OURS
    if post.retweet_of is not None or post.text.lstrip().upper().startswith("RT @"):
        return _RETWEET
    is_ignored = await session.get(IgnoredUser, post.author_username.casefold()) is not None
    return _IGNORED_AUTHOR if is_ignored else None


async def _first_of(session: AsyncSession, post: ReadPost, extraction: Extraction) -> OpenSpace | None:
    """Return the open space that a post only repeats.

    What was denied is not up for another decision because its author insists.
    """
    if extraction.kind is Kind.SCHEDULE:
        same = (
            (col(OpenSpace.room) == extraction.rooms[0])
            & (col(OpenSpace.start) == extraction.starts[0].astimezone(UTC))
            & col(OpenSpace.state).in_((*OCCUPYING, State.DENIED))
        )
        return next(iter(await _of_author(session, post, same)), None)
    in_review = await _of_author(session, post, col(OpenSpace.state) == State.REVIEW)
    return next((space for space in in_review if space.text.split() == post.text.split()), None)


async def _coming_of_author(session: AsyncSession, post: ReadPost, now: datetime) -> Sequence[OpenSpace]:
    """Return what the author of a post has announced and is still to come, by start."""
    held = col(OpenSpace.state).in_((*PUBLIC, State.WAITING, State.CONFLICT)) & (col(OpenSpace.start) > now)
    return await _of_author(session, post, held)


async def _announced_by(session: AsyncSession, post: ReadPost) -> Sequence[OpenSpace]:
    """Return what the author of a post has announced; what nobody has understood does not count yet."""
    return await _of_author(session, post, col(OpenSpace.state).not_in((State.CANCELLED, State.REVIEW)))


def _most_likely(extraction: Extraction, spaces: Sequence[OpenSpace]) -> OpenSpace | None:
    """Return which open space a post like "cancelled!" is about, most likely."""
    starts = {start.astimezone(UTC) for start in extraction.starts}
    return max(
        spaces,
        # The next one, if several are equally likely: they come by start, and max takes the first.
        key=lambda space: (space.room in extraction.rooms) + (space.start in starts),
        default=None,
    )


async def _of_author(
    session: AsyncSession, post: ReadPost, condition: ColumnElement[bool]
) -> Sequence[OpenSpace]:
    # Without a name nobody knows whether two authors are the same.
    if not post.author_username:
        return ()
    mine = (col(OpenSpace.author_username) == post.author_username) & condition
    return (
        (await session.execute(select(OpenSpace).where(mine).order_by(col(OpenSpace.start)))).scalars().all()
    )
