"""What all forms about a tweet need: who may open them, and that nobody overwrites what they did not read."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from DiscordBot.features.tweets.cards.card_details import goes_out
from DiscordBot.features.tweets.cards.card_text import LONGEST_TEXT
from DiscordBot.features.tweets.cards.card_versions import versions
from DiscordBot.features.tweets.errors import ChangedMeanwhileError, NoSuchTweetError
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord

    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.policy import Action
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot


@dataclass(slots=True)
class ReadRevision:
    """Which revision of a tweet a person has seen."""

    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAccess:
    """Asks the queue for whoever opens or submits a form."""

    service: TweetService
    facts: FactsReader
    staff: Staff

    def actor(self, interaction: discord.Interaction[Any]) -> Actor:
        """Return who acts, with the roles of this moment."""
        return actor_of(interaction.user, self.staff)

    async def allowed(
        self, interaction: discord.Interaction[Any], tweet_id: int, action: Action
    ) -> TweetSnapshot:
        """Return the tweet, before somebody types in vain; when they submit, all is asked again.

        Raises `Refusal`.
        """
        actor = self.actor(interaction)
        with refusals():
            try:
                tweet = await self.service.get(tweet_id)
            except NoSuchTweetError:
                self.service.require(action, actor)
                raise
            self.service.require(action, actor, is_author=tweet.author_id == actor.id)
            return tweet

    @asynccontextmanager
    async def reading(self, tweet_id: int, latest: ReadRevision) -> AsyncIterator[None]:
        """Show a person the text that they have not read yet, so that they can go on from there."""
        try:
            yield
        except ChangedMeanwhileError:
            tweet = await self.service.get(tweet_id)
            latest.revision = tweet.revision
            reads = versions(tweet, await self.facts.of(tweet), LONGEST_TEXT)
            raise ChangedMeanwhileError(
                f"The text was changed a moment ago. It now reads:\n{reads}\n"
                "If you still mean it, press “Edit again” and submit once more."
            ) from None

    async def fate(self, tweet_id: int) -> str:
        """Return what follows for a tweet that somebody has just changed."""
        tweet = await self.service.get(tweet_id)
        if tweet.outcome is Outcome.PENDING:
            return "is changed and waits for approval."
        return f"is changed. {await self.goes_out(tweet)}"

    async def goes_out(self, tweet: TweetSnapshot) -> str:
        """Return when it goes out, as a sentence; empty if it does not."""
        when = goes_out(tweet, await self.facts.of(tweet))
        return f"Goes out: {when}" if when else ""
