"""The form for room and time; what is submitted is understood by its id alone, so a restart loses nothing."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import discord

from DiscordBot.discord_ui.components import BaseModal
from DiscordBot.discord_ui.limits import CHOICES, OPTION
from DiscordBot.discord_ui.typed_times import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter

    Submit = Callable[[discord.Interaction[Any], "PlaceTyped"], Awaitable[None]]

LONGEST_INPUT: Final = 100

ROOM_INPUT: Final = "room"
WHEN_INPUT: Final = "when"
_PREFIX: Final = "open_spaces:v1:form"
_ID: Final = re.compile(rf"{_PREFIX}:(?P<space_id>[0-9]{{1,18}}):(?P<revision>[0-9]{{1,18}}):[0-9a-f]+")


class PlaceTyped(NamedTuple):
    """What somebody wants, as they typed it, having read that revision of an open space."""

    space_id: int
    revision: int
    room: str
    when: str


@dataclass(frozen=True, slots=True)
class PlaceForms:
    """Opens forms for room and start, and hands what is typed to the `submit` of this run of the bot."""

    reporter: ErrorReporter
    rooms: Callable[[], Sequence[str]]
    submit: Submit

    def form(self, space_id: int, revision: int, *, room: str, when: str) -> BaseModal:
        """Make a form that shows what is known already."""
        form = BaseModal(self.reporter, title=f"Open space #{space_id}: room and time")
        # Each has its own id: Discord shows again what was typed into one that was dismissed.
        form.custom_id = f"{_PREFIX}:{space_id}:{revision}:{secrets.token_hex(8)}"
        form.add_item(room_label(self.rooms(), room))
        form.add_item(time_label(when))
        return form

    async def receive(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whoever submits such a form, also one of an earlier run; leave other interactions alone."""
        data: dict[str, Any] = {**(interaction.data or {})}
        found = _ID.fullmatch(data.get("custom_id", ""))
        if found is None or interaction.type is not discord.InteractionType.modal_submit:
            return
        typed = typed_values(interaction)
        try:
            place = PlaceTyped(
                int(found["space_id"]), int(found["revision"]), typed[ROOM_INPUT], typed[WHEN_INPUT]
            )
            await self.submit(interaction, place)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must read an answer
            await self.reporter.handle(interaction, error)


def room_label(rooms: Sequence[str], room: str) -> discord.ui.Label[Any]:
    """Return the input for a room: a choice where Discord can show all `rooms`, else a text."""
    component: discord.ui.Select[Any] | discord.ui.TextInput[Any]
    if 0 < len(rooms) <= CHOICES and all(len(name) <= OPTION for name in rooms):
        options = [discord.SelectOption(label=name, value=name, default=name == room) for name in rooms]
        component = discord.ui.Select(custom_id=ROOM_INPUT, options=options, placeholder="Choose the room")
    else:
        component = discord.ui.TextInput(custom_id=ROOM_INPUT, default=room or None, max_length=LONGEST_INPUT)
    return discord.ui.Label(text="Room", component=component)


def time_label(when: str) -> discord.ui.Label[Any]:
    """Return the input for a start."""
    component: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WHEN_INPUT, default=when or None, max_length=LONGEST_INPUT
    )
    return discord.ui.Label(
        text="Start (time at the venue)", description=f"Like {EXAMPLES}", component=component
    )


def typed_values(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Return what stands in a submitted form, by the ids of its inputs."""
    data: dict[str, Any] = {**(interaction.data or {})}
    inputs = [label["component"] for label in data["components"]]
    return {
        field["custom_id"]: field["value"] if "value" in field else "".join(field["values"])
        for field in inputs
    }
