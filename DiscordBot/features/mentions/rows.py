"""What the database knows of mentions. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select, update

from DiscordBot.core.database import set_value
from DiscordBot.discord_ui.cards.rows import FINAL, is_unfinished
from DiscordBot.features.mentions.models import Mention, MentionAudit, MentionStatus
from DiscordBot.features.mentions.snapshot import MentionSnapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import ReadPost

_MARK = "mentions.mark.{}"


@dataclass(frozen=True)
class MentionRows:
    """Reading mentions, and storing new ones."""

    database: Database

    async def mark(self, network: str) -> str | None:
        """Return how far mentions on a network were read, as that says it."""
        mark: str | None = await self.database.remembered(_MARK.format(network))
        return mark

    async def store(self, network: str, posts: Sequence[ReadPost], mark: str, now: datetime) -> int:
        """Store posts that are not known yet, the oldest first, and how far a network was read.

        Returns how many were new.
        """
        ids = [version for post in posts for version in (post.id, *post.versions)]
        new: list[Mention] = []
        async with self.database.transaction() as session:
            keys = [post_key(network, post_id) for post_id in ids]
            query = select(Mention).where(col(Mention.post_key).in_(keys))
            known = {row.post_id: row for row in (await session.execute(query)).scalars()}
            for post in posts:
                row = next((known[one] for one in (post.id, *post.versions) if one in known), None)
                if row is None:
                    row = _row(network, post, now)
                    new.append(row)
                elif _says_else(post, row) and _is_newer(post, row):
                    # The author has edited it.
                    row.post_key, row.post_id = post_key(network, post.id), post.id
                    row.text, row.link, row.content_warning = post.text, post.link, post.content_warning
                known |= dict.fromkeys((post.id, *post.versions), row)
            session.add_all(new)
            await set_value(session, _MARK.format(network), mark)
        return len(new)

    async def get(self, mention_id: int) -> MentionSnapshot | None:
        """Return one mention, None if there is none with this number."""
        return next(iter(await self._snapshots(col(Mention.id) == mention_id)), None)

    async def in_state(self, statuses: Collection[MentionStatus]) -> tuple[MentionSnapshot, ...]:
        """Return the mentions in one of these states, the newest first."""
        return tuple(reversed(await self._snapshots(col(Mention.status).in_(statuses))))

    async def counts(self) -> Mapping[tuple[str, MentionStatus], int]:
        """Return how many mentions of each network are in each state."""
        what = (col(Mention.network), col(Mention.status))
        query = select(*what, func.count()).group_by(*what)
        async with self.database.read() as session:
            return {(row[0], row[1]): row[2] for row in await session.execute(query)}

    async def answered(self) -> tuple[int, ...]:
        """Return those mentions whose fate hangs on a tweet."""
        is_open = col(Mention.status).in_(
            (MentionStatus.REPLYING, MentionStatus.OPEN, MentionStatus.ASSIGNED)
        )
        return tuple(
            mention.id for mention in await self._snapshots(is_open, col(Mention.tweet_id).is_not(None))
        )

    async def unfinished(self) -> tuple[MentionSnapshot, ...]:
        """Return the mentions whose cards may have something new to show, the oldest first."""
        return await self._snapshots(is_unfinished(Mention))

    async def forget_personal_data(self) -> None:
        """Delete what people wrote and who they are, here and there; which posts were seen stays known.

        Cards are left to be shown anew; those that are not there yet will not be posted.
        """
        nobody = {"author_name": "", "author_username": "", "assigned_to": None, "decided_by": None}
        nothing = {"text": "", "link": "", "pictures": [], "problem": ""}
        nothing |= {"about_link": "", "content_warning": ""}
        # Whoever presses a button later, or denies an answer, is noted once more.
        is_known = (
            (col(Mention.text) != "")
            | (col(Mention.problem) != "")
            | col(Mention.assigned_to).is_not(None)
            | col(Mention.decided_by).is_not(None)
        )
        has_card = col(Mention.card_message).is_not(None)
        await self._change(is_known & has_card, **nobody, **nothing, card_shown="")
        await self._change(is_known, **nobody, **nothing, card_shown=f"{FINAL}forgotten")
        async with self.database.transaction() as session:
            await session.execute(update(MentionAudit).values(actor_id=None))

    async def _snapshots(self, *conditions: ColumnElement[bool]) -> tuple[MentionSnapshot, ...]:
        async with self.database.read() as session:
            rows = await session.execute(select(Mention).where(*conditions).order_by(col(Mention.id)))
            return tuple(snapshot_of(row) for row in rows.scalars())

    async def _change(self, condition: ColumnElement[bool], **values: Any) -> None:  # noqa: ANN401 - columns
        async with self.database.transaction() as session:
            await session.execute(update(Mention).where(condition).values(**values))


def snapshot_of(row: Mention) -> MentionSnapshot:
    """Return a row's values."""
    values = {field.name: getattr(row, field.name) for field in fields(MentionSnapshot)}
    return MentionSnapshot(**{**values, "pictures": tuple(row.pictures)})


def _says_else(post: ReadPost, row: Mention) -> bool:
    return (post.text, post.content_warning) != (row.text, row.content_warning)


def _is_newer(post: ReadPost, row: Mention) -> bool:
    """Tell whether a post is no older version of what is stored, and that was not forgotten."""
    versions = post.versions or (post.id,)
    is_older = row.post_id in versions and versions.index(row.post_id) > versions.index(post.id)
    return bool(row.text) and not is_older


def post_key(network: str, post_id: str) -> str:
    """Return what no other post of any network has."""
    return f"{network}:{post_id}"


def _row(network: str, post: ReadPost, now: datetime) -> Mention:
    return Mention(
        post_key=post_key(network, post.id),
        network=network,
        post_id=post.id,
        text=post.text,
        author_name=post.author_name,
        author_username=post.author_username,
        link=post.link,
        pictures=list(post.pictures),
        answers_own=post.answers_own,
        quotes_own=post.quotes_own,
        in_reply_to=post.in_reply_to,
        quote_of=post.quote_of,
        about_link=post.about_link,
        is_private=post.is_private,
        content_warning=post.content_warning,
        posted_at=post.created_at,
        seen_at=now,
    )
