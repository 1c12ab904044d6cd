"""Writing a tweet: from a command or a message, through a form, into the queue."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.card import UnreachableError
from DiscordBot.discord_ui.cards.rows import place_of
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.attachments import AttachedPictures, OfferedPicture, UnreadableError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.hashtags import with_hashtags
from DiscordBot.features.tweets.intake.pictures import ALT_TEXT_LENGTH
from DiscordBot.features.tweets.intake.submission import MAX_PICTURES
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals
from DiscordBot.features.tweets.ui.edit_forms import WHEN_LABEL, moment_typed
from DiscordBot.features.tweets.ui.network_fields import DELIVER_TO, typed_texts, ways_to_shorten
from DiscordBot.features.tweets.versions import receivers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.cards.card import Place
    from DiscordBot.discord_ui.forms import Form, Forms, WayOut
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.ui.network_fields import NetworkChoice
    from DiscordBot.features.tweets.ui.receipts import Receipts
    from DiscordBot.networks.port import Network

_MOST_FIELDS = 5
_TEXT, _WHEN, _PICTURE = "text", "when", "picture"


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

    @property
    def asks_when(self) -> bool:
        """Whether the form has room for the time."""
        return len(self.attached.pictures) + 2 <= _MOST_FIELDS

    @property
    def has_room_for_networks(self) -> bool:
        """Whether the form has room for the networks."""
        return len(self.attached.pictures) + 3 <= _MOST_FIELDS


class Composer:
    """Helps people to write tweets; `remove_card` deletes a card, which then comes anew.

    `hashtags` are those that the form offers.
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
        remove_card: Callable[[Place], Awaitable[None]],
    ) -> None:
        self.choice = choice
        self._hashtags = hashtags
        self._forms = forms
        self._service = service
        self._receipts = receipts
        self._staff = staff
        self._clock = clock
        self._remove_card = remove_card
        self._turn = asyncio.Lock()

    def composition(
        self,
        source: Source,
        files: Iterable[discord.Attachment],
        *,
        text: str = "",
        when: str = "",
        until: str = "",
        to: str = "",
        note: str = "",
    ) -> Composition:
        """Begin with what was given; the pictures are looked at later."""
        offered = [_offered(number, file) for number, file in enumerate(files, start=1)]
        attached = AttachedPictures(offered, self._turn)
        return Composition(source, attached, text=text, when=when, until=until, to=to, note=note)

    async def compose(self, interaction: discord.Interaction[Any], composition: Composition) -> None:
        """Ask for what is missing, else put the tweet into the queue. Raises `Refusal`."""
        with refusals():
            self._service.require(Action.COMPOSE, self._actor(interaction))
        if composition.text.strip() and not composition.attached.pictures:
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

    async def change_pictures(
        self, interaction: discord.Interaction[Any], tweet_id: int, files: Iterable[discord.Attachment]
    ) -> None:
        """Give a tweet these pictures, once their descriptions are typed; without any it has none."""
        offered = [_offered(number, file) for number, file in enumerate(files, start=1)]
        attached = AttachedPictures(offered, self._turn)
        if not attached.pictures:
            with refusals():
                attached.check()
                await answer_in_time(interaction, self._change(interaction, tweet_id, attached))
            return
        await interaction.response.send_modal(self._pictures_form(tweet_id, attached))
        await attached.fetch()

    def _pictures_form(self, tweet_id: int, attached: AttachedPictures) -> Form:
        async def submit(interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
            _describe(attached, typed)
            said = "\n\n".join(filter(None, (picture.alt_text for picture in attached.pictures)))
            await self._forms.answer(
                interaction,
                self._change(interaction, tweet_id, attached),
                typed=said,
                reopen=lambda: self._pictures_form(tweet_id, attached),
            )

        fields = [_alt_text(picture) for picture in attached.pictures]
        return self._forms.form(f"The pictures of tweet #{tweet_id}", fields, submit)

    async def _change(
        self, interaction: discord.Interaction[Any], tweet_id: int, attached: AttachedPictures
    ) -> Answer:
        pictures = await attached.take()
        await self._service.change_pictures(tweet_id, self._actor(interaction), pictures)
        # What is attached to a message stays so: the card is posted anew, as when somebody deletes it.
        if (place := place_of(await self._service.get(tweet_id))) is not None:
            with suppress(UnreachableError):
                await self._remove_card(place)
        is_pending = (await self._service.get(tweet_id)).outcome is Outcome.PENDING
        waits = " It waits for approval." if is_pending else ""
        return Answer(f"🖼️ Tweet #{tweet_id} now has {_counted(len(pictures))}.{waits}")

    def _form(self, composition: Composition) -> Form:
        fields = [
            Field(
                key=_TEXT,
                label="Text",
                description="As it shall appear in public.",
                default=composition.text or with_hashtags("", self._hashtags()).strip(),
                is_long=True,
                is_required=True,
            )
        ]
        if composition.asks_when:
            hint = f"{EXAMPLES}. Empty: as soon as possible."
            fields.append(
                Field(key=_WHEN, label=WHEN_LABEL, description=hint, default=composition.when, max_length=100)
            )
        if self.choice.is_asked and composition.has_room_for_networks:
            fields.append(self.choice.field(self._receivers(composition)))
        fields += [_alt_text(picture) for picture in composition.attached.pictures]
        return self._forms.form(
            "A tweet for everybody to read", fields, partial(self._submitted, composition)
        )

    async def _submitted(
        self, composition: Composition, interaction: discord.Interaction[Any], typed: Mapping[str, str]
    ) -> None:
        composition.text = typed[_TEXT]
        composition.when = typed.get(_WHEN, composition.when)
        if DELIVER_TO in typed:
            picked = self.choice.picked(typed, self._receivers(composition))
            composition.networks = self._networks(composition) if picked is None else picked
            composition.to = ""
        _describe(composition.attached, typed)
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


def _describe(attached: AttachedPictures, typed: Mapping[str, str]) -> None:
    for picture in attached.pictures:
        picture.alt_text = typed.get(f"{_PICTURE}{picture.number}", picture.alt_text)


def _with_names(message: discord.Message) -> str:
    """Return what a message says with names, also of people who have left; "@Ada" is somebody else on X."""
    text = message.content
    for person in message.mentions:
        for mark in (f"<@{person.id}>", f"<@!{person.id}>"):
            text = text.replace(mark, person.display_name)
    return text


def _counted(pictures: int) -> str:
    return {0: "no pictures", 1: "1 picture"}.get(pictures, f"{pictures} pictures")


def _alt_text(picture: OfferedPicture) -> Field:
    return Field(
        key=f"{_PICTURE}{picture.number}",
        label=f"Picture {picture.number}: what does it show?",
        description=f"{picture.name} – read to blind people, so please do not leave it empty.",
        default=picture.alt_text,
        max_length=ALT_TEXT_LENGTH,
        is_long=True,
    )


def _offered(number: int, file: discord.Attachment) -> OfferedPicture:
    return OfferedPicture(
        number=number,
        name=file.filename[:40],
        size=file.size,
        media_type=file.content_type,
        read=partial(_read, file),
        alt_text=(file.description or "")[:ALT_TEXT_LENGTH],
    )


async def _read(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise UnreadableError(f"status {error.status}") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnreadableError(type(error).__name__) from None
