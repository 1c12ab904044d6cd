"""How attendees are told: what the messenger needs of Discord, and how that may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from DiscordBot.features.my_sessions.models import SessionReader
    from DiscordBot.features.my_sessions.storage.message_rows import Message


class ClosedError(Exception):
    """Certainly nothing was sent, and this person takes no direct messages from the bot."""


class NotSentError(Exception):
    """Certainly nothing was sent, and a later try may succeed; the message is a sentence for people."""


class UnacceptableError(Exception):
    """Discord takes this very message neither now nor later; the message is a sentence for people."""


class DirectMessages(Protocol):
    """Direct messages to people; every request keeps to the pace at which Discord takes them."""

    async def send(self, message: Message) -> int:
        """Send one message; return the id of the channel that it is in.

        Raises `ClosedError`, `NotSentError` and `UnacceptableError`; after any other exception it may have
        been sent or not.
        """

    async def was_sent(self, message: Message) -> bool:
        """Tell whether a message is there. Raises whatever goes wrong."""

    async def greet(self, reader: SessionReader) -> int:
        """Tell somebody where they will be reminded; see `send`."""
