"""The ways by which a speaker may be reached, and what is certain when one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from DiscordBot.features.reminders.reminder import Recipient, Reminder, ReminderKey


class UnreachableError(Exception):
    """Certainly nothing was sent, and this way does not lead to this person; the message says why."""


class NotSentError(Exception):
    """Certainly nothing was sent, and a later try may succeed; the message is a sentence for people."""


class Way(Protocol):
    """One way."""

    @property
    def name(self) -> str:
        """What the database calls it; never changed."""

    def leads_to(self, recipient: Recipient) -> bool:
        """Tell whether it is worth trying."""

    async def send(self, reminder: Reminder, recipient: Recipient) -> None:
        """Send one message.

        Raises `UnreachableError` and `NotSentError`; after any other exception it may have been sent or not.
        """

    async def has_sent(self, key: ReminderKey, recipient: Recipient) -> bool | None:
        """Tell whether a reminder is there, None where nobody can know. Raises whatever goes wrong."""
