"""The inputs for room and time, as the forms of open spaces ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.typed_times import EXAMPLES
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_INPUT = 100

ROOM_INPUT = "room"
WHEN_INPUT = "when"


def place_fields(rooms: Sequence[str], *, room: str, when: str) -> tuple[Field, Field]:
    """Return the inputs for one of the `rooms` and a start, showing what is known already."""
    return (
        Field(
            key=ROOM_INPUT,
            label=tr("Room"),
            default=room,
            placeholder=tr("Choose the room"),
            max_length=LONGEST_INPUT,
            is_required=True,
            choices=rooms,
        ),
        Field(
            key=WHEN_INPUT,
            label=tr("Start (time at the venue)"),
            description=tr("Like {examples}").format(examples=EXAMPLES),
            default=when,
            max_length=LONGEST_INPUT,
            is_required=True,
        ),
    )
