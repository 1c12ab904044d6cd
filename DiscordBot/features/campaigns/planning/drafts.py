"""Campaigns before they are created: stored with all that their texts and times follow from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.models import Campaign, CampaignKind, CampaignRule, CampaignState
from DiscordBot.features.campaigns.storage.rows import too_late

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.campaigns.planning.planner import Planner, Previewed
    from DiscordBot.features.campaigns.storage.rows import CampaignRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A campaign as an organiser wants it; `start` is aware, empty filters take all.

    `rule` and `lead_minutes` are those of `models.Campaign`.
    """

    name: str
    kind: CampaignKind
    start: datetime
    interval_minutes: int
    rule: CampaignRule = CampaignRule.FIXED
    lead_minutes: int = 0
    random_minutes: int = 0
    track: str = ""
    session_type: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Previews that can be created later. `new_seed` gives any number below 2**31.

    Methods raise `CampaignError`s, whose messages are for people.
    """

    clock: Clock
    rows: CampaignRows
    planner: Planner
    new_seed: Callable[[], int]

    async def begin(self, request: Request, template: str) -> Previewed:
        """Store a draft and return its preview."""
        if request.rule is not CampaignRule.FIXED and request.kind is not CampaignKind.SESSIONS:
            raise CampaignError("Sponsors have no times and no schedule. Give a start like tomorrow 9:00.")
        campaign = Campaign(
            name=request.name,
            kind=request.kind,
            track=request.track,
            session_type=request.session_type,
            level=request.level,
            template=template,
            rule=request.rule,
            lead_minutes=request.lead_minutes,
            start_at=request.start.replace(microsecond=0),
            interval_minutes=request.interval_minutes,
            random_minutes=request.random_minutes,
            seed=self.new_seed(),
            created_at=self.clock.now(),
        )
        return await self._shown(await self.rows.add(campaign))

    async def with_template(self, campaign_id: int, template: str) -> Previewed:
        """Give a draft another template and return its preview."""
        return await self._shown(await self.rows.change(await self.get(campaign_id), template=template))

    async def with_new_seed(self, campaign_id: int) -> Previewed:
        """Choose a draft's random times and variants anew and return its preview."""
        draft = await self.get(campaign_id)
        return await self._shown(await self.rows.change(draft, seed=self.new_seed()))

    async def preview(self, campaign_id: int) -> Previewed:
        """Return the preview of a draft as it is now."""
        return await self._shown(await self.get(campaign_id))

    async def get(self, campaign_id: int) -> Campaign:
        """Return a draft. Raises `CampaignError` if it is none any more."""
        campaign = await self.rows.get(campaign_id)
        if campaign.state is not CampaignState.DRAFT:
            raise CampaignError(too_late(campaign))
        return campaign

    async def template(self, campaign_id: int) -> str:
        """Return the template of a campaign, which may be a draft or long over."""
        return (await self.rows.get(campaign_id)).template

    async def _shown(self, draft: Campaign) -> Previewed:
        previewed = await self.planner.previewed(draft)
        if previewed.digest != draft.digest:
            await self.rows.note_digest(draft.number, previewed.digest)
        return previewed
