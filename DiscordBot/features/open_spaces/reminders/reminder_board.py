"""Where reminders are posted on Discord; views.py fulfils it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.open_spaces.space_view import SpaceView


class NotPostedError(Exception):
    """It is certain that a message was not posted; the message of the error is a sentence for people."""


class ReminderBoard(Protocol):
    """The channels of open spaces and of the rooms."""

    def places(self, room: str) -> Sequence[str]:
        """Return the places for an open space in a room, by names that the database keeps.

        The first is the channel of open spaces; a room without a channel of its own has only that.
        """

    async def post(self, place: str, space: SpaceView, nonce: str) -> None:
        """Post one reminder that carries `space.reminder_key`.

        Raises `NotPostedError`; after any other exception it may have been posted or not.
        """

    async def posted(self, place: str) -> frozenset[str] | None:
        """Return the reminder keys of recent messages, None where nobody can know."""
