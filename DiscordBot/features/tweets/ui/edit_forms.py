"""The forms behind the buttons of a card: Edit, Reschedule, Deny."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES, read_moment, written
from DiscordBot.features.tweets.cards.card_details import goes_out
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.errors import ChangedMeanwhileError, DraftError, NoSuchTweetError
from DiscordBot.features.tweets.intake.texts import MAX_CHARACTERS
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import actor_of, read_revision, refusals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.forms import Form, Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

WHEN_LABEL = "When? (time at the venue)"
_TEXT, _WHEN, _REASON = "text", "when", "reason"


def moment_typed(text: str, clock: Clock) -> datetime | None:
    """Return the moment (UTC) that somebody typed, None for nothing. Raises `DraftError`."""
    if not text.strip():
        return None
    try:
        return read_moment(text, clock)
    except ValueError as error:
        raise DraftError(str(error)) from None


@dataclass(slots=True)
class _Read:
    """Which revision of a tweet a person has seen."""

    revision: int


class TweetForms:
    """Opens forms about one tweet, for whoever may fill them in; `open_*` are handlers of buttons."""

    def __init__(
        self, forms: Forms, *, service: TweetService, facts: FactsReader, staff: Staff, clock: Clock
    ) -> None:
        self._forms = forms
        self._edits = forms.kind("edit", self._edit, numbers=2)
        self._reschedules = forms.kind("reschedule", self._reschedule, numbers=1)
        self._denials = forms.kind("deny", self._deny, numbers=2)
        self._service = service
        self._facts = facts
        self._staff = staff
        self._clock = clock

    async def open_edit(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the text, from the tweet's card. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        await self.edit(interaction, tweet_id)

    async def open_reschedule(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the time, from the tweet's card. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        tweet = await self._allowed(interaction, tweet_id, Action.RESCHEDULE)
        planned = "" if tweet.not_before is None else written(tweet.not_before, self._clock)
        await interaction.response.send_modal(self._reschedule_form(tweet_id, planned))

    async def open_deny(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the reason, from the tweet's card. Raises `Refusal`."""
        revision = read_revision(interaction, tweet_id)
        await self._allowed(interaction, tweet_id, Action.DENY)
        await interaction.response.send_modal(self._deny_form(tweet_id, revision, ""))

    async def edit(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the text. Raises `Refusal`."""
        tweet = await self._allowed(interaction, tweet_id, Action.EDIT)
        with refusals():
            if tweet.retweet_of is not None:
                raise DraftError("A retweet has no text of its own. Cancel it if it should not go out.")
        await interaction.response.send_modal(self._edit_form(tweet_id, tweet.revision, tweet.text))

    def _edit_form(self, tweet_id: int, revision: int, text: str) -> Form:
        field = Field(key=_TEXT, label="Text", default=text, is_long=True, is_required=True)
        return self._edits.form(f"Edit tweet #{tweet_id}", [field], tweet_id, revision)

    async def _edit(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        latest = _Read(revision)

        async def work() -> Answer:
            async with self._reading(tweet_id, latest):
                await self._service.edit(
                    tweet_id, self._actor(interaction), typed[_TEXT], revision=latest.revision
                )
            tweet = await self._service.get(tweet_id)
            if tweet.outcome is Outcome.PENDING:
                return Answer(f"✏️ Tweet #{tweet_id} is changed and waits for approval.")
            return Answer(f"✏️ Tweet #{tweet_id} is changed. {await self._goes_out(tweet)}")

        def reopen() -> Form:
            return self._edit_form(tweet_id, latest.revision, typed[_TEXT])

        await self._forms.answer(interaction, work(), typed=typed[_TEXT], reopen=reopen)

    def _reschedule_form(self, tweet_id: int, typed: str) -> Form:
        field = Field(
            key=_WHEN,
            label=WHEN_LABEL,
            description=f"{EXAMPLES}. Empty: as soon as possible.",
            default=typed,
            max_length=100,
        )
        return self._reschedules.form(f"Reschedule tweet #{tweet_id}", [field], tweet_id)

    async def _reschedule(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        (tweet_id,) = numbers

        async def work() -> Answer:
            moment = moment_typed(typed[_WHEN], self._clock)
            await self._service.reschedule(tweet_id, self._actor(interaction), moment)
            tweet = await self._service.get(tweet_id)
            return Answer(f"🕒 Tweet #{tweet_id} is rescheduled. {await self._goes_out(tweet)}")

        reopen = partial(self._reschedule_form, tweet_id, typed[_WHEN])
        await self._forms.answer(interaction, work(), typed=typed[_WHEN], reopen=reopen)

    def _deny_form(self, tweet_id: int, revision: int, reason: str) -> Form:
        field = Field(
            key=_REASON,
            label="Why?",
            description="The author reads this.",
            default=reason,
            max_length=MAX_CHARACTERS,
            is_long=True,
        )
        return self._denials.form(f"Deny tweet #{tweet_id}", [field], tweet_id, revision)

    async def _deny(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        latest = _Read(revision)

        async def work() -> Answer:
            async with self._reading(tweet_id, latest):
                await self._service.deny(
                    tweet_id, self._actor(interaction), typed[_REASON], revision=latest.revision
                )
            return Answer(f"⛔ Tweet #{tweet_id} is denied.")

        def reopen() -> Form:
            return self._deny_form(tweet_id, latest.revision, typed[_REASON])

        await self._forms.answer(interaction, work(), typed=typed[_REASON], reopen=reopen)

    async def _allowed(
        self, interaction: discord.Interaction[Any], tweet_id: int, action: Action
    ) -> TweetSnapshot:
        """Return the tweet, before somebody types in vain; when they submit, all is asked again."""
        actor = self._actor(interaction)
        with refusals():
            try:
                tweet = await self._service.get(tweet_id)
            except NoSuchTweetError:
                self._service.require(action, actor)
                raise
            self._service.require(action, actor, is_author=tweet.author_id == actor.id)
            return tweet

    @asynccontextmanager
    async def _reading(self, tweet_id: int, latest: _Read) -> AsyncIterator[None]:
        """Show a person the text that they have not read yet, so that they can go on from there."""
        try:
            yield
        except ChangedMeanwhileError:
            tweet = await self._service.get(tweet_id)
            latest.revision = tweet.revision
            raise ChangedMeanwhileError(
                f"The text was changed a moment ago. It now reads:\n{tweet_text(tweet)}\n"
                "If you still mean it, press “Edit again” and submit once more."
            ) from None

    async def _goes_out(self, tweet: TweetSnapshot) -> str:
        when = goes_out(tweet, await self._facts.of(tweet))
        return f"Goes out: {when}" if when else ""

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)
