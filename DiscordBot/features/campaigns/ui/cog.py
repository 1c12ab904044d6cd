"""Campaigns on Discord: commands, cards, and what happens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.face import CardFace, CardField
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.discord_ui.texts.limits import CHOICES, OPTION, fit_choices
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.campaigns.models import CampaignKind, CampaignRule
from DiscordBot.features.campaigns.planning import typed_options as options
from DiscordBot.features.campaigns.planning.drafts import Request
from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.campaigns.texts.card_text import line
from DiscordBot.features.campaigns.texts.pagination import block, joined, pages_of_fields
from DiscordBot.features.campaigns.texts.template_choice import starter_called
from DiscordBot.features.campaigns.texts.words import about, begins, counts, pace
from DiscordBot.features.tweets.ui.card_buttons import refusals
from DiscordBot.templating.starters import STARTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.campaigns.planning.drafts import Drafts
    from DiscordBot.features.campaigns.planning.selection import Catalogue
    from DiscordBot.features.campaigns.rule_follower import RuleFollower
    from DiscordBot.features.campaigns.service import CampaignService
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot
    from DiscordBot.features.campaigns.storage.rows import CampaignRows
    from DiscordBot.features.campaigns.ui.card_buttons import CampaignControls
    from DiscordBot.features.campaigns.ui.pages import CampaignPages
    from DiscordBot.features.campaigns.ui.previews import CampaignPreviews

CARDS_JOB = "campaign cards"
TIDY_JOB = "old drafts of campaigns"
LOOK_EVERY = timedelta(minutes=1)
TIDY_EVERY = timedelta(hours=6)
DRAFTS_LAST = timedelta(days=7)

Name = app_commands.Range[str, 1, 60]
Typed = app_commands.Range[str, 0, 100]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignsParts:
    """What the cogs work with; `kinds` are all its buttons and selects."""

    config: Config
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    catalogue: Catalogue
    rows: CampaignRows
    drafts: Drafts
    service: CampaignService
    cards: CardKeeper[CampaignSnapshot]
    previews: CampaignPreviews
    pages: CampaignPages
    controls: CampaignControls
    follower: RuleFollower

    @property
    def kinds(self) -> tuple[type[discord.ui.DynamicItem[Any]], ...]:
        """All kinds of buttons and selects, to be registered by `bot.add_dynamic_items`."""
        return (*self.controls.kinds.values(), *self.previews.kinds, *self.pages.kinds)


class CampaignsCog(CardCog, FeatureCog):
    """Keeps the cards true."""

    def __init__(self, bot: ConferenceBot, parts: CampaignsParts) -> None:
        self._bot = bot
        self._parts = parts
        self.cards = parts.cards

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again."""
        self._bot.add_dynamic_items(*self._parts.kinds)

    async def begin(self) -> None:
        """Show the truth on all cards."""
        self._bot.in_background(self._parts.cards.begin(), CARDS_JOB)
        self._parts.scheduler.every(LOOK_EVERY, CARDS_JOB, self._parts.cards.look)
        self._parts.follower.wake()
        self._parts.scheduler.every(TIDY_EVERY, TIDY_JOB, self._tidy)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many campaigns there are."""
        statuses = [snapshot.status for snapshot in await self._parts.service.snapshots()]
        alive = (Status.WAITING, Status.RUNNING, Status.PAUSED)
        told = [f"{statuses.count(status)} {status}" for status in alive if status in statuses]
        return (Finding("campaigns", Level.OK, f"{', '.join(told)}." if told else "None is running."),)

    async def _tidy(self) -> None:
        await self._parts.rows.forget_drafts(self._parts.clock.now() - DRAFTS_LAST)


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class CampaignCog(commands.GroupCog, name="campaign"):
    """Series of tweets from one template; for organisers."""

    def __init__(self, parts: CampaignsParts) -> None:
        self._parts = parts

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._parts.staff.require_organizer(interaction)

    @app_commands.command()
    @app_commands.rename(session_type="type", more="random")
    @app_commands.describe(
        kind="What the tweets are about",
        name="What to call the campaign",
        start="When the first goes out, at the venue: tomorrow 9:00, 2027-07-15 14:30; or 24 h before each",
        every="How far they are apart: 45 min, 2 h, 1 day; nothing if each goes out before its session",
        more="Up to so much more between two, at random: 15 min",
        track="Only sessions of this track",
        session_type="Only sessions of this type",
        level="Only sponsors of this level",
        template="Take this one, or that of an earlier campaign; left out: a form opens",
    )
    async def preview(
        self,
        interaction: discord.Interaction,
        kind: Literal["sessions", "sponsors"],
        name: Name,
        start: Typed,
        every: Typed = "",
        more: Typed = "",
        track: Typed = "",
        session_type: Typed = "",
        level: Typed = "",
        template: Typed = "",
    ) -> None:
        """Show all tweets of a new campaign with their exact times, before anything is queued."""
        with refusals():
            begins = options.when(start, self._parts.clock)
            interval_minutes, random_minutes = options.pace(every, more, begins.rule)
            request = Request(
                name=" ".join(name.split()),
                kind=CampaignKind(kind),
                start=begins.moment,
                rule=begins.rule,
                lead_minutes=begins.lead_minutes,
                interval_minutes=interval_minutes,
                random_minutes=random_minutes,
                track=track,
                session_type=session_type,
                level=level,
            )
            earlier = await self._earlier(template)
        if earlier:
            await self._parts.previews.begin(interaction, request, earlier)
        else:
            await self._parts.previews.ask(interaction, request)

    @app_commands.command()
    @app_commands.describe(campaign="A draft that was previewed")
    async def create(self, interaction: discord.Interaction, campaign: Typed) -> None:
        """Queue all tweets of a draft as you have read them; they wait for approval."""
        with refusals():
            campaign_id = await self._parts.rows.find(campaign)
        await self._parts.previews.create(interaction, campaign_id)

    @app_commands.command(name="list")
    async def overview(self, interaction: discord.Interaction) -> None:
        """Show all campaigns and drafts."""
        fields = [
            CardField(shown(line(snapshot)), _details(snapshot))
            for snapshot in await self._parts.service.snapshots()
        ]
        text = "There are none. Begin with `/campaign preview`."
        texts = [joined(*map(block, page)) for page in pages_of_fields(fields)] or [text]
        pages = [CardFace(title="Campaigns", text=page) for page in texts]
        await show_pages(interaction, pages, self._parts.reporter)

    @app_commands.command()
    @app_commands.describe(campaign="A running campaign")
    async def pause(self, interaction: discord.Interaction, campaign: Typed) -> None:
        """Pause a campaign: what has not gone out waits until you resume it."""
        with refusals():
            campaign_id = await self._parts.rows.find(campaign)
        await self._parts.controls.pause(interaction, campaign_id)

    @app_commands.command()
    @app_commands.describe(campaign="A paused campaign")
    async def resume(self, interaction: discord.Interaction, campaign: Typed) -> None:
        """Resume a paused campaign."""
        with refusals():
            campaign_id = await self._parts.rows.find(campaign)
        await self._parts.controls.resume(interaction, campaign_id)

    @app_commands.command()
    @app_commands.describe(campaign="A campaign that is not finished")
    async def cancel(self, interaction: discord.Interaction, campaign: Typed) -> None:
        """Cancel a campaign: what has not gone out never will."""
        with refusals():
            campaign_id = await self._parts.rows.find(campaign)
        await self._parts.controls.cancel(interaction, campaign_id)

    @preview.autocomplete("start")
    async def _starts(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return fit_choices((start, start) for start in options.STARTS if _is_meant(typed, start))

    @preview.autocomplete("track")
    async def _tracks(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return self._offered(interaction, typed, self._parts.catalogue.tracks())

    @preview.autocomplete("session_type")
    async def _types(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return self._offered(interaction, typed, self._parts.catalogue.types())

    @preview.autocomplete("level")
    async def _levels(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return self._offered(interaction, typed, self._parts.catalogue.levels())

    @preview.autocomplete("template")
    async def _any(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        titles = [one.title for one in STARTERS if _is_meant(typed, one.title)]
        campaigns = await self._campaigns(interaction, typed, frozenset(Status))
        return [*fit_choices((title, title) for title in titles), *campaigns][:CHOICES]

    @create.autocomplete("campaign")
    async def _drafts(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._campaigns(interaction, typed, {Status.DRAFT})

    @pause.autocomplete("campaign")
    async def _running(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._campaigns(interaction, typed, {Status.RUNNING})

    @resume.autocomplete("campaign")
    async def _paused(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._campaigns(interaction, typed, {Status.PAUSED})

    @cancel.autocomplete("campaign")
    async def _begun(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._campaigns(interaction, typed, {Status.WAITING, Status.RUNNING, Status.PAUSED})

    async def _earlier(self, template: str) -> str:
        """Return the template that is called so, or that of such a campaign; empty for nothing."""
        if not template:
            return ""
        starter = starter_called(template)
        if starter is not None:
            return starter.template
        return await self._parts.drafts.template(await self._parts.rows.find(template))

    async def _campaigns(
        self, interaction: discord.Interaction[Any], typed: str, statuses: Collection[Status]
    ) -> list[app_commands.Choice[str]]:
        if not self._parts.staff.is_organizer(interaction.user):
            return []
        found = [
            snapshot for snapshot in await self._parts.service.snapshots() if snapshot.status in statuses
        ]
        offered = [(line(snapshot), str(snapshot.campaign.number)) for snapshot in found]
        return fit_choices(choice for choice in offered if _is_meant(typed, choice[0]))

    def _offered(
        self, interaction: discord.Interaction[Any], typed: str, names: Iterable[str]
    ) -> list[app_commands.Choice[str]]:
        if not self._parts.staff.is_organizer(interaction.user):
            return []
        # Discord takes values of 100 characters at most.
        return fit_choices((name, name) for name in names if _is_meant(typed, name) and len(name) <= OPTION)


def _is_meant(typed: str, offered: str) -> bool:
    return typed.strip().casefold() in offered.casefold()


def _details(snapshot: CampaignSnapshot) -> str:
    campaign = snapshot.campaign
    start = "" if campaign.rule is CampaignRule.BEFORE else f"; starts {begins(campaign)}"
    lines = [f"{about(campaign)}, {pace(campaign)}{start}"]
    if snapshot.tweets:
        lines.append(counts(snapshot.counts).replace("\n", " · "))
    return "\n".join(lines)
