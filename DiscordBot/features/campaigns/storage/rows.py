"""Campaigns in the database. What takes no session is one transaction; what is returned is read only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, delete, select, update

from DiscordBot.discord_ui.cards.rows import is_unfinished
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.campaigns.errors import CampaignError, NoSuchCampaignError
from DiscordBot.features.campaigns.models import Campaign, CampaignRule, CampaignState
from DiscordBot.features.campaigns.planning.typed_options import campaign_number
from DiscordBot.features.tweets.storage.locked_tweets import LARGEST_ID

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.database import Database

_ALIVE = (CampaignState.WAITING, CampaignState.QUEUED)


class CampaignRows:
    """The table of campaigns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, campaign: Campaign) -> Campaign:
        """Store a draft."""
        async with self._database.transaction() as session:
            session.add(campaign)
        return campaign

    async def get(self, campaign_id: int) -> Campaign:
        """Return a campaign. Raises `NoSuchCampaignError`."""
        if not 0 < campaign_id <= LARGEST_ID:
            raise NoSuchCampaignError
        async with self._database.read() as session:
            campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NoSuchCampaignError
        return campaign

    async def all(self) -> list[Campaign]:
        """Return every campaign and draft, the newest first."""
        async with self._database.read() as session:
            query = select(Campaign).order_by(col(Campaign.id).desc())
            return list((await session.execute(query)).scalars().all())

    async def with_unfinished_cards(self) -> list[Campaign]:
        """Return the campaigns whose cards may have something new to show, the oldest first."""
        query = select(Campaign).where(
            is_unfinished(Campaign),
            col(Campaign.state) != CampaignState.DRAFT,
            col(Campaign.state).in_(_ALIVE) | col(Campaign.card_message).is_not(None),
        )
        async with self._database.read() as session:
            return list((await session.execute(query.order_by(col(Campaign.id)))).scalars().all())

    async def find(self, typed: str) -> int:
        """Return the number of the newest campaign of this name, or the number that is meant.

        Raises `NoSuchCampaignError` for what is neither.
        """
        name = " ".join(typed.split()).casefold()
        named = [campaign.number for campaign in await self.all() if campaign.name.casefold() == name]
        return named[0] if named else campaign_number(typed)

    async def change(self, campaign: Campaign, **values: Any) -> Campaign:  # noqa: ANN401 - columns
        """Change a draft, if it is still as it was read, and return it. Raises `CampaignError`."""
        async with self._database.transaction() as session:
            await self._change(session, campaign, revision=campaign.revision + 1, **values)
        return await self.get(campaign.number)

    async def by_rule(self) -> list[Campaign]:
        """Return those whose times follow from the schedule and that are not cancelled, the oldest first."""
        query = select(Campaign).where(
            col(Campaign.state).in_(_ALIVE), col(Campaign.rule) != CampaignRule.FIXED
        )
        async with self._database.read() as session:
            return list((await session.execute(query.order_by(col(Campaign.id)))).scalars().all())

    async def begin(self, session: AsyncSession, campaign: Campaign, start_at: datetime) -> bool:
        """Let a campaign begin that waited for a release, inside a transaction; tell whether it did wait."""
        waits = (col(Campaign.id) == campaign.number) & (col(Campaign.state) == CampaignState.WAITING)
        begun = update(Campaign).where(waits).values(state=CampaignState.QUEUED, start_at=start_at)
        return bool((await session.execute(begun.returning(col(Campaign.id)))).all())

    async def is_queued(self, session: AsyncSession, campaign: Campaign) -> bool:
        """Tell inside a transaction whether a campaign is still queued, and not cancelled."""
        found = await session.get(Campaign, campaign.number)
        return found is not None and found.state is CampaignState.QUEUED

    async def note_release(self, campaign_id: int, release: str) -> None:
        """Note that a campaign waits for the next release after this one."""
        await self._update(campaign_id, release=release)

    async def queue(self, session: AsyncSession, campaign: Campaign, **values: Any) -> None:  # noqa: ANN401 - columns
        """Make of a draft a queued or waiting one, once, inside a transaction. Raises `CampaignError`."""
        clash = col(Campaign.live_name) == values["live_name"]
        if values["live_texts"] is not None:
            clash |= col(Campaign.live_texts) == values["live_texts"]
        query = select(Campaign).where(clash, col(Campaign.id) != campaign.number)
        other = (await session.execute(query)).scalars().first()
        if other is not None:
            raise CampaignError(_clash(other, values["live_name"]))
        await self._change(session, campaign, **values)

    async def cancel(self, campaign_id: int) -> None:
        """Note that a campaign is cancelled; another one may say the same from now on."""
        await self._update(campaign_id, state=CampaignState.CANCELLED, live_name=None, live_texts=None)

    async def note_digest(self, campaign_id: int, digest: str) -> None:
        """Note which preview was shown last."""
        await self._update(campaign_id, digest=digest)

    async def forget_drafts(self, before: datetime) -> None:
        """Delete drafts that were begun before that moment."""
        is_old = (col(Campaign.state) == CampaignState.DRAFT) & (col(Campaign.created_at) < before)
        async with self._database.transaction() as session:
            await session.execute(delete(Campaign).where(is_old))

    async def forget_people(self) -> tuple[int, ...]:
        """Forget who created the campaigns; return those of which it was known, whose cards say it too."""
        known = update(Campaign).where(col(Campaign.queued_by).is_not(None))
        changed = known.values(queued_by=None, card_shown="").returning(col(Campaign.id))
        async with self._database.transaction() as session:
            found = (await session.execute(changed)).scalars()
            return tuple(campaign_id for campaign_id in found if campaign_id is not None)

    async def _change(self, session: AsyncSession, campaign: Campaign, **values: Any) -> None:  # noqa: ANN401 - columns
        as_read = (
            (col(Campaign.id) == campaign.number)
            & (col(Campaign.state) == CampaignState.DRAFT)
            & (col(Campaign.revision) == campaign.revision)
        )
        changed = update(Campaign).where(as_read).values(**values).returning(col(Campaign.id))
        if not (await session.execute(changed)).all():
            present = await session.get(Campaign, campaign.number)
            raise NoSuchCampaignError if present is None else CampaignError(too_late(present))

    async def _update(self, campaign_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
        async with self._database.transaction() as session:
            await session.execute(update(Campaign).where(col(Campaign.id) == campaign_id).values(**values))


def too_late(campaign: Campaign) -> str:
    """Return why nothing can be done any more with what somebody took for a draft."""
    if campaign.state is CampaignState.DRAFT:
        return "Somebody has changed this draft a moment ago. Please look at its preview again."
    who = "" if campaign.queued_by is None else f" by <@{campaign.queued_by}>"
    when = "" if campaign.queued_at is None else f" {time_stamp(campaign.queued_at, 'R')}"
    return f"This campaign was created already{who}{when}. See `/campaign list`."


def _clash(other: Campaign, live_name: str) -> str:
    if other.live_name == live_name:
        return (
            f"There is a campaign with this name already (#{other.id}). "
            "Cancel that one, or preview this one under another name."
        )
    return (
        f"Campaign #{other.id} has exactly these texts already, and X refuses the same text twice. "
        "Cancel that one, or change the template."
    )
