"""The form behind a card's “Networks & texts”: where a tweet goes, and what it says on single networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import read_revision, refusals
from DiscordBot.features.tweets.ui.form_access import ReadRevision
from DiscordBot.features.tweets.ui.network_fields import (
    DELIVER_TO,
    shortened,
    typed_texts,
    ways_to_shorten,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import discord

    from DiscordBot.discord_ui.forms import Form, Forms, WayOut
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.form_access import FormAccess
    from DiscordBot.features.tweets.ui.network_fields import NetworkChoice


class NetworkForm:
    """Opens the form for whoever may edit the tweet; it works after a restart, too."""

    def __init__(self, forms: Forms, access: FormAccess, choice: NetworkChoice) -> None:
        self._forms = forms
        self._access = access
        self._service = access.service
        self._choice = choice
        self._kind = forms.kind("networks", self._submit, numbers=2)

    async def open(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form, from the tweet's card. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        tweet = await self._access.allowed(interaction, tweet_id, Action.EDIT)
        with refusals():
            if tweet.belongs_to_post:
                raise DraftError("This belongs to a post on its network, so it cannot go to others.")
        await interaction.response.send_modal(self._form(tweet, tweet.revision, tweet.texts))

    def _form(self, tweet: TweetSnapshot, revision: int, texts: Mapping[str, str], to: str = "") -> Form:
        """Make the form; `to` are the titles of the networks that were picked before, if any were."""
        picked = [network for network in self._choice.networks if network.title in to.splitlines()]
        where = self._choice.field(picked or tweet.receivers(self._choice.networks))
        fields = [where, *self._choice.own_texts(texts)]
        return self._kind.form(f"Networks and texts of tweet #{tweet.id}", fields, tweet.id, revision)

    async def _submit(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        with refusals():
            tweet = await self._service.get(tweet_id)
        texts, latest = typed_texts(typed, tweet.texts), ReadRevision(revision)
        picked = self._choice.picked(typed, tweet.receivers(self._choice.networks))

        async def work() -> Answer:
            async with self._access.reading(tweet_id, latest):
                await self._service.deliver_to(
                    tweet_id,
                    self._access.actor(interaction),
                    tweet.networks if picked is None else picked,
                    texts=texts,
                    revision=latest.revision,
                )
            return Answer(f"🌐 Tweet #{tweet_id} {await self._access.fate(tweet_id)}")

        def reopen() -> Form:
            return self._form(tweet, latest.revision, texts, typed.get(DELIVER_TO, ""))

        async def shorten(again: discord.Interaction[Any], shorter: Mapping[str, str]) -> None:
            await self._submit(again, {**typed, **shortened(shorter)}, (tweet_id, latest.revision))

        def ways_out(error: Exception) -> Sequence[WayOut]:
            return ways_to_shorten(self._forms, error, tweet.text, texts, shorten)

        said = "\n\n".join(filter(None, texts.values()))
        await self._forms.answer(interaction, work(), typed=said, reopen=reopen, ways_out=ways_out)
