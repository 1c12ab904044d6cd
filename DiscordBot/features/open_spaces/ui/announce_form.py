"""Announcing an open space on Discord: a form for what was left out, a question if the room is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.layout.layouts import BaseLayout
from DiscordBot.features.open_spaces.errors import ConflictError
from DiscordBot.features.open_spaces.ui.faces import conflict_face, read_time, refusals, state_text
from DiscordBot.features.open_spaces.ui.review_form import ROOM_INPUT, place_fields, typed_start
from DiscordBot.features.tweets.ui.card_buttons import actor_of
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Form, Forms
    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.open_spaces.service import OpenSpaceService

LONGEST_TITLE = 200

_TITLE = "title"
# The answer with the button can be changed for 15 minutes.
_QUESTION_SECONDS = 840.0


class Announcement(NamedTuple):
    """What somebody typed; `when` is a time at the venue."""

    title: str
    room: str
    when: str


class Announcer:
    """Takes announcements of registered members and of staff."""

    def __init__(
        self,
        service: OpenSpaceService,
        forms: Forms,
        *,
        staff: Staff,
        clock: Clock,
        reporter: ErrorReporter,
        is_registered: Callable[[int], Awaitable[bool]] | None,
    ) -> None:
        self._service = service
        self._staff = staff
        self._clock = clock
        self._reporter = reporter
        self._is_registered = is_registered
        self._forms = forms
        self._form_kind = forms.kind("announce", self._submitted)

    async def begin(self, interaction: discord.Interaction[Any], announcement: Announcement) -> None:
        """Announce at once if everything was given, else open a form with what was. Raises `Refusal`."""
        if all(part.strip() for part in announcement):
            await self._announce(interaction, announcement, anyway=False)
            return
        await self._require_registered(interaction)
        await interaction.response.send_modal(self._form(announcement))

    async def _submitted(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], _numbers: Sequence[int]
    ) -> None:
        start = typed_start(typed, self._service.venue())
        announcement = Announcement(typed[_TITLE], typed[ROOM_INPUT], start)
        await self._announce(interaction, announcement, anyway=False)

    def _form(self, announcement: Announcement) -> Form:
        title = Field(
            key=_TITLE,
            label=tr("What is it about?"),
            default=announcement.title,
            max_length=LONGEST_TITLE,
            is_required=True,
        )
        place = place_fields(
            self._service.venue(), self._clock, room=announcement.room, typed=announcement.when
        )
        return self._form_kind.form(tr("Announce an open space"), (title, *place))

    async def _announce(
        self, interaction: discord.Interaction[Any], announcement: Announcement, *, anyway: bool
    ) -> None:
        async def work() -> Answer:
            await self._require_registered(interaction)
            start = read_time(announcement.when, self._clock, self._service.venue())
            actor = actor_of(interaction.user, self._staff)
            try:
                space = await self._service.announce(
                    actor, announcement.room, start, announcement.title, anyway=anyway
                )
            except ConflictError as error:
                button_id = self._forms.id_of_this_run()
                face = conflict_face(error.conflicts)
                return Answer(
                    view=AnnounceAnyway(self._reporter, button_id, face, announcement, self._announce_anyway)
                )
            return Answer(state_text(space))

        with refusals():
            await answer_in_time(interaction, work())

    async def _announce_anyway(
        self, interaction: discord.Interaction[Any], announcement: Announcement
    ) -> None:
        await self._announce(interaction, announcement, anyway=True)

    async def _require_registered(self, interaction: discord.Interaction[Any]) -> None:
        actor = actor_of(interaction.user, self._staff)
        is_registered = self._is_registered is None or await self._is_registered(actor.id)
        if actor.is_organizer or actor.is_volunteer or is_registered:
            return
        raise Refusal(
            tr("Please register with your ticket first: `/register`. Then you can announce open spaces.")
        )


class AnnounceAnyway(BaseLayout):
    """What takes the room, with a button for those who know that; it works once."""

    def __init__(
        self,
        reporter: ErrorReporter,
        custom_id: str,
        face: CardFace,
        announcement: Announcement,
        announce: Callable[[discord.Interaction[Any], Announcement], Awaitable[None]],
    ) -> None:
        super().__init__(reporter, timeout=_QUESTION_SECONDS)
        self._announcement = announcement
        self._announce = announce
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=tr("Announce anyway"),
            style=discord.ButtonStyle.danger,
            custom_id=custom_id,
        )
        # discord.py's way to give one button of a view its callback without a decorator.
        button.callback = self._press  # type: ignore[method-assign]  # meant to be overridden
        self.show(face, [button])
        self._is_used = False

    async def _press(self, interaction: discord.Interaction[Any]) -> None:
        if self._is_used:
            raise Refusal(tr("You have announced it already."))
        self._is_used = True
        try:
            await self._announce(interaction, self._announcement)
        except Exception:
            self._is_used = False
            raise
