"""Open spaces on Discord: commands, and what happens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.texts.limits import OPTION, fit_choices
from DiscordBot.features.open_spaces.reminders.template_check import template_finding
from DiscordBot.features.open_spaces.ui.announce_form import LONGEST_TITLE, Announcement
from DiscordBot.features.open_spaces.ui.faces import choice, list_pages, number_of, refusals, state_text
from DiscordBot.features.open_spaces.ui.review_form import LONGEST_INPUT
from DiscordBot.features.programme.schedule.timetable import day_meant
from DiscordBot.features.tweets.ui.card_buttons import actor_of
from DiscordBot.translation.days import LONG_DAY, LONG_DAY_AND_DATE, day_in_words
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.open_spaces.board.posted_board import PostedBoard
    from DiscordBot.features.open_spaces.config import OpenSpaces
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.open_spaces.ui.announce_form import Announcer
    from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons
    from DiscordBot.features.tweets.intake.draft import Actor

TEMPLATE_JOB = "try the template of open spaces"
CARDS_JOB = "open spaces' cards"
RETENTION_JOB = "delete open spaces' personal data"
LOOK_EVERY = timedelta(minutes=1)
RETENTION_CHECK = timedelta(hours=6)


def posts_job(network: str) -> str:
    """Return what the job is called that reads the posts of a network of this name."""
    return f"posts about open spaces on {network}"


Title = app_commands.Range[str, 0, LONGEST_TITLE]
Typed = app_commands.Range[str, 0, LONGEST_INPUT]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSpacesParts:
    """What the cogs of open spaces work with."""

    config: Config
    section: OpenSpaces
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    service: OpenSpaceService
    cards: CardKeeper[OpenSpaceSnapshot]
    board: PostedBoard
    forms: Forms
    buttons: CardButtons
    announcer: Announcer

    def actor(self, interaction: discord.Interaction) -> Actor:
        """Return who acts, with the roles of this moment."""
        return actor_of(interaction.user, self.staff)


class OpenSpacesCog(CardCog, FeatureCog):
    """Reads posts, reminds, and keeps cards and board up to date."""

    def __init__(self, bot: ConferenceBot, parts: OpenSpacesParts) -> None:
        self._bot = bot
        self._parts = parts
        self.cards = parts.cards
        self._template_finding: Finding | None = None

    async def cog_load(self) -> None:
        """Make the buttons of earlier cards work again."""
        self._bot.add_dynamic_items(*self._parts.buttons.kinds)

    async def begin(self) -> None:
        """Catch up with what happened while the bot was away, and go on from there."""
        parts = self._parts
        await parts.service.begin()
        self._bot.in_background(parts.cards.begin(), CARDS_JOB)
        parts.board.wake()
        every = timedelta(minutes=parts.section.refresh_minutes)
        # Each by itself: a network that is down does not hold up the others.
        for network in parts.service.networks_read:
            parts.scheduler.every(every, posts_job(network), partial(parts.service.read_posts, network))
        parts.scheduler.every(LOOK_EVERY, CARDS_JOB, parts.cards.look)
        for network in parts.service.networks_read:
            self._bot.in_background(parts.scheduler.run(posts_job(network)), posts_job(network))
        self._bot.in_background(self._try_template(), TEMPLATE_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how open spaces are doing."""
        wrong = () if self._template_finding is None else (self._template_finding,)
        return (*self._parts.service.findings(), *wrong)

    def messages_deleted(self, channel_id: int, messages: Collection[int]) -> None:
        """Show anew what somebody has deleted, the board too."""
        super().messages_deleted(channel_id, messages)
        self._parts.board.deleted(channel_id)

    async def _try_template(self) -> None:
        self._template_finding = await template_finding(self._parts.config)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take what is submitted in forms, also in those that were opened before a restart."""
        await self._parts.forms.receive(interaction)


@app_commands.guild_only()
class OpenSpaceCog(commands.GroupCog, name="openspace"):
    """Open spaces for everybody on the server, with or without an account on a network."""

    def __init__(self, parts: OpenSpacesParts) -> None:
        self._parts = parts
        self._service = parts.service
        self._clock = parts.clock

    @app_commands.command()
    @app_commands.describe(
        title="What it is about",
        room="Where",
        time="Time at the venue: 14:30, tomorrow 9:00, in 20 min; left out: a form opens",
    )
    async def announce(
        self, interaction: discord.Interaction, title: Title = "", room: Typed = "", time: Typed = ""
    ) -> None:
        """Invite everybody to an open space of yours."""
        await self._parts.announcer.begin(interaction, Announcement(title, room, time))

    @app_commands.command(name="list")
    @app_commands.describe(day="Today, if left out")
    async def upcoming(self, interaction: discord.Interaction, day: Typed = "") -> None:
        """Show the open spaces of a day."""
        # Before the conference begins, its first day is what people want to see.
        today = max(self._clock.today(), self._days()[0]) if not day.strip() else self._clock.today()
        wanted = day_meant(day, self._days(), today)
        if wanted is None:
            days = ", ".join(day_in_words(known, LONG_DAY) for known in self._days())
            text = tr("I do not know this day. The conference has {days}.")
            await answer(interaction, text.format(days=days))
            return
        entries = [self._parts.board.entry(space) for space in await self._service.on_day(wanted)]
        await show_pages(interaction, list_pages(wanted, entries, self._clock), self._parts.reporter)

    @app_commands.command()
    @app_commands.describe(openspace="Which one")
    async def cancel(self, interaction: discord.Interaction, openspace: Typed) -> None:
        """Cancel an open space of yours."""

        async def work() -> Answer:
            space_id = number_of(openspace)
            return Answer(state_text(await self._service.cancel(space_id, self._parts.actor(interaction))))

        with refusals():
            await answer_in_time(interaction, work())

    @app_commands.command()
    @app_commands.describe(again="Whom to stop ignoring")
    async def ignored(self, interaction: discord.Interaction, again: Typed = "") -> None:
        """List who is ignored, or stop ignoring somebody (organisers)."""
        await self._parts.staff.require_organizer(interaction)
        if again.strip():
            with refusals():
                await self._service.unignore(again, self._parts.actor(interaction))
        names = ", ".join(await self._service.ignored())
        await answer(interaction, f"Ignored: {names}" if names else "Nobody is ignored.")

    @announce.autocomplete("room")
    async def _rooms(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = [name for name in self._service.rooms() if len(name) <= OPTION]
        return fit_choices((name, name) for name in names if typed.strip().casefold() in name.casefold())

    @upcoming.autocomplete("day")
    async def _typed_day(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        named = ((day_in_words(day, LONG_DAY_AND_DATE), day.isoformat()) for day in self._days())
        return fit_choices((name, value) for name, value in named if typed.casefold() in name.casefold())

    @cancel.autocomplete("openspace")
    async def _own(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        actor = self._parts.actor(interaction)
        is_staff = actor.is_organizer or actor.is_volunteer
        spaces = await self._service.of_user(None if is_staff else actor.id)
        offered = [choice(space, self._clock) for space in spaces]
        return fit_choices(one for one in offered if typed.strip().casefold() in one[0].casefold())

    @ignored.autocomplete("again")
    async def _silent(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not self._parts.staff.is_organizer(interaction.user):
            return []
        names = await self._service.ignored()
        return fit_choices((name, name) for name in names if typed.casefold() in name.casefold())

    def _days(self) -> Sequence[date]:
        conference = self._parts.config.conference
        count = (conference.last_day - conference.first_day).days + 1
        return [conference.first_day + timedelta(days=number) for number in range(count)]
