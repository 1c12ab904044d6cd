"""`/tweet`: writing tweets, and looking after one's own."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.discord_ui.texts.limits import INPUT_VALUE, fit_choices
from DiscordBot.features.tweets.intake.submission import LONGEST_NOTE
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action, decide
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.tweet_number import number_of
from DiscordBot.features.tweets.ui.calendar_pages import LONG_DAY, by_day, calendar_pages, planned
from DiscordBot.features.tweets.ui.card_buttons import refusals
from DiscordBot.features.tweets.ui.edit_forms import LONGEST_REASON
from DiscordBot.features.tweets.ui.pages import history_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from DiscordBot.features.tweets.ui.calendar_pages import PlannedTweet
    from DiscordBot.features.tweets.ui.front_door import TweetQueue

_CHANGEABLE = frozenset({Outcome.PENDING, Outcome.WAITING, Outcome.FAILED})

Text = app_commands.Range[str, 1, INPUT_VALUE]
Reason = app_commands.Range[str, 0, LONGEST_REASON]


@app_commands.guild_only()
@app_commands.default_permissions(FOR_STAFF)
class TweetCog(commands.GroupCog, name="tweet"):
    """Writing tweets, and looking after one's own."""

    def __init__(self, queue: TweetQueue) -> None:
        self._queue = queue
        self._service = queue.service

    @app_commands.command()
    @app_commands.describe(
        text="Only if you need no form: it goes into the queue at once",
        at="Time at the venue: 14:30, tomorrow 9:00, in 20 min",
        until="After this time it is not posted any more",
        note="Only the moderators read this",
        networks="Where it is posted, with commas between",
    )
    async def compose(
        self,
        interaction: discord.Interaction,
        text: Text = "",
        at: app_commands.Range[str, 0, 100] = "",
        until: app_commands.Range[str, 0, 100] = "",
        networks: app_commands.Range[str, 0, 200] = "",
        note: app_commands.Range[str, 0, LONGEST_NOTE] = "",
    ) -> None:
        """Write a tweet: a form opens for text, pictures, time and networks."""
        composer = self._queue.composer
        composition = composer.composition(
            Source.COMPOSED, text=text, when=at, until=until, to=networks, note=note
        )
        await composer.compose(interaction, composition)

    @compose.autocomplete("networks")
    async def _networks(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        offered = self._queue.composer.choice.offered()
        return fit_choices((one, one) for one in offered if typed.strip().casefold() in one.casefold())

    @app_commands.command()
    async def queue(self, interaction: discord.Interaction) -> None:
        """Read what waits, and approve or deny several at once."""
        await self._queue.desk.open(interaction)

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
    @app_commands.describe(tweet="Its number")
    async def pictures(self, interaction: discord.Interaction, tweet: str) -> None:
        """Change the pictures of a tweet, or what they show."""
        with refusals():
            tweet_id = number_of(tweet)
        await self._queue.pictures_form.open(interaction, tweet_id)

    @app_commands.command()
    @app_commands.describe(tweet="Its number", reason="Kept in its history")
    async def cancel(self, interaction: discord.Interaction, tweet: str, reason: Reason = "") -> None:
        """Cancel a tweet, so that it is not posted."""

        async def work() -> Answer:
            tweet_id = number_of(tweet)
            await self._service.cancel(tweet_id, self._queue.actor(interaction), reason)
            return Answer(f"🗑️ Tweet #{tweet_id} is cancelled.")

        with refusals():
            await answer_in_time(interaction, work())

    @app_commands.command()
    @app_commands.describe(tweet="Its number")
    async def delete(self, interaction: discord.Interaction, tweet: str) -> None:
        """Delete a tweet that is out, on all its networks."""
        with refusals():
            question = self._queue.buttons.deletion_question(number_of(tweet), self._queue.actor(interaction))
            await answer_in_time(interaction, question)

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

    @delete.autocomplete("tweet")
    async def _out(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = self._service.recent(100)
        return await self._queue.choices(interaction, typed, found, {Outcome.SENT, Outcome.FAILED})

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
