"""The buttons below cards, and what the forms do that they open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.open_spaces.cards.card_text import SpaceButton
from DiscordBot.features.open_spaces.ui.faces import FEATURE, read_card, read_time, refusals, state_text
from DiscordBot.features.open_spaces.ui.review_form import ROOM_INPUT, place_fields, typed_start
from DiscordBot.features.tweets.ui.card_buttons import actor_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.open_spaces.service import OpenSpaceService
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor

    Decide = Callable[[int, Actor, int], Awaitable[OpenSpaceSnapshot]]

_SUCCESS = discord.ButtonStyle.success
_PRIMARY = discord.ButtonStyle.primary
_SECONDARY = discord.ButtonStyle.secondary
_DANGER = discord.ButtonStyle.danger
_LOOKS = {
    SpaceButton.APPROVE: ("Approve", _SUCCESS, "✅"),
    SpaceButton.APPROVE_ANYWAY: ("Approve anyway", _SUCCESS, "✅"),
    SpaceButton.PLACE: ("Set room and time", _PRIMARY, "📝"),
    SpaceButton.RESCHEDULE: ("Reschedule", _SECONDARY, "🕒"),
    SpaceButton.DENY: ("Deny", _DANGER, "⛔"),
    SpaceButton.IGNORE: ("Deny", _DANGER, "⛔"),
    SpaceButton.IGNORE_USER: ("Ignore user", _SECONDARY, "🚫"),
    SpaceButton.TELL_OTHERS: ("Tell other networks", _SECONDARY, "📣"),
}


class CardButtons:
    """Asks about the person's roles at every click, and does what the form for room and time says."""

    def __init__(
        self, service: OpenSpaceService, forms: Forms, *, staff: Staff, clock: Clock, reporter: ErrorReporter
    ) -> None:
        self._service = service
        self._staff = staff
        self._clock = clock
        self._place_form = forms.kind("form", self._stage, numbers=2)
        approve, deny = self._deciding(self._approve), self._deciding(self._deny)
        handlers: dict[SpaceButton, Press] = {
            SpaceButton.APPROVE: approve,
            SpaceButton.APPROVE_ANYWAY: approve,
            SpaceButton.PLACE: self._open_form,
            SpaceButton.RESCHEDULE: self._open_form,
            SpaceButton.DENY: deny,
            SpaceButton.IGNORE: deny,
            SpaceButton.IGNORE_USER: self._ignore_user,
            SpaceButton.TELL_OTHERS: self._tell_others,
        }
        self.by_name = button_kinds(FEATURE, _LOOKS, handlers, reporter, self._allow_staff)

    @property
    def kinds(self) -> Sequence[type[PersistentButton]]:
        """All kinds of buttons, to be registered once."""
        return tuple(self.by_name.values())

    def _deciding(self, decide: Decide) -> Press:
        async def press(interaction: discord.Interaction[Any], space_id: int) -> None:
            revision = read_card(interaction, space_id)

            async def work() -> Answer:
                return Answer(state_text(await decide(space_id, self._actor(interaction), revision)))

            with refusals():
                await answer_in_time(interaction, work())

        return press

    async def _approve(self, space_id: int, actor: Actor, revision: int) -> OpenSpaceSnapshot:
        return await self._service.approve(space_id, actor, revision=revision)

    async def _deny(self, space_id: int, actor: Actor, revision: int) -> OpenSpaceSnapshot:
        return await self._service.deny(space_id, actor, revision=revision)

    async def _ignore_user(self, interaction: discord.Interaction[Any], space_id: int) -> None:
        read_card(interaction, space_id)

        async def work() -> Answer:
            name = await self._service.ignore_user(space_id, self._actor(interaction))
            return Answer(f"🚫 {name} is ignored from now on. To undo that, use `/openspace ignored`.")

        with refusals():
            await answer_in_time(interaction, work())

    async def _tell_others(self, interaction: discord.Interaction[Any], space_id: int) -> None:
        revision = read_card(interaction, space_id)

        async def work() -> Answer:
            await self._service.tell_others(space_id, self._actor(interaction), revision=revision)
            return Answer(
                "📣 A text with its link is a tweet now. Once approved, it goes to the other networks."
            )

        with refusals():
            await answer_in_time(interaction, work())

    async def _open_form(self, interaction: discord.Interaction[Any], space_id: int) -> None:
        revision = read_card(interaction, space_id)
        with refusals():
            space = await self._service.get(space_id)
        start = space.start or next(iter(space.found_starts), None)
        fields = place_fields(self._service.venue(), self._clock, room=_room(space), start=start)
        title = f"Open space #{space_id}: room and time"
        await interaction.response.send_modal(self._place_form.form(title, fields, space_id, revision))

    async def _stage(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        space_id, revision = numbers
        venue = self._service.venue()
        start = read_time(typed_start(typed, venue), self._clock, venue)

        async def work() -> Answer:
            actor = self._actor(interaction)
            space = await self._service.stage(space_id, actor, typed[ROOM_INPUT], start, revision=revision)
            return Answer(state_text(space))

        with refusals():
            await answer_in_time(interaction, work())

    async def _allow_staff(self, interaction: discord.Interaction[Any]) -> bool:
        actor = self._actor(interaction)
        if not (actor.is_organizer or actor.is_volunteer):
            raise Refusal("Only organisers and volunteers decide about open spaces.")
        return True

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)


def _room(space: OpenSpaceSnapshot) -> str:
    return space.room or next(iter(space.found_rooms), "")
