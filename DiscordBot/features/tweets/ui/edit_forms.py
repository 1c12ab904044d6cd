"""The forms behind the buttons of a card: Edit, Reschedule, Deny."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES, read_moment, written
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import read_revision, refusals
from DiscordBot.features.tweets.ui.form_access import ReadRevision
from DiscordBot.features.tweets.ui.network_fields import shortened, typed_texts, ways_to_shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.forms import Form, Forms, WayOut
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.form_access import FormAccess
    from DiscordBot.features.tweets.ui.network_fields import NetworkChoice

LONGEST_REASON = 1000
WHEN_LABEL = "When? (time at the venue)"
LONGEST_TIME = 100
_TEXT, _WHEN, _UNTIL, _REASON = "text", "when", "until", "reason"


def moment_typed(text: str, clock: Clock) -> datetime | None:
    """Return the moment (UTC) that somebody typed, None for nothing. Raises `DraftError`."""
    if not text.strip():
        return None
    try:
        return read_moment(text, clock)
    except ValueError as error:
        raise DraftError(str(error)) from None


class TweetForms:
    """Opens forms about one tweet, for whoever may fill them in; `open_*` are handlers of buttons."""

    def __init__(self, forms: Forms, access: FormAccess, choice: NetworkChoice, clock: Clock) -> None:
        self._forms = forms
        self._edits = forms.kind("edit", self._edit, numbers=2)
        self._reschedules = forms.kind("reschedule", self._reschedule, numbers=1)
        self._denials = forms.kind("deny", self._deny, numbers=2)
        self._access = access
        self._choice = choice
        self._service = access.service
        self._clock = clock

    async def open_edit(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the text, from the tweet's card. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        await self.edit(interaction, tweet_id)

    async def open_reschedule(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the time, from the tweet's card. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        tweet = await self._access.allowed(interaction, tweet_id, Action.RESCHEDULE)
        planned, last = (
            "" if moment is None else written(moment, self._clock)
            for moment in (tweet.not_before, tweet.not_after)
        )
        await interaction.response.send_modal(self._reschedule_form(tweet_id, planned, last))

    async def open_deny(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the reason, from the tweet's card. Raises `Refusal`."""
        revision = read_revision(interaction, tweet_id)
        await self._access.allowed(interaction, tweet_id, Action.DENY)
        await interaction.response.send_modal(self._deny_form(tweet_id, revision, ""))

    async def edit(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form for the text. Raises `Refusal`."""
        tweet = await self._access.allowed(interaction, tweet_id, Action.EDIT)
        with refusals():
            if tweet.retweet_of is not None:
                raise DraftError("A retweet has no text of its own. Cancel it if it should not go out.")
        await interaction.response.send_modal(self._edit_form(tweet, tweet.revision, tweet.text, tweet.texts))

    def _edit_form(self, tweet: TweetSnapshot, revision: int, text: str, texts: Mapping[str, str]) -> Form:
        """Make the form for the text, and for the own texts that networks have: a typo may be in all.

        Once it is out somewhere, only what the other networks get can be changed.
        """
        fields = [
            Field(key=_TEXT, label="Text", default=text, is_long=True, is_required=True),
            *self._choice.versions(texts),
        ]
        if tweet.settled:
            fields = self._choice.remaining(tweet, text, texts)
        return self._edits.form(f"Edit tweet #{tweet.id}", fields, tweet.id, revision)

    async def _edit(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        latest = ReadRevision(revision)
        with refusals():
            tweet = await self._service.get(tweet_id)
        text, texts = typed.get(_TEXT, tweet.text), typed_texts(typed, tweet.texts)

        async def work() -> Answer:
            async with self._access.reading(tweet_id, latest):
                await self._service.edit(
                    tweet_id,
                    self._access.actor(interaction),
                    text,
                    texts=texts,
                    revision=latest.revision,
                )
            return Answer(f"✏️ Tweet #{tweet_id} {await self._access.fate(tweet_id)}")

        def reopen() -> Form:
            return self._edit_form(tweet, latest.revision, text, texts)

        async def shorten(again: discord.Interaction[Any], shorter: Mapping[str, str]) -> None:
            await self._edit(again, {**typed, **shortened(shorter)}, (tweet_id, latest.revision))

        def ways_out(error: Exception) -> Sequence[WayOut]:
            return ways_to_shorten(self._forms, error, text, texts, shorten)

        said = "\n\n".join(filter(None, typed.values()))
        await self._forms.answer(interaction, work(), typed=said, reopen=reopen, ways_out=ways_out)

    def _reschedule_form(self, tweet_id: int, when: str, until: str) -> Form:
        fields = [
            Field(
                key=_WHEN,
                label=WHEN_LABEL,
                description=f"{EXAMPLES}. Empty: as soon as possible.",
                default=when,
                max_length=LONGEST_TIME,
            ),
            Field(
                key=_UNTIL,
                label="Not after (time at the venue)",
                description="If it could not go out by then, it is given up. Empty: it is never too late.",
                default=until,
                max_length=LONGEST_TIME,
            ),
        ]
        return self._reschedules.form(f"Reschedule tweet #{tweet_id}", fields, tweet_id)

    async def _reschedule(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        (tweet_id,) = numbers

        async def work() -> Answer:
            moment = moment_typed(typed[_WHEN], self._clock)
            # A form that was opened by an older version does not ask for it.
            last = moment_typed(typed[_UNTIL], self._clock) if _UNTIL in typed else ...
            actor = self._access.actor(interaction)
            await self._service.reschedule(tweet_id, actor, moment, not_after=last)
            tweet = await self._service.get(tweet_id)
            return Answer(f"🕒 Tweet #{tweet_id} is rescheduled. {await self._access.goes_out(tweet)}")

        reopen = partial(self._reschedule_form, tweet_id, typed[_WHEN], typed.get(_UNTIL, ""))
        said = "\n\n".join(filter(None, typed.values()))
        await self._forms.answer(interaction, work(), typed=said, reopen=reopen)

    def _deny_form(self, tweet_id: int, revision: int, reason: str) -> Form:
        field = Field(
            key=_REASON,
            label="Why?",
            description="The author reads this.",
            default=reason,
            max_length=LONGEST_REASON,
            is_long=True,
        )
        return self._denials.form(f"Deny tweet #{tweet_id}", [field], tweet_id, revision)

    async def _deny(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        latest = ReadRevision(revision)

        async def work() -> Answer:
            async with self._access.reading(tweet_id, latest):
                await self._service.deny(
                    tweet_id, self._access.actor(interaction), typed[_REASON], revision=latest.revision
                )
            return Answer(f"⛔ Tweet #{tweet_id} is denied.")

        def reopen() -> Form:
            return self._deny_form(tweet_id, latest.revision, typed[_REASON])

        await self._forms.answer(interaction, work(), typed=typed[_REASON], reopen=reopen)
