"""Mentions on Discord: the command, and what happens by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.features.mentions.models import MentionStatus
from DiscordBot.features.mentions.reading_health import findings
from DiscordBot.features.mentions.snapshot import mention_of
from DiscordBot.features.mentions.ui.card_buttons import mention_pages
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.backlog import Backlog
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.mentions.config import Mentions
    from DiscordBot.features.mentions.feed import MentionFeed
    from DiscordBot.features.mentions.rows import MentionRows
    from DiscordBot.features.mentions.service import MentionService
    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.features.mentions.ui.card_buttons import MentionButtons
    from DiscordBot.features.tweets.service import TweetChange, TweetService

FEED_JOB = "mentions"
CARDS_JOB = "mention cards"
LOOK_EVERY = timedelta(minutes=1)

Which = Literal["unfinished", "open", "claimed", "replying", "handled", "discarded"]
_UNFINISHED = frozenset({MentionStatus.OPEN, MentionStatus.ASSIGNED, MentionStatus.REPLYING})


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionsParts:
    """What the cog works with.

    `feeds` are those of all networks that can be read; `following` waits for mentions whose answers
    changed; `link` gives a message's address by the ids of its channel and itself. `labels` are what people
    know networks by, by their names.
    """

    config: Config
    mentions: Mentions
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    tweets: TweetService
    rows: MentionRows
    feeds: Sequence[MentionFeed]
    service: MentionService
    cards: CardKeeper[MentionSnapshot]
    following: Backlog
    buttons: MentionButtons
    link: Callable[[int, int], str]
    labels: Mapping[str, str]

    @property
    def is_over(self) -> bool:
        """Whether the time has passed for which personal data may be kept."""
        return self.clock.today() > self.config.conference.last_day_of_data


class MentionsCog(CardCog, FeatureCog):
    """What others say to the conference, for staff."""

    mentions = app_commands.Group(
        name="mentions", description="Posts that mention us.", guild_only=True, default_permissions=FOR_STAFF
    )

    def __init__(self, bot: ConferenceBot, parts: MentionsParts) -> None:
        self._bot = bot
        self._parts = parts
        self.cards = parts.cards

    async def cog_load(self) -> None:
        """Make the buttons of earlier cards work again."""
        self._bot.add_dynamic_items(*self._parts.buttons.kinds)

    async def begin(self) -> None:
        """Catch up with what was written and decided, show the truth on all cards, and go on so."""
        parts = self._parts
        parts.tweets.listen(self._tweet_changed)
        await self._follow_answers()
        self._bot.in_background(parts.cards.begin(), CARDS_JOB)
        parts.scheduler.every(LOOK_EVERY, CARDS_JOB, self._look)
        parts.scheduler.every(timedelta(minutes=parts.mentions.refresh_minutes), FEED_JOB, self._poll)
        self._bot.in_background(parts.scheduler.run(FEED_JOB), FEED_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the reading and the cards are doing."""
        parts = self._parts
        return await findings(parts.feeds, await parts.rows.counts(), await parts.cards.without_card())

    @mentions.command(name="list")
    @app_commands.describe(which="Left out: all that are not done with")
    async def list_mentions(self, interaction: discord.Interaction, which: Which = "unfinished") -> None:
        """Show who wrote to us, the newest first."""
        parts = self._parts
        with refusals():
            parts.tweets.require(Action.SEE_QUEUE, actor_of(interaction.user, parts.staff))
        states = _UNFINISHED if which == "unfinished" else {MentionStatus(which)}
        pages = mention_pages(await parts.rows.in_state(states), which, parts.link, parts.labels)
        await show_pages(interaction, pages, parts.reporter)

    def _tweet_changed(self, change: TweetChange) -> None:
        mention_id = mention_of(change.source_key)
        if mention_id is not None:
            self._parts.following.add(mention_id)

    async def _poll(self) -> None:
        # What is forgotten after the conference shall not be collected again.
        if self._parts.is_over:
            return
        # None of the networks waits for another one, and whatever becomes of one, the others are read.
        done = await asyncio.gather(*map(self._read, self._parts.feeds), return_exceptions=True)
        for error in done:
            if error is not None:
                raise error

    async def _read(self, feed: MentionFeed) -> None:
        found = await feed.poll()
        # What is to be reposted may have been edited.
        for mention_id in await self._parts.rows.answered():
            self._parts.following.add(mention_id)
        if found:
            self._parts.cards.appeared()
            await self._parts.cards.look()

    async def _look(self) -> None:
        await self._follow_answers()
        await self._parts.cards.look()

    async def _follow_answers(self) -> None:
        """Look at what the queue may have told while nobody listened."""
        await self._parts.following.look(self._parts.rows.answered)
