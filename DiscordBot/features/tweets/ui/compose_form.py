"""Writing a tweet: from a command or a message, through a form, into the queue."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer
from DiscordBot.discord_ui.forms import Field, files_of
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.attachments import AttachedPictures
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.hashtags import with_hashtags
from DiscordBot.features.tweets.intake.submission import MAX_PICTURES
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals
from DiscordBot.features.tweets.ui.edit_forms import LONGEST_TIME, WHEN_LABEL, moment_typed
from DiscordBot.features.tweets.ui.network_fields import DELIVER_TO, typed_texts, ways_to_shorten
from DiscordBot.features.tweets.ui.picture_fields import (
    ALT_TEXTS,
    FILES,
    alt_texts,
    alt_texts_field,
    files_field,
    offered,
)
from DiscordBot.features.tweets.versions import receivers

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import discord

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.forms import Form, Forms, WayOut
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.network_fields import NetworkChoice
    from DiscordBot.features.tweets.ui.receipts import Receipts
    from DiscordBot.networks.port import Network

_TEXT, _WHEN = "text", "when"


@dataclass(slots=True)
class Composition:
    """A tweet that somebody is writing; `when`, `until` and `to`, names of networks, are as typed.

    `networks` are those that were picked in a form; for None it goes where such tweets usually go.
    """

    source: Source
    attached: AttachedPictures
    text: str = ""
    when: str = ""
    until: str = ""
    to: str = ""
    note: str = ""
    networks: tuple[str, ...] | None = None
    texts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What its writer is told once it is in the queue."""


class Composer:
    """Helps people to write tweets; `hashtags` are those that the form offers.

    `turn` is shared by all who convert pictures.
    """

    def __init__(
        self,
        forms: Forms,
        *,
        service: TweetService,
        receipts: Receipts,
        staff: Staff,
        clock: Clock,
        choice: NetworkChoice,
        hashtags: Callable[[], Sequence[str]],
        turn: asyncio.Lock,
    ) -> None:
        self.choice = choice
        self._hashtags = hashtags
        self._forms = forms
        self._service = service
        self._receipts = receipts
        self._staff = staff
        self._clock = clock
        self._turn = turn

    def composition(
        self,
        source: Source,
        files: Iterable[discord.Attachment] = (),
        *,
        text: str = "",
        when: str = "",
        until: str = "",
        to: str = "",
        note: str = "",
    ) -> Composition:
        """Begin with what was given; the pictures are looked at later."""
        attached = AttachedPictures(offered(tuple(files)), self._turn)
        return Composition(source, attached, text=text, when=when, until=until, to=to, note=note)

    async def compose(self, interaction: discord.Interaction[Any], composition: Composition) -> None:
        """Ask for what is missing, else put the tweet into the queue. Raises `Refusal`."""
        with refusals():
            self._service.require(Action.COMPOSE, self._actor(interaction))
        if composition.text.strip():
            await self._submit(interaction, composition)
        else:
            await self.ask(interaction, composition)

    async def quote(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Let a person read, complete and submit what stands in a message. Raises `Refusal`."""
        images = [file for file in message.attachments if (file.content_type or "").startswith("image/")]
        text = self._service.as_readers_see(_with_names(message))
        composition = self.composition(Source.MESSAGE, images[:MAX_PICTURES], text=text)
        if len(images) > MAX_PICTURES:
            composition.notes.append(f"⚠️ I took the first {MAX_PICTURES} of {len(images)} pictures.")
        await self.ask(interaction, composition)

    async def ask(self, interaction: discord.Interaction[Any], composition: Composition) -> None:
        """Open the form, for the person to read, complete and submit. Raises `Refusal`."""
        with refusals():
            self._service.require(Action.COMPOSE, self._actor(interaction))
        await interaction.response.send_modal(self._form(composition))
        # Discord's links to the pictures do not live for long; nothing can be opened after a deferral.
        await composition.attached.fetch()

    def _form(self, composition: Composition) -> Form:
        """Make the form: text, pictures, what they show, when, and where if there is a choice."""
        given = composition.attached.pictures
        kept = f"None: the {len(given)} that are there already stay." if given else "Up to four, or none."
        fields = [
            Field(
                key=_TEXT,
                label="Text",
                description="As it shall appear in public.",
                default=composition.text or with_hashtags("", self._hashtags()).strip(),
                is_long=True,
                is_required=True,
            ),
            files_field("Other pictures" if given else "Pictures", kept),
            alt_texts_field(picture.alt_text for picture in given),
            Field(
                key=_WHEN,
                label=WHEN_LABEL,
                description=f"{EXAMPLES}. Empty: as soon as possible.",
                default=composition.when,
                max_length=LONGEST_TIME,
            ),
        ]
        if self.choice.is_asked:
            fields.append(self.choice.field(self._receivers(composition)))
        return self._forms.form("Write a tweet", fields, partial(self._submitted, composition))

    async def _submitted(
        self, composition: Composition, interaction: discord.Interaction[Any], typed: Mapping[str, str]
    ) -> None:
        composition.text = typed[_TEXT]
        composition.when = typed[_WHEN]
        if DELIVER_TO in typed:
            picked = self.choice.picked(typed, self._receivers(composition))
            composition.networks = self._networks(composition) if picked is None else picked
            composition.to = ""
        _describe(composition, interaction, typed[ALT_TEXTS])
        await self._submit(interaction, composition)

    async def _submit(self, interaction: discord.Interaction[Any], composition: Composition) -> None:
        work = self._queue(self._actor(interaction), composition)
        typed = "\n\n".join(
            filter(
                None,
                [
                    composition.text,
                    *composition.texts.values(),
                    *(picture.alt_text for picture in composition.attached.pictures),
                ],
            )
        )

        async def shorten(again: discord.Interaction[Any], shorter: Mapping[str, str]) -> None:
            composition.texts = typed_texts(shorter, composition.texts)
            await self._submit(again, composition)

        def ways_out(error: Exception) -> Sequence[WayOut]:
            return ways_to_shorten(self._forms, error, composition.text, composition.texts, shorten)

        await self._forms.answer(
            interaction, work, typed=typed, reopen=lambda: self._form(composition), ways_out=ways_out
        )

    async def _queue(self, actor: Actor, composition: Composition) -> Answer:
        pictures = await composition.attached.take()
        draft = Draft(
            text=composition.text,
            source=composition.source,
            author=actor,
            pictures=pictures,
            not_before=moment_typed(composition.when, self._clock),
            not_after=moment_typed(composition.until, self._clock),
            note=composition.note,
            networks=self.choice.named(composition.to) if composition.to else composition.networks,
            texts=composition.texts,
        )
        submitted = await self._service.submit(draft)
        return Answer(await self._receipts.receipt(submitted.tweet_id, composition.notes))

    def _networks(self, composition: Composition) -> tuple[str, ...] | None:
        """Return the names of the chosen networks, if they can be understood; None for the usual ones."""
        if not composition.to:
            return composition.networks
        with suppress(DraftError):
            return self.choice.named(composition.to)
        return None

    def _receivers(self, composition: Composition) -> Sequence[Network]:
        chosen = self._networks(composition)
        if chosen is None:
            return self._service.usual_networks(composition.source)
        return receivers(self.choice.networks, chosen)

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)


def _describe(composition: Composition, interaction: discord.Interaction[Any], typed: str) -> None:
    """Take the files that were handed in, in place of those before, and what was typed about them."""
    files, attached = files_of(interaction, FILES), composition.attached
    if files:
        composition.attached = attached.replaced(offered(files, alt_texts(typed, len(files))))
        return
    for picture, text in zip(attached.pictures, alt_texts(typed, len(attached.pictures)), strict=True):
        picture.alt_text = text


def _with_names(message: discord.Message) -> str:
    """Return what a message says with names, also of people who have left; "@Ada" is somebody else on X."""
    text = message.content
    for person in message.mentions:
        for mark in (f"<@{person.id}>", f"<@!{person.id}>"):
            text = text.replace(mark, person.display_name)
    return text
