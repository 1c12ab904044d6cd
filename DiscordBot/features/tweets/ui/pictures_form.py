"""The form behind `/tweet pictures`: other pictures, other descriptions, or none at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer
from DiscordBot.discord_ui.cards.card import UnreachableError
from DiscordBot.discord_ui.cards.rows import place_of
from DiscordBot.discord_ui.forms import Field, files_of
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.attachments import AttachedPictures
from DiscordBot.features.tweets.intake.draft import DraftPicture
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import refusals
from DiscordBot.features.tweets.ui.picture_fields import (
    ALT_TEXTS,
    FILES,
    alt_texts,
    alt_texts_field,
    files_field,
    offered,
)

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    import discord

    from DiscordBot.discord_ui.cards.card import Place
    from DiscordBot.discord_ui.forms import Form, Forms
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.form_access import FormAccess

_FATE = "fate"
_KEEP, _REMOVE = "Keep them, or use the new ones", "Remove all pictures"


class PicturesForm:
    """Opens the form for whoever may edit the tweet; it works after a restart, too.

    `remove_card` deletes a card, which then comes anew; `turn` is shared by all who convert pictures.
    """

    def __init__(
        self,
        forms: Forms,
        access: FormAccess,
        *,
        turn: asyncio.Lock,
        remove_card: Callable[[Place], Awaitable[None]],
    ) -> None:
        self._forms = forms
        self._access = access
        self._service = access.service
        self._turn = turn
        self._remove_card = remove_card
        self._kind = forms.kind("pictures", self._submit, numbers=2)

    async def open(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Open the form. Raises `Refusal`."""
        tweet = await self._access.allowed(interaction, tweet_id, Action.EDIT)
        with refusals():
            if tweet.retweet_of is not None:
                raise DraftError("A retweet has no pictures of its own.")
        described = [picture.alt_text for picture in tweet.pictures]
        await interaction.response.send_modal(self._form(tweet, described))

    def _form(self, tweet: TweetSnapshot, described: Sequence[str], fate: str = _KEEP) -> Form:
        has = len(tweet.pictures)
        fields = [
            files_field("New pictures (up to 4)", f"In place of all that the tweet has. It has {has} now."),
            alt_texts_field(described),
        ]
        if has:
            fields.append(
                Field(
                    key=_FATE,
                    label="What becomes of the present pictures?",
                    choices=(_KEEP, _REMOVE),
                    default=fate,
                    is_group=True,
                )
            )
        return self._kind.form(f"The pictures of tweet #{tweet.id}", fields, tweet.id, tweet.revision)

    async def _submit(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        tweet_id, revision = numbers
        with refusals():
            tweet = await self._service.get(tweet_id)
        files = files_of(interaction, FILES)

        async def work() -> Answer:
            if typed.get(_FATE) == _REMOVE:
                return await self._change(interaction, tweet_id, revision, ())
            texts = alt_texts(typed[ALT_TEXTS], len(files) or len(tweet.pictures))
            if files:
                attached = AttachedPictures(offered(files, texts), self._turn)
                return await self._change(interaction, tweet_id, revision, await attached.take())
            return await self._change(interaction, tweet_id, revision, await self._described(tweet, texts))

        def reopen() -> Form:
            return self._form(tweet, typed[ALT_TEXTS].splitlines(), typed.get(_FATE, _KEEP))

        await self._forms.answer(interaction, work(), typed=typed[ALT_TEXTS], reopen=reopen)

    async def _described(self, tweet: TweetSnapshot, texts: Sequence[str]) -> tuple[DraftPicture, ...]:
        """Return the present pictures with other descriptions."""
        if not tweet.pictures:
            raise DraftError("There is no picture. Please choose at least one.")
        contents = await self._service.pictures(tweet.id)
        known = zip(tweet.pictures, contents, texts, strict=True)
        pictures = [
            DraftPicture(
                content=media.content, media_type=media.media_type, width=one.width, height=one.height
            )
            for one, media, _ in known
        ]
        return tuple(replace(picture, alt_text=text) for picture, text in zip(pictures, texts, strict=True))

    async def _change(
        self,
        interaction: discord.Interaction[Any],
        tweet_id: int,
        revision: int,
        pictures: Sequence[DraftPicture],
    ) -> Answer:
        before = await self._service.get(tweet_id)
        await self._service.change_pictures(
            tweet_id, self._access.actor(interaction), pictures, revision=revision
        )
        if (place := place_of(before)) is not None:
            with suppress(UnreachableError):
                await self._remove_card(place)
        is_pending = (await self._service.get(tweet_id)).outcome is Outcome.PENDING
        waits = " It waits for approval." if is_pending else ""
        return Answer(f"🖼️ Tweet #{tweet_id} now has {_counted(len(pictures))}.{waits}")


def _counted(pictures: int) -> str:
    return {0: "no pictures", 1: "1 picture"}.get(pictures, f"{pictures} pictures")
