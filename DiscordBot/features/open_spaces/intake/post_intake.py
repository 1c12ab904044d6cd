"""From a post to its verdict, and to an open space if it announces one."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.intake.by_author import (
    announced_by_author,
    answered_by,
    coming_of_author,
    first_of,
)
from DiscordBot.features.open_spaces.intake.conflicts import conflicts_of
from DiscordBot.features.open_spaces.intake.edits import (
    EDITED,
    OLDER_VERSION,
    ask_again,
    follow_edit,
    is_older,
    says_the_same,
    seen_versions,
)
from DiscordBot.features.open_spaces.intake.joining import join_first, joined_by
from DiscordBot.features.open_spaces.intake.second_posts import corrected_by
from DiscordBot.features.open_spaces.intake.verdicts import STATES, Judgement, judge
from DiscordBot.features.open_spaces.limits import limit_reached
from DiscordBot.features.open_spaces.models import (
    IgnoredUser,
    OpenSpace,
    SeenPost,
    Verdict,
    post_key,
    user_key,
)
from DiscordBot.features.open_spaces.parsing.extract import extract
from DiscordBot.features.open_spaces.queries import near_in_time, row_of
from DiscordBot.features.open_spaces.snapshot import FINAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.conference import ConferenceRooms, Preferences
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

_OF_OURS = "It is the conference's own post."
_PRIVATE = "Not everybody may read it."
_RETWEET = "It is a retweet."
_IGNORED_AUTHOR = "Its author is ignored."
_REPEATED = "Its author has announced that already."
_JOINED = "It was announced elsewhere already, in the same room at the same time."


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
    """Stores each post of one `network` once, with its verdict and why."""

    database: Database
    clock: Clock
    _: KW_ONLY
    network: str
    preferences: Preferences
    rooms: ConferenceRooms

    async def take(self, post: ReadPost) -> int | None:
        """Store a post unless it is known; return the number of the open space that it changed, if any."""
        if post.content_warning:
            post = replace(post, text=f"{post.content_warning}\n{post.text}")
        # A day or an hour that it does not name is that of its writing, whenever it is read.
        extraction = extract(post.text, now=post.created_at, venue=self.rooms.venue())
        async with self.database.transaction() as session:
            known = await session.get(SeenPost, (self.network, post.id))
            if known is not None and known.text == post.text:
                return None
            if why := await _not_counting(session, self.network, post):
                await self._note(session, post, Judgement(Verdict.IGNORED, (why,)))
                return None
            versions = await seen_versions(session, self.network, post)
            if versions and is_older(versions[0], post):
                older = Judgement(Verdict.REPEATED, (OLDER_VERSION,))
                await self._note(session, post, older, versions[0].open_space_id)
                return None
            seen = [known, *versions] if known is not None else versions
            edited = next((one.open_space_id for one in seen if one.open_space_id is not None), None)
            if edited is not None:
                return await self._follow_edit(session, post, extraction, await row_of(session, edited))
            return await self._take_new(session, post, extraction)

    async def _take_new(self, session: AsyncSession, post: ReadPost, extraction: Extraction) -> int | None:
        """Take what is no edit; what was announced already makes no second open space."""
        if (first := await first_of(session, self.network, post, extraction)) is not None:
            await self._note(session, post, Judgement(Verdict.REPEATED, (_REPEATED,)), first.id)
            return None
        if (
            first := await join_first(session, self.network, post, extraction, _place(extraction))
        ) is not None:
            await self._note(session, post, Judgement(Verdict.JOINED, (_JOINED,)), first.id)
            return first.id
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
        joined = await joined_by(session, self.network, post)
        if joined is None:
            await self._note(session, post, edit, space.id)
            if space.state in FINAL:
                return None
            follow_edit(
                space, post, extraction, (room, start), judgement, is_reposted=self._is_reposted(auto_send)
            )
            return space.id
        joined.post_id, joined.link = post.id, post.link
        joined.room, joined.start = room, start
        if says_the_same(space, (room, start), judgement) or space.state in FINAL:
            await self._note(session, post, edit, space.id)
            ask_again(space, is_reposted=self._is_reposted(auto_send))
            return space.id
        # Names can be taken: whoever announced it first has not said so, and may be somebody else.
        space_id = await self._judge(session, post, extraction, instead_of=space)
        await session.delete(joined)
        return space_id

    def _is_reposted(self, auto_send: bool) -> bool:  # noqa: FBT001 - as it was read a moment ago
        return not auto_send and self.preferences.announce_as() == "retweet"

    async def _judge(
        self,
        session: AsyncSession,
        post: ReadPost,
        extraction: Extraction,
        *,
        instead_of: OpenSpace | None = None,
    ) -> int | None:
        """Store what a post announces; `instead_of` is what it announced before it was edited."""
        room, start = _place(extraction)
        conflicts = conflicts_of(room, start, await near_in_time(session, room, start), self.rooms.taken())
        coming = await coming_of_author(session, self.network, post, self.clock.now())
        corrected = instead_of or corrected_by(
            post, extraction, coming, await answered_by(session, self.network, post)
        )
        related = corrected or _most_likely(extraction, coming)
        announced = await announced_by_author(session, self.network, post)
        judgement = judge(
            extraction,
            conflicts,
            self.clock.now(),
            auto_send=self.preferences.auto_send(),
            follows=related is not None,
            corrects=corrected.id if corrected is not None else None,
            limit=limit_reached(announced, self.preferences, self.clock),
        )
        space_id = None
        if judgement.verdict in STATES:
            space = self._space(_Found(post, extraction, room, start, related), judgement)
            session.add(space)
            await session.flush()
            space_id = space.id
        await self._note(session, post, judgement, space_id)
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
            network=self.network,
            post_id=post.id,
            post_key=post_key(self.network, post.id),
            link=post.link,
            found_rooms=list(extraction.rooms),
            found_starts=[start.isoformat() for start in extraction.starts],
            highlights=[(one.start, one.end, one.what) for one in extraction.highlights],
            reasons=list(judgement.reasons),
            related_id=found.related.id if found.related is not None else None,
            created_at=self.clock.now(),
        )

    async def _note(
        self, session: AsyncSession, post: ReadPost, judgement: Judgement, open_space_id: int | None = None
    ) -> None:
        seen = SeenPost(
            network=self.network,
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
        # What was edited under the same id was seen before.
        await session.merge(seen)


def _place(extraction: Extraction) -> tuple[str | None, datetime | None]:
    """Return the room and the start (UTC) that a text names, None for what it does not name alone."""
    room = extraction.rooms[0] if len(extraction.rooms) == 1 else None
    start = extraction.starts[0].astimezone(UTC) if len(extraction.starts) == 1 else None
    return room, start


async def _not_counting(session: AsyncSession, network: str, post: ReadPost) -> str | None:
    """Return why a post does not count, whatever it says."""
    if post.is_own:
        return _OF_OURS
    if post.is_private:
        return _PRIVATE
    if post.retweet_of is not None or post.text.lstrip().upper().startswith("RT @"):
        return _RETWEET
    is_ignored = await session.get(IgnoredUser, user_key(network, post.author_username)) is not None
    return _IGNORED_AUTHOR if is_ignored else None


def _most_likely(extraction: Extraction, spaces: Sequence[OpenSpace]) -> OpenSpace | None:
    """Return which open space a post like "cancelled!" is about, most likely."""
    starts = {start.astimezone(UTC) for start in extraction.starts}
    return max(
        spaces,
        # The next one, if several are equally likely: they come by start, and max takes the first.
        key=lambda space: (space.room in extraction.rooms) + (space.start in starts),
        default=None,
    )
