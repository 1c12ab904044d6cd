"""How volunteers are reached, and what is certain when that fails; the ui does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from DiscordBot.features.volunteers.shifts import Shift


class UnreachableError(Exception):
    """Certainly nothing was sent, and this way does not lead to this person."""


class NotSentError(Exception):
    """Certainly nothing was done, and a later try may succeed; the message is a sentence for people."""


class Way(Protocol):
    """One way to tell a member of a shift."""

    @property
    def name(self) -> str:
        """What the database calls it; never changed."""

    async def send(self, shift: Shift, user_id: int) -> None:
        """Send one message.

        Raises `UnreachableError` and `NotSentError`; after any other exception it may have been sent or not.
        """

    async def has_sent(self, shift: Shift, user_id: int) -> bool:
        """Tell whether the message is there. Raises whatever goes wrong."""


class DutyRoles(Protocol):
    """The role of those on duty."""

    def role_id(self) -> int | None:
        """Return which role it is, None while there is none that the bot can give."""

    def holders(self, role_id: int) -> frozenset[int]:
        """Return which members have a role."""

    def is_member(self, user_id: int) -> bool:
        """Tell whether somebody is on the server."""

    async def give(self, user_id: int, role_id: int) -> None:
        """Give it. Raises `NotSentError`."""

    async def take(self, user_id: int, role_id: int) -> None:
        """Take it, if the member is there and the role too. Raises `NotSentError`."""
