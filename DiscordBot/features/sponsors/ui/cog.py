"""Sponsors on Discord: `/sponsor list` and `/sponsor confirm`."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.discord_ui.texts.limits import fit_choices
from DiscordBot.features.sponsors.catalogue import LONGEST_CHOICE, key_of
from DiscordBot.features.sponsors.errors import ConfirmedAlreadyError, SponsorError
from DiscordBot.features.sponsors.ui.benefit_cards import refused_card, sponsor_pages, state_of, title_of
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.confirmation import Confirmations
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.sponsors.catalogue import Catalogue
    from DiscordBot.features.sponsors.service import Offer, SponsorService
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.previews import Previews
    from DiscordBot.features.tweets.ui.receipts import Receipts

TEMPLATES_JOB = "try sponsors' templates"

Name = app_commands.Range[str, 1, 300]


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorsParts:
    """What the cogs work with."""

    config: Config
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    catalogue: Catalogue
    service: SponsorService
    tweets: TweetService
    previews: Previews
    receipts: Receipts
    confirmations: Confirmations

    def actor(self, interaction: discord.Interaction[Any]) -> Actor:
        """Return who acts, with the roles of this moment."""
        return actor_of(interaction.user, self.staff)


class SponsorsCog(FeatureCog):
    """What happens by itself: templates are tried at the start."""

    def __init__(self, bot: ConferenceBot, parts: SponsorsParts) -> None:
        self._bot = bot
        self._parts = parts

    async def cog_load(self) -> None:
        """Let the buttons of earlier questions answer."""
        self._bot.add_dynamic_items(*self._parts.confirmations.kinds)

    async def begin(self) -> None:
        """Find out early whether the templates can be used."""
        self._bot.in_background(self._parts.service.try_templates(), TEMPLATES_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the templates."""
        return await self._parts.service.findings()


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class SponsorCog(commands.GroupCog, name="sponsor"):
    """What sponsors get; for organisers."""

    def __init__(self, parts: SponsorsParts) -> None:
        self._parts = parts

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._parts.staff.require_organizer(interaction)

    @app_commands.command(name="list")
    async def list_(self, interaction: discord.Interaction) -> None:
        """Show all sponsors, what they get, and what of it is done."""
        statuses = await self._parts.service.statuses()
        pages = sponsor_pages(statuses, self._parts.receipts.card_link)
        await show_pages(interaction, pages, self._parts.reporter)

    @app_commands.command()
    @app_commands.describe(
        sponsor="Who gets it",
        benefit="What the sponsor gets",
        tweet="False: only note that it is done, since the sponsor got it in another way",
    )
    async def confirm(
        self,
        interaction: discord.Interaction,
        sponsor: Name,
        benefit: Name,
        tweet: bool = True,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Queue what a sponsor gets as a tweet, or note that it is done."""
        await answer_in_time(interaction, self._question(interaction, sponsor, benefit, as_tweet=tweet))

    @confirm.autocomplete("sponsor")
    async def _sponsors(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not self._parts.staff.is_organizer(interaction.user):
            return []
        return fit_choices(
            (f"{company.name} ({company.level})", company.name[:LONGEST_CHOICE])
            for company in self._parts.catalogue.companies
            if key_of(typed) in key_of(company.name)
        )

    @confirm.autocomplete("benefit")
    async def _benefits(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not self._parts.staff.is_organizer(interaction.user):
            return []
        try:
            company = self._parts.catalogue.company(str(interaction.namespace.sponsor or ""))
        except SponsorError:
            return []
        statuses = await self._parts.service.statuses()
        (status,) = (one for one in statuses if one.is_configured and one.sponsor == company.name)
        return fit_choices(
            (f"{given.benefit} · {state_of(given)}", given.benefit[:LONGEST_CHOICE])
            for given in status.given
            if key_of(typed) in key_of(given.benefit)
        )

    async def _question(
        self, interaction: discord.Interaction[Any], sponsor: str, benefit: str, *, as_tweet: bool
    ) -> Answer:
        parts, actor = self._parts, self._parts.actor(interaction)
        async with self._refusals():
            offer = await parts.service.offer(sponsor, benefit, actor, as_tweet=as_tweet)
            try:
                prepared = await parts.service.prepare(offer, actor)
            except DraftError as error:
                # With the text, so that it can be seen what is too long.
                return Answer(f"{title_of(offer)}: {error}", face=refused_card(offer))

        async def act(pressed: discord.Interaction[Any]) -> Answer:
            return await self._confirm(offer, parts.actor(pressed))

        if prepared is None:
            why = "is no tweet" if as_tweet else "will not be tweeted"
            text = f"{title_of(offer)} {why}. Shall I note it as done?"
            return parts.confirmations.question(text, act)
        face = await parts.previews.face(prepared)
        return parts.confirmations.question(f"{title_of(offer)}: shall I queue this?", act, face=face)

    async def _confirm(self, offer: Offer, actor: Actor) -> Answer:
        async with self._refusals():
            tweet_id = await self._parts.service.confirm(offer, actor)
        if tweet_id is None:
            return Answer(f"✅ {title_of(offer)} is noted as done.")
        return Answer(f"{title_of(offer)}\n{await self._parts.receipts.receipt(tweet_id)}")

    @asynccontextmanager
    async def _refusals(self) -> AsyncIterator[None]:
        with refusals():
            try:
                yield
            except ConfirmedAlreadyError as error:
                raise Refusal(f"{error} {await self._card(error.tweet_id)}".strip()) from None
            except SponsorError as error:
                raise Refusal(str(error)) from None

    async def _card(self, tweet_id: int | None) -> str:
        if tweet_id is None:
            return ""
        return self._parts.receipts.card_link(await self._parts.tweets.get(tweet_id))
