"""How speakers may be reached: by which ways, and what is certain when one fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from DiscordBot.features.programme.schedule.sessions import Person
    from DiscordBot.features.programme.speakers import Speaker
    from DiscordBot.features.reminders.reminder import Reminder, ReminderKey


@dataclass(frozen=True, slots=True)
class Recipient:
    """How a speaker can be reached: by Discord's user id, and by handles (`@ada`) by networks' names."""

    user_id: int | None = None
    handles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Looks speakers up, as `ProgrammeAccess` knows them by their codes.

    `member_who_is` tells who of the server has a speaker's ticket; None where nobody registers.
    """

    known: Callable[[str], Speaker | None]
    handles: Callable[[str], Mapping[str, str]]
    member_who_is: Callable[[Speaker], Awaitable[int | None]] | None

    async def of(self, person: Person) -> Recipient:
        """Return how somebody on stage can be reached."""
        known = self.known(person.code)
        user_id = None
        if known is not None and self.member_who_is is not None:
            user_id = await self.member_who_is(known)
        return Recipient(user_id, self.handles(person.code))


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
