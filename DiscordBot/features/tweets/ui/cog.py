"""The queue on Discord: commands, the message menu, and what happens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.messages.paginator import show_pages
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.discord_ui.texts.limits import INPUT_VALUE, fit_choices
from DiscordBot.features.tweets.errors import NotAllowedError
from DiscordBot.features.tweets.intake.submission import LONGEST_NOTE
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action, decide
from DiscordBot.features.tweets.queue_health import findings
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.tweet_number import named, number_of
from DiscordBot.features.tweets.ui.calendar_pages import LONG_DAY, by_day, calendar_pages, planned
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals
from DiscordBot.features.tweets.ui.edit_forms import LONGEST_REASON
from DiscordBot.features.tweets.ui.pages import choice, history_pages, queue_pages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from datetime import date
    from typing import Any

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.sending.outbox import Outbox
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.calendar_pages import PlannedTweet
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons
    from DiscordBot.features.tweets.ui.compose_form import Composer
    from DiscordBot.features.tweets.ui.edit_forms import TweetForms
    from DiscordBot.features.tweets.ui.previews import Previews
    from DiscordBot.features.tweets.ui.receipts import Receipts
    from DiscordBot.networks.port import Network

CARDS_JOB = "tweet cards and notices"
DIGEST_JOB = "waiting tweets"
LOOK_EVERY = timedelta(minutes=1)
DIGEST_EVERY = timedelta(minutes=10)
MENU = "Queue as tweet"

_CHANGEABLE = frozenset({Outcome.PENDING, Outcome.WAITING, Outcome.FAILED})

Text = app_commands.Range[str, 1, INPUT_VALUE]
Reason = app_commands.Range[str, 0, LONGEST_REASON]


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetQueue:
    """What the cogs work with, and what other features use of it.

    `policy` is `config.Moderation.policy`; `link` gives a message's address by the ids of its
    channel and itself.
    """

    config: Config
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    policy: Callable[[], str]
    networks: Sequence[Network]
    service: TweetService
    facts: FactsReader
    outboxes: Sequence[Outbox]
    cards: CardKeeper[TweetSnapshot]
    notices: AuthorNotices
    digest: WaitingDigest
    buttons: CardButtons
    forms: Forms
    edit_forms: TweetForms
    previews: Previews
    receipts: Receipts
    composer: Composer
    link: Callable[[int, int], str]

    def wake(self) -> None:
        """Let all networks look what there is to do, since something about them has changed."""
        for outbox in self.outboxes:
            outbox.wake()

    def actor(self, interaction: discord.Interaction[Any]) -> Actor:
        """Return who acts, with the roles of this moment."""
        return actor_of(interaction.user, self.staff)

    async def choices(
        self,
        interaction: discord.Interaction[Any],
        typed: str,
        tweets: Awaitable[Sequence[TweetSnapshot]],
        outcomes: Collection[Outcome] = frozenset(Outcome),
    ) -> list[app_commands.Choice[str]]:
        """Offer those tweets that are in such a state, to whom may see the queue."""
        offered = [choice(tweet) for tweet in await tweets if tweet.outcome in outcomes]
        try:
            self.service.require(Action.SEE_QUEUE, self.actor(interaction))
        except NotAllowedError:
            return []
        return fit_choices(one for one in offered if typed.strip().casefold() in one[0].casefold())


class TweetsCog(CardCog, FeatureCog):
    """Moderation, and what the queue does by itself."""

    def __init__(self, bot: ConferenceBot, queue: TweetQueue) -> None:
        self._bot = bot
        self._queue = queue
        self.cards = queue.cards
        self._service = queue.service
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._queue_message)
        self._menu.guild_only = True
        self._menu.default_permissions = FOR_STAFF

    async def cog_load(self) -> None:
        """Make the buttons of earlier cards work again, and add the message menu."""
        self._bot.add_dynamic_items(*self._queue.buttons.kinds)
        self._bot.tree.add_command(self._menu, guild=self._guild)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type, guild=self._guild)

    async def begin(self) -> None:
        """Settle what an earlier run left behind, send what is due, and show the truth on all cards."""
        queue = self._queue
        await queue.service.begin()
        for outbox in queue.outboxes:
            await outbox.begin()
        self._bot.in_background(queue.cards.begin(), CARDS_JOB)
        queue.scheduler.every(LOOK_EVERY, CARDS_JOB, self._look)
        queue.scheduler.every(DIGEST_EVERY, DIGEST_JOB, queue.digest.look)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the queue is doing."""
        return await findings(self._service, self._queue.networks, self._queue.policy())

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(FOR_STAFF)
    @app_commands.describe(tweet="Its number", now="Post it at once, whatever the hour (organisers)")
    async def approve(self, interaction: discord.Interaction, tweet: str, now: bool = False) -> None:  # noqa: FBT001, FBT002 - an option of the command
        """Let a tweet go out."""
        with refusals():
            (tweet_id, revision), actor = named(tweet), self._queue.actor(interaction)
            await answer_in_time(
                interaction, self._queue.buttons.approve(tweet_id, actor, revision, post_now=now)
            )

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(FOR_STAFF)
    @app_commands.describe(tweet="Its number", reason="Its author reads this")
    async def deny(self, interaction: discord.Interaction, tweet: str, reason: Reason = "") -> None:
        """Refuse a tweet."""

        async def work() -> Answer:
            tweet_id, revision = named(tweet)
            await self._service.deny(tweet_id, self._queue.actor(interaction), reason, revision=revision)
            return Answer(f"⛔ Tweet #{tweet_id} is denied.")

        with refusals():
            await answer_in_time(interaction, work())

    @approve.autocomplete("tweet")
    @deny.autocomplete("tweet")
    async def _pending(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._queue.choices(interaction, typed, self._service.open_tweets(), {Outcome.PENDING})

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take what is submitted in forms, also in those that were opened before a restart."""
        await self._queue.forms.receive(interaction)

    async def _queue_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Let a staff member read, complete and submit what stands in a message."""
        await self._queue.composer.quote(interaction, message)

    async def _look(self) -> None:
        await self._queue.cards.look()
        await self._queue.notices.look()

    @property
    def _guild(self) -> discord.Object:
        return discord.Object(self._queue.config.server.guild_id)


@app_commands.guild_only()
@app_commands.default_permissions(FOR_STAFF)
class TweetCog(commands.GroupCog, name="tweet"):
    """Writing tweets, and looking after one's own."""

    def __init__(self, queue: TweetQueue) -> None:
        self._queue = queue
        self._service = queue.service

    @app_commands.command()
    @app_commands.describe(
        text="Left out: a form opens",
        at="Time at the venue: 14:30, tomorrow 9:00, in 20 min",
        until="If it could not go out by then, it is given up",
        note="For the moderators only",
        networks="Where it goes, with commas between; left out: where such tweets usually go",
    )
    async def compose(
        self,
        interaction: discord.Interaction,
        text: Text = "",
        at: app_commands.Range[str, 0, 100] = "",
        until: app_commands.Range[str, 0, 100] = "",
        networks: app_commands.Range[str, 0, 200] = "",
        note: app_commands.Range[str, 0, LONGEST_NOTE] = "",
        picture1: discord.Attachment | None = None,
        picture2: discord.Attachment | None = None,
        picture3: discord.Attachment | None = None,
        picture4: discord.Attachment | None = None,
    ) -> None:
        """Write a tweet, with up to four pictures."""
        given = [picture for picture in (picture1, picture2, picture3, picture4) if picture is not None]
        composer = self._queue.composer
        composition = composer.composition(
            Source.COMPOSED, given, text=text, when=at, until=until, to=networks, note=note
        )
        await composer.compose(interaction, composition)

    @compose.autocomplete("networks")
    async def _networks(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        offered = self._queue.composer.choice.offered()
        return fit_choices((one, one) for one in offered if typed.strip().casefold() in one.casefold())

    @app_commands.command()
    async def queue(self, interaction: discord.Interaction) -> None:
        """Show what is going to be sent."""
        with refusals():
            self._service.require(Action.SEE_QUEUE, self._queue.actor(interaction))
        pages = queue_pages(await self._service.open_tweets(), self._service.due_at, self._queue.link)
        await show_pages(interaction, pages, self._queue.reporter)

    @app_commands.command()
    @app_commands.describe(day="Only this day; all from today on, if left out")
    async def calendar(self, interaction: discord.Interaction, day: str = "") -> None:
        """Show what goes out when, day by day."""
        with refusals():
            self._service.require(Action.SEE_QUEUE, self._queue.actor(interaction))
        days = await self._days()
        if day:
            days = {each: tweets for each, tweets in days.items() if each.isoformat() == day.strip()}
            if not days:
                raise Refusal("Nothing goes out on this day. Choose one of those that are offered.")
        await show_pages(interaction, calendar_pages(days, self._queue.link), self._queue.reporter)

    @app_commands.command()
    @app_commands.describe(tweet="Its number")
    async def edit(self, interaction: discord.Interaction, tweet: str) -> None:
        """Change the text of a tweet."""
        with refusals():
            tweet_id = number_of(tweet)
        await self._queue.edit_forms.edit(interaction, tweet_id)

    @app_commands.command()
    @app_commands.describe(tweet="Its number; without any picture it has none")
    async def pictures(
        self,
        interaction: discord.Interaction,
        tweet: str,
        picture1: discord.Attachment | None = None,
        picture2: discord.Attachment | None = None,
        picture3: discord.Attachment | None = None,
        picture4: discord.Attachment | None = None,
    ) -> None:
        """Give a tweet other pictures, in place of those that it has."""
        given = [picture for picture in (picture1, picture2, picture3, picture4) if picture is not None]
        with refusals():
            tweet_id = number_of(tweet)
        await self._queue.composer.change_pictures(interaction, tweet_id, given)

    @app_commands.command()
    @app_commands.describe(tweet="Its number", reason="Kept in its history")
    async def cancel(self, interaction: discord.Interaction, tweet: str, reason: Reason = "") -> None:
        """Take a tweet out of the queue."""

        async def work() -> Answer:
            tweet_id = number_of(tweet)
            await self._service.cancel(tweet_id, self._queue.actor(interaction), reason)
            return Answer(f"🗑️ Tweet #{tweet_id} is cancelled and will not go out.")

        with refusals():
            await answer_in_time(interaction, work())

    @app_commands.command()
    @app_commands.describe(tweet="Its number")
    async def history(self, interaction: discord.Interaction, tweet: str) -> None:
        """Show who did what to a tweet."""
        with refusals():
            self._service.require(Action.SEE_HISTORY, self._queue.actor(interaction))
            found = await self._service.get(number_of(tweet))
            pages = history_pages(found, await self._service.history(found.id))
        await show_pages(interaction, pages, self._queue.reporter)

    @edit.autocomplete("tweet")
    @pictures.autocomplete("tweet")
    @cancel.autocomplete("tweet")
    async def _changeable(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await self._queue.choices(interaction, typed, self._service.open_tweets(), _CHANGEABLE)

    @calendar.autocomplete("day")
    async def _busy_days(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if decide(self._queue.policy(), Action.SEE_QUEUE, self._queue.actor(interaction)) is not None:
            return []
        named = ((f"{day:{LONG_DAY}} · {len(tweets)}", day) for day, tweets in (await self._days()).items())
        return fit_choices(
            (name, day.isoformat()) for name, day in named if typed.casefold() in name.casefold()
        )

    @history.autocomplete("tweet")
    async def _any(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._queue.choices(interaction, typed, self._service.recent(100))

    async def _days(self) -> Mapping[date, Sequence[PlannedTweet]]:
        """Return what has gone out today, and all that will."""
        clock, service = self._queue.clock, self._service
        midnight = clock.moment(datetime.combine(clock.today(), time()))
        sent = await service.sent_since(midnight)
        tweets = {tweet.id: tweet for tweet in (*sent, *await service.open_tweets())}
        return by_day(planned(tweets.values(), service.due_at), clock)
